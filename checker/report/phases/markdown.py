"""For a page or a pull request: a table for each phase, then the findings that speak against its demands."""

from collections.abc import Iterator

from checker.model.finding import Finding
from checker.model.programme import Standing, Verdict
from checker.report.phases import Progress, explanation, holding, percent, total
from checker.report.shared.markup import plain


def render(progress: Progress) -> str:
    return "\n".join([*_lines(progress), ""])


def _lines(progress: Progress) -> Iterator[str]:
    yield f"# Telemetry programme of {plain(progress.root)}\n\n{total(progress.standings)}."
    for standing in progress.standings:
        yield f"\n## Phase {standing.number}: {plain(standing.title)}\n"
        yield f"{holding(standing)}.\n\n| verdict | demand | evidence |\n| --- | --- | --- |"
        for verdict in standing.verdicts:
            yield f"| {verdict.verdict} | {plain(verdict.demand)} | {plain(explanation(verdict))} |"
        yield from _findings(standing, progress.most)
    yield "\n## Covered\n\n| what | covered | meaning |\n| --- | --- | --- |"
    for covered in progress.covered:
        yield f"| {plain(covered.what)} | {percent(covered)} | {plain(covered.meaning)} |"
    if progress.failed:
        yield "\n## Not read\n"
    for path, why in progress.failed:
        yield f"- {plain(path)}: {plain(why)}"


def _findings(standing: Standing, most: int) -> Iterator[str]:
    open_ones = [verdict for verdict in standing.verdicts if verdict.open]
    for verdict in open_ones:
        yield f"\n{plain(verdict.demand)}:\n"
        yield from _list(verdict, most)


def _list(verdict: Verdict, most: int) -> Iterator[str]:
    shown = verdict.open[: most or None]
    yield from map(_item, shown)
    if len(verdict.open) > len(shown):
        yield f"- and {len(verdict.open) - len(shown):,} more"


def _item(finding: Finding) -> str:
    return f"- {plain(finding.path)}:{finding.span.line}: {plain(finding.message)} ({plain(finding.rule)})"
