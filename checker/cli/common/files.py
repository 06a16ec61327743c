"""How commands touch files: lines of sources for excerpts, and reports written where the user asked."""

import argparse
import os
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from checker.model.errors import Complaint, Unusable

#: More of a file than this is not read for an excerpt.
MOST_BYTES = 16 * 1024 * 1024


class Target(NamedTuple):
    """A report to be written: `json:build/telint.json`."""

    format: str
    path: str


def target(formats: Callable[[str], str]) -> Callable[[str], Target]:
    """A type for argparse that takes `FORMAT:FILE`; `formats` checks the format."""

    def convert(word: str) -> Target:
        format, colon, path = word.partition(":")
        if not colon or not path:
            raise argparse.ArgumentTypeError(f'"{word}" is not of the form FORMAT:FILE')
        return Target(formats(format), path)

    return convert


def write(path: str, text: str) -> None:
    """Writes a report, but not through a symbolic link, which a hostile checkout could point anywhere."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    try:
        if os.path.islink(path):
            raise Unusable(Complaint(path, 0, 0, "is a symbolic link; telint does not write through one"))
        with open(os.open(path, flags, 0o666), "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise Unusable(Complaint(path, 0, 0, f"cannot be written: {error.strerror or error}")) from error


def source(root: str, path: str) -> bytes:
    """A source file of the workspace, as it is; a link out of it is not followed."""
    inside = os.path.realpath(root)
    real = os.path.realpath(os.path.join(inside, path))
    if os.path.commonpath((inside, real)) != inside:
        raise Unusable(Complaint(path, 0, 0, "is a link that leads out of the workspace"))
    try:
        with open(real, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise Unusable(Complaint(path, 0, 0, f"cannot be read: {error.strerror or error}")) from error


def replace(path: str, data: bytes) -> None:
    """Writes a file anew, so that whoever reads it meanwhile sees the old one or the new one, but no half; its mode stays."""
    if os.path.islink(path):
        raise Unusable(Complaint(path, 0, 0, "is a symbolic link; telint does not write through one"))
    beside = f"{path}.telint"
    try:
        mode = os.stat(path).st_mode & 0o7777
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(beside, flags, mode), "wb") as stream:
            stream.write(data)
        os.chmod(beside, mode)
        os.replace(beside, path)
    except OSError as error:
        raise Unusable(Complaint(path, 0, 0, f"cannot be written: {error.strerror or error}")) from error


def make_folder(path: str) -> None:
    """Makes the folder that reports go to, and those above it, where they are not there."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise Unusable(Complaint(path, 0, 0, f"cannot be made: {error.strerror or error}")) from error


def line_reader(root: str) -> Callable[[str, int], str]:
    """A function that gives a line of a file of the workspace without its end, `""` where it cannot."""

    @lru_cache(maxsize=8)
    def lines(path: str) -> list[str]:
        return _read(root, path).split("\n")

    def line_of(path: str, line: int) -> str:
        found = lines(path)
        return found[line - 1].removesuffix("\r") if 0 < line <= len(found) else ""

    return line_of


def _read(root: str, path: str) -> str:
    inside = os.path.realpath(root)
    real = os.path.realpath(os.path.join(inside, path))
    if os.path.commonpath((inside, real)) != inside or not os.path.isfile(real):
        return ""
    try:
        with open(real, "rb") as stream:
            return stream.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
