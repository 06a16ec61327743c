"""What changed in the registry since a revision, and which changes collect more: for the review of a change."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from checker.cli.common.command import Pipeline
    from checker.model.registry import Change
    from checker.model.run import Changes
    from checker.report.shared.paint import Paint

SUMMARY = "what changed in the registry since a revision, and what widens collection"
ARGUMENTS = "diff REV"
EXAMPLES = ("diff main", "diff HEAD~1 --format json", "diff v1.2 --allow-widening")

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
#: How a judgement is painted: as a severity.
_COLOURS = {"widening": "error", "narrowing": "note", "neutral": "dim"}


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import options

    parser.add_argument("action", type=options.one_of("action", ("diff",)), metavar="diff", help="compare with a revision")
    parser.add_argument("revision", metavar="REV", help="a branch, tag or commit of the workspace's git repository")
    parser.add_argument("--allow-widening", action="store_true", help="exit with 0 even where a change collects more")
    options.configuration(parser)
    options.format_option(parser, ("json", "text"))
    options.jobs(parser)


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli.common import ending, options, terminal
    from checker.report.shared.paint import painter

    found = pipeline.changes(options.request(args), args.revision)
    paint = painter(terminal.colour(sys.stdout, os.environ))
    terminal.write(_json(found) if args.format == "json" else _text(found, args.revision, paint))
    widens = any(change.judgement == "widening" for change in found.changes)
    return ending.FINDINGS if widens and not args.allow_widening else ending.CLEAN


def _text(found: Changes, name: str, paint: Paint) -> str:
    from checker.report.shared.totals import plural
    from checker.report.shared.visible import visible

    lines = [_line(change, paint) for change in found.changes]
    counts = ", ".join(f"{count} {judgement}" for judgement, count in _counts(found).items())
    total = f"{plural(len(lines), 'change')} since {visible(name)}" + (f": {counts}" if lines else "")
    return "\n".join([*lines, total, ""])


def _line(change: Change, paint: Paint) -> str:
    from checker.report.shared.visible import one_line, visible

    what = f"{one_line(change.event)} {one_line(change.field)}".strip()
    before, after = one_line(change.before), one_line(change.after)
    stated = f"{before or 'nothing'} -> {after or 'nothing'}"
    if change.kind != "changed":
        stated = f"{change.kind} ({before or after})" if before or after else change.kind
    place = f"{visible(change.place.path)}:{change.place.span.line}"
    judged = paint(_COLOURS[change.judgement], change.judgement)
    return f"{_SIGNS[change.kind]} {what}: {stated}  {judged}  {paint('dim', place)}"


def _counts(found: Changes) -> dict[str, int]:
    return {judgement: sum(change.judgement == judgement for change in found.changes) for judgement in _COLOURS}


def _json(found: Changes) -> str:
    import checker
    from checker.report.shared.documents import tool
    from checker.report.shared.lines import dumps

    rows = [_row(change) for change in found.changes]
    return dumps({"version": 1, "tool": tool(checker.TOOL), "revision": found.revision, "changes": rows, "summary": _counts(found)})


def _row(change: Change) -> dict[str, object]:
    return {
        "event": change.event,
        "field": change.field,
        "change": change.kind,
        "before": change.before,
        "after": change.after,
        "judgement": change.judgement,
        "path": change.place.path,
        "line": change.place.span.line,
        "column": change.place.span.column,
    }
