"""From byte offsets to lines and columns, cheap for files that are all ASCII."""

from bisect import bisect_right
from itertools import accumulate
from operator import add
from typing import NamedTuple

from checker.model.place import Span


class Lines(NamedTuple):
    """The byte offset where each line starts; `ascii`: bytes and characters are the same."""

    data: bytes
    starts: tuple[int, ...]
    ascii: bool


def lines_of(data: bytes) -> Lines:
    """The lines of `data`, ended by line feeds."""
    parts = data.split(b"\n")
    before = accumulate(map(len, parts), initial=0)
    return Lines(data, tuple(map(add, before, range(len(parts)))), data.isascii())


def line_of(lines: Lines, offset: int) -> int:
    """The 1-based line of a byte offset."""
    return bisect_right(lines.starts, offset)


def span(lines: Lines, start: int, end: int) -> Span:
    """The span of the bytes `start` to `end`."""
    line, end_line = bisect_right(lines.starts, start), bisect_right(lines.starts, end)
    return Span(start, end, line, _column(lines, line, start), end_line, _column(lines, end_line, end))


def _column(lines: Lines, line: int, offset: int) -> int:
    first = lines.starts[line - 1]
    if lines.ascii:
        return offset - first + 1
    return len(lines.data[first:offset].decode("utf-8", "replace")) + 1
