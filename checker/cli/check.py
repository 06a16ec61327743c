"""The gate: findings on standard output, and an exit code that can be trusted."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from checker.cli.common.command import Pipeline
    from checker.cli.common.files import Target
    from checker.model.finding import Finding
    from checker.model.run import Outcome, Request
    from checker.report import Report

SUMMARY = "judge the telemetry of a workspace; exit 1 if there are findings"
ARGUMENTS = "[PATH…]"
EXAMPLES = ("", "--format concise crates/api", "--output json:telint.json --fail-on warning", "--select dead-event,unregistered-event")


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import files, options
    from checker.model.finding import SEVERITIES
    from checker.report import formats

    options.workspace(parser)
    options.cache(parser)
    options.format_option(parser, formats())
    into = files.target(options.one_of("format", formats()))
    parser.add_argument("--output", type=into, action="append", default=[], metavar="FORMAT:FILE", help="write a report to a file, too")
    parser.add_argument(
        "--select", type=_names, action="extend", default=[], metavar="RULES", help="only these rules (names with commas between)"
    )
    parser.add_argument("--ignore", type=_names, action="extend", default=[], metavar="RULES", help="all rules but these")
    lowest = options.one_of("severity", SEVERITIES)
    parser.add_argument("--fail-on", type=lowest, metavar="SEVERITY", help=f"lowest severity that fails: {' · '.join(SEVERITIES)}")
    parser.add_argument("--since", metavar="REV", help="only what the work since the merge base with REV introduced or touched")
    parser.add_argument("--exit-zero", action="store_true", help="exit 0 in spite of findings, to report only")
    parser.add_argument("--today", type=options.day, metavar="DATE", help="the day that until= is held against (default: today)")
    parser.add_argument("--statistics", action="store_true", help="count the findings of each rule on standard error")


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli.common import ending, options, terminal
    from checker.cli.common.reports import report_of
    from checker.report import render

    request = options.request(args)
    _refuse_unknown_rules(request, pipeline)
    outcome = _since(request, args.since) if args.since else pipeline.check(request)
    code = _code(outcome, args.exit_zero)
    report = report_of(outcome, code)
    written = _write_files(args.output, report)
    on_terminal = report._replace(colour=terminal.colour(sys.stdout, os.environ), width=terminal.width(sys.stdout))
    terminal.write(render(args.format, on_terminal))
    if args.format != "text":
        ending.notes(outcome)
    if args.statistics:
        _statistics(outcome.findings)
    return code if ending.complete(outcome) and written else ending.INCOMPLETE


def _since(request: Request, revision: str) -> Outcome:
    from checker.programme import since

    return since.check(request, revision)


def _code(outcome: Outcome, exit_zero: bool) -> int:
    from checker.cli.common import ending

    if outcome.coverage.failed or not outcome.complete or not outcome.coverage.seen:
        return ending.INCOMPLETE
    return ending.FINDINGS if outcome.failing and not exit_zero else ending.CLEAN


def _names(word: str) -> list[str]:
    return [name for part in word.split(",") if (name := part.strip())]


def _refuse_unknown_rules(request: Request, pipeline: Pipeline) -> None:
    if not request.select and not request.ignore:
        return
    from checker.cli.common.nearest import unknown
    from checker.model.errors import Complaint, Unusable

    known = {rule.name for rule in pipeline.rules(request._replace(select=(), ignore=()))}
    wrong = [(option, name) for option, names in (("--select", request.select), ("--ignore", request.ignore)) for name in names]
    complaints = [Complaint("", 0, 0, f"{option}: {unknown('rule', name, known)}") for option, name in wrong if name not in known]
    if complaints:
        raise Unusable(*complaints)


def _write_files(targets: list[Target], report: Report) -> bool:
    """Whether all could be written. The report on standard output is not withheld where one could not."""
    from checker.cli.common import failure, files
    from checker.model.errors import Unusable
    from checker.report import render

    written = True
    for format, path in targets:
        try:
            files.write(path, render(format, report))
        except Unusable as error:
            failure.complain(error)
            written = False
    return written


def _statistics(findings: tuple[Finding, ...]) -> None:
    from collections import Counter

    from checker.cli.common import terminal
    from checker.report.shared.visible import visible

    counts = Counter((finding.rule, finding.severity) for finding in findings if not finding.suppressed)
    for (rule, severity), number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        terminal.say(f"{number:>6}  {severity:<7}  {visible(rule)}")
