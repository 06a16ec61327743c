"""Hits -> callsites: every write with all that can be said of it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.link.addedfields import fields
from checker.link.callers import Given, Reached, given_to, recursive, uncalled
from checker.link.chains import Hit, Key, Writes, by_object, context_of, handed, key_of, withheld
from checker.link.ends import End, decided, ends, event, session, tables
from checker.link.levels import Reader, Said, levels, ranked
from checker.link.paths import tight
from checker.link.payload import payload
from checker.link.program import Program
from checker.link.strings import NOTHING, Strings, prefix, union
from checker.model.facts import Call, Guard
from checker.model.registry import Registry
from checker.model.source import SourceFile
from checker.model.subject import Annotation, Callsite, EventName, Payload, Step


def _read(program: Program, end: End) -> Reached:
    program.refuel()
    return Reached(end, event(program, end), session(program, [end]), decided(program, end))


def callsites(
    program: Program, writes: Writes, registry: Registry, files: Mapping[str, SourceFile], prose: bool = True
) -> tuple[Callsite, ...]:
    """All callsites in order of path and place. `prose`: whether classes stated in prose count."""
    led_to = ((key, hit, ends(program, writes, hit)) for key, hit in writes.hits.items())
    reached = {key: [_read(program, e) for e in found] for key, hit, found in led_to if found or not withheld(program, writes, hit)}
    given = given_to(program, writes, reached, [_read(program, e) for hit in uncalled(program, writes) for e in ends(program, writes, hit)])
    called = frozenset(given) | recursive(writes)
    fixed = {key: bool(found) and all(r.decided for r in found) for key, found in reached.items()}
    making = _Making(program, writes, registry, files, reached, fixed, called, prose, {})
    return tuple(sorted((_callsite(making, key, given.get(key, Given())) for key in reached), key=lambda c: (c.path, c.span)))


class _Making(NamedTuple):
    """All that one callsite is made from."""

    program: Program
    writes: Writes
    registry: Registry
    files: Mapping[str, SourceFile]
    reached: Mapping[Key, list[Reached]]
    fixed: Mapping[Key, bool]
    called: frozenset[Key]
    prose: bool
    said: Said


def _callsite(making: _Making, key: Key, given: Given) -> Callsite:
    program, writes, reached = making.program, making.writes, making.reached[key]
    found = [r.end for r in reached]
    hit, file = writes.hits[key], making.files[key[0]]
    name = _event(reached, NOTHING if making.fixed[key] else given.events)
    carried = _payload(making, found)
    classes = _annotations(making, found, name, carried)
    name = _closed(name, classes)
    root = next((e.chain[-1] for e in found), hit)
    return Callsite(
        path=hit.path,
        span=hit.site.span,
        kind=_kind(hit),
        api=tight(hit.site.written) if isinstance(hit.site, Call) else f"INSERT INTO {hit.site.table}",
        producer=root.seed.producer if root.seed else root.table.producer if root.table else "",
        language=file.language,
        unit=file.unit,
        function=hit.site.function,
        context=context_of(hit, file),
        event=name,
        status=_status(name, making.registry),
        session_prefix=_session(reached, given.sessions),
        tables=tuple(sorted({t for e in found for t, _ in tables(program, writes, e)})),
        payload=carried,
        annotations=classes,
        guards=_guards(hit, found),
        chain=_steps(program, writes, found) or (Step(hit.path, hit.site.span.line, hit.site.function),),
        decides=_decides(making, key, found),
        callers=tuple(sorted(given.callers)),
        fate=hit.site.fate if isinstance(hit.site, Call) else "",
    )


def _kind(hit: Hit) -> str:
    if hit.seed is not None and not hit.through:
        return hit.seed.api.role
    return "insert" if hit.table is not None else "wrapper"


def _guards(hit: Hit, found: list[End]) -> tuple[str, ...]:
    """The conditions before a write: its own, then those inside wrappers that stand before it on every way."""
    inner = [[_said(g) for step in end.chain[1:] for g in step.site.guards] for end in found]
    shared = [said for said in inner[0] if all(said in way for way in inner)] if inner else []
    return tuple(dict.fromkeys([*map(_said, hit.site.guards), *shared]))


def _said(guard: Guard) -> str:
    return " ".join(filter(None, (guard.kind, guard.pattern, *guard.words)))


def _decides(making: _Making, key: Key, found: list[End]) -> bool:
    """Whether the event is fixed here: by no caller (known), and not further in."""
    open_ = not making.fixed[key] and key in making.called
    return bool(found) and not open_ and any(len(e.chain) == 1 or not _fixed_further_in(making, e) for e in found)


def _fixed_further_in(making: _Making, end: End) -> bool:
    """Whether this way's event is fixed without its first call: judged there."""
    return any(r.decided for r in making.reached.get(key_of(end.chain[1]), ()) if r.end.chain == end.chain[1:])


def _annotations(making: _Making, found: list[End], name: EventName, carried: Payload) -> tuple[Annotation, ...]:
    reader = Reader(making.program, making.prose, name.names)
    making.program.refuel()
    classes = [a for e in found for a in levels(reader, making.writes, e, carried.type, making.registry, making.said)]
    return ranked(classes)


def _event(reached: list[Reached], given: Strings) -> EventName:
    known = [r.names for r in reached if r.names is not None]
    if not known:
        return EventName(none=True)
    own = union(known)
    complete = not own.reasons and all(len(r.end.chain) == 1 and not by_object(r.end.chain[0]) for r in reached)
    if given != NOTHING and not complete:
        own = union((own._replace(texts=frozenset(), reasons=frozenset()) if own.reasons else Strings(), given))
    pattern = prefix(Strings(prefixes=own.prefixes)) if own.prefixes else None
    names = own.texts - {""} if own.reasons else own.texts
    return EventName(tuple(sorted(names)), f"{pattern}*" if pattern else "", "; ".join(sorted(own.reasons)))


def _closed(name: EventName, classes: tuple[Annotation, ...]) -> EventName:
    """A computed name whose closed set of values an annotation in the code gives (`dynamic=a,b`) is known."""
    given = next((value for a in classes if a.level in ("call", "function", "impl") for key, value in a.keys if key == "dynamic"), "")
    if not name.reason or not given:
        return name
    return EventName(tuple(sorted({*name.names, *filter(None, (n.strip() for n in given.split(",")))})))


def _session(reached: list[Reached], given: Strings) -> str | None:
    return prefix(union(r.sessions for r in reached)) or (prefix(given) if given != NOTHING else None)


def _payload(making: _Making, found: list[End]) -> Payload:
    program = making.program
    program.refuel()
    shapes = [payload(program, handed(e.chain[-1], "payload"), e.frame, e.chain[-1].site.guards) for e in found]
    own = next((s for s in shapes if s.type), Payload())
    added = [a for e in found for hit in e.chain for a in making.writes.added.get(key_of(hit), ())]
    if not added:
        return own
    more = fields(program, added)
    closed = own.closed if own.type else all(handed(e.chain[-1], "payload") is None for e in found)
    return Payload(own.type or more.type, tuple(sorted({*own.fields, *more.fields})), closed and more.closed)


def _status(name: EventName, registry: Registry) -> str:
    if name.none:
        return "none"
    if name.reason or not name.names:
        return "unresolved"
    return "registered" if all(n in registry.events for n in name.names) else "unregistered"


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
