"""One rule: what it finds, why that matters, how to mend it, and the first examples of its page."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from checker.cli.common.command import Pipeline
    from checker.model.finding import Rule
    from checker.report.shared.paint import Paint

SUMMARY = "explain one rule, with examples"
ARGUMENTS = "RULE"
EXAMPLES = ("unregistered-event",)

#: Longer lines than this are hard to read, however wide the terminal is.
MOST_COLUMNS = 100


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import options

    parser.add_argument("rule", metavar="RULE", help="its name, as in findings and in `telint rules`")
    options.configuration(parser)


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli.common import options, pages, terminal
    from checker.cli.common.nearest import unknown
    from checker.model.errors import Complaint, Unusable
    from checker.report.shared.paint import painter

    rules = {rule.name: rule for rule in pipeline.rules(options.request(args))}
    if args.rule not in rules:
        raise Unusable(Complaint("", 0, 0, unknown("rule", args.rule, rules)))
    paint = painter(terminal.colour(sys.stdout, os.environ))
    room = min(terminal.width(sys.stdout) or MOST_COLUMNS, MOST_COLUMNS)
    cases = pages.first_cases(pages.page(args.rule))
    terminal.write(_text(rules[args.rule], cases, room, paint))
    return 0


def _text(rule: Rule, cases: list[str], room: int, paint: Paint) -> str:
    from checker.report.shared.visible import one_line, visible

    kind = f"{rule.severity}, {rule.confidence} confidence, {visible(rule.group)}, phase {rule.phase}"
    parts = [f"{paint(rule.severity, visible(rule.name))} {paint('dim', f'({kind})')}\n", _prose(rule.summary, room, "")]
    for title, words in (("why", rule.why), ("mend", rule.mend)):
        parts += [paint("bold", title), _prose(words, room, "  ")]
    parts += [paint("dim", f"source: {one_line(rule.source)}\n")] if rule.source else []
    parts += [paint("bold", "examples"), *(_example(case, paint) for case in cases)] if cases else []
    return "\n".join(parts)


def _prose(words: str, room: int, indent: str) -> str:
    """Paragraphs wrapped, but lines that are indented or listed as they are."""
    from checker.report.shared.visible import one_line, visible
    from checker.report.shared.wrap import wrap

    lines: list[str] = []
    for paragraph in words.strip().split("\n\n"):
        if any(line.startswith((" ", "\t", "- ", "* ")) for line in paragraph.splitlines()):
            lines += [indent + visible(line) for line in paragraph.splitlines()]
        else:
            lines.append(indent + wrap(one_line(paragraph), room, len(indent), indent))
        lines.append("")
    return "\n".join(lines)


def _example(case: str, paint: Paint) -> str:
    from checker.report.shared.visible import visible

    heading, *body = case.strip().splitlines()
    lines = [visible(line.replace("\t", "    ")) for line in body if not line.startswith("```")]
    return "\n".join([f"  {paint('bold', visible(heading))}", *(f"    {line}".rstrip() for line in lines), ""])
