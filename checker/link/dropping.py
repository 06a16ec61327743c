"""Sinks that decide by the kind of event what to do with it, and the kinds that are written and have no arm there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.link.chains import Hit, Writes, chains, frames, handed, possible
from checker.link.ends import sinks
from checker.link.frame import Frame, enter, free
from checker.link.paths import last, parent
from checker.link.patterns import covers
from checker.link.program import Program
from checker.link.values import variants
from checker.model.facts import Dispatch, Function
from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.place import Place
from checker.model.subject import Callsite, Dropping
from checker.model.value import Argument, Text, Value

#: A sink with fewer arms is there for one kind of event, and leaves the others to others.
_FEWEST = 2

_Written = tuple[Place, Value, Frame]


def dropped(program: Program, writes: Writes, sites: Iterable[Callsite]) -> tuple[Dropping, ...]:
    """The sinks of production code that do nothing with kinds of events which production code writes.

    What another sink has an arm for is that one's. Kinds that are not known are left out.
    """
    production = {(s.path, s.span.start, s.span.end) for s in sites if s.context == "production"}
    found: list[Dropping] = []
    for dispatch in sorted({seed.api.dispatch for seed in writes.seeds if seed.api.dispatch}):
        naming = _naming(program, dispatch)
        deciding = [f for f in naming if _decides(f)]
        if deciding:
            written = [w for key, hit in sorted(writes.hits.items()) if key in production for w in _written(program, writes, hit, dispatch)]
            each = [(f, _left(program, f, written)) for f in deciding]
            found += [d for f, left in each if (d := _dropping(program, f, left, _others(f, naming))) is not None]
    return tuple(sorted(found))


def _naming(program: Program, dispatch: str) -> list[Function]:
    """The sinks that look at the kind of event."""
    for owner in program.implementers(program.resolve(parent(dispatch), "")):
        program.look(parent(owner), last(dispatch))
    return [f for f in sinks(program, dispatch) if f.context == "production" and f.dispatches]


def _decides(function: Function) -> bool:
    """Whether a sink has several arms, and is no filter that lets some kinds of event through."""
    return sum(len(d.patterns) for d in function.dispatches) >= _FEWEST and all(d.rest != "left" for d in function.dispatches)


def _written(program: Program, writes: Writes, hit: Hit, dispatch: str) -> Iterator[_Written]:
    """The events that a write hands to the sinks, on every way."""
    for way in chains(writes, hit):
        inner = way[-1]
        value = handed(inner, "event")
        if inner.seed is None or inner.seed.api.dispatch != dispatch or value is None:
            continue
        contexts = frames(program, writes, way)
        if possible(program, way, contexts):
            yield Place(hit.path, hit.site.span), value, contexts[-1]


def _left(program: Program, function: Function, written: Iterable[_Written]) -> dict[str, list[Place]]:
    """The kinds of event that each look of a sink surely leaves, with where they are written."""
    found: dict[str, list[Place]] = {}
    for place, value, frame in written:
        program.refuel()
        kinds = variants(program, value, frame)
        entered = enter(function, (Argument("", value),), None, frame)
        if len(kinds) == 1 and all(_leaves(program, look, entered, function) for look in function.dispatches):
            found.setdefault(min(kinds), []).append(place)
    return found


def _leaves(program: Program, look: Dispatch, entered: Frame, function: Function) -> bool:
    """Whether what a sink looks at is known and has no arm."""
    kinds = variants(program, look.subject, entered)
    return bool(kinds) and all(_excludes(program, p, kind, function) for kind in kinds for p in look.patterns)


def _excludes(program: Program, pattern: str, kind: str, function: Function) -> bool:
    """Whether a pattern surely does not match: another variant of the same enum, a class that the kind is not of, another text."""
    if covers(program, pattern, frozenset((kind,)), free(function, function.scope)):
        return False
    wanted = program.resolve(pattern, function.scope)
    of_kind, of_pattern = program.type(kind), program.type(wanted)
    if of_kind is not None and of_pattern is not None:
        return not program.is_a(kind, wanted)
    holder = program.type(parent(kind))
    if holder is not None and holder.kind == "enum":
        return last(parent(wanted)) == last(parent(kind))
    constant = program.constant(wanted)
    said = constant.value if constant is not None else Text(pattern) if _is_text(pattern) else None
    return isinstance(said, Text) and of_kind is None and said.text != kind


def _is_text(pattern: str) -> bool:
    return not pattern[:1].isupper() and "." not in pattern


def _others(function: Function, naming: Iterable[Function]) -> list[tuple[Function, str]]:
    return [(f, p) for f in naming if f.span != function.span or f.name != function.name for d in f.dispatches for p in d.patterns]


def _dropping(
    program: Program, function: Function, left: Mapping[str, list[Place]], others: Iterable[tuple[Function, str]]
) -> Dropping | None:
    theirs = list(others)
    own = {
        kind: tuple(sorted(places))
        for kind, places in sorted(left.items())
        if not any(covers(program, p, frozenset((kind,)), free(f, f.scope)) for f, p in theirs)
    }
    if not own:
        return None
    final = function.dispatches[-1]
    return Dropping(Place(program.path_of.get(function.name, ""), final.span), program.key(function), final.rest, tuple(own.items()))


def as_data(dropping: Dropping) -> dict[str, Any]:
    """A sink that drops events, as rules see it."""
    first = [(kind, places[0]) for kind, places in dropping.kinds]
    return subject(
        *dropping.place,
        tuple(Related(p, f"{_spelled(kind)} is written here") for kind, places in dropping.kinds for p in places[:4]),
        name=dropping.name,
        rest=dropping.rest,
        kinds=[_spelled(kind) for kind, _ in first],
        writes=[{"path": p.path, "line": p.span.line, "message": f"{_spelled(kind)} is written here"} for kind, p in first],
    )


def _spelled(kind: str) -> str:
    """A variant with its enum, a class or text alone."""
    holder = last(parent(kind))
    return f"{holder}.{last(kind)}" if holder[:1].isupper() else last(kind) if "." in kind else kind
