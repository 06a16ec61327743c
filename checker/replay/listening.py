"""What a run opens and looks for, by Python's audit events (https://peps.python.org/pep-0578/), so that no reader can be forgotten."""

from __future__ import annotations

import os
import sys

from checker.contracts.noted import LOOKED_FOR
from checker.data import PACKAGE, folder
from checker.replay import state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def listen(top: str, opened: dict[str, str], looked_for: dict[str, str]) -> None:
    """From now on every path that is opened for reading, or listed, goes into `opened` with the state of its content at that moment, and
    every one of which somebody asks whether it is there into `looked_for`, with what stood there.

    `top`: the work tree; of what is outside, the interpreter and telint itself do not count. Cannot be undone: it is for a process that
    makes one run.
    """
    kinds = {LOOKED_FOR: (looked_for, state.presence)} | dict.fromkeys(("open", "os.scandir", "os.listdir"), (opened, state.content))
    here, counts = os.getcwd(), _counting(top)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in kinds or not isinstance(arguments[0], str) or (event == "open" and not _reads(arguments[1])):
            return
        path = os.path.join(here, arguments[0])
        into, state_of = kinds[event]
        if path not in into and counts(path):
            into[path] = state_of(path)

    sys.addaudithook(hear)


def _counting(top: str) -> Callable[[str], bool]:
    """Whether a file is one of those that a result rests on: any of the work tree, but for git's own and compiled modules; any other place
    but those where programs stand. A work tree can be in one of these places, or have them in it."""
    inside, git = _below(top), _below(os.path.join(top, ".git"))
    programs = tuple(map(_below, {sys.prefix, sys.base_prefix, PACKAGE, *map(folder, ("rules", "contracts", "fixtures"))}))

    def counts(path: str) -> bool:
        if _below(path).startswith(inside):
            return not path.startswith(git) and not path.endswith(".pyc")
        return not _below(path).startswith(programs)

    return counts


def _below(home: str) -> str:
    return home.rstrip(os.sep) + os.sep


def _reads(mode: object) -> bool:
    """Whether a file is opened to be read. `os.open` has no mode: that is how sources are read, which are known otherwise, and how reports
    are written."""
    return isinstance(mode, str) and not set("wax+") & set(mode)
