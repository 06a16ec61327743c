"""For people: a block a finding with its code, then what the run came to."""

from checker.model.finding import Finding, Related
from checker.report import Report
from checker.report.shared.excerpt import Row, excerpt
from checker.report.shared.paint import Paint, painter
from checker.report.shared.totals import totals
from checker.report.shared.visible import one_line, visible
from checker.report.shared.wrap import wrap

#: Columns that a code line may take where the report is not for a terminal.
PAPER = 120
#: Related places shown for a finding; a wrapper can have hundreds of callers.
MOST_RELATED = 8


def render(report: Report) -> str:
    paint = painter(report.colour)
    blocks = [_block(finding, report, paint) for finding in report.findings if not finding.suppressed]
    return "\n".join([*blocks, totals(report, paint)])


def _block(finding: Finding, report: Report, paint: Paint) -> str:
    rows = excerpt(finding.span, lambda line: report.line_of(finding.path, line), _room(report, finding))
    margin = " " * len(str(_last_number(rows, finding)))
    lines = [_headline(finding, report.width, paint), _place(finding, margin, paint)]
    bar = paint("frame", f"{margin} |")
    remarks = [_remark(label, text, margin, report.width, paint) for label, text in _remarks(finding)]
    if rows:
        lines += [bar, *(_row(row, margin, finding.severity, paint) for row in rows), *([bar] if remarks else [])]
    lines += remarks
    return "\n".join(lines) + "\n"


def _room(report: Report, finding: Finding) -> int:
    gutter = len(str(finding.span.end_line)) + 3
    return max(20, (report.width or PAPER) - gutter)


def _last_number(rows: list[Row], finding: Finding) -> int:
    return finding.span.end_line if rows else finding.span.line


def _headline(finding: Finding, width: int, paint: Paint) -> str:
    label = f"{finding.severity}[{visible(finding.rule)}]"
    sentence = wrap(one_line(finding.message), width, len(label) + 2, "    ")
    return f"{paint(finding.severity, label)}{paint('bold', ': ' + sentence)}"


def _place(finding: Finding, margin: str, paint: Paint) -> str:
    doubt = "" if finding.confidence == "high" else paint("dim", f"  ({visible(finding.confidence)} confidence)")
    return f"{paint('frame', margin + '-->')} {_where(finding.path, finding.span.line, finding.span.column)}{doubt}"


def _row(row: Row, margin: str, severity: str, paint: Paint) -> str:
    if row.number == "...":
        return paint("frame", "...".ljust(len(margin) + 2)) + " " + paint(severity, row.before.rstrip())
    gutter = paint("frame", f"{row.number:>{len(margin)}} |")
    marked = paint(severity, row.before) + row.code + paint(severity, row.after)
    return f"{gutter} {marked}".rstrip()


def _remarks(finding: Finding) -> list[tuple[str, str]]:
    """Label and text of what follows the code; a label is `""` where it is that of the line above."""
    related = [_spoken(other) for other in finding.related[:MOST_RELATED]]
    left = len(finding.related) - MOST_RELATED
    related += [f"and {left:,} more"] if left > 0 else []
    flow = [f"{number}. {_spoken(step)}" for number, step in enumerate(finding.flow, 1)]
    mend = [one_line(finding.mend)] if finding.mend.strip() else []
    named = (("see", related), ("flow", flow), ("mend", mend))
    return [("" if number else label, text) for label, texts in named for number, text in enumerate(texts)]


def _spoken(related: Related) -> str:
    where = _where(related.place.path, related.place.span.line, related.place.span.column)
    return f"{where}: {one_line(related.message)}" if related.message else where


def _where(path: str, line: int, column: int) -> str:
    return f"{visible(path)}:{line}:{column}"


def _remark(label: str, text: str, margin: str, width: int, paint: Paint) -> str:
    indent = " " * len(f"{margin} = mend: ")
    head = f"{paint('frame', margin + ' =')} {paint('bold', f'{label}:'.rjust(5))} " if label else indent
    return head + wrap(text, width, len(indent), indent)
