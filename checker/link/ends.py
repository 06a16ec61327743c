"""Where the ways from a callsite end: at which API calls and statements, in which context, also behind a dispatching sink."""

from collections.abc import Iterator
from typing import NamedTuple

from checker.link.chains import Chain, Hit, Writes, chains, event_value, frames, handed, possible, within
from checker.link.deciders import deciders
from checker.link.frame import Frame, described, enter, positional
from checker.link.match import makers, makes, receiver
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.strings import NOTHING, Strings, text, union, unknown
from checker.link.texts import convention, strings
from checker.link.values import variants
from checker.model.facts import Call, Function, Guard
from checker.model.producer import Api
from checker.model.producer import Argument as Where
from checker.model.value import Argument, Invoke, Member, Parameter, Value


class End(NamedTuple):
    """One end: the whole way to it, and the context of its last hit. `dispatched`: the way ends at a dispatching API because
    no sink has an arm for the variant."""

    chain: Chain
    frame: Frame
    dispatched: bool = False


def ends(program: Program, writes: Writes, hit: Hit) -> list[End]:
    """All ends that can be reached from a hit with the arguments it hands in."""
    found = []
    program.refuel()
    for chain in chains(writes, hit):
        contexts = frames(program, writes, chain)
        if possible(program, chain, contexts):
            found += [end for end in _behind(program, writes, End(chain, contexts[-1])) if _let_through(program, end)]
    return found


def _let_through(program: Program, end: End) -> bool:
    """Whether the arms on the way let the event's name through: `if name == "a" { append(name) }` writes nothing for another."""
    if not any(g.kind == "arm" and _is_text(g.pattern) for hit in end.chain for g in hit.site.guards):
        return True
    return event(program, end) != Strings()


def _behind(program: Program, writes: Writes, end: End) -> Iterator[End]:
    """The end itself, or for a dispatching API the ends inside the sinks that take its event value."""
    hit = end.chain[-1]
    value = handed(hit, "event")
    if hit.seed is None or not hit.seed.api.dispatch or value is None:
        yield end
        return
    if not variants(program, value, end.frame):
        yield end
        return
    inner = [e for f in sinks(program, hit.seed.api.dispatch) for e in _inside(program, writes, f, value, end)]
    yield from inner or [end._replace(dispatched=True)]


def sinks(program: Program, dispatch: str) -> list[Function]:
    """The functions that implement a dispatching method, and the method itself where it has a body."""
    owner, name = program.resolve(parent(dispatch), ""), last(dispatch)
    return [f for f in program.functions_named(name) if f.params and _implements(program, f, owner)]


def _implements(program: Program, function: Function, owner: str) -> bool:
    trait = program.resolve(function.trait, function.scope) if function.trait else ""
    return trait == owner or (not function.trait and bool(function.owner) and program.is_a(program.owner(function), owner))


def _inside(program: Program, writes: Writes, sink: Function, value: Value, end: End) -> Iterator[End]:
    entered = enter(sink, (Argument("", value),), None, end.frame)
    for hit in within(writes, sink):
        if hit.seed is not None and hit.seed.api.dispatch:
            continue
        for chain in chains(writes, hit):
            contexts = frames(program, writes, chain, entered._replace(scope=hit.site.scope))
            if possible(program, chain, contexts):
                yield End((*end.chain, *chain), contexts[-1])


def event(program: Program, end: End) -> Strings | None:
    """The event name at an end; `None` where the API has none or no sink has an arm for the variant."""
    hit = end.chain[-1]
    if end.dispatched:
        return None
    if hit.adrift:
        return unknown(hit.adrift)
    if hit.seed is None:
        value = handed(hit, "event")
        named = hit.table is not None and hit.table.api.event
        hidden = unknown("the statement's values cannot be seen") if named else None
        return _limited(program, end, strings(program, value, end.frame)) if value is not None else hidden
    api = hit.seed.api
    if api.fixed:
        return text(api.fixed)
    if api.event is None:
        return None
    if api.event.of == "receiver":
        return _instrument(program, end, api)
    return _argument_event(program, end, hit, api)


def _argument_event(program: Program, end: End, hit: Hit, api: Api) -> Strings:
    value = event_value(hit)
    if value is None:
        return unknown("no argument where the event should stand")
    if api.dispatch:
        return unknown(described(value, end.frame))
    attribute = api.attribute
    return _limited(program, end, strings(program, Member(value, attribute) if attribute else value, end.frame))


def _limited(program: Program, end: End, names: Strings) -> Strings:
    """The names that the arms on the way let through: `if !matches!(name, "a" | "b") { return }` leaves two."""
    value, frame = event_value(end.chain[-1]), end.frame
    for hit in reversed(end.chain):
        for guard in hit.site.guards:
            allowed = _texts(program, guard, frame) if guard.kind == "arm" and guard.subject == value else frozenset()
            if allowed:
                names = Strings(allowed & names.texts if not names.reasons else allowed)
        if not isinstance(value, Parameter) or value.position not in frame.bound:
            break
        value, frame = frame.bound[value.position]
    return names


def _texts(program: Program, guard: Guard, frame: Frame) -> frozenset[str]:
    """The texts that a pattern matches, `frozenset()` where it is more than that."""
    found: frozenset[str] = frozenset()
    for one in guard.pattern.split("|"):
        constant = program.constant(program.resolve(one, frame.scope)) if one[:1].isupper() or "." in one else None
        said = strings(program, constant.value, frame) if constant is not None else text(one) if _is_text(one) else NOTHING
        if said.reasons or not said.texts:
            return frozenset()
        found |= said.texts
    return found


def _is_text(pattern: str) -> bool:
    """Whether an alternative is a literal: one that starts with a capital letter, or is anything else, can be a name."""
    return pattern not in ("", "_") and not pattern[:1].isupper()


def _instrument(program: Program, end: End, api: Api) -> Strings:
    """The name an instrument was made with, from the call that made it."""
    site, where = end.chain[-1].site, api.event
    target = receiver(program, site) if isinstance(site, Call) else None
    made_by = makers(program, target, end.frame) if target is not None else []
    for made, frame in [m for m in made_by if not api.makers or makes(api, m[0])] or made_by:
        value = _given(made, where)
        if isinstance(value, Invoke) and makes(api, value):
            value = _given(value, where)  # the options that it is made with have the name: `Counter::with_opts(Opts::new("jobs", …))`
        if value is not None:
            return strings(program, value, frame)
    return unknown("the instrument is made where it cannot be seen")


def _given(made: Invoke, where: Where | None) -> Value | None:
    named = [a.value for a in made.args if where and where.keyword and a.name == where.keyword]
    return named[0] if named else positional(made.args, where.position) if where else None


def decided(program: Program, end: End) -> bool:
    """Whether the event is fixed on the way, and not handed in by whoever calls the outermost function."""
    return not any(deciders(program, end.chain[-1], end.frame))


def session(program: Program, found: list[End]) -> Strings:
    """The session id over all ends as far as its convention goes; nothing at all where no end has one."""
    values = [(handed(e.chain[-1], "session"), e.frame) for e in found]
    return union(convention(program, v, f) for v, f in values if v is not None)


def tables(program: Program, writes: Writes, end: End) -> tuple[tuple[str, Hit], ...]:
    """The tables an end reaches, with the statement: its own, or those inside the API's function where that is of the workspace."""
    hit = end.chain[-1]
    if hit.table is not None:
        return ((hit.table.api.name, hit),)
    return tuple(
        (inner.table.api.name, inner)
        for f in definitions(program, hit)
        for start in within(writes, f)
        for chain in chains(writes, start)
        for inner in chain[-1:]
        if inner.table is not None
    )


def definitions(program: Program, hit: Hit) -> tuple[Function, ...]:
    """The functions of the workspace that a producer's API is."""
    path = hit.seed.path if hit.seed is not None else ""
    if hit.seed is not None and hit.seed.api.kind == "method":
        return tuple(f for f in program.functions_named(last(path)) if program.key(f) == path)
    function = program.function(path)
    return (function,) if function is not None else ()
