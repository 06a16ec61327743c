"""What the registry lays down for a write: under which session id, and from which units."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.contracts.nearest import nearest
from checker.model.place import Place
from checker.model.registry import Event, Registry
from checker.model.source import spelled
from checker.model.subject import Callsite


class Conventions(NamedTuple):
    """What holds for all writes of a run: the declared session prefixes; the unit of each file that writes; the session prefix known
    at each line that writes; the places that decide an event."""

    prefixes: tuple[str, ...]
    units: Mapping[str, str]
    sessions: Mapping[tuple[str, int], str | None]
    deciding: frozenset[Place]


def conventions(registry: Registry, sites: tuple[Callsite, ...]) -> Conventions:
    """Made once a run, from all its callsites."""
    return Conventions(
        tuple(dict.fromkeys(p.prefix for p in registry.prefixes)),
        {site.path: site.unit for site in sites},
        {(site.path, site.span.line): site.session_prefix for site in sites},
        frozenset(Place(site.path, site.span) for site in sites if site.decides),
    )


def session(site: Callsite, registry: Registry, known: Conventions) -> dict[str, Any]:
    """The session id of a write as rules see it. What is known of it further in is judged there; what is known in part is taken to
    fit whatever it can still become."""
    prefix = site.session_prefix or ""
    judged = "" if any(known.sessions.get((step.path, step.line)) == prefix for step in site.chain[1:]) else prefix
    events = [event for name in site.event.names if (event := registry.events.get(name))]
    wrong = [event for event in events if judged and not _fits(judged, event)]
    open_ = any(event.session.startswith("{") for event in events)
    declared = not judged or not known.prefixes or open_ or any(_alike(judged, each) for each in known.prefixes)
    return {
        "prefix": prefix,
        "known": site.session_prefix is not None,
        "declared": declared,
        "nearest": "" if declared else nearest(prefix, known.prefixes),
        "mismatched": [event.name for event in wrong],
        "expected": list(dict.fromkeys(event.session for event in wrong)),
    }


def _fits(prefix: str, event: Event) -> bool:
    return not event.session or _alike(prefix, event.session.partition("{")[0])


def _alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def foreign(site: Callsite, registry: Registry, known: Conventions) -> list[str]:
    """The events of a write whose owners do not count its unit among them; none where another unit answers for the write."""
    if spelled(site.unit) not in registry.units or not _answers(site, known):
        return []
    owners = ((name, registry.events[name].owners) for name in site.event.names if name in registry.events)
    return [name for name, units in owners if units and spelled(site.unit) not in map(spelled, units)]


def _answers(site: Callsite, known: Conventions) -> bool:
    """Whether the unit of a write answers for it. The unit that holds the store writes for all, and whoever calls another unit's
    function leaves it to that unit what to write, unless it hands over the name itself."""
    called = known.units.get(site.chain[1].path) if len(site.chain) > 1 else None
    store = known.units.get(site.chain[-1].path) if len(site.chain) > 1 else None
    if site.kind == "insert" or site.unit == store or not known.deciding.isdisjoint(site.callers):
        return False
    return site.decides or called in (None, store)
