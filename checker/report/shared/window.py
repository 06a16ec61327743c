"""The part of a source line that fits, with a stretch of it kept in view."""

from itertools import accumulate
from typing import NamedTuple

from checker.report.shared.cells import Cell, cells, width

ELLIPSIS = "…"


class Window(NamedTuple):
    """`text` as shown, and the columns (0-based, `end` exclusive, at least one wide) at which the stretch stands in it."""

    text: str
    start: int
    end: int


def window(line: str, first: int, last: int, room: int) -> Window:
    """`line` in at most `room` columns around its characters `first` to `last` (0-based, `last` exclusive).

    A minified line can have millions of characters: only those near the stretch are looked at.
    """
    first = max(0, min(first, len(line)))
    if len(line) <= room and line.isascii() and line.isprintable():  # most lines: each character is one column
        return Window(line, first, max(min(last, len(line)), first + 1))
    begin, stop = max(0, first - 2 * room), first + 2 * room
    found = cells(line[begin:stop])
    first, last = first - begin, max(0, min(last, stop) - begin)
    low, high = _fitting(found, first, last, room)
    left = ELLIPSIS if begin + low else ""
    right = ELLIPSIS if begin + high < len(line) else ""
    start = len(left) + width(found[low:first])
    end = start + width(found[first : min(last, high)])
    return Window(left + "".join(cell.text for cell in found[low:high]) + right, start, max(end, start + 1))


def _fitting(found: list[Cell], first: int, last: int, room: int) -> tuple[int, int]:
    # A combining mark takes no column, but counts as one here, so that a pile of them stays bounded.
    costs = [max(1, cell.width) for cell in found]
    if sum(costs) <= room:
        return 0, len(found)
    room -= 2 * len(ELLIPSIS)
    fits_from_start = sum(costs[:last]) <= room
    low = 0 if fits_from_start else first - _prefix(costs[first - 1 :: -1] if first else [], room // 3)
    high = low + _prefix(costs[low:], room)
    if high == len(found):
        low = high - _prefix(costs[::-1], room)
    return low, high


def _prefix(costs: list[int], room: int) -> int:
    """How many of `costs` fit into `room`, from the front."""
    return sum(1 for used in accumulate(costs) if used <= room)
