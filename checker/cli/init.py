"""The first day on a code base: find its telemetry, draft the files to hold it against, say what to do next."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from checker.cli.common.command import Pipeline
    from checker.drafting import Draft

SUMMARY = "find telemetry and draft a configuration and a taxonomy"
ARGUMENTS = ""
EXAMPLES = ("", "--diff")


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--diff", action="store_true", help="show the files on standard output and write none")


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli.common import ending, options, terminal
    from checker.drafting import draft
    from checker.report.shared.visible import visible

    found = draft(options.working_folder())
    if found.configured:
        terminal.say(f"telint: {visible(found.configured)} is there already; nothing to do")
        return ending.CLEAN
    if not found.sites and not found.doubted:
        return _nothing()
    if args.diff:
        for path, text in found.files:
            terminal.write("".join([f"--- /dev/null\n+++ {path}\n", *(f"+{line}\n" for line in text.splitlines())]))
        return ending.CLEAN
    for path, text in found.files:
        create(found.root, path, text)
        terminal.write(f"wrote {path}\n")
    terminal.write(_said(found))
    return ending.CLEAN


def _nothing() -> int:
    from checker.cli.common import ending, terminal

    terminal.say("telint: no telemetry was found, neither by the APIs that ship nor by shape, so nothing was written")
    terminal.say('telint: if there is some, describe its calls in a producer file; README.md, "Describe your own telemetry API"')
    return ending.INCOMPLETE


def create(root: str, path: str, text: str) -> None:
    """Writes a new file inside of the workspace; one that is there already, or a link, is left alone."""
    from checker.cli.common import files
    from checker.model.errors import Complaint, Unusable

    target = os.path.join(root, path)
    files.make_folder(os.path.dirname(target))
    inside = os.path.realpath(os.path.dirname(target))
    if os.path.commonpath((os.path.realpath(root), inside)) != os.path.realpath(root):
        raise Unusable(Complaint(path, 0, 0, "would be outside of the workspace"))
    try:
        with open(target, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise Unusable(Complaint(path, 0, 0, f"cannot be made: {error.strerror or error}")) from error


def _said(found: Draft) -> str:
    """What was found, and what to do next."""
    from checker.report.shared.totals import plural

    production = [site for site in found.sites if site.context == "production"]
    unknown = sum(site.status == "unresolved" for site in production)
    shipped = len({site.producer for site in found.sites if " " not in site.producer})
    lines = [
        "",
        f"found {plural(len(production), 'write')} in production code, by {plural(shipped, 'shipped API')} and {found.taken:,} of your own",
        *([f"      {plural(found.doubted, 'function')} in doubt, as comments in the producer file"] if found.doubted else []),
        *([f"      {plural(unknown, 'write')} whose event name could not be told"] if unknown else []),
        *([f"      the profile {found.profile} fits this workspace"] if found.profile else []),
        "next:",
    ]
    steps = [f"read {path}" for path, _ in found.files if path != "telint.toml"]
    steps += ["give each family of the taxonomy a sensitivity and a transmission"] if found.events else []
    steps += [
        "telint check                           # judges every write",
        "telint baseline                        # accepts what is open today, so that only what is new fails",
        "telint audit --output telemetry-audit  # the same for people",
    ]
    return "\n".join([*lines, *(f"  {number}. {step}" for number, step in enumerate(steps, 1)), ""])
