"""All rules that hold here, those of the workspace included."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from checker.cli.common.command import Pipeline
    from checker.model.finding import Rule
    from checker.report.shared.paint import Paint

SUMMARY = "list all rules"
ARGUMENTS = ""
EXAMPLES = ("", "--format json", "--output docs/rules")


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import options

    options.configuration(parser)
    options.format_option(parser, ("json", "text"))
    parser.add_argument("--output", metavar="DIR", help="write a reference in Markdown there, a page a group, and an index")


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli.common import options, terminal
    from checker.report.shared.paint import painter

    rules = sorted(pipeline.rules(options.request(args)), key=lambda rule: (rule.group, rule.name))
    if args.output:
        _write(rules, args.output)
        return 0
    paint = painter(terminal.colour(sys.stdout, os.environ))
    terminal.write(_json(rules) if args.format == "json" else _text(rules, terminal.width(sys.stdout), paint))
    return 0


def _write(rules: list[Rule], folder: str) -> None:
    from checker.cli.common import files, pages, terminal
    from checker.report.reference import documents
    from checker.report.shared.visible import visible

    os.makedirs(folder, exist_ok=True)
    for name, text in documents(rules, {rule.name: pages.first_cases(pages.page(rule.name)) for rule in rules}).items():
        files.write(os.path.join(folder, name), text)
        terminal.say(f"telint: {visible(os.path.join(folder, name))}")


def _text(rules: list[Rule], width: int, paint: Paint) -> str:
    from itertools import groupby

    from checker.report.shared.visible import one_line, visible
    from checker.report.shared.wrap import wrap

    room = max((len(rule.name) for rule in rules), default=0)
    lines: list[str] = []
    for group, members in groupby(rules, lambda rule: rule.group):
        lines.append(paint("bold", visible(group)))
        for rule in members:
            head = f"  {visible(rule.name):<{room}}  {paint(rule.severity, f'{rule.severity:<7}')}  {paint('dim', f'phase {rule.phase}')}  "
            indent = " " * (room + 22)
            lines.append(head + wrap(one_line(rule.summary), width, len(indent), indent))
    return "\n".join([*lines, ""])


def _json(rules: list[Rule]) -> str:
    import checker
    from checker.report.shared.documents import tool
    from checker.report.shared.lines import dumps

    return dumps({"version": 1, "tool": tool(checker.TOOL), "rules": [_rule(rule) for rule in rules]})


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "name": rule.name,
        "group": rule.group,
        "phase": rule.phase,
        "severity": rule.severity,
        "confidence": rule.confidence,
        "subject": rule.subject,
        "summary": rule.summary,
        "why": rule.why,
        "mend": rule.mend,
        "source": rule.source,
    }
