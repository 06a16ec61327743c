"""What becomes of a local after its `let`: other values assigned, its own altered in place."""

import re
from bisect import bisect_right
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.rust.frame import Frame, around, descend, enclosing, text
from checker.languages.rust.macros import macro_name

_LOOPS = frozenset({"loop_expression", "while_expression", "for_expression"})
_CHANGED = re.compile(
    rb"\s*(?:[-+*/|&^%]=|\.\s*(?:push|push_str|insert|insert_str|extend|append|clear|truncate|pop|remove|retain|drain|"
    rb"sort\w*|reverse|entry|get_mut|as_mut|iter_mut|make_ascii_\w+|as_object_mut|as_array_mut|swap|replace|write_\w+)\s*\(|"
    rb"(?:\.\s*\w+|\[[^\]]*\])\s*=[^=])"
)
_ASSIGNED = re.compile(rb"\s*=(?![=>])")
_LENT = re.compile(rb"&mut\s+$")
_WRITTEN = re.compile(rb"\bwrite(?:ln)?!\s*[(\[{]\s*$")
_WRITES = ("write", "writeln")
_ADDING = frozenset({"push", "push_str", "insert", "insert_str", "extend", "append", "write_str"})
#: Assignments to one local that are looked at, and statements that put something into it.
_MAX_ASSIGNMENTS = 32


class Changes(NamedTuple):
    """What becomes of a local: the assignments, whether they leave nothing of what stands at the `let`, whether it is altered in place,
    and the calls and assignments that put something into it."""

    assigned: tuple[Frame, ...]
    replaced: bool
    changed: bool
    adding: tuple[Frame, ...]


def changes(name: str, block: Frame, let: Node, at: int, use: Frame) -> Changes:
    """What assignments and altering calls between a `let` and a use make of a local; in a loop also those after the use."""
    looped = any(f.kind in _LOOPS for f in _between(use, block))
    last = (block.node.end_byte if looped else at) + block.shift - len(name.encode())
    touched = _touched(name, block, let.end_byte + block.shift)
    before = bisect_right(touched.assigned, last)
    offsets = touched.assigned[max(0, before - _MAX_ASSIGNMENTS) : before]
    assigned = [a for a in (_assignment(name, block, offset) for offset in offsets) if a is not None]
    altered = touched.altered[: bisect_right(touched.altered, last)]
    certain = [i for i, a in enumerate(assigned) if _directly_in(a, block)] if not looped else []
    return Changes(
        tuple(assigned[certain[-1] :] if certain else assigned),
        bool(certain),
        bool(altered) or before > _MAX_ASSIGNMENTS,
        tuple(found for offset in altered[:_MAX_ASSIGNMENTS] if (found := _adding(block, offset)) is not None),
    )


def _directly_in(assignment: Frame, block: Frame) -> bool:
    holder = assignment.up.up if assignment.up is not None else None
    return holder is not None and holder.node == block.node


class _Touched(NamedTuple):
    """Where a local is assigned to, and where what it holds is altered."""

    assigned: list[int]
    altered: list[int]


def _touched(name: str, block: Frame, start: int) -> _Touched:
    """What happens to a local in its block from `start` on."""
    key = ("touched", name, start)
    known = block.file.memo.get(key)
    if not isinstance(known, _Touched):
        known = block.file.memo[key] = _searched(name.encode(), block.file.data, start, block.node.end_byte + block.shift)
    return known


def _searched(name: bytes, data: bytes, start: int, end: int) -> _Touched:
    assigned: list[int] = []
    altered: list[int] = []
    at = data.find(name, start, end)
    while at >= 0:
        after = at + len(name)
        if data[at - 1 : at] != b"." and not data[at - 1 : at].isalnum() and data[at - 1 : at] != b"_":
            if _ASSIGNED.match(data, after):
                assigned.append(at)
            elif _CHANGED.match(data, after) or _handed_out(data, start, at, after):
                altered.append(at)
        at = data.find(name, after, end)
    return _Touched(assigned, altered)


def _handed_out(data: bytes, start: int, at: int, after: int) -> bool:
    """Whether a name is lent to something that can change it: `&mut x`, `write!(x, …)`."""
    if data[after : after + 1].isalnum():
        return False
    return bool(_LENT.search(data, max(start, at - 12), at) or _WRITTEN.search(data, max(start, at - 24), at))


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


def _adding(block: Frame, offset: int) -> Frame | None:
    """What puts something into the local at an offset: `x.push(y)`, `x["k"] = y`, `x.part = y`, `x += y`, `write!(x, "{y}")`."""
    key = ("adding", offset)
    memo = block.file.memo
    if key not in memo:
        place = descend(block, offset)
        holder = place.up
        part = holder is not None and holder.kind in ("field_expression", "index_expression")
        outer = holder.up if holder is not None and part else holder
        memo[key] = outer if outer is not None and _adds(outer) else _written(place)
    found = memo[key]
    return found if isinstance(found, Frame) else None


def _adds(outer: Frame) -> bool:
    if outer.kind != "call_expression":
        return outer.kind in ("assignment_expression", "compound_assignment_expr")
    function = outer.node.child_by_field_name("function")
    return function is not None and text(function.child_by_field_name("field")) in _ADDING


def _written(place: Frame) -> Frame | None:
    """The `write!` that is handed what stands at `place` first."""
    invocation = enclosing(place, "macro_invocation", "block")
    return invocation if invocation is not None and invocation.kind != "block" and macro_name(invocation.node) in _WRITES else None
