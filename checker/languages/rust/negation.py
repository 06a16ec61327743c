"""Which names of a condition stand in it negated."""

from tree_sitter import Node

from checker.languages.rust.frame import text

_NAMES = frozenset({"identifier", "field_identifier", "type_identifier"})
#: Nodes of one condition that are looked at.
_MOST = 500


def turned(condition: Node, odd: bool = False) -> tuple[str, ...]:
    """The names that stand under an odd number of negations only; `odd`: the condition as a whole is negated."""
    written = condition.text or b""
    if not odd and b"!" not in written and b"false" not in written:
        return ()
    found: dict[str, set[bool]] = {}
    pending = [(condition, odd)]
    for _ in range(_MOST):
        if not pending:
            return tuple(name for name, sides in found.items() if sides == {True})
        node, side = pending.pop()
        if node.type in _NAMES:
            found.setdefault(text(node), set()).add(side)
        pending += [(child, side != _flips(node, child)) for child in node.named_children]
    return ()


def _flips(node: Node, child: Node) -> bool:
    """Whether a part of an expression stands negated in it: `!x`, `x == false`, `x != true`."""
    if node.type == "unary_expression":
        return node.children[0].type == "!"
    operator = text(node.child_by_field_name("operator")) if node.type == "binary_expression" else ""
    other = next((text(c) for c in node.named_children if c != child), "") if operator in ("==", "!=") else ""
    return (operator, other) in (("==", "false"), ("!=", "true"))
