"""From byte offsets to lines and columns, cheap for files that are all ASCII."""

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from checker.model.place import Span


class Lines(NamedTuple):
    """The byte offset where each line starts; `ascii`: bytes and characters are the same."""

    data: bytes
    starts: tuple[int, ...]
    ascii: bool


def lines_of(data: bytes) -> Lines:
    """The lines of `data`, ended by line feeds."""
    parts = data.replace(b"\r", b" ").splitlines(keepends=True)
    starts = tuple(accumulate(map(len, parts), initial=0))
    # What follows the last line feed is a line, even if it is empty.
    return Lines(data, starts if not data or data.endswith(b"\n") else starts[:-1], data.isascii())


def line_of(lines: Lines, offset: int) -> int:
    """The 1-based line of a byte offset."""
    return bisect_right(lines.starts, offset)


def span(lines: Lines, start: int, end: int) -> Span:
    """The span of the bytes `start` to `end`."""
    starts = lines.starts
    line = end_line = bisect_right(starts, start)
    if line < len(starts) and end >= starts[line]:
        end_line = bisect_right(starts, end, line)
    if lines.ascii:
        return Span(start, end, line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)
    return Span(start, end, line, _column(lines, line, start), end_line, _column(lines, end_line, end))


def _column(lines: Lines, line: int, offset: int) -> int:
    before = lines.data[lines.starts[line - 1] : offset]
    return (len(before) if before.isascii() else len(before.decode("utf-8", "replace"))) + 1
