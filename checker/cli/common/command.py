"""Which commands there are, and how one is run."""

from __future__ import annotations

import importlib
import os

import checker.cli
from checker.cli.common import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Protocol

    from checker.model.finding import Rule
    from checker.model.run import Changes, Drafted, Outcome, Request

    class Pipeline(Protocol):
        """What commands ask of `checker.pipeline`; tests pass a small object of the same form."""

        def check(self, request: Request) -> Outcome: ...
        def inventory(self, request: Request) -> Outcome: ...
        def draft(self, request: Request) -> Drafted: ...
        def rules(self, request: Request) -> tuple[Rule, ...]: ...
        def changes(self, request: Request, since: str) -> Changes: ...

    class Command(Protocol):
        """What a module of `checker/cli/` has. Importing it must stay cheap: the help of `telint` imports them all."""

        SUMMARY: str
        ARGUMENTS: str
        EXAMPLES: tuple[str, ...]

        def configure(self, parser: ArgumentParser) -> None: ...
        def run(self, args: Namespace, pipeline: Pipeline) -> int: ...


def names() -> tuple[str, ...]:
    files = (name for folder in checker.cli.__path__ for name in os.listdir(folder))
    return tuple(sorted(name[:-3] for name in files if name.endswith(".py") and not name.startswith("_")))


def dispatch(words: list[str], pipeline: Pipeline | None) -> int:
    if not words:
        terminal.say(overview().rstrip())
        return 2
    if words[0] in ("-h", "--help"):
        terminal.write(overview())
        return 0
    if words[0] not in names():
        return _unknown(words[0])
    args = parser_of(words[0]).parse_args(words[1:])
    return load(words[0]).run(args, pipeline or _real_pipeline())


def overview() -> str:
    """The help of `telint` itself."""
    commands = "\n".join(f"  {name:<10} {load(name).SUMMARY}" for name in names())
    return f"""\
telint: a compliance checker for telemetry in Rust and Python sources

usage: telint COMMAND [OPTION…] [PATH…]

commands:
{commands}

options:
  -V, --version  the version
  -h, --help     this help; after a command, the help of that command

examples:
  telint check
  telint inventory --unresolved

exit codes:
  0 nothing found · 1 findings · 2 the job could not be done in full · 3 a bug
"""


def parser_of(name: str) -> ArgumentParser:
    """The parser of a command's words, which says in its help all that there is to say."""
    import argparse

    from checker.cli.common.parser import Parser

    command = load(name)
    epilog = "\n".join(["examples:", *(f"  telint {name} {example}".rstrip() for example in command.EXAMPLES)])
    usage = f"telint {name} [OPTION…] {command.ARGUMENTS}".rstrip()
    plain = argparse.RawDescriptionHelpFormatter
    # Without abbreviations: a new option must not change what an old script means.
    parser = Parser(
        prog=f"telint {name}", usage=usage, description=command.SUMMARY, epilog=epilog, allow_abbrev=False, formatter_class=plain
    )
    command.configure(parser)
    return parser


def load(name: str) -> Command:
    """The module of a command."""
    command: Command = importlib.import_module(f"checker.cli.{name}")
    return command


def _unknown(word: str) -> int:
    from checker.cli.common.nearest import unknown

    terminal.say(f"telint: error: {unknown('command', word, names())} (one of {', '.join(names())})")
    return 2


def _real_pipeline() -> Pipeline:
    from checker import pipeline

    return pipeline
