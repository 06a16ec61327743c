"""Hits -> callsites: every write with all that can be said of it."""

from collections.abc import Iterator, Mapping

from checker.link.chains import Hit, Writes, handed
from checker.link.ends import End, decided, ends, event, session, tables
from checker.link.levels import levels
from checker.link.payload import payload
from checker.link.program import Program
from checker.link.strings import NOTHING, Strings, prefix, union
from checker.model.facts import Call
from checker.model.place import Place
from checker.model.registry import Registry
from checker.model.source import SourceFile
from checker.model.subject import Callsite, EventName, Payload, Step

def callsites(program: Program, writes: Writes, registry: Registry, files: Mapping[str, SourceFile]) -> tuple[Callsite, ...]:
    """All callsites in order of path and place."""
    reached = {key: ends(program, writes, hit) for key, hit in writes.hits.items()}
    given, callers = _from_callers(program, writes, reached)
    made = [
        _callsite(program, writes, registry, files, hit, reached, given.get(key), callers.get(key, ()))
        for key, hit in writes.hits.items()
    ]
    return tuple(sorted(made, key=lambda c: (c.path, c.span)))


def _key(hit: Hit) -> tuple[str, int, int]:
    return hit.path, hit.site.span.start, hit.site.span.end


def _from_callers(
    program: Program, writes: Writes, reached: Mapping[tuple[str, int, int], list[End]]
) -> tuple[dict[tuple[str, int, int], Strings], dict[tuple[str, int, int], tuple[Place, ...]]]:
    """For each write inside a wrapper: the event names its callers pass, and who they are."""
    given: dict[tuple[str, int, int], list[Strings]] = {}
    callers: dict[tuple[str, int, int], set[Place]] = {}
    for key, found in reached.items():
        hit = writes.hits[key]
        for end in found:
            names = event(program, end) if len(end.chain) > 1 else None
            fixed = decided(program, end)
            for inner in end.chain[1:]:
                if inner.site.context == hit.site.context or hit.site.context == "production":
                    callers.setdefault(_key(inner), set()).add(Place(hit.path, hit.site.span))
                    if names is not None:
                        given.setdefault(_key(inner), []).append(names if fixed else names._replace(reasons=frozenset()))
    return {k: union(v) for k, v in given.items()}, {k: tuple(sorted(v)) for k, v in callers.items()}


def _callsite(
    program: Program,
    writes: Writes,
    registry: Registry,
    files: Mapping[str, SourceFile],
    hit: Hit,
    reached: Mapping[tuple[str, int, int], list[End]],
    given: Strings | None,
    callers: tuple[Place, ...],
) -> Callsite:
    file, site, found = files[hit.path], hit.site, reached[_key(hit)]
    fixed = _fixed(program, found)
    name = _event(program, found, None if fixed else given)
    carried = _payload(program, found)
    root = next((e.chain[-1] for e in found), hit)
    classes = [a for e in found for a in levels(program, writes, e, name.names, carried.type, registry)]
    return Callsite(
        path=hit.path,
        span=site.span,
        kind=_kind(hit),
        api=site.written if isinstance(site, Call) else f"INSERT INTO {site.table}",
        producer=root.seed.producer if root.seed else root.table.producer if root.table else "",
        language=file.language,
        unit=file.unit,
        function=site.function,
        context=site.context if site.context != "production" else file.context,
        event=name,
        status=_status(name, registry),
        session_prefix=prefix(session(program, found)),
        tables=tuple(sorted({t for e in found for t, _ in tables(program, writes, e)})),
        payload=carried,
        annotations=tuple(dict.fromkeys(sorted(classes, key=lambda a: _ORDER.index(a.level)))),
        guards=tuple(" ".join((g.kind, g.pattern, *g.words)).strip() for g in site.guards),
        chain=_steps(program, writes, found) or (Step(hit.path, site.span.line, site.function),),
        decides=fixed and not any(_fixed(program, reached.get(_key(e.chain[1]), [])) for e in found if len(e.chain) > 1),
        callers=callers,
    )


_ORDER = ("call", "function", "impl", "module", "wrapper", "type", "constant", "registry")


def _fixed(program: Program, found: list[End]) -> bool:
    return all(decided(program, e) for e in found)


def _kind(hit: Hit) -> str:
    return hit.seed.api.role if hit.seed else "insert" if hit.table else "wrapper"


def _event(program: Program, found: list[End], given: Strings | None) -> EventName:
    values = [event(program, e) for e in found]
    known = [v for v in values if v is not None]
    if not known:
        return EventName(none=True)
    own = union(known)
    if given is not None and given != NOTHING:
        own = union((own._replace(reasons=frozenset()), given))
    pattern = prefix(Strings(prefixes=own.prefixes)) if own.prefixes else None
    names = own.texts - {""} if own.reasons else own.texts
    return EventName(tuple(sorted(names)), f"{pattern}*" if pattern else "", "; ".join(sorted(own.reasons)))


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
