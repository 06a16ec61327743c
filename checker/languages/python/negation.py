"""Which names of a condition stand in it negated."""

from tree_sitter import Node

from checker.languages import negations
from checker.languages.python.offsets import text

_NAMES = frozenset({"identifier"})
_NEGATING = {"==": "False", "is": "False", "!=": "True", "is not": "True"}


def turned(condition: Node, odd: bool = False) -> tuple[str, ...]:
    """The names that stand under an odd number of negations only; `odd`: the condition as a whole is negated."""
    written = condition.text or b""
    if not odd and b"not" not in written and b"False" not in written and b"!=" not in written:
        return ()
    return negations.turned(condition, odd, _NAMES, _flips)


def _flips(node: Node, child: Node) -> bool:
    """Whether a part of an expression stands negated in it: `not x`, `x is False`, `x != True`."""
    if node.type == "not_operator":
        return True
    if node.type != "comparison_operator" or node.named_child_count != 2:
        return False
    operator = " ".join(c.type for c in node.children if not c.is_named)
    other = next((text(c) for c in node.named_children if c != child), "")
    return operator in _NEGATING and other == _NEGATING[operator]
