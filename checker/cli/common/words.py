"""Every word that a command line can have, as the options themselves say, for scripts that complete them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker.cli.common.command import load, names, parser_of
from checker.cli.common.options import OneOf

#: What an argument is named for people, by which it is told what it can be.
_FILES = ("FILE", "PATH", "FORMAT:FILE", "DIR")
_RULES = ("RULE", "RULES")


class Argument(NamedTuple):
    """An option (with its `flags`) or a positional argument (without). `values` are what it can be; `files`: any path; neither: free text
    where it takes a value at all."""

    flags: tuple[str, ...]
    help: str
    takes: bool
    values: tuple[str, ...]
    files: bool


class Command(NamedTuple):
    """A command with what can follow it."""

    name: str
    summary: str
    arguments: tuple[Argument, ...]


def listed(rules: Sequence[str]) -> tuple[Command, ...]:
    """All commands; `rules` are the names to offer where a rule is asked for."""
    return tuple(Command(name, load(name).SUMMARY, tuple(_arguments(parser_of(name), tuple(rules)))) for name in names())


def _arguments(parser: argparse.ArgumentParser, rules: tuple[str, ...]) -> Iterator[Argument]:
    # argparse has no public list of what it was given.
    for action in parser._actions:
        name = str(action.metavar or "")
        values = action.type.known if isinstance(action.type, OneOf) else rules if name in _RULES else ()
        yield Argument(tuple(action.option_strings), action.help or "", action.nargs != 0, values, name in _FILES)
