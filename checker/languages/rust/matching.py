"""`matches!(x, A | B)`: a condition that compares one thing with a pattern."""

from typing import NamedTuple

from tree_sitter import Node

from checker.languages.rust.formats import fragment
from checker.languages.rust.frame import Frame, text
from checker.languages.rust.invocations import argument_nodes
from checker.languages.rust.literals import STRINGS, string
from checker.languages.rust.macros import macro_name
from checker.languages.rust.scopes import dotted

#: Alternatives of one pattern that are looked at.
_MOST = 64


class Matching(NamedTuple):
    """What is compared, in its frame, and the alternatives, paths and texts joined by `|`."""

    subject: Node
    frame: Frame
    pattern: str


def matching(condition: Node, frame: Frame) -> Matching | None:
    """The comparison that a condition is; None for others, and for patterns that are more than paths and texts."""
    if condition.type != "macro_invocation" or macro_name(condition) != "matches":
        return None
    inside = fragment(condition, frame)
    given = argument_nodes(inside.node) if inside is not None and inside.kind == "arguments" else []
    if inside is None or len(given) != 2:
        return None
    each = [_alternative(node, inside) for node in flat(given[1])]
    return Matching(given[0], inside, "|".join(each)) if all(each) else None


def unless(condition: Node, frame: Frame) -> Matching | None:
    """The comparison that has to hold where a condition does not: `!matches!(…)`."""
    if condition.type == "unary_expression" and condition.children[0].type == "!" and condition.named_child_count == 1:
        return matching(condition.named_children[0], frame)
    return None


def flat(pattern: Node) -> list[Node]:
    """The alternatives of a pattern that reads as an expression: `A(_) | B(_)`."""
    found: list[Node] = []
    while pattern.type == "binary_expression" and pattern.named_child_count == 2 and len(found) < _MOST:
        left, right = pattern.named_children
        found.append(right)
        pattern = left
    return [pattern, *reversed(found)]


def _alternative(node: Node, frame: Frame) -> str:
    if node.type in STRINGS:
        return string(node)
    return dotted(text(node), frame) if node.type in ("identifier", "scoped_identifier") else ""
