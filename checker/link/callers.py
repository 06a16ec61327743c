"""What callers hand to the writes that stand inside wrappers: event names, session ids, and who the callers are."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.link.chains import Hit, Key, Writes, by_object, chains, key_of, within
from checker.link.ends import End, definitions, sinks
from checker.link.program import Program
from checker.link.strings import NOTHING, Strings, union
from checker.model.facts import Call
from checker.model.place import Place


class Reached(NamedTuple):
    """One end of the ways from a callsite, with what can be said of it: the event's name (`None`: it has none), the session id, and
    whether the event is fixed on the way."""

    end: End
    names: Strings | None
    sessions: Strings
    decided: bool


class Given(NamedTuple):
    """What callers hand to a write that stands inside a wrapper: event names and session ids, and the callers' places."""

    events: Strings = NOTHING
    sessions: Strings = NOTHING
    callers: frozenset[Place] = frozenset()


def uncalled(program: Program, writes: Writes) -> list[Hit]:
    """The decorators whose functions nobody in the workspace calls: what they would write stands in the function, and is known."""
    called = {hit.target for hit in writes.hits.values()}
    decorated = [h for hits in writes.inside.values() for h in hits if h.plain and isinstance(h.site, Call)]
    return [h for h in decorated if (f := program.function(h.site.function)) is not None and program.key(f) not in called]


def given_to(program: Program, writes: Writes, reached: Mapping[Key, list[Reached]], beside: Iterable[Reached] = ()) -> dict[Key, Given]:
    """For each write inside a wrapper, or inside what a producer names: what its callers pass, and who they are; `beside`: further ways."""
    ways = [(key, r, [h for h in _inner(program, writes, r.end) if _counts(writes.hits[key], h)]) for key in reached for r in reached[key]]
    back = recursive(writes)
    called = {key_of(inner) for _, _, led_to in ways for inner in led_to} | back
    found: dict[Key, Given] = {}
    for key, way, led_to in ways:
        passed = _passed(way, Place(key[0], writes.hits[key].site.span), key in called)
        for inner in led_to:
            found[key_of(inner)] = _joined(found.get(key_of(inner), Given()), passed)
    for way in beside:
        for inner in _inner(program, writes, way.end):
            found[key_of(inner)] = _joined(found.get(key_of(inner), Given()), _passed(way, None, called=False))
    return {**found, **{key: _of_round(writes, found, key) for key in back}}


def _of_round(writes: Writes, found: Mapping[Key, Given], key: Key) -> Given:
    """What is handed on by a call that comes back to where it started: what its round was given from outside."""
    around = [h for name in _reached(writes, _led_to(writes), writes.hits[key].target) for h in writes.inside.get(name, ())]
    given = found.get(key, Given())
    for other in around:
        given = _joined(given, found.get(key_of(other), Given()))
    return given


def recursive(writes: Writes) -> set[Key]:
    """The calls by which wrappers come back to themselves: whoever calls them from outside says what they hand on."""
    led_to = _led_to(writes)
    back = {k for k, h in writes.hits.items() if h.target and h.site.function in _reached(writes, led_to, h.target)}
    outside = {h.target for k, h in writes.hits.items() if h.target and k not in back}
    return {k for k in back if not outside.isdisjoint(_round(writes, led_to, writes.hits[k].target))}


def _led_to(writes: Writes) -> dict[str, set[str]]:
    """The wrappers that are called in each function."""
    return {name: {h.target for h in hits if h.target} for name, hits in writes.inside.items()}


def _reached(writes: Writes, led_to: Mapping[str, set[str]], target: str) -> set[str]:
    """The functions that a wrapper is or leads to, by full path."""
    return {writes.wrappers[t].name for t in _round(writes, led_to, target)}


def _round(writes: Writes, led_to: Mapping[str, set[str]], target: str) -> set[str]:
    found, pending = set[str](), [target]
    while pending:
        one = pending.pop()
        if one not in found:
            found.add(one)
            pending += led_to.get(writes.wrappers[one].name, ())
    return found


def _counts(caller: Hit, inner: Hit) -> bool:
    """What only tests pass is not what production code writes."""
    return caller.site.context == inner.site.context or caller.site.context == "production"


def _inner(program: Program, writes: Writes, end: End) -> Iterator[Hit]:
    """The hits that a call leads to: those on its way, and those inside the functions that its API is in this workspace."""
    seen: set[Key] = set()
    pending = [*end.chain[1:], *_beyond(program, writes, end.chain[-1]), *(h for s in end.chain for h in _fanned_out(program, writes, s))]
    while pending:
        hit = pending.pop()
        if key_of(hit) not in seen:
            seen.add(key_of(hit))
            yield hit
            pending += _beyond(program, writes, hit)


def _beyond(program: Program, writes: Writes, hit: Hit) -> list[Hit]:
    return [h for f in definitions(program, hit) for start in within(writes, f) for chain in chains(writes, start) for h in chain]


def _fanned_out(program: Program, writes: Writes, hit: Hit) -> list[Hit]:
    """The hits in sinks that hand the whole event object on to further sinks."""
    dispatch = hit.seed.api.dispatch if hit.seed else ""
    found = [h for f in sinks(program, dispatch) for h in within(writes, f)] if dispatch else []
    return [h for h in found if h.seed is not None and h.seed.api.dispatch]


def _passed(way: Reached, caller: Place | None, called: bool) -> Given:
    """What one call passes on. Where it only hands on its own function's parameter, that function's callers say the rest."""
    names = way.names or NOTHING
    if called and not way.decided:
        names = NOTHING if by_object(way.end.chain[-1]) else names._replace(reasons=frozenset())
    return Given(names, way.sessions, frozenset((caller,)) if caller else frozenset())


def _joined(one: Given, other: Given) -> Given:
    events, sessions = union((one.events, other.events)), union((one.sessions, other.sessions))
    return Given(events, sessions, one.callers | other.callers)
