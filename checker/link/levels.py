"""Which classification comments speak of a write, nearest first, and whether they agree."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from checker.link.annotations import annotations
from checker.link.chains import Writes, by_object, frames, handed
from checker.link.ends import End, definitions
from checker.link.fields import Held
from checker.link.frame import Frame
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.prose import prose
from checker.link.values import heads, taken, types
from checker.model.facts import Comment, Function
from checker.model.registry import Registry
from checker.model.subject import Annotation
from checker.model.value import Choice, Invoke, Member, Name, Parameter, Record, Value


class Reader(NamedTuple):
    """How comments are read for one write: whether prose counts, and the event names that pick among several classes in one comment."""

    program: Program
    prose: bool
    names: tuple[str, ...]

    def read(self, path: str, comments: Iterable[Comment], level: str) -> Iterator[Annotation]:
        """The annotations in some comments; the structured form wins over prose in the same comment."""
        for comment in comments:
            found = list(annotations(path, comment, level))
            yield from found or (prose(path, comment, level, self.names) if self.prose else ())


#: What is said around each wrapper, by its full path and the event names: many writes go through the same few.
Said: TypeAlias = dict[tuple[str, tuple[str, ...]], tuple[Annotation, ...]]


def levels(reader: Reader, writes: Writes, end: End, payload_type: str, registry: Registry, said: Said) -> list[Annotation]:
    """Every annotation that applies to the write at the start of the end's way, nearest first; `said` is filled for the next write."""
    hit, program = end.chain[0], reader.program
    function = program.enclosing(hit.site.function, hit.site.span)
    found = [*reader.read(hit.path, hit.site.comments, "call"), *_around(reader, hit.path, function)]
    found += [a._replace(level="wrapper") for a in _through(reader, writes, end, said)]
    found += [*_on_type(reader, payload_type), *_on_variant(reader, writes, end)]
    found += [a for c in constants(program, end) for a in _on_constant(reader, c)]
    return [a for a in found if a.low or a.keys] + list(_registered(reader.names, registry)) + list(_stored(end, registry))


def _through(reader: Reader, writes: Writes, end: End, said: Said) -> Iterator[Annotation]:
    """What is said where the call goes through: around each wrapper on the way, at the call in it, and at the API's own function.

    Of the API's function only its own comment counts: the header of its file speaks of a store and not of a write.
    """
    program = reader.program
    for step, inner in pairwise(end.chain):
        if step.target:
            yield from reader.read(inner.path, inner.site.comments, "wrapper")
            key = (step.target, reader.names)
            if key not in said:
                said[key] = tuple(_around(reader, inner.path, writes.wrappers[step.target]))
            yield from said[key]
    for function in (f for step in end.chain for f in definitions(program, step)):
        yield from reader.read(program.path_of.get(function.name, ""), function.comments, "wrapper")


def _around(reader: Reader, path: str, function: Function | None) -> Iterator[Annotation]:
    if function is not None:
        for each in (function, *reader.program.around(function)):
            yield from reader.read(path, each.comments, "function")
        yield from reader.read(path, function.owner_comments, "impl")
    yield from reader.read(path, (c for c in reader.program.files[path].comments if c.level == "module"), "module")


def _on_type(reader: Reader, path: str) -> Iterator[Annotation]:
    type_ = reader.program.type(path)
    if type_ is not None:
        yield from reader.read(reader.program.path_of[type_.name], type_.comments, "type")


def _on_variant(reader: Reader, writes: Writes, end: End) -> Iterator[Annotation]:
    """The comments of the enum variants and payload types that an event object is made of, outermost first."""
    for i, hit in enumerate(end.chain):
        value = handed(hit, "event") if by_object(hit) else None
        if value is not None:
            frame = frames(reader.program, writes, end.chain[: i + 1])[-1]
            for path in _made_of(reader.program, value, frame, 3):
                yield from _of_variant(reader, path)
            return


def _made_of(program: Program, value: Value, frame: Frame, steps: int) -> Iterator[str]:
    for head, where in heads(program, value, frame) if steps > 0 else ():
        match head:
            case Invoke(path, args, None):
                yield path
                for argument in args:
                    yield from _made_of(program, argument.value, where, steps - 1)
            case Name(path):
                yield path
            case Record(type_, _, _):
                yield program.resolve(type_, where.scope)
            case _:
                yield from sorted(types(program, head, where))


def _of_variant(reader: Reader, path: str) -> Iterator[Annotation]:
    owner = reader.program.type(parent(path))
    for variant in owner.variants if owner else ():
        if owner is not None and variant.name == last(path):
            yield from reader.read(reader.program.path_of[owner.name], variant.comments, "type")
    yield from _on_type(reader, path)


def _on_constant(reader: Reader, path: str) -> Iterator[Annotation]:
    constant = reader.program.constant(path)
    if constant is not None:
        yield from reader.read(reader.program.path_of[path], constant.comments, "constant")


def constants(program: Program, end: End) -> list[str]:
    """Full paths of the constants that name the event at an end; none when it can be several."""
    value = handed(end.chain[-1], "event")
    found = sorted(set(_constants(program, value, end.frame, 16))) if value is not None else []
    return found if len(found) == 1 else []


def _constants(program: Program, value: Value, frame: Frame, steps: int) -> Iterator[str]:
    if isinstance(value, Name):
        full = program.resolve(value.path, frame.scope)
        yield from (full,) if program.constant(full) is not None else ()
    for inner, where in _towards(program, value, frame) if steps > 0 else ():
        yield from _constants(program, inner, where, steps - 1)


def _towards(program: Program, value: Value, frame: Frame) -> list[Held]:
    """One step nearer to where a value is named: the argument, the alternatives, the part of a record."""
    match value:
        case Parameter(position, _):
            return [frame.bound[position]] if position in frame.bound else []
        case Choice():
            return [(option.value, frame) for option in taken(program, value, frame)]
        case Member(base, name):
            records = [(h.items, where) for h, where in heads(program, base, frame) if isinstance(h, Record)]
            return [(item.value, where) for items, where in records for item in items if item.name == name]
        case _:
            return []


def _registered(names: Iterable[str], registry: Registry) -> Iterator[Annotation]:
    for name in names:
        event = registry.events.get(name)
        if event is not None and event.low:
            keys = (("family", event.family),) if event.family else ()
            yield Annotation(event.place.path, event.place.span, event.low, event.high, keys, "registry", "registry")


def _stored(end: End, registry: Registry) -> Iterator[Annotation]:
    """The families whose store is the table of a statement that names no event: what is in the table is theirs."""
    table = end.chain[-1].table
    if table is not None and not table.api.event:
        yield from _registered(sorted(e.name for e in registry.events.values() if e.store == table.api.name), registry)


#: From the nearest level to the furthest.
ORDER = ("call", "function", "impl", "module", "wrapper", "type", "constant", "registry")
#: The levels that speak of an event: a write for several events is of the highest class among theirs, as a range is of its upper end.
_ALTERNATIVES = ("constant", "registry")


def ranked(found: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Each annotation once, nearest level first: the first has the class that counts."""
    highest = sorted(found, key=lambda a: a.high if a.level in _ALTERNATIVES else "", reverse=True)
    return tuple(dict.fromkeys(sorted(highest, key=lambda a: ORDER.index(a.level))))


def disagreement(found: list[Annotation]) -> tuple[Annotation, Annotation] | None:
    """The first two levels whose classes cannot both be right: ranges that do not overlap. Nearest first.

    Annotations of one level are alternatives (several events, several wrappers on the way) and are not held against each other.
    """
    for i, near in enumerate(found):
        for far in found[i + 1 :]:
            if near.level != far.level and (near.high < far.low or far.high < near.low):
                return near, far
    return None
