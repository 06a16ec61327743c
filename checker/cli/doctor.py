"""What telint sees here: configuration, sources, versions, and the environment's switches of telemetry; for bug reports and first runs."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from checker.cli.common.command import Pipeline
    from checker.doctor import Health
    from checker.report.shared.paint import Paint

SUMMARY = "show what was found: configuration, sources, versions, switches"
ARGUMENTS = ""
EXAMPLES = ("", "--profile vox", "--format json")


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import options

    options.configuration(parser)
    options.format_option(parser, ("json", "text"))


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli.common import ending, options, terminal
    from checker.doctor import examine
    from checker.report.shared.paint import painter

    health = examine(options.request(args), os.environ)
    paint = painter(terminal.colour(sys.stdout, os.environ))
    terminal.write(_json(health) if args.format == "json" else "\n".join([*_text(health, paint, terminal.width(sys.stdout)), ""]))
    return ending.INCOMPLETE if health.problems else ending.CLEAN


def _text(health: Health, paint: Paint, width: int) -> Iterator[str]:
    from checker.report.shared.totals import plural
    from checker.report.shared.visible import visible
    from checker.report.shared.wrap import wrap

    switches = [(v.name, _switch(v.state, v.declared)) for v in health.variables]
    yield from _block("found", health.facts, paint, width)
    yield from _block("versions", health.versions, paint, width)
    yield from _block("switches", switches or [("none", "")], paint, width)
    for problem in health.problems:
        yield f"{paint('error', 'problem')}: " + wrap(visible(str(problem)), width, 9, "  ")
    yield paint("error", plural(len(health.problems), "problem")) if health.problems else paint("good", "nothing wrong")


def _block(title: str, rows: Sequence[tuple[str, str]], paint: Paint, width: int) -> Iterator[str]:
    from checker.report.shared.visible import visible
    from checker.report.shared.wrap import wrap

    room = max((len(name) for name, _ in rows), default=0)
    yield paint("bold", title)
    yield from (f"  {visible(name):<{room}}  {wrap(visible(said), width, room + 4, ' ' * (room + 4))}".rstrip() for name, said in rows)
    yield ""


def _switch(state: str, declared: str) -> str:
    return f"{state}  (declared at {declared})" if declared else f"{state}  (not declared in the registry)"


def _json(health: Health) -> str:
    import checker
    from checker.report.shared.documents import tool
    from checker.report.shared.lines import dumps

    return dumps(
        {
            "version": 1,
            "tool": tool(checker.TOOL),
            "root": health.root,
            "found": [{"what": name, "is": said} for name, said in health.facts],
            "versions": dict(health.versions),
            "variables": [v._asdict() for v in health.variables],
            "problems": [p._asdict() for p in health.problems],
        }
    )
