"""An expression as it is shown: on one line, without the comments that stand in it."""

from tree_sitter import Node

#: Comments of a chain of calls stand a few levels down; what is deeper is left as it is written.
_MAX_DEPTH = 40


def one_line(node: Node) -> str:
    """The text of a node with single spaces and no comments."""
    written = node.text or b""
    if b"\n" in written:
        for comment in reversed(_comments(node, 0)):
            start, end = comment.start_byte - node.start_byte, comment.end_byte - node.start_byte
            written = written[:start] + b" " + written[end:]
    return " ".join(written.decode("utf-8", "replace").split())


def _comments(node: Node, depth: int) -> list[Node]:
    if "comment" in node.type:
        return [node]
    return [found for child in node.children for found in _comments(child, depth + 1)] if depth < _MAX_DEPTH else []
