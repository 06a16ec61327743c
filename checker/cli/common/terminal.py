"""Standard output and standard error: safe to write to, whatever they are connected to."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO


class ReaderGone(Exception):
    """Whoever reads standard output has stopped, as `head` does: no error, and not worth a word."""


def write(text: str) -> None:
    """Puts (a part of) the report on standard output; a full disk or a closed output is the user's to mend."""
    stream = sys.stdout
    if stream is None:
        raise _unwritable("it is closed")
    try:
        stream.write(_encodable(text, stream))
        stream.flush()
    except BrokenPipeError:
        discard()
        raise ReaderGone from None
    except OSError as error:
        discard()
        raise _unwritable(error.strerror or str(error)) from error


def say(line: str, end: str = "\n") -> None:
    """A note or complaint for people, on standard error; where that is closed, nobody is there to read it."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(_encodable(line, sys.stderr) + end)
        sys.stderr.flush()
    except OSError:
        pass


def discard() -> None:
    """Sends what is still buffered for standard output nowhere, so that the interpreter does not fail on it at exit."""
    import contextlib

    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def colour(stream: TextIO | None, environment: Mapping[str, str]) -> bool:
    """Whether to colour what goes to `stream`: `NO_COLOR` wins over `FORCE_COLOR`, which wins over what the stream is."""
    if environment.get("NO_COLOR"):
        return False
    if forced := environment.get("FORCE_COLOR"):
        return forced != "0"
    return stream is not None and stream.isatty() and environment.get("TERM") != "dumb"


def width(stream: TextIO | None) -> int:
    """Columns of the terminal behind `stream`, 0 where there is none: then the report does not depend on where it is made."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream is not None and stream.isatty() else 0
    except (OSError, ValueError):
        return 0


def _encodable(text: str, stream: TextIO) -> str:
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _unwritable(why: str) -> Exception:
    from checker.model.errors import Complaint, Unusable

    return Unusable(Complaint("", 0, 0, f"cannot write to standard output: {why}"))
