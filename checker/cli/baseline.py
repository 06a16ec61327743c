"""Accepts what is found today, so that only what is new fails; the file that says so only shrinks from then on."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from checker.cli.common.command import Pipeline
    from checker.suppress.baseline import Baseline, Entry

SUMMARY = "accept today's findings, so that only new ones fail"
ARGUMENTS = ""
EXAMPLES = ("", "--prune")


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import options

    parser.add_argument("--prune", action="store_true", help="take out the entries whose finding has gone, and add none")
    options.configuration(parser)
    options.jobs(parser)


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli.common import ending, files, options, terminal
    from checker.suppress import baseline

    request = options.request(args)._replace(baseline=False)
    outcome = pipeline.check(request)
    ending.notes(outcome)
    if not ending.complete(outcome):
        terminal.say(f"telint: {baseline.FILE} is left as it is")
        return ending.INCOMPLETE
    before = baseline.load(outcome.root)
    entries = baseline.entries_of(outcome.findings)
    if args.prune:
        off = {rule.name for rule in pipeline.rules(request)} - {rule.name for rule in outcome.rules}
        entries = _pruned(entries, before, off)
    files.write(os.path.join(outcome.root, baseline.FILE), baseline.render(entries))
    terminal.write(_said(entries, before.entries if before else ()))
    return ending.CLEAN


def _pruned(found: tuple[Entry, ...], before: Baseline | None, off: set[str]) -> tuple[Entry, ...]:
    """The entries there were whose finding is still there, or whose rule is switched `off`, so that nobody can tell."""
    from checker.model.errors import Complaint, Unusable
    from checker.suppress import baseline

    if before is None:
        raise Unusable(Complaint(baseline.FILE, 0, 0, "is not there, so there is nothing to prune; telint baseline makes it"))
    there = {entry.fingerprint for entry in found}
    return tuple(sorted(entry for entry in before.entries if entry.fingerprint in there or entry.rule in off))


def _said(entries: tuple[Entry, ...], before: tuple[Entry, ...]) -> str:
    from checker.report.shared.totals import plural
    from checker.suppress import baseline

    old, new = ({entry.fingerprint for entry in each} for each in (before, entries))
    return f"{baseline.FILE}: {plural(len(new), 'finding')} accepted, {len(new - old):,} of them new, {len(old - new):,} taken out\n"
