"""GitHub workflow commands: findings as annotations on the lines of a pull request."""

from collections import Counter
from collections.abc import Iterator

from checker.model.finding import Finding, counts
from checker.report import Report
from checker.report.shared.visible import one_line, visible

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
#: Annotations of one level that GitHub shows for a step; it drops the others without a word.
MOST = 10


def render(report: Report) -> str:
    unread = [f"::error file={_property(path)},title=not read::{_data(one_line(why))}\n" for path, why in report.coverage.failed]
    shown = [finding for finding in report.findings if not finding.suppressed]
    # Those that fail the run come first, so that they are among those that are shown.
    shown.sort(key=lambda finding: not counts(finding, report.fail_on))
    return "".join([*unread, *map(_command, shown), *_left_out(shown, len(unread))])


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
    said = "\n".join(filter(None, (one_line(finding.message), one_line(finding.mend))))
    return f"::{_LEVELS[finding.severity]} {listed}::{_data(said)}\n"


def _left_out(shown: list[Finding], unread: int) -> Iterator[str]:
    levels = Counter(_LEVELS[finding.severity] for finding in shown) + Counter(error=unread)
    for level, number in sorted(levels.items()):
        if number > MOST:
            yield f"telint: GitHub shows the first {MOST} of these {number:,} {level} annotations; this log has all of them\n"


def _data(text: str) -> str:
    """Escapes as the runner's toolkit does, so that no text can end the command and begin another."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
