"""The statement that holds a place, without the blocks below it."""

from tree_sitter import Node

from checker.languages.python.offsets import Chain, Parsed

_CLAUSES = frozenset({"elif_clause", "else_clause", "except_clause", "finally_clause", "case_clause", "decorator"})


def statement(chain: Chain) -> Node:
    """The innermost statement (or clause of one) around the end of a chain."""
    for i in range(len(chain) - 1, 0, -1):
        if chain[i - 1].type in ("block", "module") or chain[i].type in _CLAUSES:
            return chain[i]
    return chain[-1]


def line_count(parsed: Parsed, chain: Chain) -> int:
    """How many lines the statement around a place takes, without its block."""
    node = statement(chain)
    key = ("lines", node.start_byte, node.end_byte)
    if key not in parsed.memo:
        parsed.memo[key] = parsed.data.count(b"\n", node.start_byte, header_end(node)) + 1
    found: int = parsed.memo[key]
    return found


def header_end(node: Node) -> int:
    """Where the statement's own part ends: before its block if it has one."""
    inner = node.child_by_field_name("definition") or node
    for child in inner.children:
        if child.type == "block" or child.type in _CLAUSES:
            return _before(inner, child)
    return node.end_byte


def _before(node: Node, block: Node) -> int:
    colon = next((c for c in reversed(node.children) if c.type == ":" and c.end_byte <= block.start_byte), None)
    return colon.end_byte if colon else block.start_byte
