"""The texts that code compares a value with."""

from tree_sitter import Node

from checker.languages.python.literals import plain
from checker.languages.python.modulenames import assignments
from checker.languages.python.offsets import Parsed, text


def listed(node: Node, parsed: Parsed) -> tuple[str, ...]:
    """The texts of a tuple, list or set, also under a name of the module; nothing where one is computed."""
    if node.type == "identifier" or (node.type == "attribute" and text(node.children[0]) in ("self", "cls")):
        made = [n for chain in assignments(parsed, text(node).rpartition(".")[2]) for n in chain if n.type == "assignment"]
        right = made[0].child_by_field_name("right") if len(made) == 1 else None
        node = right if right is not None else node
    if node.type == "call" and text(node.children[0]) in ("frozenset", "set", "tuple") and node.named_children[1].named_child_count == 1:
        node = node.named_children[1].named_children[0]
    if node.type not in ("tuple", "list", "set"):
        return ()
    each = [plain(c) for c in node.named_children if c.type != "comment"]
    return tuple(said for said in each if said is not None) if None not in each else ()
