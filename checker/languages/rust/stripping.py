"""Taking off what does not change a value: references, `clone()`, `Some(…)`, `?`, `.await`, blocks around their last expression."""

from tree_sitter import Node

from checker.languages.rust import invocations
from checker.languages.rust.bindings import parameters
from checker.languages.rust.blocks import inner_block, tail
from checker.languages.rust.frame import Evaluate, Frame, below, enclosing, text
from checker.languages.rust.types import core
from checker.model.value import MAX_DEPTH

#: Steps through wrappings for one value.
_MAX_STEPS = 200
_WRAPPED = {
    "reference_expression": "value",
    "type_cast_expression": "value",
    "parenthesized_expression": "",
    "try_expression": "",
    "await_expression": "",
}


def stripped(node: Node, frame: Frame, evaluate: Evaluate) -> tuple[Node, Frame]:
    """The expression inside everything that does not change it."""
    for _ in range(_MAX_STEPS):
        inner = _inside(node, frame, evaluate)
        if inner is None:
            break
        node, frame = inner
    return node, frame


def _inside(node: Node, frame: Frame, evaluate: Evaluate) -> tuple[Node, Frame] | None:
    """The expression that decides what `node` is, if `node` only wraps it; None if it does not."""
    kind = node.type
    if kind in _WRAPPED:
        field = _WRAPPED[kind]
        inner = node.child_by_field_name(field) if field else next((c for c in node.named_children if "comment" not in c.type), None)
        return (inner, frame) if inner is not None else None
    if kind == "unary_expression" and node.children[0].type == "*":
        return node.children[1], frame
    if kind == "call_expression":
        inner = None if _spelled(node, frame, evaluate) else invocations.unwrapped(node, frame)
        return (inner, frame) if inner is not None else None
    if kind == "index_expression" and len(node.named_children) == 2 and text(node.named_children[1]) == "..":
        return node.named_children[0], frame
    block = inner_block(node)
    last = tail(block) if block is not None else None
    return (last, below(frame, block)) if block is not None and last is not None else None


def _spelled(call: Node, frame: Frame, evaluate: Evaluate) -> bool:
    """`kind.as_str()` where `kind` is an enum: the method is ours to look up, not one that changes nothing."""
    receiver = invocations.spells(call)
    if receiver is None or receiver.type not in ("identifier", "self", "scoped_identifier", "parenthesized_expression"):
        return False
    function = enclosing(frame, "function_item")
    types = parameters(function.node) if function else []
    typed = {i: core(p.child_by_field_name("type"), function or frame) for i, p in enumerate(types)}
    return invocations.is_enum(evaluate(receiver, frame, MAX_DEPTH - 1), typed)
