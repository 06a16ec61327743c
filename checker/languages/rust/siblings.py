"""Children and neighbours of nodes with many children. The tree finds each by counting from the first, so that here they are kept."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple, cast

from tree_sitter import Node

#: Children up to which the tree is asked.
_SHORT = 200


class _Children(NamedTuple):
    nodes: list[Node]
    starts: list[int]


def is_long(node: Node) -> bool:
    """Whether the children of a node are too many to count through them again and again."""
    return node.child_count > _SHORT


def child_at(holder: Node, place: int, memo: dict[object, object]) -> Node | None:
    """The child of a node with many children that spans a byte offset of its tree."""
    listed = _children(holder, memo)
    found = bisect_right(listed.starts, place) - 1
    return listed.nodes[found] if found >= 0 and listed.nodes[found].end_byte > place else None


def beside(node: Node, holder: Node | None, step: int, memo: dict[object, object]) -> Node | None:
    """The next (`step` 1) or previous (-1) sibling of `node`, a child of `holder`; None if there is none."""
    if holder is not None and is_long(holder):
        listed = _children(holder, memo)
        at = bisect_left(listed.starts, node.start_byte)
        while at < len(listed.nodes) and listed.starts[at] == node.start_byte:
            if listed.nodes[at] == node:
                return listed.nodes[at + step] if 0 <= at + step < len(listed.nodes) else None
            at += 1
    return node.next_sibling if step > 0 else node.prev_sibling


def _children(holder: Node, memo: dict[object, object]) -> _Children:
    # A node's number is its address, which a tree that is kept does not give away again.
    key = ("children", holder.id)
    if key not in memo:
        nodes = holder.children
        memo[key] = _Children(nodes, [n.start_byte for n in nodes])
    return cast(_Children, memo[key])
