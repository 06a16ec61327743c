"""GitHub workflow commands: findings as annotations on the lines of a pull request."""

from checker.model.finding import Finding
from checker.report import Report
from checker.report.shared.visible import one_line, visible

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report) -> str:
    return "".join(_command(finding) for finding in report.findings if not finding.suppressed)


def _command(finding: Finding) -> str:
    span = finding.span
    values = {
        "file": finding.path,
        "line": span.line,
        "endLine": span.end_line,
        # Columns are only taken on a single line.
        **({"col": span.column, "endColumn": span.end_column} if span.line == span.end_line else {}),
        "title": finding.rule,
    }
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in values.items())
    return f"::{_LEVELS[finding.severity]} {listed}::{_data(one_line(finding.message))}\n"


def _data(text: str) -> str:
    """Escapes as the runner's toolkit does, so that no text can end the command and begin another."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
