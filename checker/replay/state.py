"""The state of files and of telint itself, in words that are compared."""

from __future__ import annotations

import os
import stat
import sys
import time

from checker import __version__
from checker.data import PACKAGE, folder
from checker.git import blobs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

#: Of a file that is not there.
ABSENT = ""
#: No contract that is read is larger, and hardly a source.
_MOST_BYTES = 8 * 1024 * 1024


def content(path: str) -> str:
    """The state of what a file holds; `ABSENT` where it cannot be told."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return ABSENT
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def changed(state: str) -> int:
    """When a file was last touched by its state, in nanoseconds. The system sets this time; no user can set it back."""
    return int(state.split(" ")[2]) if state else 0


def digest(path: str) -> str:
    """What a plain file of bounded size holds, in the form of `model.source.SourceFile.blob`; `ABSENT` for anything else."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return ABSENT
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
        return f"{blobs.identity(data, 40)}-{len(data)}" if len(data) <= _MOST_BYTES else ABSENT
    except (OSError, ValueError):
        return ABSENT


def presence(path: str) -> str:
    """What stands at a path: its type, and for a link where it leads and what is there."""
    try:
        kind = stat.S_IFMT(os.lstat(path).st_mode)
        return f"{kind} {os.readlink(path)} {os.path.exists(path)}" if kind == stat.S_IFLNK else str(kind)
    except (OSError, ValueError):
        return ABSENT


def today() -> str:
    """The day, by the clocks that something may expire by."""
    return f"{time.strftime('%Y-%m-%d', time.gmtime())} {time.strftime('%Y-%m-%d')}"


def tool() -> list[str]:
    """Everything that decides what telint says of given files: its version, its files, the interpreter and where libraries stand."""
    homes = {PACKAGE, folder("rules"), folder("contracts"), folder("fixtures/rules")}
    files = [state for home in sorted(homes) for state in _states(home)]
    libraries = [f"{path} {content(path)}" for path in sys.path[1:] if os.path.isdir(path)]  # the first is that of the script
    return [__version__, sys.version, *files, *libraries]


def _states(home: str) -> Iterator[str]:
    """The files below a folder with size and time, in no certain order from one system to another, but in the same from run to run."""
    with os.scandir(home) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _states(entry.path)
            elif entry.is_file():
                status = entry.stat()
                yield f"{entry.name} {status.st_size} {status.st_mtime_ns}"
