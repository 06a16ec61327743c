"""How much of a function is there for one statement: its own lines and those of the statements that it is built from."""

import re
from bisect import bisect_right
from typing import cast

from tree_sitter import Node

from checker.languages.rust.frame import Frame, around, text

_WORDS = re.compile(r"[^\W\d]\w*")
#: Bytes of a statement that are looked at for names, and statements before it in all: a function with more is not made for one write.
_MAX_LENGTH = 8192
_MOST = 64
_NO_LOCALS = frozenset({"_", "mut", "ref", "self"})
#: What starts with what it changes. A call is one only as a method's: `insert(event)` starts with the function.
_LED_BY = frozenset([
    "expression_statement", "assignment_expression", "compound_assignment_expr", "try_expression", "await_expression", "call_expression",
    "field_expression", "index_expression",
])


def fed_lines(statement: Frame) -> int:
    """The lines of a statement with those before it, in the blocks around, that bind or change what it uses, directly or not."""
    key, memo = ("fed", statement.node.start_byte + statement.shift, statement.node.end_byte), statement.file.memo
    if key not in memo:
        memo[key] = _fed_lines(statement)
    return cast(int, memo[key])


def _fed_lines(statement: Frame) -> int:
    used = _names(statement, statement.node) - _written_to(statement.node)
    total, left = _lines(statement.node), _MOST
    previous = statement
    for frame in around(statement):
        if frame.kind == "function_item" or left <= 0:
            break
        if frame.kind == "block":
            before = _before(frame, previous.node.start_byte)[:left]
            left -= len(before)
            for names, node in before:
                if not used.isdisjoint(names):
                    used |= _names(frame, node)
                    total += _lines(node)
        previous = frame
    return total


def _before(block: Frame, place: int) -> list[tuple[set[str], Node]]:
    """The last statements of a block before a place that bind or change something, nearest first, each with what.

    What waits for something is work of its own, and builds nothing.
    """
    key = ("changing", block.node.start_byte + block.shift)
    memo = block.file.memo
    if key not in memo:
        each = [n for n in block.node.named_children if b".await" not in _bytes(block, n)]
        memo[key] = [(n.end_byte, names, n) for n in each if (names := _bound(block, n))]
    listed = cast(list[tuple[int, set[str], Node]], memo[key])
    end = bisect_right(listed, place, key=_end)
    return [(names, node) for _, names, node in reversed(listed[max(end - _MOST, 0) : end])]


def _end(entry: tuple[int, set[str], Node]) -> int:
    return entry[0]


def _bound(block: Frame, statement: Node) -> set[str]:
    """The names that a `let` binds; of a statement such as `event.insert(…);` or `let _ = event.insert(…);` the one it starts with."""
    if statement.type == "let_declaration":
        pattern = statement.child_by_field_name("pattern")
        bound = _names(block, pattern) if pattern is not None else set()
        return bound or _root(statement.child_by_field_name("value"))
    return _root(statement) if statement.type == "expression_statement" else set()


def _written_to(statement: Node) -> set[str]:
    """The object that a statement calls a method of: what is done to a client before is not part of what is written."""
    return _root(statement.child_by_field_name("value") if statement.type == "let_declaration" else statement)


def _root(node: Node | None) -> set[str]:
    while node is not None and node.type in _LED_BY and node.named_child_count:
        node = node.named_children[0]
    return {text(node)} - _NO_LOCALS if node is not None and node.type == "identifier" else set()


def _names(frame: Frame, node: Node) -> set[str]:
    """The words of a node of `frame`'s tree that can be locals."""
    return {w for w in _WORDS.findall(_bytes(frame, node).decode("utf-8", "replace")) if not w[0].isupper()} - _NO_LOCALS


def _bytes(frame: Frame, node: Node) -> bytes:
    """The beginning of a node's text, without a copy of what may be most of a file."""
    start = node.start_byte + frame.shift
    return frame.file.data[start : min(node.end_byte + frame.shift, start + _MAX_LENGTH)]


def _lines(node: Node) -> int:
    return node.end_point[0] - node.start_point[0] + 1
