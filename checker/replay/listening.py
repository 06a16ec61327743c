"""What a run opens and looks for in this process, by Python's audit events (https://peps.python.org/pep-0578/)."""

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

_LISTED = ("os.scandir", "os.listdir")
_EVENTS = ("open", LOOKED_FOR, *_LISTED)
_MODULES = (".py", ".pyc", ".so", ".pyd")


def listen(top: str, opened: dict[str, str], looked_for: dict[str, str]) -> None:
    """From now on every path that is opened for reading, or listed, goes into `opened` with the state of its content at that moment, and
    into `looked_for` with what stands there, as does every one of which somebody asks that. `top` is the work tree.

    Cannot be undone: it is for a process that makes one run.
    """
    here, counts = os.getcwd(), _counting(top)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _EVENTS or not isinstance(arguments[0], str) or (event == "open" and not _reads(arguments[1])):
            return
        path = os.path.join(here, arguments[0])
        if not counts(path, event in _LISTED):
            return
        if path not in looked_for:
            looked_for[path] = state.presence(path)
        if event != LOOKED_FOR and path not in opened:
            opened[path] = state.content(path)

    sys.addaudithook(hear)


def _counting(top: str) -> Callable[[str, bool], bool]:
    """Whether a file, or a folder that is listed, is one of those that a result rests on. Of the work tree all are, but for git's index,
    what is kept there, and compiled modules; elsewhere what is no module, none of telint's own files, and no folder, since modules are
    looked for in many. A work tree can be in one of these places, or have them in it."""
    git = os.path.join(top, ".git")
    not_inside = (git, os.path.join(git, "index"))
    inside, kept = _below(top), _below(os.path.join(git, "telint"))
    own = tuple(map(_below, (PACKAGE, *map(folder, ("rules", "contracts", "fixtures")))))

    def counts(path: str, listed: bool) -> bool:
        if _below(path).startswith(inside):
            return path not in not_inside and not _below(path).startswith(kept) and not path.endswith(".pyc")
        return not listed and not path.startswith(own) and not path.endswith(_MODULES)

    return counts


def _below(home: str) -> str:
    return home.rstrip(os.sep) + os.sep


def _reads(mode: object) -> bool:
    """Whether a file is opened to be read. `os.open` has no mode: that is how sources are read, which are known otherwise, and how reports
    are written."""
    return isinstance(mode, str) and not set("wax+") & set(mode)
