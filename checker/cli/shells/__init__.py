"""Shells that can complete words: a module of this folder is a shell. Not a command itself."""

from __future__ import annotations

import importlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from checker.cli.common.words import Command


def names() -> tuple[str, ...]:
    from checker.report.shared import folder

    return folder.modules(__path__)


def script(shell: str, commands: tuple[Command, ...]) -> str:
    """The script for one of `names()`."""
    text: str = importlib.import_module(f"{__name__}.{shell}").script(commands)
    return text
