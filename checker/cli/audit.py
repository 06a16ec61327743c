"""The report for people: a page to look at, a backlog to tick off, and the same for programs, in one folder."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from checker.cli.common.command import Pipeline
    from checker.model.run import Outcome
    from checker.model.trend import Trend
    from checker.report.audit import Audit

SUMMARY = "write the report for people: a page, a backlog, the inventory"
ARGUMENTS = "--output DIR [PATH…]"
EXAMPLES = ("--output build/telemetry", "--output build/telemetry --history telemetry.sqlite")


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import options

    options.workspace(parser)
    parser.add_argument("--output", required=True, metavar="DIR", help="the folder to write to; made if it is not there")
    parser.add_argument("--history", metavar="FILE", help="record this run in an SQLite file and show the course of all runs")


def run(args: Namespace, pipeline: Pipeline) -> int:
    """Findings do not fail it: that is what `check` is for."""
    from checker.cli.common import clock, ending, files, options, terminal
    from checker.report.shared.visible import visible

    if args.history and args.paths:
        raise _partial()
    outcome = pipeline.check(options.request(args))
    files.make_folder(args.output)
    complete = ending.complete(outcome)
    trend = _recorded(outcome, args, clock.now()) if args.history else None
    for name, text in _documents(_audit(outcome, trend, clock.now()), outcome):
        path = os.path.join(args.output, name)
        files.write(path, text)
        terminal.write(f"{visible(path)}\n")
    ending.notes(outcome)
    return ending.CLEAN if complete else ending.INCOMPLETE


def _documents(audit: Audit, outcome: Outcome) -> Iterator[tuple[str, str]]:
    """The files of an audit, by name."""
    from checker import report
    from checker.cli.common.reports import inventory_of
    from checker.report import audit as documents
    from checker.report import inventory

    for name in documents.DOCUMENTS:
        yield name, documents.render(name, audit)
    yield "inventory.csv", inventory.render("csv", inventory_of(outcome))
    yield "report.json", report.render("json", audit.report)


def _audit(outcome: Outcome, trend: Trend | None, now: str) -> Audit:
    from checker.cli.common.reports import report_of
    from checker.report.audit import Audit

    units = {file.path: file.unit for file in outcome.files}
    return Audit(report_of(outcome), outcome.callsites, outcome.events, units, f"{now[:10]} {now[11:16]} UTC", trend)


def _recorded(outcome: Outcome, args: Namespace, now: str) -> Trend:
    """The history with this run."""
    import checker
    from checker import history
    from checker.model.trend import Run
    from checker.report.audit import measures

    found, of = measures.counted(outcome.findings), measures.writes(outcome.callsites, outcome.findings)
    phases = {rule.name: rule.phase for rule in outcome.rules}
    open_ones = [(finding, phases.get(finding.rule, 0)) for finding in outcome.findings if not finding.suppressed]
    unread = {path for path, _ in outcome.coverage.failed}
    return history.record(args.history, Run(now, checker.TOOL[1], *found, of.total, of.classified, len(unread)), open_ones, unread)


def _partial() -> Exception:
    from checker.model.errors import Complaint, Unusable

    return Unusable(Complaint("--history", 0, 0, "records whole runs, not those over some paths"))
