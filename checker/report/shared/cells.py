"""How wide text is on a terminal, character by character: tabs, wide and combining characters, escapes."""

from typing import NamedTuple

from checker.report.shared.visible import shown

TAB = 4


class Cell(NamedTuple):
    """What one character of the source shows as, and the columns it takes."""

    text: str
    width: int


def cells(text: str) -> list[Cell]:
    """A cell for each character of `text`; tab stops count from its start."""
    found: list[Cell] = []
    column = 0
    for char in text:
        cell = _cell(char, column)
        column += cell.width
        found.append(cell)
    return found


def width(found: list[Cell]) -> int:
    return sum(cell.width for cell in found)


def text_width(text: str) -> int:
    return len(text) if text.isascii() else width(cells(text))


def _cell(char: str, column: int) -> Cell:
    if char == "\t":
        stop = TAB - column % TAB
        return Cell(" " * stop, stop)
    if not char.isprintable():
        escape = shown(char)
        return Cell(escape, len(escape))
    return Cell(char, 1 if char.isascii() else _printable_width(char))


def _printable_width(char: str) -> int:
    import unicodedata

    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
