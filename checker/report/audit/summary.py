"""`report.md`: what the page's overview says, for a review or a mail."""

from collections.abc import Iterable, Sequence

from checker.report.audit import Audit, measures
from checker.report.audit.measures import Open
from checker.report.audit.shares import share
from checker.report.shared.markup import code, plain, table
from checker.report.shared.sites import reasons

_OPEN = ("Errors", "Warnings", "Notes", "Accepted")


def render(audit: Audit) -> str:
    parts = (_head(audit), _totals(audit), _phases(audit), _rules(audit), _units(audit), _families(audit), _open(audit), _trend(audit))
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(audit: Audit) -> str:
    title = f"# Telemetry audit of {plain(audit.report.root or 'the workspace')}"
    lines = [title, "", f"{plain(' '.join(audit.report.tool))}, {plain(audit.when)}."]
    failed = audit.report.coverage.failed
    if failed:
        lines += ["", "**Not complete.** What could not be read does not count as clean:", ""]
        lines += [f"- {code(path)}: {plain(why)}" for path, why in failed]
    lines += ["", "It rests on:", "", *(f"- {plain(note)}" for note in audit.report.notes)] if audit.report.notes else []
    return "\n".join(lines)


def _totals(audit: Audit) -> str:
    of = measures.writes(audit.callsites, audit.report.findings)
    found = measures.counted(audit.report.findings)
    severities = f"{found.errors:,} errors, {found.warnings:,} warnings, {found.notes:,} notes; {found.accepted:,} accepted"
    rows = (
        ("open findings", f"{found.total:,}", severities),
        ("writes in production code", f"{of.total:,}", f"{len(audit.callsites) - of.total:,} more in tests and examples"),
        ("event name known", share(of.named - of.unresolved, of.named), f"{of.named - of.unresolved:,} of {of.named:,}"),
        ("registered", share(of.registered, of.named), f"{of.registered:,} of {of.named:,}"),
        ("classified in code", share(of.classified, of.total), f"{of.classified:,} of {of.total:,}"),
        ("without an open finding", share(of.clean, of.total), f"{of.clean:,} of {of.total:,}"),
    )
    return table(("What", "How much", "That is"), rows)


def _phases(audit: Audit) -> str:
    rows = [
        (f"{row.phase} {row.title}", f"{row.holding} of {row.rules}" if row.rules else "no rule judges it", *_numbers(row.open))
        for row in measures.phases(audit)
    ]
    return _section("Phases", ("Phase", "Rules that hold", *_OPEN), rows)


def _rules(audit: Audit) -> str:
    broken = [row for row in measures.rules(audit) if row.open.total or row.open.accepted]
    rows = [(code(row.rule.name), str(row.rule.phase), plain(row.rule.summary), *_numbers(row.open)) for row in broken]
    return _section("Rules with findings", ("Rule", "Phase", "Finds", *_OPEN), rows)


def _units(audit: Audit) -> str:
    rows = [
        (
            code(row.unit) if row.unit else "outside of every unit",
            f"{row.writes.total:,}",
            share(row.writes.registered, row.writes.named),
            share(row.writes.classified, row.writes.total),
            *_numbers(row.open),
        )
        for row in measures.units(audit)
    ]
    return _section("Units", ("Unit", "Writes", "Registered", "Classified", *_OPEN), rows)


def _families(audit: Audit) -> str:
    rows = [
        (
            code(row.family) if row.family else "no family",
            plain(row.classes),
            plain(", ".join(row.owners)),
            *(f"{number:,}" for number in (row.written, row.unwritten, row.planned, row.retired, row.writes, row.open.total)),
        )
        for row in measures.families(audit)
    ]
    heads = ("Family", "Class", "Owners", "Written", "Not written", "Planned", "Retired", "Writes", "Findings")
    return _section("Event families", heads, rows)


def _open(audit: Audit) -> str:
    rows = [(plain(why or "no reason given"), f"{number:,}") for why, number in reasons(measures.production(audit.callsites)).items()]
    return _section("Event names that could not be told", ("Reason", "Writes"), rows)


def _trend(audit: Audit) -> str:
    if audit.trend is None:
        return ""
    counts = [(run.at, (run.errors, run.warnings, run.notes, run.accepted, run.writes, run.unread)) for run in reversed(audit.trend.runs)]
    rows = [(plain(at), *(f"{number:,}" for number in numbers)) for at, numbers in counts]
    return _section("Runs", ("Run", *_OPEN, "Writes", "Not read"), rows)


def _section(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    listed = list(rows)
    return f"## {title}\n\n{table(heads, listed)}" if listed else ""


def _numbers(found: Open) -> tuple[str, ...]:
    return tuple(f"{number:,}" for number in found)
