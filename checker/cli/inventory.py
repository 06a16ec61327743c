"""Every place that writes telemetry, with what it resolves to; needs no registry and no configuration."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from checker.cli.common.command import Pipeline
    from checker.model.run import Outcome
    from checker.report.inventory import Inventory

SUMMARY = "list every place that writes telemetry"
ARGUMENTS = "[PATH…]"
EXAMPLES = ("", "--chain crates/api", "--unresolved", "--format csv > inventory.csv")


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import options
    from checker.report.inventory import formats

    options.workspace(parser)
    options.cache(parser)
    options.format_option(parser, formats())
    parser.add_argument("--unresolved", action="store_true", help="only writes whose event name is not known, by reason")
    parser.add_argument("--chain", action="store_true", help="show the calls that lead from each write to its table (text)")


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli.common import ending, options, terminal
    from checker.report.inventory import render

    outcome = pipeline.inventory(options.request(args))
    terminal.write(render(args.format, _inventory(outcome, args)))
    ending.notes(outcome)
    return ending.CLEAN if ending.complete(outcome) else ending.INCOMPLETE


def _inventory(outcome: Outcome, args: Namespace) -> Inventory:
    from checker.cli.common import terminal
    from checker.cli.common.reports import inventory_of

    return inventory_of(outcome)._replace(
        unresolved=args.unresolved,
        chain=args.chain,
        colour=terminal.colour(sys.stdout, os.environ),
        width=terminal.width(sys.stdout),
        tables=outcome.tables,
    )
