"""Taking off what does not change a value: references, `clone()`, `Some(…)`, `?`, `.await`, blocks around their last expression."""

from collections.abc import Callable

from tree_sitter import Node

from checker.languages.rust import invocations
from checker.languages.rust.bindings import parameters
from checker.languages.rust.blocks import inner_block, tail
from checker.languages.rust.frame import Evaluate, Frame, below, enclosing, text
from checker.languages.rust.types import core
from checker.model.value import MAX_DEPTH

#: Steps through wrappings for one value.
_MAX_STEPS = 200
_Inner = tuple[Node, Frame] | None


def stripped(node: Node, frame: Frame, evaluate: Evaluate) -> tuple[Node, Frame]:
    """The expression inside everything that does not change it."""
    for _ in range(_MAX_STEPS):
        inside = WRAPPINGS.get(node.type)
        inner = inside(node, frame, evaluate) if inside is not None else None
        if inner is None:
            break
        node, frame = inner
    return node, frame


def _value(node: Node, frame: Frame, _evaluate: Evaluate) -> _Inner:
    inner = node.child_by_field_name("value")
    return (inner, frame) if inner is not None else None


def _first(node: Node, frame: Frame, _evaluate: Evaluate) -> _Inner:
    inner = next((c for c in node.named_children if "comment" not in c.type), None)
    return (inner, frame) if inner is not None else None


def _dereferenced(node: Node, frame: Frame, _evaluate: Evaluate) -> _Inner:
    return (node.children[1], frame) if node.children[0].type == "*" else None


def _call(node: Node, frame: Frame, evaluate: Evaluate) -> _Inner:
    inner = invocations.unwrapped(node, frame)
    return (inner, frame) if inner is not None and not _spelled(node, inner, frame, evaluate) else None


def _whole(node: Node, frame: Frame, _evaluate: Evaluate) -> _Inner:
    """`text[..]`"""
    children = node.named_children
    return (children[0], frame) if len(children) == 2 and text(children[1]) == ".." else None


def _block(node: Node, frame: Frame, _evaluate: Evaluate) -> _Inner:
    block = inner_block(node)
    last = tail(block) if block is not None else None
    return (last, below(frame, block)) if block is not None and last is not None else None


#: What may only wrap another expression, with what finds that one; None if it does not.
WRAPPINGS: dict[str, Callable[[Node, Frame, Evaluate], _Inner]] = {
    "reference_expression": _value,
    "type_cast_expression": _value,
    "parenthesized_expression": _first,
    "try_expression": _first,
    "await_expression": _first,
    "unary_expression": _dereferenced,
    "call_expression": _call,
    "index_expression": _whole,
    "block": _block,
    "unsafe_block": _block,
    "async_block": _block,
    "const_block": _block,
    "gen_block": _block,
    "try_block": _block,
}


def _spelled(call: Node, receiver: Node, frame: Frame, evaluate: Evaluate) -> bool:
    """`kind.as_str()` where `kind` is an enum: the method is ours to look up, not one that changes nothing."""
    if receiver.type not in ("identifier", "self", "scoped_identifier", "parenthesized_expression") or not invocations.spells(call):
        return False
    return invocations.is_enum(evaluate(receiver, frame, MAX_DEPTH - 1), lambda position: _parameter_type(position, frame))


def _parameter_type(position: int, frame: Frame) -> str:
    function = enclosing(frame, "function_item")
    listed = parameters(function.node) if function else []
    return core(listed[position].child_by_field_name("type"), function or frame) if position < len(listed) else ""
