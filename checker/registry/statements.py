"""What several sources, or one, state about the same event: rows that come again, and fields that differ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from checker.model.place import Place, Span
from checker.model.registry import Disagreement, Event
from checker.registry.words import prefix_of

#: The fields on which sources can disagree, by the name that messages use.
DISPUTED = ("owner", "sensitivity", "transmission", "retention", "session")


def stated(places: Mapping[str, Place]) -> tuple[tuple[str, Span], ...]:
    """Where an event states each field, for `Event.stated`."""
    return tuple((field, place.span) for field, place in places.items())


def repeated(events: Iterable[Event]) -> tuple[tuple[Event, ...], tuple[tuple[Event, Event], ...]]:
    """The first row of each event, in order, and each further one with the first."""
    first, again = dict[str, Event](), list[tuple[Event, Event]]()
    for event in events:
        if first.setdefault(event.name, event) is not event:
            again.append((event, first[event.name]))
    return tuple(first.values()), tuple(again)


def listed_twice(again: Iterable[tuple[Event, Event]]) -> Iterator[Disagreement]:
    """The rows that come again, as disagreements about nothing in particular."""
    for event, first in again:
        yield Disagreement(event.name, "", event.family, event.place, event.source, first.family, first.place, first.source)


def disagreements(events: Sequence[Event]) -> Iterator[Disagreement]:
    """What statements about one event say differently from the first that says it."""
    for field in DISPUTED if len(events) > 1 else ():
        first = next((event for event in events if _value(event, field)), None)
        for event in events:
            if first and event is not first and _differ(field, event, first):
                words = (_words(event, field), _place(event, field), event.source)
                yield Disagreement(event.name, field, *words, _words(first, field), _place(first, field), first.source)


def _value(event: Event, field: str) -> str | tuple[str, ...]:
    """What counts of a field: of a class its upper end, of a session id its fixed beginning."""
    if field == "owner":
        return event.owners
    if field == "session":
        return prefix_of(event.session)
    return event.high if field == "sensitivity" else str(getattr(event, field))


def _differ(field: str, event: Event, first: Event) -> bool:
    one, other = _value(event, field), _value(first, field)
    if not one or not other:
        return False
    if field == "owner":
        # A source that names one owner does not deny that there are more.
        return not (set(one) <= set(other) or set(other) <= set(one))
    return one != other


def _words(event: Event, field: str) -> str:
    if field == "owner":
        return ", ".join(event.owners)
    if field == "sensitivity":
        return event.low if event.low == event.high else f"{event.low}-{event.high}"
    return str(getattr(event, field))


def _place(event: Event, field: str) -> Place:
    span = dict(event.stated).get(field)
    return event.place if span is None else Place(event.place.path, span)
