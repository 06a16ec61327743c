"""What becomes of a local after its `let`: other values assigned, its own altered in place."""

import re
from bisect import bisect_right
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.rust.frame import Frame, around, descend, text

_LOOPS = frozenset({"loop_expression", "while_expression", "for_expression"})
_CHANGED = re.compile(
    rb"\s*(?:[-+*/|&^%]=|\.\s*(?:push|push_str|insert|insert_str|extend|append|clear|truncate|pop|remove|retain|drain|"
    rb"sort\w*|reverse|entry|get_mut|as_mut|iter_mut|make_ascii_\w+|as_object_mut|as_array_mut|swap|replace|write_\w+)\s*\(|"
    rb"(?:\.\s*\w+|\[[^\]]*\])\s*=[^=])"
)
_ASSIGNED = re.compile(rb"\s*=(?![=>])")
_LENT = re.compile(rb"&mut\s+$")
#: Assignments to one local that are looked at.
_MAX_ASSIGNMENTS = 32
_NEVER = 1 << 62


def changes(name: str, block: Frame, let: Node, at: int, use: Frame) -> tuple[tuple[Frame, ...], bool, bool]:
    """What assignments and altering calls between a `let` and a use make of a local; in a loop also those after the use.

    The assignments, whether they leave nothing of what stands at the `let`, and whether the local is altered in place.
    """
    looped = any(f.kind in _LOOPS for f in _between(use, block))
    last = (block.node.end_byte if looped else at) + block.shift - len(name.encode())
    touched = _touched(name, block, let.end_byte + block.shift)
    before = bisect_right(touched.assigned, last)
    offsets = touched.assigned[max(0, before - _MAX_ASSIGNMENTS) : before]
    assigned = [a for a in (_assignment(name, block, offset) for offset in offsets) if a is not None]
    changed = touched.changed <= last or before > _MAX_ASSIGNMENTS
    certain = [i for i, a in enumerate(assigned) if _directly_in(a, block)] if not looped else []
    return tuple(assigned[certain[-1] :] if certain else assigned), bool(certain), changed


def _directly_in(assignment: Frame, block: Frame) -> bool:
    holder = assignment.up.up if assignment.up is not None else None
    return holder is not None and holder.node == block.node


class _Touched(NamedTuple):
    """Where a local is assigned to, and where what it holds is altered first (`_NEVER`: nowhere)."""

    assigned: list[int]
    changed: int


def _touched(name: str, block: Frame, start: int) -> _Touched:
    """What happens to a local in its block from `start` on."""
    key = ("touched", name, start)
    known = block.file.memo.get(key)
    if not isinstance(known, _Touched):
        known = block.file.memo[key] = _searched(name.encode(), block.file.data, start, block.node.end_byte + block.shift)
    return known


def _searched(name: bytes, data: bytes, start: int, end: int) -> _Touched:
    assigned, changed = [], _NEVER
    at = data.find(name, start, end)
    while at >= 0:
        after = at + len(name)
        if data[at - 1 : at] != b"." and not data[at - 1 : at].isalnum() and data[at - 1 : at] != b"_":
            if _ASSIGNED.match(data, after):
                assigned.append(at)
            elif _CHANGED.match(data, after) or (_LENT.search(data, max(start, at - 12), at) and not data[after : after + 1].isalnum()):
                changed = min(changed, at)
        at = data.find(name, after, end)
    return _Touched(assigned, changed)


def _between(use: Frame, block: Frame) -> list[Frame]:
    found = []
    for frame in around(use):
        if frame.node == block.node:
            break
        found.append(frame)
    return found


def _assignment(name: str, block: Frame, offset: int) -> Frame | None:
    """The assignment to a name at an offset."""
    key = ("assignment", offset)
    memo = block.file.memo
    if key not in memo:
        memo[key] = descend(block, offset).up
    found = memo[key]
    if not isinstance(found, Frame) or found.kind != "assignment_expression" or text(found.node.child_by_field_name("left")) != name:
        return None
    return found


