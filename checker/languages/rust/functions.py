"""Functions and methods as facts: parameters, results, and the values they can give back."""

import re
from collections.abc import Iterator
from typing import cast

from tree_sitter import Node

from checker.languages.rust.attributes import attributes_in, before, context, is_public
from checker.languages.rust.bindings import extractor
from checker.languages.rust.blocks import tail
from checker.languages.rust.comments import inner, leading, leading_in
from checker.languages.rust.dispatching import dispatches
from checker.languages.rust.frame import Frame, around, below, descend, enclosing, source, span_of, text
from checker.languages.rust.offsets import line_of
from checker.languages.rust.scopes import dotted, module_of, path_of, self_type
from checker.languages.rust.types import core, inner_type
from checker.languages.rust.values import value
from checker.model.facts import Comment, Function, Param
from checker.model.value import Choice, Invoke, Value

_RETURN = re.compile(rb"\breturn\b")
#: `return` statements of one function that are looked at.
_MAX_RETURNS = 64
_OTHER_BODIES = frozenset({"function_item", "closure_expression", "async_block", "gen_block"})


def function(frame: Frame, returns: bool = True) -> Function:
    """A function item, or the signature of one in a trait; what it gives back only if that is wanted, because it costs the most."""
    key = ("function", frame.node.start_byte + frame.shift)
    found = frame.file.memo.get(key)
    if not isinstance(found, Function):
        found = frame.file.memo[key] = _read(frame)
    if returns and found.returns is None:
        given = tuple(dict.fromkeys(_returns(frame, frame.node.child_by_field_name("body"))))
        found = frame.file.memo[key] = found._replace(returns=given, dispatches=dispatches(frame) if found.trait else ())
    return found


def _read(frame: Frame) -> Function:
    node, found = frame.node, before(frame)
    holder = enclosing(frame.up, "impl_item", "trait_item", "function_item") if frame.up else None
    method = holder if holder is not None and holder.kind != "function_item" else None
    trait = method.node.child_by_field_name("trait") if method else None
    body = node.child_by_field_name("body")
    span = span_of(frame)
    listed = node.child_by_field_name("parameters")
    given = listed.named_children if listed is not None else []
    return Function(
        path_of(frame),
        self_type(method) if method else "",
        dotted(text(trait), method) if method and trait is not None else "",
        module_of(frame),
        tuple([_param(p, frame) for p in given if p.type == "parameter"]),
        any(p.type == "self_parameter" for p in given),
        core(node.child_by_field_name("return_type"), frame),
        None,
        span,
        _lines(body, frame),
        (*leading_in(found, frame, "function"), *(inner(below(frame, body), "function", span.start) if body is not None else ())),
        _owner_comments(method) if method else (),
        attributes_in(found),
        context(frame),
        is_public(node) or trait is not None or bool(method and method.kind == "trait_item"),
    )


def _lines(body: Node | None, frame: Frame) -> int:
    if body is None:
        return 0
    lines = frame.file.lines
    return line_of(lines, body.end_byte + frame.shift) - line_of(lines, body.start_byte + frame.shift) + 1


def _owner_comments(method: Frame) -> tuple[Comment, ...]:
    key = ("owner", method.node.start_byte + method.shift)
    memo = method.file.memo
    if key not in memo:
        memo[key] = leading(method, "impl" if method.kind == "impl_item" else "type")
    return cast(tuple[Comment, ...], memo[key])


def _param(node: Node, frame: Frame) -> Param:
    pattern, written = node.child_by_field_name("pattern"), node.child_by_field_name("type")
    name = " ".join(source(frame, pattern).split()).removeprefix("mut ") if pattern is not None else ""
    whole = " ".join(source(frame, written).split()) if written is not None else ""
    return Param(name, core(_held(written) if extractor(node) else written, frame), whole)


def _held(written: Node | None) -> Node | None:
    """The type inside the one that an extractor pattern takes off."""
    listed = written.child_by_field_name("type_arguments") if written is not None else None
    return listed.named_children[0] if listed is not None and listed.named_children else written


def _returns(frame: Frame, body: Node | None) -> Iterator[Value]:
    """What the body ends in and what its `return`s give; nothing for functions without a result, and no errors."""
    given = inner_type(frame.node.child_by_field_name("return_type"))
    if body is None or given is None or given.type == "unit_type":
        return
    inside = below(frame, body)
    last = tail(body)
    if last is not None and last.type != "return_expression":
        yield from _given(last, inside)
    for offset in _return_offsets(inside):
        at = enclosing(descend(inside, offset, macros=False), "return_expression")
        if at is not None and at.up is not None and _belongs(at, inside):
            yield from (v for node in at.node.named_children[-1:] for v in _given(node, at))


def _return_offsets(inside: Frame) -> list[int]:
    first, last = inside.node.start_byte + inside.shift, inside.node.end_byte + inside.shift
    found = [m.start() for m in _RETURN.finditer(inside.file.data, first, last)]
    return found[:_MAX_RETURNS]


def _belongs(at: Frame, body: Frame) -> bool:
    for frame in around(at):
        if frame.node == body.node:
            return True
        if frame.kind in _OTHER_BODIES:
            return False
    return False


def _given(node: Node, frame: Frame) -> Iterator[Value]:
    found = value(node, frame)
    if isinstance(found, Choice):
        options = tuple(o for o in found.options if not _is_error(o.value))
        found = found._replace(options=options)
        if not options:
            return
    if not _is_error(found):
        yield found


def _is_error(found: Value) -> bool:
    return isinstance(found, Invoke) and found.callee == "Err" and found.receiver is None
