"""Tables of handlers: `HANDLERS[type(event)](event)`, `self.handlers.get(event.name)`."""

from typing import NamedTuple

from tree_sitter import Node

from checker.languages.python import literals
from checker.languages.python.modulenames import assignments
from checker.languages.python.offsets import Chain, Parsed, chain_to, dotted, occurrences, text

_MOST_KEYS = 400


class Table(NamedTuple):
    """A look into a table: the expression, what it is keyed by, the keys that have a handler, and the local that holds what was found."""

    lookup: Node
    key: Node
    patterns: tuple[str, ...]
    held: str

    def takes(self, chain: Chain) -> bool:
        """Whether a use of the parameter is the key, or an argument of the handler that was found."""
        if any(node == self.key for node in chain):
            return True
        called = [f for node in chain if node.type == "call" and (f := node.child_by_field_name("function")) is not None]
        return any(f == self.lookup or (self.held and text(f) == self.held) for f in called)


def table(parsed: Parsed, block: Node, name: str) -> Table | None:
    """The look into a table of the file that a parameter decides, None where there is none or its keys are not known."""
    for offset in occurrences(parsed.data, name.encode(), block.start_byte, block.end_byte):
        chain = chain_to(parsed.root, offset)
        key = _key(chain)
        lookup = _lookup(chain, key) if key is not None else None
        if key is not None and lookup is not None:
            whole, holder = lookup
            patterns = _keys(parsed, text(holder).rpartition(".")[2])
            return Table(whole, key, patterns, _held(chain, whole)) if patterns else None
    return None


def _key(chain: Chain) -> Node | None:
    """`type(event)` or `event.kind` around a use of `event`."""
    if len(chain) < 3:
        return None
    parent, above = chain[-2], chain[-3]
    if parent.type == "attribute" and parent.children[0] == chain[-1]:
        return parent
    asked = above.type == "call" and text(above.children[0]) == "type" and above.child_by_field_name("arguments") == parent
    return above if asked else None


def _lookup(chain: Chain, key: Node) -> tuple[Node, Node] | None:
    """The look into a table that a key stands in, with the table; a default makes it none."""
    around = chain[: chain.index(key)]
    parent = around[-1]
    holder = parent.child_by_field_name("value") if parent.type == "subscript" and parent.child_by_field_name("subscript") == key else None
    if holder is not None:
        return parent, holder
    call = around[-2] if len(around) > 1 and parent.type == "argument_list" else None
    function = call.child_by_field_name("function") if call is not None and call.type == "call" else None
    if call is None or function is None or function.type != "attribute" or parent.named_child_count != 1:
        return None
    method, holder = function.child_by_field_name("attribute"), function.child_by_field_name("object")
    return (call, holder) if method is not None and holder is not None and text(method) == "get" else None


def _held(chain: Chain, lookup: Node) -> str:
    """The local that what was found is kept in."""
    parent = chain[chain.index(lookup) - 1]
    left = parent.child_by_field_name("left") or parent.child_by_field_name("name")
    return text(left) if parent.type in ("assignment", "named_expression") and left is not None else ""


def _keys(parsed: Parsed, name: str) -> tuple[str, ...]:
    """The keys of the only table of that name in the file; nothing where one is computed, or the table is changed."""
    made = [node for chain in assignments(parsed, name) for node in chain if node.type == "assignment"]
    right = made[0].child_by_field_name("right") if len(made) == 1 else None
    if right is None or right.type != "dictionary" or _is_changed(parsed, name):
        return ()
    found = []
    for pair in right.named_children[:_MOST_KEYS]:
        key = pair.child_by_field_name("key") if pair.type == "pair" else None
        said = (literals.plain(key) or dotted(key)) if key is not None else ""
        if pair.type != "comment":
            found.append(said)
    return tuple(found) if all(found) else ()


def _is_changed(parsed: Parsed, name: str) -> bool:
    """Whether something is put into the table later: `HANDLERS[Started] = …`, `.update(…)`, or it is handed on."""
    for offset in occurrences(parsed.data, name.encode()):
        chain = chain_to(parsed.root, offset)
        holder = chain[-2] if len(chain) > 1 and chain[-2].type == "attribute" and text(chain[-2]).endswith(f".{name}") else chain[-1]
        parent = chain[chain.index(holder) - 1]
        read = parent.type in ("assignment", "subscript", "comparison_operator") or text(parent).endswith(".get")
        target = chain[chain.index(parent) - 1] if parent.type == "subscript" else None
        if not read or (target is not None and target.type == "assignment" and target.child_by_field_name("left") == parent):
            return True
    return False
