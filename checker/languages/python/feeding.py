"""How much of a function is there for one statement: its own lines and those of the assignments that it is built from."""

from bisect import bisect_right

from tree_sitter import Node

from checker.languages.python.enclosing import line_count, statement
from checker.languages.python.offsets import Chain, Parsed, text, words

#: Assignments before a statement that are looked at, and bytes of each: a function with more is not made for one write.
_MOST = 64
_FROM = 8192
#: Of a call that stands alone, `props.update(…)`, the object counts as assigned.
_TARGETS = {"assignment": "left", "augmented_assignment": "left", "call": "function"}


def fed_lines(parsed: Parsed, chain: Chain) -> int:
    """The lines of the statement around a place with those of the assignments before it, in the blocks around, to what it uses."""
    whole, client = statement(chain), _written_to(chain)
    key = ("fed", whole.start_byte, whole.end_byte, client)
    if key not in parsed.memo:
        parsed.memo[key] = _fed_lines(parsed, chain, set(words(parsed, whole)) - {client})
    found: int = parsed.memo[key]
    return found


def _fed_lines(parsed: Parsed, chain: Chain, used: set[str]) -> int:
    total, left = line_count(parsed, chain), _MOST
    for i in range(len(chain) - 2, -1, -1):
        if chain[i].type == "function_definition" or left <= 0:
            break
        if chain[i].type == "block":
            before = _before(parsed, chain[i], chain[i + 1].start_byte)[:left]
            left -= len(before)
            for root, node in before:
                if root in used:
                    used |= set(words(parsed, node))
                    total += node.end_point[0] - node.start_point[0] + 1
    return total


def _written_to(chain: Chain) -> str:
    """The object whose method is called: what is done to a client before is not part of what is written."""
    function = chain[-1].child_by_field_name("function") if chain[-1].type == "call" else None
    while function is not None and function.type in ("attribute", "call", "subscript"):
        function = function.named_children[0]
    return text(function) if function is not None and function.type == "identifier" else ""


def _before(parsed: Parsed, block: Node, place: int) -> list[tuple[str, Node]]:
    """The last assignments of a block before a place, nearest first, each with the name that it assigns to or changes.

    What waits for something is work of its own, and builds nothing.
    """
    key = ("assigned", block.start_byte, block.end_byte)
    if key not in parsed.memo:
        each = [n for n in block.named_children if parsed.data.find(b"await ", n.start_byte, min(n.end_byte, n.start_byte + _FROM)) < 0]
        parsed.memo[key] = [(n.end_byte, root, n) for n in each for root in _roots(parsed, n)]
    listed: list[tuple[int, str, Node]] = parsed.memo[key]
    end = bisect_right(listed, place, key=lambda entry: entry[0])
    return [(root, node) for _, root, node in reversed(listed[max(end - _MOST, 0) : end])]


def _roots(parsed: Parsed, node: Node) -> list[str]:
    """The locals that a statement assigns to or changes: `x = …`, `x, y = …`, `x["k"] = …`, `x.update(…)`; not parts of `self`."""
    inner = node.named_children[0] if node.type == "expression_statement" and node.named_child_count else node
    target = inner.child_by_field_name(_TARGETS[inner.type]) if inner.type in _TARGETS else None
    held = {"call": "attribute"}.get(inner.type, "subscript")
    if target is not None and target.type == held:
        target = target.named_children[0]
    elif inner.type == "call":
        return []
    return list(words(parsed, target)) if target is not None and target.type != "attribute" and text(target) != "self" else []
