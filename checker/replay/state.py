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
#: A link is not followed, and a pipe not waited for.
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def content(path: str) -> str:
    """The state of what a file holds; `ABSENT` where it cannot be told."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return ABSENT
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def touched(state: str) -> int:
    """When a file was last touched by its state, in nanoseconds. The system sets this time; no user can set it back."""
    return int(state.split(" ")[2]) if state else 0


def digest(path: str) -> str:
    """What a plain file of bounded size holds, in the form of `model.source.SourceFile.blob`; `ABSENT` for anything else."""
    data = plain(path, _MOST_BYTES)
    return f"{blobs.identity(data, 40)}-{len(data)}" if data is not None else ABSENT


def plain(path: str, most: int) -> bytes | None:
    """The bytes of a plain file of at most so many; None for anything else, also for a link."""
    try:
        with open(os.open(path, os.O_RDONLY | _PLAIN), "rb") as file:
            data = file.read(most + 1) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except (OSError, ValueError):
        return None
    return data if data is not None and len(data) <= most else None


def presence(path: str) -> str:
    """What stands at a path: its type, whether something is behind it, and where it leads with all links followed."""
    try:
        kind = stat.S_IFMT(os.lstat(path).st_mode)
    except (OSError, ValueError):
        kind = 0
    try:
        return f"{kind} {os.path.exists(path)} {os.path.realpath(path)}"
    except (OSError, ValueError):
        return ABSENT


def today() -> str:
    """The day, by the clocks that something may expire by."""
    return f"{time.strftime('%Y-%m-%d', time.gmtime())} {time.strftime('%Y-%m-%d')}"


def tool() -> list[str]:
    """Everything that decides what telint says of given files: its version, its files, the interpreter, and which libraries are installed.
    Raises OSError where these are being changed."""
    own = [state for home in (PACKAGE, folder("rules"), folder("contracts"), folder("fixtures/rules")) for state in _states(home)]
    return [__version__, sys.version, *own, *(state for home in sys.path if os.path.isdir(home) for state in _installed(home))]


def _states(home: str) -> Iterator[str]:
    """The files below a folder with their states, in the order of the system, which is the same from run to run."""
    with os.scandir(home) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _states(entry.path)
            elif entry.is_file():
                yield f"{entry.path} {content(entry.path)}"


def _installed(home: str) -> Iterator[str]:
    """What is installed in a folder of libraries. One that is edited in its place is not noticed."""
    names = (name for name in sorted(os.listdir(home)) if name.endswith(".dist-info"))
    return (f"{name} {content(os.path.join(home, name, 'RECORD'))}" for name in names)
