"""A line a finding, for editors and grep: `path:line:column: severity rule message`."""

from checker.model.finding import Finding
from checker.report import Report
from checker.report.shared.visible import one_line, visible


def render(report: Report) -> str:
    return "".join(_line(finding) for finding in report.findings if not finding.suppressed)


def _line(finding: Finding) -> str:
    place = f"{visible(finding.path)}:{finding.span.line}:{finding.span.column}"
    return f"{place}: {finding.severity} {visible(finding.rule)} {one_line(finding.message)}\n"
