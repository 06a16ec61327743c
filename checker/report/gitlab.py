"""GitLab code quality: the list of issues that a merge request compares with that of its target."""

import hashlib

from checker.model.finding import Finding
from checker.report import Report
from checker.report.shared.lines import pretty
from checker.report.shared.visible import encodable, one_line

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render(report: Report) -> str:
    unread = [_unread(path, why) for path, why in report.coverage.failed]
    return pretty([*unread, *(_issue(finding) for finding in report.findings if not finding.suppressed)])


def _issue(finding: Finding) -> dict[str, object]:
    return {
        "description": one_line(finding.message),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": finding.path, "lines": {"begin": finding.span.line, "end": finding.span.end_line}},
    }


def _unread(path: str, why: str) -> dict[str, object]:
    """What was not read is shown like the worst of findings: nobody knows what is in it."""
    return {
        "description": f"not read: {one_line(why)}",
        "check_name": "not-read",
        "fingerprint": hashlib.sha256(encodable(f"not-read\0{path}").encode()).hexdigest()[:32],
        "severity": "blocker",
        "location": {"path": path, "lines": {"begin": 1, "end": 1}},
    }
