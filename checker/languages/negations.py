"""Names that stand in a condition under negations, counted; what negates is each language's to say."""

from collections.abc import Callable

from tree_sitter import Node

#: Nodes of one condition that are looked at.
_MOST = 500


def turned(condition: Node, odd: bool, names: frozenset[str], flips: Callable[[Node, Node], bool]) -> tuple[str, ...]:
    """The texts of the nodes of the types `names` that stand under an odd number of negations only; none where there is too much to see.

    `odd`: the condition as a whole is negated. `flips`: whether a node negates that child of it.
    """
    found: dict[str, set[bool]] = {}
    pending = [(condition, odd)]
    for _ in range(_MOST):
        if not pending:
            return tuple(name for name, sides in found.items() if sides == {True})
        node, side = pending.pop()
        if node.type in names:
            found.setdefault((node.text or b"").decode("utf-8", "replace"), set()).add(side)
        pending += [(child, side != flips(node, child)) for child in node.named_children]
    return ()
