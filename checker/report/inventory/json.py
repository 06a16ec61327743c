"""For programs: version 1 of `contracts/schema/report.v1.schema.json#/$defs/inventory`. Inner names may change, these may not."""

from checker.model.registry import Retention
from checker.model.subject import Annotation, Callsite, Payload, Step, StoredTable
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
            "tables": [_table(table) for table in inventory.tables],
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


def _table(table: StoredTable) -> dict[str, object]:
    rule = table.parent if table.coverage == "cascade" else table.rule
    return {
        "name": table.name,
        "path": table.place.path,
        "line": table.place.span.line,
        "column": table.place.span.column,
        "telemetry": table.telemetry,
        "content": table.content,
        "columns": [column.name for column in table.columns],
        "complete": table.whole,
        "coverage": table.coverage,
        "via": list(table.via),
        "rule": {"table": rule.table, "kind": rule.kind, "days": rule.days, **_row(rule)} if rule else None,
        "classification": _classification(table.classes[0]) if table.classes else None,
        "events": list(table.events),
        "writes": [{"path": place.path, "line": place.span.line} for place in table.writes],
    }


def _row(rule: Retention) -> dict[str, object]:
    return {"time_column": rule.column, "path": rule.place.path, "line": rule.place.span.line}


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
