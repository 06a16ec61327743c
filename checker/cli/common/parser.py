"""The parser of a command's words: argparse, that says what a mistyped option probably was."""

import argparse
from typing import NoReturn

from checker.cli.common.nearest import meant

_UNRECOGNIZED = "unrecognized arguments: "


class Parser(argparse.ArgumentParser):
    """Refuses words with the nearest right ones."""

    def error(self, message: str) -> NoReturn:
        if message.startswith(f"{_UNRECOGNIZED}-"):
            # argparse has no public list of the options that it was given.
            known = [flag for action in self._actions for flag in action.option_strings]
            word = message.removeprefix(_UNRECOGNIZED).split()[0].partition("=")[0]
            message += meant(word, known)
        super().error(message)
