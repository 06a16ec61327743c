"""Flows as subjects: which kinds of content reach which fields of which writes, each told once, where the code that says it stands."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from checker.link.chains import Key, Writes, context_of
from checker.link.classes import above, lower
from checker.link.flows import Flow as Way
from checker.link.flows import Flows
from checker.link.lexicon import Lexicon, bounded, with_redaction
from checker.link.program import Program
from checker.link.seeds import known_as, paths
from checker.link.tracing import trace
from checker.link.tracing.words import Tracer
from checker.model.finding import Related
from checker.model.place import Place
from checker.model.producer import Producer
from checker.model.registry import Registry
from checker.model.source import SourceFile
from checker.model.subject import Callsite, Flow

#: What reaches each production write, by its place: all that does not depend on what else is known of the callsite.
Ways: TypeAlias = dict[Key, tuple[Way, ...]]


def followed(
    program: Program,
    writes: Writes,
    files: Mapping[str, SourceFile],
    lexicon: Lexicon,
    prose: bool = True,
    producers: Iterable[Producer] = (),
) -> Ways:
    """Everything with a kind that reaches the production writes. This is the work; it needs nothing but the writes."""
    redacts = _redacts(program, producers)
    lexicon = with_redaction(lexicon, redacts, known_as(program, redacts))
    made = Flows(Tracer(program, lexicon, prose, trace), writes)
    hits = ((key, hit) for key, hit in writes.hits.items() if context_of(hit, files[hit.path]) == "production")
    return {key: tuple(way for way in made.of(hit) if way.found.kind in lexicon.kinds) for key, hit in hits}


def flows(ways: Ways, sites: Iterable[Callsite], lexicon: Lexicon) -> tuple[Flow, ...]:
    """The flows of the callsites, by place. One that a wrapper's own code says is not told again for each of its callers."""
    production = {(s.path, s.span.start, s.span.end): s for s in sites if s.context == "production"}
    told = {key: {_about(way): way for way in _best(site, ways[key])} for key, site in production.items()}
    repeated = _repeated(told, production)
    found: list[Flow] = []
    for key, site in production.items():
        own = [way for about, way in told[key].items() if not _said_inside(way, about, told)]
        own += _unnamed(site, ways[key], told[key])
        found += _subjects(site, own, lexicon, repeated.get(key, {}), _short(site, ways[key], lexicon))
    return tuple(sorted(_once(found), key=lambda f: (f.site.path, f.site.span, f.into, f.field, f.kind)))


def _once(found: Iterable[Flow]) -> Iterator[Flow]:
    """What one call adds to several writes of one class is told of the first, with the others beside it."""
    same: dict[object, list[Flow]] = {}
    for flow in found:
        same.setdefault((flow.at, flow.into, flow.field, flow.kind, flow.declared) if flow.at is not None else id(flow), []).append(flow)
    for first, *more in same.values():
        yield first._replace(callers=(*first.callers, *(Place(f.site.path, f.site.span) for f in more))) if more else first


def _redacts(program: Program, producers: Iterable[Producer]) -> dict[str, str]:
    """The redaction functions of producer files by their paths in this workspace, with the class that each leaves."""
    declared = ((name, each.cls) for producer in producers for each in producer.redaction for name in each.names)
    return {path: cls for name, cls in declared for path in paths(program, name)}


def _about(way: Way) -> tuple[str, str, str]:
    return way.into, way.found.way.field, way.found.kind or ""


def _short(site: Callsite, ways: Iterable[Way], lexicon: Lexicon) -> Callable[[Way], bool]:
    """Whether something is, or may be, of bounded length where it arrives: it is cut on one of the ways that it comes, so that the others
    may be ways for what is short, or the write asks for a length."""
    if any(not lexicon.measures.isdisjoint(said.split()) for said in site.guards):
        return lambda way: True
    cut = {_about(way) for way in ways if way.found.way.bounded or _says_short(way, lexicon)}
    return lambda way: _about(way) in cut


def _says_short(way: Way, lexicon: Lexicon) -> bool:
    """Whether the name of the origin or of the field says so: `prompt_preview`."""
    names = (*way.found.what.replace("`", " ").replace(".", " ").split(), *way.found.way.field.split("."))
    return any(bounded(lexicon, name) for name in names)


def _best(site: Callsite, ways: Iterable[Way]) -> list[Way]:
    """For each field and kind the surest flow. What only a type says is for those to say who make one."""
    known = [w for w in ways if not (w.found.by_type and site.callers)]
    return sorted(known, key=lambda w: (not w.found.sure, -len(w.found.way.limit), w.found.what), reverse=True)


def _unnamed(site: Callsite, ways: Iterable[Way], told: Mapping[tuple[str, str, str], Way]) -> Iterable[Way]:
    """What is added under names that are not known, at other places than what is told of already: each can be another field."""
    found = {(_about(way), way.at): way for way in _best(site, ways) if way.at is not None and not way.found.way.field}
    return [way for (about, at), way in found.items() if told[about].at != at]


def _said_inside(way: Way, about: tuple[str, str, str], told: Mapping[Key, Mapping[tuple[str, str, str], Way]]) -> bool:
    return way.through is not None and about in told.get(way.through, {})


def _repeated(
    told: Mapping[Key, Mapping[tuple[str, str, str], Way]], production: Mapping[Key, Callsite]
) -> dict[Key, dict[tuple[str, str, str], list[Place]]]:
    """For each write the callers that hand in the same thing that it says itself."""
    found: dict[Key, dict[tuple[str, str, str], list[Place]]] = {}
    for other, ways in told.items():
        for about, way in ways.items():
            if way.through is not None and _said_inside(way, about, told):
                place = Place(production[other].path, production[other].span)
                found.setdefault(way.through, {}).setdefault(about, []).append(place)
    return found


def _subjects(
    site: Callsite,
    ways: list[Way],
    lexicon: Lexicon,
    repeated: Mapping[tuple[str, str, str], list[Place]],
    short: Callable[[Way], bool],
) -> Iterator[Flow]:
    declared = site.annotations[0].high if site.annotations else ""
    for way in ways:
        found = way.found
        kind = lexicon.kinds[found.kind or ""]
        limit = found.way.limit
        cls = found.way.own or lower(kind.cls, limit)
        group = kind.group if limit >= kind.cls else "metadata"
        label = kind.label if limit >= kind.cls else f"what is left of {kind.label}"
        callers = tuple(sorted(repeated.get(_about(way), ())))
        whole = kind.unbounded and found.sure and limit >= kind.cls and not short(way)
        steps = found.way.steps[::-1]
        about = (found.way.field, kind.name, group, label, cls, declared)
        yield Flow(site, way.into, *about, found.sure, found.what, steps, callers, whole, way.at)


def as_data(found: Iterable[Flow], registry: Registry) -> list[dict[str, Any]]:
    """Flows as rules see them. `highest` marks the flow of metadata that decides the class a write shows: the first of the highest."""
    everything = tuple(found)
    highest: dict[tuple[str, int], Flow] = {}
    for flow in everything:
        if flow.group == "metadata":
            key = (flow.site.path, flow.site.span.start)
            before = highest.get(key)
            if before is None or (flow.cls, flow.sure) > (before.cls, before.sure):
                highest[key] = flow
    chosen = set(map(id, highest.values()))
    schemas = dict(registry.schemas) if any(flow.long for flow in everything) else {}
    return [{**_data(flow, id(flow) in chosen), "most": _most(flow, registry, schemas) if flow.long else 0} for flow in everything]


def _most(flow: Flow, registry: Registry, schemas: Mapping[str, Any]) -> int:
    """The greatest length that the schema of the flow's event has for the field; 0 for none, or where it does not say."""
    event = registry.events.get(flow.site.event.names[0]) if len(flow.site.event.names) == 1 else None
    part = schemas.get(event.schema) if event is not None else None
    for name in flow.field.split(".") if flow.field else ():
        properties = part.get("properties") if isinstance(part, dict) else None
        part = properties.get(name) if isinstance(properties, dict) else None
    most = part.get("maxLength") if isinstance(part, dict) else None
    return most if isinstance(most, int) and not isinstance(most, bool) and most > 0 else 0


def _data(flow: Flow, highest: bool) -> dict[str, Any]:
    site = flow.site
    place = flow.at or Place(site.path, site.span)
    return {
        "path": place.path,
        "line": place.span.line,
        "column": place.span.column,
        "api": site.api,
        "function": site.function,
        "events": list(site.event.names),
        "into": flow.into,
        "field": flow.field,
        "kind": flow.kind,
        "group": flow.group,
        "label": flow.label,
        "class": flow.cls,
        "declared": flow.declared,
        "above": above(flow.cls, flow.declared),
        "origin": flow.origin,
        "sure": flow.sure,
        "highest": highest,
        "long": flow.long,
        "_place": place,
        "_flow": (*flow.steps, Related(Place(site.path, site.span), "written here")),
        "_related": (
            *(Related(Place(a.path, a.span), f"{a.high} at the {a.level}") for a in site.annotations[:1]),
            *(Related(place, "a caller that hands it in") for place in flow.callers),
        ),
        "_confidence": "high" if flow.sure else "medium",
    }
