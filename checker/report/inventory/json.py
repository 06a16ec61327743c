"""For programs: version 1 of `contracts/schema/report.v1.schema.json#/$defs/inventory`. Inner names may change, these may not."""

from checker.model.subject import Annotation, Callsite, Payload, Step
from checker.report.inventory import Inventory, shown
from checker.report.shared.documents import coverage, tool
from checker.report.shared.lines import dumps
from checker.report.shared.sites import class_of, classification, reasons


def render(inventory: Inventory) -> str:
    sites = shown(inventory)
    return dumps(
        {
            "version": 1,
            "tool": tool(inventory.tool),
            "callsites": [_callsite(site) for site in sites],
            "unresolved": reasons(sites),
            "units": list(inventory.units),
            "coverage": coverage(inventory.coverage),
        }
    )


def _callsite(site: Callsite) -> dict[str, object]:
    nearest = classification(site)
    return {
        "path": site.path,
        "line": site.span.line,
        "column": site.span.column,
        "end_line": site.span.end_line,
        "end_column": site.span.end_column,
        "kind": site.kind,
        "api": site.api,
        "language": site.language,
        "unit": site.unit,
        "function": site.function,
        "context": site.context,
        "events": list(site.event.names),
        "event_status": site.status,
        "event_pattern": site.event.pattern,
        "event_reason": site.event.reason,
        "session_prefix": site.session_prefix,
        "tables": list(site.tables),
        "payload": _payload(site.payload),
        "classification": _classification(nearest) if nearest else None,
        "classification_all": [_classification(annotation) for annotation in site.annotations],
        "guards": list(site.guards),
        "chain": [_step(step) for step in site.chain],
    }


def _payload(payload: Payload) -> dict[str, object]:
    return {"type": payload.type, "fields": list(payload.fields), "closed": payload.closed}


def _classification(annotation: Annotation) -> dict[str, object]:
    return {
        "class": class_of(annotation),
        "level": annotation.level,
        "source": annotation.source,
        "path": annotation.path,
        "line": annotation.span.line,
    }


def _step(step: Step) -> dict[str, object]:
    return {"path": step.path, "line": step.line, "name": step.name}
