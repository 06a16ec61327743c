"""For programs: version 1 of `contracts/schema/report.v1.schema.json#/$defs/check`. Inner names may change, these may not."""

from checker.model.finding import Finding, Related
from checker.report import Report, Summary
from checker.report.shared.documents import coverage, tool
from checker.report.shared.lines import dumps


def render(report: Report) -> str:
    return dumps(
        {
            "version": 1,
            "tool": tool(report.tool),
            "findings": [_finding(finding) for finding in report.findings],
            "summary": _summary(report.summary),
            "coverage": coverage(report.coverage),
        }
    )


def _summary(summary: Summary) -> dict[str, int]:
    return {
        "errors": summary.errors,
        "warnings": summary.warnings,
        "notes": summary.notes,
        "ignored": summary.ignored,
        "baselined": summary.baselined,
        "callsites": summary.callsites,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "path": finding.path,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column,
        "message": finding.message,
        "mend": finding.mend,
        "subject": finding.subject,
        "related": [_related(related) for related in finding.related],
        "flow": [_related(step) for step in finding.flow],
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed,
    }


def _related(related: Related) -> dict[str, object]:
    return {"path": related.place.path, "line": related.place.span.line, "message": related.message}
