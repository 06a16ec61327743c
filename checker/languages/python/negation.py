"""Which names of a condition stand in it negated."""

from tree_sitter import Node

from checker.languages.python.offsets import text

_NEGATING = {"==": "False", "is": "False", "!=": "True", "is not": "True"}
#: Nodes of one condition that are looked at.
_MOST = 500


def turned(condition: Node, odd: bool = False) -> tuple[str, ...]:
    """The names that stand under an odd number of negations only; `odd`: the condition as a whole is negated."""
    written = condition.text or b""
    if not odd and b"not" not in written and b"False" not in written and b"!=" not in written:
        return ()
    found: dict[str, set[bool]] = {}
    pending = [(condition, odd)]
    for _ in range(_MOST):
        if not pending:
            return tuple(name for name, sides in found.items() if sides == {True})
        node, side = pending.pop()
        if node.type == "identifier":
            found.setdefault(text(node), set()).add(side)
        pending += [(child, side != _flips(node, child)) for child in node.named_children]
    return ()


def _flips(node: Node, child: Node) -> bool:
    """Whether a part of an expression stands negated in it: `not x`, `x is False`, `x != True`."""
    if node.type == "not_operator":
        return True
    if node.type != "comparison_operator" or node.named_child_count != 2:
        return False
    operator = " ".join(c.type for c in node.children if not c.is_named)
    other = next((text(c) for c in node.named_children if c != child), "")
    return operator in _NEGATING and other == _NEGATING[operator]
