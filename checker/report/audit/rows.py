"""The data of the page: findings, writes and events as plain lists for its script. Text is made visible here, so that the page need not."""

import json
from collections.abc import Iterable, Mapping

from checker.model.finding import PHASES, Finding, Related, Rule
from checker.model.subject import Annotation, Callsite, RegisteredEvent
from checker.report.audit import Audit, owners, owners_of
from checker.report.audit.measures import class_range, classified, standing
from checker.report.shared.sites import class_of, classification, written
from checker.report.shared.visible import one_line, visible

_Row = dict[str, object]
#: Characters of a code line that are shown; a minified line can have millions.
MOST_CODE = 240
#: Related places and steps kept of one finding; a wrapper can have thousands of callers.
MOST_PLACES = 50


def embedded(audit: Audit) -> str:
    """All data as JSON that stays inside its `<script>`: ASCII, and without the characters that could end it or open a comment."""
    known, phases = owners(audit), {rule.name: rule.phase for rule in audit.report.rules}
    document = {
        "phases": PHASES,
        "rules": {visible(rule.name): _rule(rule) for rule in audit.report.rules},
        "findings": [_finding(found, audit, owners_of(found, known), phases.get(found.rule, -1)) for found in audit.report.findings],
        "writes": [_write(site) for site in audit.callsites],
        "events": [_event(found) for found in audit.events],
    }
    text = json.dumps(document, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _rule(rule: Rule) -> _Row:
    return {"phase": rule.phase, "group": visible(rule.group), "summary": one_line(rule.summary), "why": one_line(rule.why)}


def _finding(finding: Finding, audit: Audit, owned_by: tuple[str, ...], phase: int) -> _Row:
    return {
        "rule": visible(finding.rule),
        "phase": phase,
        "severity": finding.severity,
        "confidence": visible(finding.confidence),
        "path": visible(finding.path),
        "line": finding.span.line,
        "column": finding.span.column,
        "unit": visible(audit.units.get(finding.path, "")),
        "owners": [visible(owner) for owner in owned_by],
        "message": one_line(finding.message),
        "mend": one_line(finding.mend),
        "subject": visible(finding.subject),
        "related": _places(finding.related),
        "flow": _places(finding.flow),
        "code": _code(finding, audit),
        "fingerprint": visible(finding.fingerprint),
        "suppressed": visible(finding.suppressed),
        "since": visible(audit.trend.since.get(finding.fingerprint, "")[:10]) if audit.trend else "",
    }


def _places(places: tuple[Related, ...]) -> list[list[object]]:
    found = [_place(each.place.path, each.place.span.line, each.message) for each in places[:MOST_PLACES]]
    left = len(places) - MOST_PLACES
    return [*found, ["", 0, f"and {left:,} more"]] if left > 0 else found


def _place(path: str, line: int, words: str) -> list[object]:
    return [visible(path), line, one_line(words)]


def _code(finding: Finding, audit: Audit) -> list[str]:
    """The line of the finding in three parts, the middle one being what it speaks of; empty where there is no source."""
    span = finding.span
    line = audit.report.line_of(finding.path, span.line)
    first = span.column - 1
    last = span.end_column - 1 if span.end_line == span.line else len(line)
    begin = max(0, first - MOST_CODE // 2)
    end = begin + MOST_CODE
    parts = [line[begin:first].lstrip() if not begin else line[begin:first], line[first : min(last, end)], line[min(last, end) : end]]
    parts = [visible(part.replace("\t", "    ")) for part in parts]
    return parts if any(part.strip() for part in parts) else []


def _write(site: Callsite) -> _Row:
    nearest = classification(site)
    return {
        "path": visible(site.path),
        "line": site.span.line,
        "column": site.span.column,
        "event": visible(written(site)),
        "events": [visible(name) for name in site.event.names],
        "status": site.status,
        "reason": one_line(site.event.reason),
        "class": visible(class_of(nearest)) if nearest else "",
        "classified": classified(site),
        "classes": [_class(annotation) for annotation in site.annotations],
        "kind": site.kind,
        "api": visible(site.api),
        "language": site.language,
        "unit": visible(site.unit),
        "function": visible(site.function),
        "context": site.context,
        "session": visible(site.session_prefix or ""),
        "tables": [visible(table) for table in site.tables],
        "type": visible(site.payload.type),
        "fields": [visible(field) for field in site.payload.fields],
        "closed": site.payload.closed,
        "guards": [visible(guard) for guard in site.guards],
        "chain": [_place(step.path, step.line, step.name) for step in site.chain],
    }


def _class(annotation: Annotation) -> list[object]:
    words = f"{class_of(annotation) or 'no class'} at the {annotation.level} ({annotation.source})"
    return _place(annotation.path, annotation.span.line, words)


def _event(found: RegisteredEvent) -> _Row:
    event = found.event
    return {
        "event": visible(event.name),
        "family": visible(event.family),
        "status": visible(event.status),
        "standing": standing(found),
        "class": visible(class_range(found)),
        "owners": [visible(owner) for owner in event.owners],
        "path": visible(event.place.path),
        "line": event.place.span.line,
        "writes": len(found.writes),
        "places": [[visible(place.path), place.span.line, ""] for place in found.writes[:MOST_PLACES]],
        "declared": _declared(_stated(found)),
    }


def _stated(found: RegisteredEvent) -> Mapping[str, str]:
    event = found.event
    return {
        "description": event.description, "transmission": event.transmission, "plane": event.plane, "session": event.session,
        "store": event.store, "retention": event.retention, "toggle": event.toggle, "schema": event.schema, "expires": event.expires,
        "constant": event.constant,
    }  # fmt: skip


def _declared(stated: Mapping[str, str]) -> Iterable[list[str]]:
    return [[key, one_line(value)] for key, value in stated.items() if value]
