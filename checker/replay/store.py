"""Records on disk: `.git/telint/`, a file for each way in which telint is called here."""

from __future__ import annotations

import contextlib
import os
import time
from binascii import crc32

from checker.git import tree
from checker.replay import state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    #: What is kept of a run: lists of words by name.
    Record: TypeAlias = dict[str, list[str]]

#: Of more calls than this those are forgotten that were not made for the longest time: each takes about as much as git's own index.
_MOST = 12
_ENDING, _BEGUN = ".run", ".new"
#: Seconds after which a file that was begun is left over from a run that was killed.
_LEFT_OVER = 3600
#: A larger record is neither kept nor looked at.
_MOST_BYTES = 64 * 1024 * 1024


def folder(start: str) -> str:
    """Where the runs in the folder `start` are kept; `""` where that is no git work tree of its own, or somebody made a link of the place:
    nothing is kept outside. A linked work tree keeps none, either: its `.git` is a file that leads out of it."""
    top = tree.work_tree(start)
    inside = os.path.join(top or start, ".git")
    home = os.path.join(inside, "telint")
    linked = os.path.islink(inside) or os.path.islink(home)
    return home if top and not linked and os.path.isfile(os.path.join(inside, "HEAD")) else ""


def place(home: str, key: list[str]) -> str:
    """The file for the call that `key` describes. Two calls may share one: what is in it is compared."""
    called = crc32(packed({"key": key}))
    return os.path.join(home, f"{called:08x}{_ENDING}")


def load(path: str) -> Record:
    """The record in a file; empty where there is none, or none that can be read."""
    data = state.plain(path, _MOST_BYTES)
    try:
        return _unpacked(data) if data else {}
    except (ValueError, IndexError):
        return {}


def begin(home: str) -> tuple[str, int]:
    """A file to write a record into, made now, and the moment (nanoseconds) that it is now by the clock of its file system."""
    os.makedirs(home, exist_ok=True)
    path = os.path.join(home, f"{os.urandom(8).hex()}{_BEGUN}")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        return path, os.fstat(file.fileno()).st_mtime_ns


def save(beside: str, path: str, record: Record) -> None:
    """Puts a record in its place, by way of the file `beside` that was begun. What cannot be kept is not."""
    try:
        data = packed(record)
        if len(data) <= _MOST_BYTES:
            with open(beside, "wb") as file:
                file.write(data)
            os.replace(beside, path)
            _prune(os.path.dirname(path))
    except (OSError, ValueError):
        discard(beside)


def used(path: str) -> None:
    """Notes that a record was of use."""
    with contextlib.suppress(OSError):
        os.utime(path)


def discard(path: str) -> None:
    """Takes a file away that was begun."""
    with contextlib.suppress(OSError):
        os.unlink(path)


def packed(record: Record) -> bytes:
    """A record as it is kept: a checksum, then all words with NUL between, with name and number before each list. Raises `ValueError` where
    a word holds a NUL."""
    words = [word for name, items in record.items() for word in (name, str(len(items)), *items)]
    if any("\0" in word for word in words):
        raise ValueError("NUL")
    data = "\0".join(words).encode("utf-8", "surrogateescape")
    return b"%08x" % crc32(data) + data


def _unpacked(data: bytes) -> Record:
    if int(data[:8], 16) != crc32(data[8:]):
        raise ValueError("damaged")
    return dict(_sections(data[8:].decode("utf-8", "surrogateescape").split("\0")))


def _sections(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    at = 0
    while at < len(words):
        end = at + 2 + int(words[at + 1])
        if end > len(words):
            raise ValueError("cut off")
        yield words[at], words[at + 2 : end]
        at = end


def _prune(home: str) -> None:
    with os.scandir(home) as entries:
        ages = {entry.path: time.time() - entry.stat().st_mtime for entry in entries if entry.name.endswith((_ENDING, _BEGUN))}
    runs = sorted((path for path in ages if path.endswith(_ENDING)), key=lambda path: ages[path])
    left = [path for path, age in ages.items() if path.endswith(_BEGUN) and age > _LEFT_OVER]
    for path in (*runs[_MOST:], *left):
        discard(path)
