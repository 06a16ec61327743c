"""Payloads that do not fit the schema of their event, each told once, at the write whose own code says so."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.link.chains import Hit, Writes, handed, key_of
from checker.link.ends import End, ends, event
from checker.link.misfits import Misfit, misfits
from checker.link.program import Program
from checker.link.shapes import shape
from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.place import Place
from checker.model.registry import Event, Registry
from checker.model.shape import vague
from checker.model.subject import Callsite, PayloadMisfit

_Key = tuple[str, int, int]
#: Faults that a message names; a payload of another event has many.
_TOLD = 4
#: What is told of a write: the event, and what does not fit.
_Told = tuple[str, Misfit]


def payload_misfits(program: Program, writes: Writes, sites: Iterable[Callsite], registry: Registry) -> tuple[PayloadMisfit, ...]:
    """The payloads of production writes that cannot be valid by the schema of the event they carry."""
    schemas = dict(registry.schemas)
    schemed = {name: e for name, e in registry.events.items() if e.schema in schemas}
    if not schemed:
        return ()
    production = {(s.path, s.span.start, s.span.end): s for s in sites if s.context == "production"}
    concerned = {key: s for key, s in production.items() if not schemed.keys().isdisjoint(s.event.names)}
    told = {key: dict(_told(program, writes, writes.hits[key], schemed, schemas)) for key in concerned}
    found = [m for key, site in concerned.items() for m in _subjects(site, key, told, schemed)]
    return tuple(sorted(found, key=lambda m: (m.place, m.event.name)))


def _key(hit: Hit) -> _Key:
    return hit.path, hit.site.span.start, hit.site.span.end


def _told(
    program: Program, writes: Writes, hit: Hit, schemed: Mapping[str, Event], schemas: Mapping[str, Any]
) -> Iterator[tuple[_Told, frozenset[_Key]]]:
    """What does not fit on each way from a write, with the writes further in on that way."""
    for end in ends(program, writes, hit):
        further = frozenset(_key(h) for h in end.chain[1:])
        names = _names(program, end)
        value = handed(end.chain[-1], "payload") if names & schemed.keys() else None
        if value is None:
            continue
        program.refuel()
        made = shape(program, value, end.frame)
        if any(key_of(h) in writes.added for h in end.chain):
            made = made._replace(closed=False)  # what is missing here may be added later
        for name in sorted(names & schemed.keys()):
            for each in misfits(made if len(names) == 1 else vague(made), schemas[schemed[name].schema]):
                yield (name, each), further


def _names(program: Program, end: End) -> frozenset[str]:
    """The events that an end can write, where all are known."""
    program.refuel()
    found = event(program, end)
    return found.texts if found is not None and not found.reasons and not found.prefixes else frozenset()


def _subjects(
    site: Callsite, key: _Key, told: Mapping[_Key, Mapping[_Told, frozenset[_Key]]], schemed: Mapping[str, Event]
) -> Iterator[PayloadMisfit]:
    """One for each event: what a write further in says as well is told there."""
    own = [what for what, further in told[key].items() if not any(what in told.get(k, {}) for k in further)]
    for name in sorted({written for written, _ in own}):
        wrong = [m for written, m in own if written == name]
        yield PayloadMisfit(Place(site.path, site.span), schemed[name], tuple(m.message for m in wrong), tuple(m.kind for m in wrong))


def as_data(found: PayloadMisfit) -> dict[str, Any]:
    """One write with what does not fit, as rules see it."""
    return subject(
        *found.place,
        (Related(found.event.place, f"`{found.event.name}` is registered here"),),
        event=found.event.name,
        schema=found.event.schema,
        faults=list(found.faults),
        first=list(found.faults[:_TOLD]),
        kinds=sorted(set(found.kinds)),
    )
