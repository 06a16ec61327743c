"""Two registries held against each other: what was added, removed and changed, and whether that collects more or less."""

from collections.abc import Callable, Iterator
from typing import Any

from checker.model.place import Place
from checker.model.registry import CLASSES, TRANSMISSIONS, Change, Event, Registry
from checker.registry.payloads import Shape, shape

_Schema = Callable[[str], Any]
WIDENING, NARROWING, NEUTRAL = "widening", "narrowing", "neutral"
#: Fields of which the text alone says nothing about how much is collected.
_OTHERS = ("family", "session", "plane", "store")


def changes(before: Registry, now: Registry, schema_before: _Schema, schema_now: _Schema) -> tuple[Change, ...]:
    """Every change from `before` to `now`, by event and field. The schemas' functions give a schema by its path, None where it is none."""
    found = list[Change]()
    for name in sorted({*before.events, *now.events}):
        old, new = before.events.get(name), now.events.get(name)
        if new is None and old is not None:
            found.append(_change(old, "", "removed", old.status, "", NARROWING if _active(old) else NEUTRAL))
        elif old is None and new is not None:
            found.append(_change(new, "", "added", "", new.status, WIDENING if _active(new) else NEUTRAL))
        elif old is not None and new is not None:
            changed = [_change(new, field, "changed", *rest) for field, *rest in _fields(old, new)]
            changed += (_change(new, *rest) for rest in _payload(old, new, schema_before, schema_now))
            found += changed if _active(old) or _active(new) else (change._replace(judgement=NEUTRAL) for change in changed)
    return tuple(found)


def _change(event: Event, field: str, kind: str, before: str, after: str, judgement: str) -> Change:
    span = dict(event.stated).get({"class": "sensitivity"}.get(field, field))
    place = event.place if span is None or kind == "removed" else Place(event.place.path, span)
    return Change(event.name, field, kind, before, after, judgement, place)


def _active(event: Event) -> bool:
    """Whether the event is, as far as the registry says, collected."""
    return event.status in ("", "shipped")


def _fields(old: Event, new: Event) -> Iterator[tuple[str, str, str, str]]:
    """Field, both statements, and what the change does, for each field that changed."""
    if old.status != new.status:
        yield "status", old.status, new.status, _more(int(_active(new)), int(_active(old)))
    if (old.low, old.high) != (new.low, new.high):
        yield "class", _class(old), _class(new), _ranked(old.high, new.high, CLASSES)
    if old.transmission != new.transmission:
        yield "transmission", old.transmission, new.transmission, _ranked(old.transmission, new.transmission, TRANSMISSIONS)
    if old.retention != new.retention:
        yield "retention", old.retention, new.retention, _limit(_days(old), _days(new))
    if old.expires != new.expires:
        yield "expires", old.expires, new.expires, _limit(_ordinal(old.expires), _ordinal(new.expires))
    if set(old.owners) != set(new.owners):
        yield "owner", ", ".join(old.owners), ", ".join(new.owners), _owners(set(old.owners), set(new.owners))
    if old.toggle != new.toggle:
        yield "toggle", old.toggle, new.toggle, NEUTRAL if old.toggle and new.toggle else NARROWING if new.toggle else WIDENING
    for field in _OTHERS:
        if getattr(old, field) != getattr(new, field):
            yield field, getattr(old, field), getattr(new, field), NEUTRAL


def _more(one: int, other: int) -> str:
    return WIDENING if one > other else NARROWING if one < other else NEUTRAL


def _ranked(old: str, new: str, ranks: tuple[str, ...]) -> str:
    """A step up widens. A statement that is gone leaves it open, which is as wide as can be; one that comes in closes it."""
    top = len(ranks)
    return _more(ranks.index(new) if new else top, ranks.index(old) if old else top)


def _limit(old: int, new: int) -> str:
    """A later end widens; none at all (0) is the latest."""
    return _more(new or 1 << 62, old or 1 << 62)


def _days(event: Event) -> int:
    return int(event.retention.removesuffix("d") or 0)


def _ordinal(day: str) -> int:
    return int(day.replace("-", "") or 0)


def _owners(old: set[str], new: set[str]) -> str:
    if not new:
        return WIDENING  # whoever likes may write it
    if not old:
        return NARROWING
    return WIDENING if new - old else NARROWING


def _class(event: Event) -> str:
    return event.low if event.low == event.high else f"{event.low}-{event.high}"


def _payload(old: Event, new: Event, schema_before: _Schema, schema_now: _Schema) -> Iterator[tuple[str, str, str, str, str]]:
    """The payload's changes: of the schema's path, where there was or is none, and of the fields that it allows."""
    if bool(old.schema) != bool(new.schema):
        yield "schema", "changed", old.schema, new.schema, NARROWING if new.schema else WIDENING
    elif new.schema:
        one, other = schema_before(old.schema), schema_now(new.schema)
        if one is not None and other is not None:
            yield from _shapes(shape(one), shape(other))
        elif old.schema != new.schema:
            yield "schema", "changed", old.schema, new.schema, NEUTRAL


def _shapes(old: Shape, new: Shape) -> Iterator[tuple[str, str, str, str, str]]:
    for path in sorted({*old.fields, *new.fields}):
        field, one, other = f"payload {path}", old.fields.get(path), new.fields.get(path)
        if one is None and other is not None:
            yield field, "added", "", _types(other), WIDENING
        elif other is None and one is not None:
            yield field, "removed", _types(one), "", NARROWING
        elif one != other and one is not None and other is not None:
            wider = not other or (bool(one) and bool(other - one))
            yield field, "changed", _types(one), _types(other), WIDENING if wider else NARROWING
    for path in sorted(old.closed ^ new.closed):
        field = f"payload {path}".strip()
        if not path or (path in old.fields and path in new.fields):
            yield (field, "changed", *(("open", "closed", NARROWING) if path in new.closed else ("closed", "open", WIDENING)))


def _types(types: frozenset[str]) -> str:
    return ", ".join(sorted(types)) or "any"
