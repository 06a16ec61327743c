"""What becomes of a failure of a call: asserted away, asked for by a method, or raised again by the handler around it."""

from tree_sitter import Node

from checker.languages.python.offsets import Chain, text

#: Methods that raise where the call they are called on has failed.
_RAISES = frozenset({"raise_for_status"})
_SCOPES = frozenset({"function_definition", "lambda", "class_definition", "module"})


def fate(chain: Chain) -> str:
    """`raise_for_status`, `assert` or `raise` where that is what a failure of the call at the end of a chain leads to; else `""`."""
    for i in range(len(chain) - 2, -1, -1):
        node, child = chain[i], chain[i + 1]
        if node.type == "attribute":
            name = node.child_by_field_name("attribute")
            if name is not None and text(name) in _RAISES:
                return text(name)
        elif node.type == "assert_statement":
            return "assert"
        elif node.type == "try_statement" and child == node.child_by_field_name("body"):
            return "raise" if _raises(node) else ""
        elif node.type in _SCOPES:
            break
    return ""


def _raises(statement: Node) -> bool:
    """Whether every handler of a `try` ends by raising; one without a handler only cleans up."""
    handlers = [c for c in statement.named_children if c.type == "except_clause"]
    return bool(handlers) and all(_last(h) == "raise_statement" for h in handlers)


def _last(handler: Node) -> str:
    block = next((c for c in reversed(handler.named_children) if c.type == "block"), None)
    return block.named_children[-1].type if block is not None and block.named_child_count else ""
