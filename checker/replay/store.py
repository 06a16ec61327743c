"""Records on disk: `.git/telint/`, a file for each way in which telint is called here."""

from __future__ import annotations

import contextlib
import os
from binascii import crc32

from checker.git import tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    #: What is kept of a run: lists of words by name.
    Record: TypeAlias = dict[str, list[str]]

#: Of more calls than this the oldest are forgotten: each takes about as much as git's own index.
_MOST = 12
_ENDING, _BEGUN = ".run", ".new"
#: A record that is larger than this is not looked at.
_MOST_BYTES = 64 * 1024 * 1024
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def folder(start: str) -> str:
    """Where the runs in the folder `start` are kept; `""` where that is no git work tree of its own, or somebody made a link of the place:
    nothing is kept outside. A linked work tree keeps none, either: its `.git` is a file that leads out of it."""
    top = tree.work_tree(start)
    inside = os.path.join(top or start, ".git")
    home = os.path.join(inside, "telint")
    return home if top and os.path.isdir(inside) and not os.path.islink(inside) and not os.path.islink(home) else ""


def place(home: str, key: list[str]) -> str:
    """The file for the call that `key` describes. Two calls may share one: what is in it is compared."""
    called = crc32(packed({"key": key}))
    return os.path.join(home, f"{called:08x}{_ENDING}")


def load(path: str) -> Record:
    """The record in a file; empty where there is none, or none that can be read."""
    try:
        with open(os.open(path, os.O_RDONLY | _PLAIN), "rb") as file:
            data = file.read(_MOST_BYTES + 1)
        return dict(_sections(data.decode("utf-8", "surrogateescape").split("\0"))) if len(data) <= _MOST_BYTES else {}
    except (OSError, ValueError, IndexError):
        return {}


def save(beside: str, path: str, record: Record) -> None:
    """Puts a record in its place, by way of the file `beside`. What cannot be kept is not."""
    try:
        with open(os.open(beside, os.O_WRONLY | _PLAIN), "wb") as file:
            file.write(packed(record))
        os.replace(beside, path)
        _prune(os.path.dirname(path))
    except (OSError, ValueError):
        discard(beside)


def begin(home: str) -> tuple[str, int]:
    """A file to write a record into, made now, and the moment (nanoseconds) that it is now by the clock of its file system."""
    os.makedirs(home, exist_ok=True)
    path = os.path.join(home, f"{os.getpid()}{_BEGUN}")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        return path, os.fstat(file.fileno()).st_mtime_ns


def discard(path: str) -> None:
    """Takes a file away that was begun."""
    with contextlib.suppress(OSError):
        os.unlink(path)


def packed(record: Record) -> bytes:
    """A record as it is kept: all words with NUL between, name and number before each list. Raises `ValueError` where one holds a NUL."""
    words = [word for name, items in record.items() for word in (name, str(len(items)), *items)]
    if any("\0" in word for word in words):
        raise ValueError("NUL")
    return "\0".join(words).encode("utf-8", "surrogateescape")


def _sections(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    at = 0
    while at < len(words):
        end = at + 2 + int(words[at + 1])
        if end > len(words):
            raise ValueError("cut off")
        yield words[at], words[at + 2 : end]
        at = end


def _prune(home: str) -> None:
    ours = [entry for entry in os.scandir(home) if entry.name.endswith((_ENDING, _BEGUN))]
    files = sorted(ours, key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for entry in files[_MOST:]:
        discard(entry.path)
