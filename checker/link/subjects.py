"""Subjects as the plain values that rules see: the shapes of `contracts/schema/subjects.v1.schema.json`."""

from collections.abc import Callable, Mapping
from typing import Any

from checker.contracts.nearest import nearest
from checker.link import (
    caps,
    carried,
    content,
    declarations,
    drift,
    dropping,
    loose,
    payloads,
    processes,
    storage,
    style,
    toggledata,
    tools,
)
from checker.link.conventions import Conventions, conventions, foreign, session
from checker.link.levels import disagreement
from checker.link.registered import events_data
from checker.link.stated import classification, level
from checker.model.config import Config, Control
from checker.model.finding import Related
from checker.model.place import Place, Span
from checker.model.registry import Registry
from checker.model.subject import Annotation, Callsite, Subjects

#: The levels that satisfy `annotations.require`, nearest first (annotations.md).
ENOUGH = {
    "call": ("call",),
    "function": ("call", "function"),
    "any-code": ("call", "function", "impl", "module", "wrapper", "type", "constant"),
    "any": ("call", "function", "impl", "module", "wrapper", "type", "constant", "registry"),
}
_LONGEST_NAME = 200


def as_data(subjects: Subjects, registry: Registry, config: Config, today: str = "") -> dict[str, list[dict[str, Any]]]:
    """Every subject by kind, those of the registry alone left out, and those of `late_data`. `_place` and `_related` ride along for the
    finding, unseen by rules.

    `today` is the day for what expires (empty: that of the clock).
    """
    taken, known = name_test(config.event_names), conventions(registry, subjects.callsites)
    made = style.styles(subjects.callsites, config.allowed_functions)
    asked = {Place(c.path, c.span): c.switches for c in subjects.callsites}
    return {
        "callsite": [
            {
                **_callsite(c, registry, config.require, taken, known),
                "control": _control(c, registry, config.control, asked),
                "style": style.as_data(c, made),
            }
            for c in subjects.callsites
        ],
        "event": [*events_data(subjects.events, registry, today)],
        "carried": [carried.as_data(each, config.types) for each in subjects.carried],
        "dropping": [dropping.as_data(each) for each in subjects.dropped],
        **storage.as_data(subjects, config.registry),
        "loose": [loose.as_data(each) for each in subjects.loose],
        "process": [processes.as_data(each) for each in subjects.unheard],
        "declaration": [declarations.as_data(each) for each in subjects.dangling],
        "misfit": [payloads.as_data(m) for m in subjects.payloads],
        "tool": [tools.as_data(t) for t in subjects.tools],
        "drift": [drift.as_data(each) for each in drift.drifts(subjects.toggles)],
        "toggle": [toggledata.as_data(t) for t in subjects.toggles],
    }


def late_data(subjects: Subjects, registry: Registry) -> dict[str, list[dict[str, Any]]]:
    """As `as_data`, for what is not known before the flows are."""
    return {
        "annotation": [_annotation(a) for a in subjects.annotations],
        "flow": content.as_data(subjects.flows, registry),
        "sink": [caps.as_data(sink) for sink in subjects.sinks],
        "region": [{**_complaint(c.path, c.line, c.column), "why": c.message} for c in subjects.regions],
    }


def _complaint(path: str, line: int, column: int) -> dict[str, Any]:
    span = Span(0, 0, max(line, 1), max(column, 1), max(line, 1), max(column, 1))
    return {"path": path, "line": line, "column": column, "_place": Place(path, span), "_related": ()}


def _callsite(site: Callsite, registry: Registry, require: str, taken: Callable[[str], bool], known: Conventions) -> dict[str, Any]:
    pair = disagreement(list(site.annotations))
    return {
        "path": site.path,
        "line": site.span.line,
        "column": site.span.column,
        "kind": site.kind,
        "api": site.api,
        "producer": site.producer,
        "language": site.language,
        "unit": site.unit,
        "function": site.function,
        "context": site.context,
        "production": site.context == "production",
        "decides": site.decides,
        "event": _event_name(site, registry, taken),
        "session": session(site, registry, known),
        "foreign": foreign(site, registry, known),
        "tables": list(site.tables),
        "payload": {"type": site.payload.type, "fields": list(site.payload.fields), "closed": site.payload.closed},
        "classified": any(a.level in ENOUGH[require] for a in site.annotations),
        "classification": classification(site.annotations[0] if site.annotations else None),
        "levels": [level(a) for a in site.annotations],
        "conflict": _conflict(pair),
        "guards": list(site.guards),
        "fate": site.fate,
        "chain": [{"path": s.path, "line": s.line, "name": s.name} for s in site.chain],
        "callers": [{"path": p.path, "line": p.span.line, "message": "leads here"} for p in site.callers],
        "_place": Place(site.path, site.span),
        "_related": _callsite_related(site, registry, pair),
    }


def _control(site: Callsite, registry: Registry, control: Control, asked: Mapping[Place, frozenset[str]]) -> dict[str, Any]:
    """The switches a write has to obey, which are the master switch and its event's own where the configuration knows it; and the callers
    that ask none of them."""
    declared = {toggle.name for toggle in control.toggles} - {control.master}
    own = sorted({registry.events[n].toggle for n in site.event.names if n in registry.events} & declared)
    needed = {*own, control.master} - {""}
    open_ = [p for p in site.callers if needed and needed.isdisjoint(asked.get(p, needed))]
    return {
        "known": bool(needed),
        "master": control.master,
        "toggle": own[0] if own else "",
        "asked": sorted(site.switches),
        # Callers that ask one switch each are as good as callers that all ask the same.
        "gated": not needed.isdisjoint(site.switches) or (bool(site.callers) and not open_),
        "open": [{"path": p.path, "line": p.span.line, "message": "asks nothing"} for p in open_],
    }


def _event_name(site: Callsite, registry: Registry, taken: Callable[[str], bool]) -> dict[str, Any]:
    missing = [n for n in site.event.names if n not in registry.events]
    return {
        "names": list(site.event.names),
        "status": site.status,
        "pattern": site.event.pattern,
        "reason": site.event.reason,
        "nearest": nearest(missing[0], tuple(registry.events)) if missing else "",
        "unregistered": missing,
        "malformed": [n for n in site.event.names if not taken(n)],
    }


def name_test(pattern: str) -> Callable[[str], bool]:
    """Whether a store takes a name as an event's: by the workspace's expression, else one line of 1 to 200 characters."""
    if not pattern:
        return lambda name: 0 < len(name) <= _LONGEST_NAME and name.isprintable() and name == name.strip()
    import re2  # linear, whatever the expression

    fits = re2.compile(pattern).fullmatch
    return lambda name: fits(name) is not None


def _conflict(pair: tuple[Annotation, Annotation] | None) -> dict[str, Any]:
    if pair is None:
        empty = ("low_level", "low_class", "high_level", "high_class", "path", "reason")
        return {"known": False, **dict.fromkeys(empty, ""), "line": 0}
    near, far = pair
    low, high = sorted(pair, key=lambda a: a.high)
    return {
        "known": True,
        "low_level": low.level,
        "low_class": spelled(low),
        "high_level": high.level,
        "high_class": spelled(high),
        "path": far.path,
        "line": far.span.line,
        "reason": f"{spelled(near)} at the {near.level} but {spelled(far)} at the {far.level}",
    }


def spelled(annotation: Annotation) -> str:
    """A class or range as people write it."""
    return annotation.low if annotation.low == annotation.high else f"{annotation.low}-{annotation.high}"


def _callsite_related(
    site: Callsite, registry: Registry, pair: tuple[Annotation, Annotation] | None
) -> tuple[Related, ...]:
    rows = [registry.events[n] for n in site.event.names if n in registry.events]
    found = [Related(r.place, f"`{r.name}` is registered here") for r in rows]
    found += [Related(Place(a.path, a.span), f"{spelled(a)} at the {a.level}") for a in pair or ()]
    return tuple(dict.fromkeys([*found, *(Related(p, "a caller") for p in site.callers)]))


def _annotation(annotation: Annotation) -> dict[str, Any]:
    return {
        **level(annotation),
        "attached": annotation.attached,
        "text": spelled(annotation) if annotation.low else "",
        "mistakes": [
            {"line": m.span.line, "column": m.span.column, "message": m.message, "nearest": m.nearest} for m in annotation.mistakes
        ],
        "_place": Place(annotation.path, annotation.mistakes[0].span if annotation.mistakes else annotation.span),
        "_related": (),
    }
