"""The last lines of a text report: what could not be read, what the run rests on, what it came to."""

from checker.report import Report, Summary
from checker.report.shared.cells import text_width
from checker.report.shared.paint import Paint, painter
from checker.report.shared.visible import one_line, visible
from checker.report.shared.wrap import wrap

#: Findings from which a code base was there before telint was.
MANY = 10


def totals(report: Report, paint: Paint) -> str:
    failed = [f"{paint('error', 'not read')}: {visible(path)}: {one_line(why)}" for path, why in report.coverage.failed]
    notes = [paint("dim", one_line(note)) for note in (*report.notes, *_hints(report))]
    used = text_width(_verdict(report, painter(False))) + 2
    extent = wrap(_extent(report), report.width, used, "  ")
    lines = [*failed, *notes, f"{_verdict(report, paint)}; {paint('dim', extent)}"]
    return "\n".join(lines) + "\n"


def _hints(report: Report) -> list[str]:
    left = sum(not finding.suppressed for finding in report.findings)
    about, accept = "more about a rule: telint explain RULE", "accept what is there today, so that only new findings fail: telint baseline"
    return [about] * (left > 0) + [accept] * (left >= MANY and not report.baseline)


def plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _verdict(report: Report, paint: Paint) -> str:
    summary = report.summary
    found = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
    parts = [paint(style, plural(number, style)) for number, style in found if number]
    clean = paint("good", "no findings") if not report.coverage.failed else paint("error", "no findings, but not everything was read")
    return (", ".join(parts) or clean) + _suppressed(summary)


def _suppressed(summary: Summary) -> str:
    hidden = [(summary.ignored, "ignored"), (summary.baselined, "in the baseline")]
    words = [f"{number:,} {what}" for number, what in hidden if number]
    return f" ({', '.join(words)})" if words else ""


def _extent(report: Report) -> str:
    """What was looked at, so that a run that saw nothing does not look like one that found nothing."""
    skipped = f", {len(report.coverage.skipped):,} skipped" if report.coverage.skipped else ""
    return f"{plural(report.summary.callsites, 'telemetry write')} in {plural(report.coverage.seen, 'file')}{skipped}"
