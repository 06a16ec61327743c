"""How far the telemetry programme has come: each demand of each phase, with the evidence."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from checker.cli.common.command import Pipeline
    from checker.programme import Progress
    from checker.report import phases

SUMMARY = "show what holds for each phase of the programme, with evidence"
ARGUMENTS = ""
EXAMPLES = ("", "--profile vox-programme --format markdown > progress.md", "--verify docs/backlog.md")


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import options
    from checker.report.phases import formats

    options.configuration(parser)
    options.format_option(parser, formats())
    parser.add_argument("--verify", metavar="BACKLOG", help="hold the ticked lines of a page against the workspace, and nothing else")
    parser.add_argument("--all", action="store_true", help="every finding that speaks against a demand, not only the first")


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli.common import ending, options, terminal
    from checker.programme import progress
    from checker.report.phases import render

    if args.verify:
        return _verify(args)
    state = progress(options.request(args))
    terminal.write(render(args.format, _shown(state, args.all)))
    if not ending.complete(state.outcome):
        return ending.INCOMPLETE
    failing = any(verdict.verdict == "fails" for standing in state.standings for verdict in standing.verdicts)
    return ending.FINDINGS if failing else ending.CLEAN


def _shown(state: Progress, everything: bool) -> phases.Progress:
    import checker
    from checker.cli.common import terminal
    from checker.report import phases

    return phases.Progress(
        tool=checker.TOOL,
        root=os.path.basename(state.outcome.root),
        standings=state.standings,
        covered=state.covered,
        failed=state.outcome.coverage.failed,
        most=0 if everything else 3,
        colour=terminal.colour(sys.stdout, os.environ),
        width=terminal.width(sys.stdout),
    )


def _verify(args: Namespace) -> int:
    import checker
    from checker.cli.common import ending, options, terminal
    from checker.model.backlog import CONTRADICTED
    from checker.programme.verify import verified
    from checker.report import backlog

    found = verified(options.request(args), args.verify)
    colour, width = terminal.colour(sys.stdout, os.environ), terminal.width(sys.stdout)
    terminal.write(backlog.render(args.format, backlog.Verified(checker.TOOL, found, colour, width)))
    return ending.FINDINGS if any(claim.verdict == CONTRADICTED for claim in found.claims) else ending.CLEAN
