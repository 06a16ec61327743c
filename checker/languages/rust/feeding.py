"""How much of a function is there for one statement: its own lines and those of the statements that it is built from."""

import re
from bisect import bisect_right
from typing import cast

from tree_sitter import Node

from checker.languages.rust.frame import Frame, around, source, text

_WORDS = re.compile(r"[^\W\d]\w*")
#: Characters of a statement that are looked at for names, and statements of one block before it: a function with more is not made
#: for one write.
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
    used = _names(source(statement)) - _written_to(statement.node)
    total = _lines(statement.node)
    previous = statement
    for frame in around(statement):
        if frame.kind == "function_item":
            break
        if frame.kind == "block":
            for names, node in _before(frame, previous.node.start_byte):
                if not used.isdisjoint(names):
                    used |= _names(text(node))
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
        each = [n for n in block.node.named_children if b".await" not in (n.text or b"")]
        memo[key] = [(n.end_byte, names, n) for n in each if (names := _bound(n))]
    listed = cast(list[tuple[int, set[str], Node]], memo[key])
    end = bisect_right(listed, place, key=_end)
    return [(names, node) for _, names, node in reversed(listed[max(end - _MOST, 0) : end])]


def _end(entry: tuple[int, set[str], Node]) -> int:
    return entry[0]


def _bound(statement: Node) -> set[str]:
    """The names that a `let` binds; of a statement such as `event.insert(…);` or `let _ = event.insert(…);` the one it starts with."""
    if statement.type == "let_declaration":
        bound = _names(text(statement.child_by_field_name("pattern")))
        return bound or _root(statement.child_by_field_name("value"))
    return _root(statement) if statement.type == "expression_statement" else set()


def _written_to(statement: Node) -> set[str]:
    """The object that a statement calls a method of: what is done to a client before is not part of what is written."""
    return _root(statement.child_by_field_name("value") if statement.type == "let_declaration" else statement)


def _root(node: Node | None) -> set[str]:
    while node is not None and node.type in _LED_BY and node.named_child_count:
        node = node.named_children[0]
    return _names(text(node)) if node is not None and node.type == "identifier" else set()


def _names(written: str) -> set[str]:
    """The words that can be locals."""
    return {w for w in _WORDS.findall(written[:_MAX_LENGTH]) if not w[0].isupper()} - _NO_LOCALS


def _lines(node: Node) -> int:
    return node.end_point[0] - node.start_point[0] + 1
