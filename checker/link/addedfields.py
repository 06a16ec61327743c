"""What calls add to a write: the names of the fields, and their values."""

from collections.abc import Iterable, Iterator

from checker.link.chains import Addition, Hit, handed
from checker.link.frame import Frame
from checker.link.payload import payload
from checker.link.program import Program
from checker.link.strings import Strings
from checker.link.texts import strings
from checker.link.values import heads
from checker.model.subject import Payload
from checker.model.value import SEQUENCES, Member, Record, Value

#: What the `field` of an argument begins with where the argument is a list, each of whose elements adds something.
_EACH = "[]."


def fields(program: Program, additions: Iterable[Addition]) -> Payload:
    """The fields that calls add; closed where all their names are known."""
    names, closed = set[str](), True
    for way in (way for addition in additions for way in addition.ways):
        for name, value, where in pairs(program, way[-1][0], way[0][1]):
            whole = payload(program, value, where) if name is None else Payload()
            known = whole.fields if name is None else sorted(name.texts)
            names.update(known)
            closed = closed and (whole.closed if name is None else bool(name.texts) and not name.reasons and not name.prefixes)
    return Payload("json", tuple(sorted(names)), closed)


def pairs(program: Program, hit: Hit, frame: Frame) -> Iterator[tuple[Strings | None, Value, Frame]]:
    """What one call adds: the name of each field (`None`: what is added has fields of its own) and its value."""
    api = hit.seed.api if hit.seed else None
    name, added = handed(hit, "field"), handed(hit, "payload")
    if api is None or api.payload is None or added is None:
        return
    if api.field is None or name is None:
        yield None, added, frame
    elif api.field.field.startswith(_EACH):
        yield from _of_each(program, api.field.field, api.payload.field, added, frame)
    else:
        yield strings(program, _part(name, api.field.field), frame), _part(added, api.payload.field), frame


def _of_each(program: Program, name: str, given: str, added: Value, frame: Frame) -> Iterator[tuple[Strings | None, Value, Frame]]:
    """What a list adds, pair by pair; a dictionary, or what cannot be followed to a list, as a whole."""
    for head, where in heads(program, added, frame):
        if isinstance(head, Record) and head.type in SEQUENCES:
            for item in head.items:
                key = strings(program, _part(item.value, name.removeprefix(_EACH)), where)
                yield key, _part(item.value, given.removeprefix(_EACH)), where
        else:
            yield None, head, where


def _part(value: Value, path: str) -> Value:
    for name in filter(None, path.split(".")):
        value = Member(value, name)
    return value
