"""Markdown, for the summary of a CI job or a comment on a change: what it came to, then a table of findings."""

from checker.model.finding import Finding
from checker.report import Report
from checker.report.shared.markup import code, plain, table
from checker.report.shared.paint import painter
from checker.report.shared.totals import totals

#: Findings that are shown: a comment may have 65,536 characters, the summary of a job 1 MiB.
MOST = 200


def render(report: Report) -> str:
    shown = [finding for finding in report.findings if not finding.suppressed]
    parts = [f"## {plain(report.tool[0])}", f"**{plain(totals(report._replace(width=0), painter(colour=False)).splitlines()[-1])}**"]
    if report.coverage.failed:
        parts.append("\n".join(f"- **not read**: {code(path)}: {plain(why)}" for path, why in report.coverage.failed))
    if shown:
        parts += [table(("", "rule", "where", "what"), map(_row, shown[:MOST])), *_further(shown), _mends(shown[:MOST])]
    return "\n\n".join(parts) + "\n"


def _row(finding: Finding) -> tuple[str, str, str, str]:
    doubt = "" if finding.confidence == "high" else f" ({finding.confidence} confidence)"
    place = f"{finding.path}:{finding.span.line}:{finding.span.column}"
    return finding.severity + doubt, code(finding.rule), code(place), plain(finding.message)


def _further(shown: list[Finding]) -> list[str]:
    return [f"{len(shown) - MOST:,} more are not shown here."] if len(shown) > MOST else []


def _mends(shown: list[Finding]) -> str:
    mends = sorted({(finding.rule, finding.mend) for finding in shown})
    listed = "\n".join(f"- {code(rule)}: {plain(mend)}" for rule, mend in mends)
    return f"<details><summary>How to mend them</summary>\n\n{listed}\n\n</details>"
