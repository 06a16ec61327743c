"""A script that completes the words of the command line, for the shell that reads it; made from the options themselves."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from checker.cli.common.command import Pipeline

SUMMARY = "print a script that completes words in your shell"
ARGUMENTS = "SHELL"
EXAMPLES = (
    "bash > ~/.local/share/bash-completion/completions/telint",
    "zsh > ~/.zfunc/_telint",
    "fish > ~/.config/fish/completions/telint.fish",
)


def configure(parser: ArgumentParser) -> None:
    from checker.cli.common import options
    from checker.cli.shells import names

    parser.add_argument("shell", type=options.one_of("shell", names()), metavar="SHELL", help=" · ".join(names()))


def run(args: Namespace, pipeline: Pipeline) -> int:
    from checker.cli import shells
    from checker.cli.common import options, terminal
    from checker.cli.common.words import listed

    rules = sorted(rule.name for rule in pipeline.rules(options.request(args)))
    terminal.write(shells.script(args.shell, listed(rules)))
    return 0
