"""Which names of a condition stand in it negated."""

from tree_sitter import Node

from checker.languages import negations
from checker.languages.rust.frame import text

_NAMES = frozenset({"identifier", "field_identifier", "type_identifier"})


def turned(condition: Node, odd: bool = False) -> tuple[str, ...]:
    """The names that stand under an odd number of negations only; `odd`: the condition as a whole is negated."""
    written = condition.text or b""
    if not odd and b"!" not in written and b"false" not in written:
        return ()
    return negations.turned(condition, odd, _NAMES, _flips)


def _flips(node: Node, child: Node) -> bool:
    """Whether a part of an expression stands negated in it: `!x`, `x == false`, `x != true`."""
    if node.type == "unary_expression":
        return node.children[0].type == "!"
    operator = text(node.child_by_field_name("operator")) if node.type == "binary_expression" else ""
    other = next((text(c) for c in node.named_children if c != child), "") if operator in ("==", "!=") else ""
    return (operator, other) in (("==", "false"), ("!=", "true"))
