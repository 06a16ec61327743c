"""Several sources, one registry: statements about the same event meet under its name."""

from collections.abc import Sequence

from checker.model.registry import Disagreement, Event, Reading, Registry
from checker.registry.statements import disagreements, listed_twice

#: Who states an event and where; not part of what is stated.
_IDENTITY = ("name", "place", "source", "low", "high", "stated", "loose")
_FIELDS = tuple(name for name in Event._fields if name not in _IDENTITY)


def join(readings: Sequence[Reading]) -> Registry:
    """The registry of all readings, in their order: of each field the first statement counts, and every statement is kept."""
    statements = _statements(readings)
    apart = [*listed_twice(pair for reading in readings for pair in reading.repeated)]
    policy = any(reading.retention for reading in readings)
    apart += (found for events in statements.values() for found in disagreements(events) if not (policy and _by_policy(found, events)))
    return Registry(
        {name: _joined(events) for name, events in statements.items()},
        {name: tuple(events) for name, events in statements.items()},
        tuple(dict.fromkeys(prefix for reading in readings for prefix in reading.prefixes)),
        tuple(sorted({complaint for reading in readings for complaint in reading.complaints})),
        tuple(dict.fromkeys(file for reading in readings for file in reading.files)),
        variables=tuple(each for reading in readings for each in reading.variables),
        retention=tuple(each for reading in readings for each in reading.retention),
        tools=tuple(each for reading in readings for each in reading.tools),
        contracts=tuple(each for reading in readings for each in reading.contracts),
        disagreements=tuple(apart),
        mentioned=_mentioned(readings),
    )


def _by_policy(found: Disagreement, events: Sequence[Event]) -> bool:
    """Whether a retention policy decides: how long a stored event is kept is held against the rule of its table, statement by statement."""
    return found.field == "retention" and any(event.store for event in events)


def _statements(readings: Sequence[Reading]) -> dict[str, list[Event]]:
    """What is said of each event. An id that only its own source uses speaks of the events that have its schema, where there are any."""
    known = {event.name for reading in readings for event in reading.events if not event.loose}
    by_schema = dict[str, dict[str, None]]()
    for event in (event for reading in readings for event in reading.events if event.schema and not event.loose):
        by_schema.setdefault(event.schema, {})[event.name] = None
    found = dict[str, list[Event]]()
    for event in (event for reading in readings for event in reading.events):
        names = by_schema.get(event.schema, ()) if event.loose and event.name not in known else ()
        for name in names or (event.name,):
            found.setdefault(name, []).append(event._replace(name=name))
    return found


def _joined(events: Sequence[Event]) -> Event:
    stated = {field: value for event in reversed(events) for field in _FIELDS if (value := getattr(event, field))}
    low, high = next(((event.low, event.high) for event in events if event.low), ("", ""))
    return events[0]._replace(low=low, high=high, **stated)


def _mentioned(readings: Sequence[Reading]) -> frozenset[str] | None:
    pages = [reading.mentioned for reading in readings if reading.mentioned]
    return frozenset().union(*pages) if pages else None
