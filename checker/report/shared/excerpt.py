"""A piece of source with a span marked, the way compilers show it."""

from collections.abc import Callable
from typing import NamedTuple

from checker.model.place import FILE_START, Span
from checker.report.shared.cells import cells
from checker.report.shared.cells import width as cell_width
from checker.report.shared.window import Window, window

#: A span of more lines than this shows its head and its last line.
MOST_LINES = 6
HEAD_LINES = 4


class Row(NamedTuple):
    """A line of an excerpt: its number, `""` on lines that only mark; the marks before the code; the code; the marks after it."""

    number: str
    before: str
    code: str
    after: str = ""


def excerpt(span: Span, line_of: Callable[[int], str], room: int) -> list[Row]:
    """The lines of `span` in at most `room` columns; none for a file as a whole and where the source is not to be had."""
    if span == FILE_START or span.line < 1 or not line_of(span.line).strip():
        return []
    last_line, last_column = _inclusive(span, line_of)
    if last_line == span.line:
        return _single(line_of(span.line), span.line, span.column, last_column, room)
    return _several(span, last_line, last_column, line_of, room - 2)


def _inclusive(span: Span, line_of: Callable[[int], str]) -> tuple[int, int]:
    # A span that takes in the line's end stops at column 1 of the next line, where nothing is to be marked.
    if span.end_column <= 1 and span.end_line > span.line:
        return span.end_line - 1, len(line_of(span.end_line - 1)) + 1
    return max(span.line, span.end_line), span.end_column


def _single(line: str, number: int, column: int, end_column: int, room: int) -> list[Row]:
    seen = window(line, column - 1, end_column - 1, room)
    return [Row(str(number), "", seen.text), Row("", "", "", " " * seen.start + "^" * (seen.end - seen.start))]


def _several(span: Span, last_line: int, last_column: int, line_of: Callable[[int], str], room: int) -> list[Row]:
    rows = _opening(window(line_of(span.line), span.column - 1, span.column, room), span)
    for number in _middle(span.line, last_line):
        text = window(line_of(number), 0, 0, room).text if number else ""
        rows.append(Row(str(number), "| ", text) if number else Row("...", "| ", ""))
    closing = line_of(last_line)
    seen = window(closing, 0, 0, room)
    end = min(cell_width(cells(closing[: min(last_column - 1, 2 * room)])), room)
    return [*rows, Row(str(last_line), "| ", seen.text), Row("", "|" + "_" * max(1, end) + "^", "")]


def _opening(seen: Window, span: Span) -> list[Row]:
    if not seen.text[: seen.start].strip():
        return [Row(str(span.line), "/ ", seen.text)]
    return [Row(str(span.line), "  ", seen.text), Row("", " " + "_" * (seen.start + 1) + "^", "")]


def _middle(first: int, last: int) -> list[int]:
    """Numbers of the lines between first and last that are shown; 0 stands for those left out."""
    between = list(range(first + 1, min(last, first + MOST_LINES + 1)))
    return between if last - first < MOST_LINES else [*between[: HEAD_LINES - 1], 0]
