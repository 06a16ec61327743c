"""Hits -> callsites: every write with all that can be said of it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from checker.link.chains import Hit, Writes, chains, handed, within
from checker.link.ends import End, decided, definitions, ends, event, session, tables
from checker.link.levels import levels
from checker.link.payload import payload
from checker.link.program import Program
from checker.link.strings import NOTHING, Strings, prefix, union
from checker.model.facts import Call
from checker.model.place import Place
from checker.model.registry import Registry
from checker.model.source import SourceFile
from checker.model.subject import Annotation, Callsite, EventName, Payload, Step

class Given(NamedTuple):
    """What callers hand to a write that stands inside a wrapper: event names and session ids, and the callers' places."""

    events: Strings = NOTHING
    sessions: Strings = NOTHING
    callers: frozenset[Place] = frozenset()


_Key: TypeAlias = tuple[str, int, int]


def callsites(program: Program, writes: Writes, registry: Registry, files: Mapping[str, SourceFile]) -> tuple[Callsite, ...]:
    """All callsites in order of path and place."""
    reached = {key: ends(program, writes, hit) for key, hit in writes.hits.items()}
    given = _given(program, writes, reached)
    fixed = {key: all(decided(program, e) for e in found) for key, found in reached.items()}
    making = _Making(program, writes, registry, files, reached, fixed)
    return tuple(sorted((_callsite(making, key, given.get(key, Given())) for key in writes.hits), key=lambda c: (c.path, c.span)))


class _Making(NamedTuple):
    """All that one callsite is made from."""

    program: Program
    writes: Writes
    registry: Registry
    files: Mapping[str, SourceFile]
    reached: Mapping[_Key, list[End]]
    fixed: Mapping[_Key, bool]


def _key(hit: Hit) -> _Key:
    return hit.path, hit.site.span.start, hit.site.span.end


def _given(program: Program, writes: Writes, reached: Mapping[_Key, list[End]]) -> dict[_Key, Given]:
    """For each write inside a wrapper, or inside what a producer names: what its callers pass, and who they are."""
    found: dict[_Key, Given] = {}
    for key, found_ends in reached.items():
        caller = writes.hits[key]
        for end in found_ends:
            passed = _passed(program, end, Place(caller.path, caller.site.span))
            for inner in _inner(program, writes, end):
                if _counts(caller, inner):
                    found[_key(inner)] = _joined(found.get(_key(inner), Given()), passed)
    return found


def _counts(caller: Hit, inner: Hit) -> bool:
    """What only tests pass is not what production code writes."""
    return caller.site.context == inner.site.context or caller.site.context == "production"


def _inner(program: Program, writes: Writes, end: End) -> Iterator[Hit]:
    yield from end.chain[1:]
    for function in definitions(program, end.chain[-1]):
        for start in within(writes, function):
            for chain in chains(writes, start):
                yield from chain


def _passed(program: Program, end: End, caller: Place) -> Given:
    names, sessions = event(program, end) or NOTHING, session(program, [end])
    if not decided(program, end):
        names = names._replace(reasons=frozenset())
    return Given(names, sessions, frozenset((caller,)))


def _joined(one: Given, other: Given) -> Given:
    events, sessions = union((one.events, other.events)), union((one.sessions, other.sessions))
    return Given(events, sessions, one.callers | other.callers)


def _callsite(making: _Making, key: _Key, given: Given) -> Callsite:
    program, writes, found = making.program, making.writes, making.reached[key]
    hit, file = writes.hits[key], making.files[key[0]]
    name = _event(program, found, NOTHING if making.fixed[key] else given.events)
    carried = _payload(program, found)
    root = next((e.chain[-1] for e in found), hit)
    return Callsite(
        path=hit.path,
        span=hit.site.span,
        kind=hit.seed.api.role if hit.seed else "insert" if hit.table else "wrapper",
        api=hit.site.written if isinstance(hit.site, Call) else f"INSERT INTO {hit.site.table}",
        producer=root.seed.producer if root.seed else root.table.producer if root.table else "",
        language=file.language,
        unit=file.unit,
        function=hit.site.function,
        context=hit.site.context if hit.site.context != "production" else file.context,
        event=name,
        status=_status(name, making.registry),
        session_prefix=_session(program, found, given.sessions),
        tables=tuple(sorted({t for e in found for t, _ in tables(program, writes, e)})),
        payload=carried,
        annotations=_annotations(making, found, name, carried),
        guards=tuple(" ".join(filter(None, (g.kind, g.pattern, *g.words))) for g in hit.site.guards),
        chain=_steps(program, writes, found) or (Step(hit.path, hit.site.span.line, hit.site.function),),
        decides=making.fixed[key] and not any(making.fixed.get(_key(e.chain[1]), False) for e in found if len(e.chain) > 1),
        callers=tuple(sorted(given.callers)),
    )


def _annotations(making: _Making, found: list[End], name: EventName, carried: Payload) -> tuple[Annotation, ...]:
    classes = [a for e in found for a in levels(making.program, making.writes, e, name.names, carried.type, making.registry)]
    return tuple(dict.fromkeys(sorted(classes, key=lambda a: _ORDER.index(a.level))))


_ORDER = ("call", "function", "impl", "module", "wrapper", "type", "constant", "registry")


def _event(program: Program, found: list[End], given: Strings) -> EventName:
    known = [v for v in (event(program, e) for e in found) if v is not None]
    if not known:
        return EventName(none=True)
    own = union(known)
    if given != NOTHING:
        own = union((own._replace(texts=frozenset(), reasons=frozenset()) if own.reasons else Strings(), given))
    pattern = prefix(Strings(prefixes=own.prefixes)) if own.prefixes else None
    names = own.texts - {""} if own.reasons else own.texts
    return EventName(tuple(sorted(names)), f"{pattern}*" if pattern else "", "; ".join(sorted(own.reasons)))


def _session(program: Program, found: list[End], given: Strings) -> str | None:
    own = session(program, found)
    return prefix(own) or (prefix(given) if given != NOTHING else None)


def _payload(program: Program, found: list[End]) -> Payload:
    shapes = [payload(program, handed(e.chain[-1], "payload"), e.frame) for e in found]
    return next((s for s in shapes if s.type), Payload())


def _status(name: EventName, registry: Registry) -> str:
    if name.none:
        return "none"
    if any(n not in registry.events for n in name.names):
        return "unregistered"
    return "unresolved" if name.reason or not name.names else "registered"


def _steps(program: Program, writes: Writes, found: list[End]) -> tuple[Step, ...]:
    """The first way in full: each call on it by what it calls, then the table it ends in."""
    for end in found[:1]:
        steps = [Step(h.path, h.site.span.line, _called(h)) for h in end.chain]
        return (*steps, *(s for t in tables(program, writes, end)[:1] for s in _table_steps(end, t)))
    return ()


def _table_steps(end: End, table: tuple[str, Hit]) -> Iterator[Step]:
    name, hit = table
    if hit != end.chain[-1]:
        yield Step(hit.path, hit.site.span.line, name)


def _called(hit: Hit) -> str:
    return hit.target or (hit.seed.path if hit.seed else hit.table.api.name if hit.table else "")
