"""Blocks: what they give back, and whether control ever leaves them at their end."""

from tree_sitter import Node

from checker.languages.rust.macros import macro_name

_LEAVES = frozenset({"return_expression", "break_expression", "continue_expression"})
_ABORTS = frozenset({"panic", "unreachable", "todo", "unimplemented", "bail"})
_EXITS = frozenset({b"std::process::exit", b"process::exit", b"exit", b"std::process::abort", b"process::abort"})
_SKIP = frozenset({"line_comment", "block_comment", "attribute_item", "inner_attribute_item", "label", "empty_statement"})
_BLOCKS = frozenset({"unsafe_block", "async_block", "const_block", "gen_block", "try_block"})
_MAX_DEPTH = 20


def inner_block(node: Node) -> Node | None:
    """The braces of a block expression: `async move { … }` -> `{ … }`; None if `node` is none."""
    if node.type == "block":
        return node
    return next((c for c in node.children if c.type == "block"), None) if node.type in _BLOCKS else None


def last_statement(block: Node) -> Node | None:
    """The last thing in a block."""
    return next((c for c in reversed(block.named_children) if c.type not in _SKIP), None)


def tail(block: Node) -> Node | None:
    """The expression a block ends in; None if it ends in a statement. `if` and `match` at the end count with or without braces' `;`."""
    last = last_statement(block)
    if last is None or last.type == "let_declaration" or last.type.endswith(("_item", "_declaration", "_definition")):
        return None
    if last.type == "expression_statement":
        return last.named_children[0] if last.named_children and last.children[-1].type != ";" else None
    return last


def diverges(node: Node | None, depth: int = 0) -> bool:
    """Whether what follows `node` is never reached: `return`, `break`, `panic!`, a block that ends so."""
    if node is None or depth > _MAX_DEPTH:
        return False
    if node.type in _LEAVES:
        return True
    match node.type:
        case "macro_invocation":
            return macro_name(node) in _ABORTS
        case "call_expression":
            function = node.child_by_field_name("function")
            return function is not None and function.text in _EXITS
        case "expression_statement":
            return bool(node.named_children) and diverges(node.named_children[0], depth + 1)
        case "if_expression":
            return _both(node, depth)
        case "match_expression":
            arms = match_arms(node)
            return bool(arms) and all(diverges(a.child_by_field_name("value"), depth + 1) for a in arms)
    block = inner_block(node) if node.type != "async_block" else None
    return block is not None and diverges(last_statement(block), depth + 1)


def _both(node: Node, depth: int) -> bool:
    other = otherwise(node)
    return other is not None and diverges(node.child_by_field_name("consequence"), depth + 1) and diverges(other, depth + 1)


def otherwise(node: Node) -> Node | None:
    """What stands after `else`: a block or the next `if`."""
    clause = node.child_by_field_name("alternative")
    return next((c for c in clause.named_children if c.type not in _SKIP), None) if clause is not None else None


def match_arms(node: Node) -> list[Node]:
    """The arms of a `match`."""
    body = node.child_by_field_name("body")
    return [c for c in body.named_children if c.type == "match_arm"] if body is not None else []
