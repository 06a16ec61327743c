"""Writes the classification comments that are missing; shows them, or only says that there are some."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from checker.cli.common.command import Pipeline
    from checker.edit.comments import Edited
    from checker.model.edit import Insertion

SUMMARY = "write missing classification comments from the registry and what payloads show"
ARGUMENTS = "[PATH…]"
EXAMPLES = ("--diff", "crates/api", "--check")


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import options

    options.workspace(parser)
    parser.add_argument("--diff", action="store_true", help="show what would be written, and write nothing")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a comment is missing")


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli.common import ending, options, terminal

    drafted = pipeline.draft(options.request(args))
    ending.notes(drafted.outcome)
    if not ending.complete(drafted.outcome):
        # A class that rests on half of what there is would stand in the code for good.
        return ending.INCOMPLETE
    edits = _edits(drafted.outcome.root, drafted.draft.insertions)
    written = {path: (before, edited) for path, (before, edited) in edits.items() if edited.data != before}
    if args.diff:
        terminal.write("".join(_diff(path, before, edited.data) for path, (before, edited) in written.items()))
    elif not args.check:
        _write(drafted.outcome.root, written)
    count = sum(edited.data.count(b"\n") - before.count(b"\n") for before, edited in written.values())
    _tell(count, len(written), args, [i for _, edited in edits.values() for i in edited.left], drafted.draft.unknown)
    return ending.FINDINGS if args.check and (drafted.draft.insertions or drafted.draft.unknown) else ending.CLEAN


def _edits(root: str, insertions: tuple[Insertion, ...]) -> dict[str, tuple[bytes, Edited]]:
    from checker.cli.common import files
    from checker.edit.comments import annotated

    found = {}
    for path in sorted({i.path for i in insertions}):
        before = files.source(root, path)
        found[path] = (before, annotated(before, [i for i in insertions if i.path == path]))
    return found


def _write(root: str, written: dict[str, tuple[bytes, Edited]]) -> None:
    from checker.cli.common import files

    for path, (_, edited) in written.items():
        files.replace(os.path.join(root, path), edited.data)


def _diff(path: str, before: bytes, after: bytes) -> str:
    from difflib import unified_diff

    old, new = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (before, after))
    return "".join(unified_diff(old, new, f"a/{path}", f"b/{path}"))


def _tell(count: int, files: int, args: Namespace, left: list[Insertion], unknown: tuple[tuple[str, int, str], ...]) -> None:
    """What was written, and what is left to people, on standard error."""
    from checker.cli.common import terminal
    from checker.report.shared.totals import plural
    from checker.report.shared.visible import one_line

    done = "missing" if args.check or args.diff else "written"
    terminal.say(f"telint: {plural(count, 'comment')} {done} in {plural(files, 'file')}")
    for insertion in left:
        place = f"{one_line(insertion.path)}:{insertion.span.line}"
        terminal.say(f"telint: {place}: the call has no line of its own; write `{insertion.text}` by hand")
    for path, line, api in unknown:
        terminal.say(f"telint: {one_line(path)}:{line}: nothing says which class `{one_line(api)}` has; the registry can")
