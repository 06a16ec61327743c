"""The way from a callsite to the write itself: the calls in between, and what each hands to the next."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from checker.link.frame import Frame, enter, free, given, positional, without_first
from checker.link.handedin import handed_in
from checker.link.paths import parent
from checker.link.patterns import excludes
from checker.link.program import Program
from checker.link.seeds import Seed, Table
from checker.link.values import Head, heads, kinds
from checker.model.facts import Call, Function, Guard, Statement
from checker.model.producer import Argument as Where
from checker.model.source import SourceFile
from checker.model.value import Argument, Member, Name, Number, Parameter, Value

#: Ways through one callsite after which the rest is not followed: a dispatching sink has one an arm, no real one comes near.
MAX_CHAINS = 256
#: Wrappers within wrappers after which a way is not followed.
_MAX_DEPTH = 100
_NULL = Number("None")
_OFF = (Number("False"), Number("false"))
#: Patterns that match where nothing is.
_FOR_NULL = frozenset(["_", "None"])


class Hit(NamedTuple):
    """A call that writes: of a producer's API (`seed`), a statement on a telemetry table (`table`), or a call of a function of the
    workspace that leads to one (`target`, the function's key).

    `through`: the parameter by which a framework hands the function in. `plain`: a decorator without arguments of its own, so that
    it is handed the decorated function; the write happens where that is called. `unbound`: a method called by its type's path, so
    that its first argument is the receiver. `adrift`: why it is not known which write it adds to, where it should be one that adds.
    `given`: the function and position of the parameter that is called, by which callers hand the function in; `others`: what the same call
    can be a call of. `hands` are the paths of functions that write and stand among its arguments.
    """

    path: str
    site: Call | Statement
    seed: Seed | None = None
    table: Table | None = None
    target: str = ""
    plain: bool = False
    unbound: bool = False
    through: str = ""
    adrift: str = ""
    given: tuple[str, int] | None = None
    others: "tuple[Hit, ...]" = ()
    hands: frozenset[str] = frozenset()


#: A hit by its place: path, start, end.
Key: TypeAlias = tuple[str, int, int]


class Writes(NamedTuple):
    """All hits by place (path, start, end), those inside each function by its full path, which functions with hits are nested in
    which, the wrappers by the path their callers use, and the seeds. `added` are the calls that add to a write, by its place, each with
    its ways (`link.additions`)."""

    hits: dict[Key, Hit]
    inside: dict[str, list[Hit]]
    nested: dict[str, set[str]]
    wrappers: dict[str, Function]
    seeds: tuple[Seed, ...]
    added: "Mapping[Key, tuple[Addition, ...]]" = MappingProxyType({})


class Addition(NamedTuple):
    """A call that adds fields to a write. `ways` are those to the calls that do so: each call on the way, the outermost first, with the
    context at the end of the way as that call alone gives it."""

    hit: Hit
    ways: "tuple[tuple[tuple[Hit, Frame], ...], ...]"


def key_of(hit: Hit) -> Key:
    """The place of a hit."""
    return hit.path, hit.site.span.start, hit.site.span.end


def context_of(hit: Hit, file: SourceFile) -> str:
    """`production`, `test` or `example`: what the code around a hit says, else what its file is."""
    return hit.site.context if hit.site.context != "production" else file.context


#: From the callsite inwards: hits that go through wrappers, the last one an API's call or a statement.
Chain: TypeAlias = tuple[Hit, ...]


def chains(writes: Writes, hit: Hit) -> Iterator[Chain]:
    """The ways from a hit to the writes it leads to, at most `MAX_CHAINS`; a wrapper that calls itself is entered once."""
    return islice(_chains(writes, hit, frozenset()), MAX_CHAINS)


def _chains(writes: Writes, hit: Hit, above: frozenset[str]) -> Iterator[Chain]:
    if hit.others:
        for each in (hit._replace(others=()), *hit.others):
            yield from _chains(writes, each, above)
        return
    if not hit.target:
        yield (hit,)
        return
    if hit.target in above or len(above) > _MAX_DEPTH:
        return
    for inner in within(writes, writes.wrappers[hit.target]):
        for each in _chosen(hit, inner):
            for rest in _chains(writes, each, above | {hit.target}):
                yield (hit, *rest)


def _chosen(hit: Hit, inner: Hit) -> Iterator[Hit]:
    """What a call inside a wrapper can be a call of, where the call of the wrapper hands it in."""
    for each in (inner._replace(others=()), *inner.others):
        if not hit.hands or each.given is None or path_of(each) in hit.hands:
            yield each


def within(writes: Writes, function: Function) -> list[Hit]:
    """The hits inside a function and the functions nested in it."""
    own = writes.inside.get(function.name, [])
    nested = [h for name in writes.nested.get(function.name, ()) for h in writes.inside.get(name, ())]
    return [*own, *nested]


def frames(program: Program, writes: Writes, chain: Chain, outer: Frame | None = None) -> list[Frame]:
    """The context of each hit of a chain: the first one's parameters free (or as in `outer`), the others' bound by the call before."""
    first = chain[0].site
    current = outer or free(program.enclosing(first.function, first.span), first.scope)
    found = [current]
    for hit, inner in pairwise(chain):
        inside = argument_frame(hit, writes.wrappers[hit.target], current)
        current = inside._replace(scope=inner.site.scope)
        found.append(current)
    return found


def argument_frame(hit: Hit, function: Function, caller: Frame) -> Frame:
    """The inside of the wrapper that a hit calls, as called there."""
    args, receiver = _handed_over(hit)
    return enter(function, args, receiver, caller)


def _handed_over(hit: Hit) -> tuple[tuple[Argument, ...], Value | None]:
    """The arguments and receiver of a call of a wrapper; a plain decorator is handed the decorated function."""
    if hit.plain or not isinstance(hit.site, Call):
        return (Argument("", Name(hit.site.function)),), None
    return hit.site.args, hit.site.receiver


def possible(program: Program, chain: Chain, contexts: list[Frame]) -> bool:
    """Whether the match arms on the way can be taken with what the callsite hands in."""
    return all(open_for(program, hit, frame) for hit, frame in zip(chain, contexts, strict=True))


def withheld(program: Program, writes: Writes, hit: Hit) -> bool:
    """Whether a call of a wrapper leaves out what every write behind it asks for: `record(outcome, None)`, `record(x, enabled=False)`."""
    ways = list(chains(writes, hit)) if hit.target or hit.others else []
    return bool(ways) and all(_withheld_on(program, zip(way, frames(program, writes, way), strict=True)) for way in ways)


def _withheld_on(program: Program, way: Iterable[tuple[Hit, Frame]]) -> bool:
    return any(not _is_handed(program, hit, frame) or _misses(program, hit, frame) for hit, frame in way)


def _misses(program: Program, hit: Hit, frame: Frame) -> bool:
    return any(_missing(guard, found) for guard, found in _asking(program, hit.site, frame))


def open_for(program: Program, hit: Hit, frame: Frame) -> bool:
    """Whether a call can be reached with what its function was called with: by the match arms around it, and by what it calls."""
    if not _is_handed(program, hit, frame):
        return False
    return not any(_missing(g, found) or _other(program, g, found, frame) for g, found in _asking(program, hit.site, frame))


def _is_handed(program: Program, hit: Hit, frame: Frame) -> bool:
    """Whether the parameter that is called can be a function that the hit stands for."""
    if hit.given is None:
        return True
    return handed_in(program, hit.given[1], frame, [path_of(each) for each in (hit, *hit.others)])


def path_of(hit: Hit) -> str:
    """The path of the function that a hit is a call of: a wrapper's key, or an API's."""
    return hit.target or (hit.seed.path if hit.seed else "")


def _asking(program: Program, site: Call | Statement, frame: Frame) -> Iterator[tuple[Guard, list[Head]]]:
    """The guards that ask about (a part of) an argument, with what that can be: only those can be decided by the way that led here."""
    for guard in site.guards:
        if guard.subject is not None and _handed_in(guard.subject, frame):
            yield guard, list(heads(program, guard.subject, frame))


def _missing(guard: Guard, found: list[Head]) -> bool:
    """Whether nothing is handed in where something has to be there, or true."""
    nothing = (_NULL, *_OFF) if guard.kind == "if" else (_NULL,)
    asked = guard.kind == "if" or _FOR_NULL.isdisjoint(guard.pattern.split("|"))
    return asked and bool(found) and all(head in nothing for head, _ in found)


def _other(program: Program, guard: Guard, found: list[Head], frame: Frame) -> bool:
    """Whether another variant is handed in than an arm is for."""
    if guard.kind != "arm" or not ("." in guard.pattern or program.has_globs(frame.scope)):
        return False
    return excludes(program, guard.pattern, kinds(program, found), frame)


def _handed_in(subject: Value, frame: Frame) -> bool:
    return isinstance(root(subject), Parameter) and frame.called


def argument(args: tuple[Argument, ...], where: Where | None) -> Value | None:
    """What stands in a call where a producer says; `None` if nothing does."""
    if where is None:
        return None
    return given(args, where.keyword, where.position)


def column(statement: Statement, name: str) -> Value | None:
    """The value a statement binds to a column; `None` if it cannot be seen."""
    if not name or name not in statement.columns:
        return None
    position = statement.columns.index(name)
    return statement.values[position] if position < len(statement.values) else None


def handed(hit: Hit, place: str) -> Value | None:
    """What an API's call or a statement has for `event`, `session` or `payload`."""
    if isinstance(hit.site, Call):
        if hit.seed is None or hit.adrift:
            return None
        if hit.seed.api.adds and place == "event":
            return _object(hit.site, hit.unbound)
        args = without_first(hit.site.args) if hit.unbound else hit.site.args
        return argument(args, getattr(hit.seed.api, place))
    return column(hit.site, getattr(hit.table.api, place)) if hit.table else None


def _object(site: Call, unbound: bool) -> Value | None:
    """What a method is called on: whoever made that decides what the call adds to."""
    if unbound:
        return positional(site.args, 0)
    return site.receiver or (Name(parent(site.callee)) if parent(site.callee) else None)


def event_value(hit: Hit) -> Value | None:
    """What decides the event at an API's call or a statement: the argument, or the part of it that the producer names."""
    value = handed(hit, "event")
    part = hit.seed.api.event.field if hit.seed and hit.seed.api.event else ""
    return Member(value, part) if value is not None and part else value


def root(value: Value) -> Value:
    """What a value is a part of."""
    while isinstance(value, Member):
        value = value.base
    return value


def by_object(hit: Hit) -> bool:
    """Whether an API takes an event object, whose kind is its name."""
    return hit.seed is not None and bool(hit.seed.api.dispatch or hit.seed.api.attribute)
