"""Where something stands in a file, in words that hold for every language and every report."""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of one file.

    `start` and `end` are byte offsets, `end` exclusive. Lines and columns are 1-based, columns count
    Unicode code points, `end_column` is the column after the last character (the SARIF convention).
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


class Place(NamedTuple):
    """A span in a file of the workspace; `path` is relative to its root, with forward slashes."""

    path: str
    span: Span


#: The first character of a file: where a problem of the file as a whole is reported.
FILE_START = Span(0, 0, 1, 1, 1, 1)


def opening(span: Span) -> Span:
    """The point at which a span starts: where something that goes on for lines is reported."""
    return span._replace(end=span.start, end_line=span.line, end_column=span.column)


def span_at(text: str, start: int, end: int) -> Span:
    """The span of the characters `start` to `end` of `text`; byte offsets are those of its UTF-8 form."""
    line, column = _line_column(text, start)
    end_line, end_column = _line_column(text, end)
    first = len(text[:start].encode())
    last = first + len(text[start:end].encode())
    return Span(first, last, line, column, end_line, end_column)


def _line_column(text: str, offset: int) -> tuple[int, int]:
    before = text.rfind("\n", 0, offset)
    return text.count("\n", 0, offset) + 1, offset - before
