"""Comments in Rust, by byte edits: a line above the statement that holds a call."""

from collections.abc import Iterator, Sequence

import tree_sitter_rust
from tree_sitter import Language, Node, Parser

from checker.edit.comments.lines import comment_line, line_start
from checker.model.edit import Insertion

#: What holds statements, arms and items, each of which can have a comment of its own.
_LISTS = frozenset({"block", "match_block", "declaration_list", "source_file"})


def annotated(data: bytes, insertions: Sequence[Insertion]) -> tuple[bytes, list[Insertion]]:
    """The source with its comments, and the insertions for which there is no line."""
    root, left, lines = _parsed(data), list[Insertion](), dict[int, bytes]()
    for insertion in insertions:
        at = _statement(root, insertion).start_byte
        start = line_start(data, at)
        if data[start:at].strip():
            left.append(insertion)
        else:
            # Two calls of one statement share a comment: the higher class, which sorts last.
            lines[start] = max(lines.get(start, b""), comment_line(data, at, "//", insertion.text))
    for start in sorted(lines, reverse=True):
        data = data[:start] + lines[start] + data[start:]
    return data, left


def code(data: bytes) -> list[tuple[str, bytes]]:
    """The tokens of a source without its comments."""
    return list(_tokens(_parsed(data)))


def _parsed(data: bytes) -> Node:
    return Parser(Language(tree_sitter_rust.language())).parse(data).root_node


def _statement(root: Node, insertion: Insertion) -> Node:
    node = root.descendant_for_byte_range(insertion.span.start, max(insertion.span.start, insertion.span.end - 1)) or root
    while node.parent is not None and node.parent.type not in _LISTS:
        node = node.parent
    return node


def _tokens(root: Node) -> Iterator[tuple[str, bytes]]:
    cursor, down = root.walk(), True
    while True:
        node = cursor.node
        if down and node is not None and "comment" in node.type:
            down = False
        elif down and cursor.goto_first_child():
            continue
        elif down and node is not None:
            yield node.type, node.text or b""
        if cursor.goto_next_sibling():
            down = True
        elif cursor.goto_parent():
            down = False
        else:
            return
