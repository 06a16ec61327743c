"""The tables of a Markdown page as parse events: a list of `{title, columns, rows}`, with the place of every cell.

`title` is the heading above the table. Tables are those of GitHub's Markdown (a row, then a row of dashes); fenced code holds none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from checker.contracts.build import Event, build
from checker.contracts.document import Node

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
#: A pipe that is not escaped ends a cell, also in code, as on GitHub.
_PIPE = re.compile(r"\\.|\|", re.DOTALL)


class _Line(NamedTuple):
    text: str
    start: int


def parse(text: str) -> tuple[Any, Node]:
    """The tables of a page with their places."""
    return build(_events(text))


def _events(text: str) -> Iterator[Event]:
    lines = [*_lines(text)]
    yield "list", None, 0, 0, ""
    title, number = _Line("", 0), 0
    while number < len(lines):
        line = lines[number]
        if heading := _HEADING.match(line.text):
            title = _Line(line.text[heading.end() :].rstrip("# \t"), line.start + heading.end())
        if number + 1 < len(lines) and _starts_table(line, lines[number + 1]):
            rows = [*_rows(lines, number + 2)]
            yield from _table(title, line, rows)
            number += 1 + len(rows)
        number += 1
    yield "end", None, len(text), len(text), ""


def _lines(text: str) -> Iterator[_Line]:
    """The lines of the page that are not in fenced code; those that are come as empty ones, so that they end a table."""
    fence, start = "", 0
    for whole in text.split("\n"):
        found = _FENCE.match(whole)
        if fence:
            closes = found is not None and found[1].startswith(fence) and not whole[found.end() :].strip()
            fence = "" if closes else fence
            yield _Line("", start)
        else:
            fence = found[1] if found else ""
            yield _Line("" if found else whole.rstrip("\r"), start)
        start += len(whole) + 1


def _starts_table(head: _Line, under: _Line) -> bool:
    # The row of dashes is looked at first: few lines can be one.
    if not under.text.strip(" \t|:-") and "-" in under.text and "|" in head.text:
        dashes = _cells(under)
        return len(dashes) == len(_cells(head)) and all(d.text.strip(":").strip("-") == "" and "-" in d.text for d in dashes)
    return False


def _rows(lines: Sequence[_Line], number: int) -> Iterator[_Line]:
    while number < len(lines) and "|" in lines[number].text and lines[number].text.strip():
        yield lines[number]
        number += 1


def _cells(line: _Line) -> list[_Line]:
    bounds = [m.start() for m in _PIPE.finditer(line.text) if m.group() == "|"]
    edges = [-1, *bounds, len(line.text)]
    parts = [(edges[i] + 1, edges[i + 1]) for i in range(len(edges) - 1)]
    if bounds and not line.text[: bounds[0]].strip():
        parts = parts[1:]
    if bounds and not line.text[bounds[-1] + 1 :].strip():
        parts = parts[:-1]
    return [_stripped(line, start, end) for start, end in parts]


def _stripped(line: _Line, start: int, end: int) -> _Line:
    cell = line.text[start:end]
    return _Line(cell.strip(), line.start + start + len(cell) - len(cell.lstrip()))


def _table(title: _Line, head: _Line, rows: Sequence[_Line]) -> Iterator[Event]:
    yield "map", None, head.start, head.start, ""
    yield from (_value(_Line("title", head.start)), _value(title), _value(_Line("columns", head.start)))
    yield from _list(head)
    yield _value(_Line("rows", head.start))
    yield "list", None, head.start, head.start, ""
    for row in rows:
        yield from _list(row)
    yield "end", None, head.start, head.start, ""
    yield "end", None, head.start, head.start, ""


def _list(line: _Line) -> Iterator[Event]:
    yield "list", None, line.start, line.start, ""
    for cell in _cells(line):
        yield _value(cell)
    end = line.start + len(line.text)
    yield "end", None, end, end, ""


def _value(cell: _Line) -> Event:
    return "value", cell.text, cell.start, cell.start + len(cell.text), ""
