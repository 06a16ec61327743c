"""For people at a terminal: each phase with its demands, the verdict on each, and the first findings that speak against it."""

from collections.abc import Iterator

from checker.model.finding import Finding
from checker.model.programme import Verdict
from checker.report.phases import Progress, explanation, holding, percent, total
from checker.report.shared.paint import Paint, painter
from checker.report.shared.visible import one_line, visible
from checker.report.shared.wrap import wrap

_STYLES = (("holds", "good"), ("fails", "error"), ("cannot tell", "warning"), ("not configured", "dim"))
_ROOM = max(len(word) for word, _ in _STYLES)


def render(progress: Progress) -> str:
    return "\n".join([*_lines(progress, painter(progress.colour)), ""])


def _lines(progress: Progress, paint: Paint) -> Iterator[str]:
    for standing in progress.standings:
        yield paint("bold", f"phase {standing.number}: {visible(standing.title)}") + paint("dim", f"  {holding(standing)}")
        for verdict in standing.verdicts:
            yield from _verdict(verdict, progress, paint)
        yield ""
    yield paint("bold", "covered")
    room = max((len(percent(covered)) for covered in progress.covered), default=0)
    for covered in progress.covered:
        first = f"  {covered.what:<10} {percent(covered):<{room}}  "
        yield first + paint("dim", wrap(one_line(covered.meaning), progress.width, len(first), " " * len(first)))
    yield ""
    for path, why in progress.failed:
        yield f"{paint('error', 'not read')}: " + wrap(f"{visible(path)}: {one_line(why)}", progress.width, 10, "  ")
    yield paint("bold", total(progress.standings))
    if any(len(v.open) > progress.most > 0 for standing in progress.standings for v in standing.verdicts):
        hint = "every finding: telint phases --all; those of one rule: telint check --select RULE"
        yield paint("dim", wrap(hint, progress.width, 0, "  "))


def _verdict(verdict: Verdict, progress: Progress, paint: Paint) -> Iterator[str]:
    indent = " " * (_ROOM + 4)
    word = paint(dict(_STYLES)[verdict.verdict], f"{verdict.verdict:<{_ROOM}}")
    yield f"  {word}  {wrap(one_line(verdict.demand), progress.width, _ROOM + 4, indent)}"
    if said := explanation(verdict):
        yield indent + paint("dim", wrap(one_line(said), progress.width, _ROOM + 4, indent))
    shown = verdict.open[: progress.most or None]
    yield from (f"{indent}{_finding(finding, progress.width, indent)}" for finding in shown)
    if len(verdict.open) > len(shown):
        yield f"{indent}and {len(verdict.open) - len(shown):,} more"


def _finding(finding: Finding, width: int, indent: str) -> str:
    line = f"{visible(finding.path)}:{finding.span.line}: {one_line(finding.message)} [{visible(finding.rule)}]"
    return wrap(line, width, len(indent), indent + "  ")
