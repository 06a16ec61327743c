"""Which classification comments speak of a write, nearest first, and whether they agree."""

from collections.abc import Iterable, Iterator

from checker.link.annotations import annotations
from checker.link.chains import Writes, handed
from checker.link.ends import End, definitions
from checker.link.frame import Frame
from checker.link.program import Program
from checker.model.facts import Comment, Function
from checker.model.registry import Registry
from checker.model.subject import Annotation
from checker.model.value import Choice, Name, Parameter, Value


def levels(program: Program, writes: Writes, end: End, names: Iterable[str], payload_type: str, registry: Registry) -> list[Annotation]:
    """Every annotation that applies to the write at the start of the end's way, nearest first."""
    hit = end.chain[0]
    function = program.enclosing(hit.site.function, hit.site.span)
    found = [*_read(hit.path, hit.site.comments, "call"), *_around(program, hit.path, function)]
    found += [a for f in _through(program, writes, end) for a in _of_function(program, f, "wrapper")]
    found += _on_type(program, payload_type)
    found += [a for c in constants(program, end) for a in _on_constant(program, c)]
    return [a for a in found if a.low] + list(_registered(names, registry))


def _through(program: Program, writes: Writes, end: End) -> list[Function]:
    """The functions the call goes through: the wrappers on the way, and the API's own where that is of the workspace."""
    wrappers = [writes.wrappers[step.target] for step in end.chain if step.target]
    return [*wrappers, *(f for step in end.chain for f in definitions(program, step))]


def _read(path: str, comments: Iterable[Comment], level: str) -> Iterator[Annotation]:
    return (a for c in comments for a in annotations(path, c, level))


def _around(program: Program, path: str, function: Function | None) -> Iterator[Annotation]:
    if function is not None:
        yield from _read(path, function.comments, "function")
        yield from _read(path, function.owner_comments, "impl")
    yield from _read(path, (c for c in program.files[path].comments if c.level == "module"), "module")


def _of_function(program: Program, function: Function, level: str) -> Iterator[Annotation]:
    return _read(program.path_of.get(function.name, ""), function.comments, level)


def _on_type(program: Program, path: str) -> Iterator[Annotation]:
    type_ = program.type(path)
    if type_ is not None:
        yield from _read(program.path_of[path], type_.comments, "type")


def _on_constant(program: Program, path: str) -> Iterator[Annotation]:
    constant = program.constant(path)
    if constant is not None:
        yield from _read(program.path_of[path], constant.comments, "constant")


def constants(program: Program, end: End) -> list[str]:
    """Full paths of the constants that name the event at an end; none when it can be several."""
    value = handed(end.chain[-1], "event")
    found = sorted(set(_constants(program, value, end.frame, 16))) if value is not None else []
    return found if len(found) == 1 else []


def _constants(program: Program, value: Value, frame: Frame, steps: int) -> Iterator[str]:
    if steps <= 0:
        return
    match value:
        case Name(path):
            full = program.resolve(path, frame.scope)
            if program.constant(full) is not None:
                yield full
        case Parameter(position, _) if position in frame.bound:
            inner, where = frame.bound[position]
            yield from _constants(program, inner, where, steps - 1)
        case Choice(options, _):
            for option in options:
                yield from _constants(program, option.value, frame, steps - 1)
        case _:
            return


def _registered(names: Iterable[str], registry: Registry) -> Iterator[Annotation]:
    for name in names:
        event = registry.events.get(name)
        if event is not None and event.low:
            keys = (("family", event.family),) if event.family else ()
            yield Annotation(event.place.path, event.place.span, event.low, event.high, keys, "registry", "registry")


def disagreement(found: list[Annotation]) -> tuple[Annotation, Annotation] | None:
    """The first two levels whose classes cannot both be right: ranges that do not overlap. Nearest first.

    Annotations of one level are alternatives (several events, several wrappers on the way) and are not held against each other.
    """
    for i, near in enumerate(found):
        for far in found[i + 1 :]:
            if near.level != far.level and (near.high < far.low or far.high < near.low):
                return near, far
    return None


