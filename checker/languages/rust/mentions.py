"""String literals that are the name of a variable of the environment, with what they are given to."""

import re

from checker.languages.rust.attributes import context
from checker.languages.rust.calls import call
from checker.languages.rust.definitions import constant
from checker.languages.rust.frame import Frame, below, enclosing, frame_at, span_of, text
from checker.languages.rust.invocations import argument_nodes
from checker.languages.rust.literals import string
from checker.languages.rust.offsets import span as span_in
from checker.languages.rust.scopes import path_of, scope_of
from checker.languages.rust.values import value
from checker.model.facts import Mention
from checker.model.value import Record

#: How the names of variables are spelled.
NAME = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]*\Z")
_THROUGH = frozenset({"reference_expression", "parenthesized_expression"})
_KEY = re.compile(rb"(\w+)\s*=\s*\Z")
_NEAR = 200


def mention(literal: Frame) -> Mention | None:
    """What a literal that is all of a variable's name is given to; None for other literals."""
    said = string(literal.node) if literal.kind != "macro_invocation" else ""
    if not NAME.match(said):
        return None
    function = enclosing(literal, "function_item")
    made = Mention(said, "", path_of(function) if function else "", scope_of(literal), span_of(literal), context(literal))
    at = literal
    while at.up is not None and at.up.kind in _THROUGH:
        at = at.up
    holder = at.up
    match holder.kind if holder is not None else "":
        case "arguments" if holder is not None:
            return _given(made, at, holder)
        case "field_initializer" if holder is not None:
            return _in_record(made, holder)
        case "const_item" | "static_item" if holder is not None:
            return made._replace(how="constant", holder=constant(holder).name)
    return made


def in_attribute(attribute: Frame, start: int, end: int) -> Mention | None:
    """`#[arg(long, env = "X")]`, with the bytes of `X`."""
    data = attribute.file.data
    key = _KEY.search(data, max(0, start - 1 - _NEAR), start - 1)
    word = data[start:end].decode("utf-8", "replace")
    if data[start - 1 : start] != b'"' or data[end : end + 1] != b'"' or key is None or not NAME.match(word):
        return None
    node = next((c for c in attribute.node.named_children if c.type == "attribute"), None)
    path = node.named_children[0] if node is not None and node.named_children else None
    function = enclosing(attribute, "function_item")
    return Mention(
        word,
        "attribute",
        path_of(function) if function else "",
        scope_of(attribute),
        span_in(attribute.file.lines, start - 1, end + 1),
        context(attribute),
        holder=text(path).replace("::", "."),
        keyword=key[1].decode(),
    )


def _given(made: Mention, at: Frame, arguments: Frame) -> Mention:
    """An argument of a call or of a macro."""
    holder = arguments.up
    if holder is not None and holder.kind == "token_tree":
        holder = holder.up
    if holder is None:
        return made
    callee = holder.node.child_by_field_name("macro" if holder.kind == "macro_invocation" else "function")
    position = next((i for i, a in enumerate(argument_nodes(arguments.node)) if a == at.node), -1)
    if callee is None:
        return made
    if callee.type == "generic_function":
        callee = callee.child_by_field_name("function") or callee
    last = callee.child_by_field_name("field" if callee.type == "field_expression" else "name") or callee
    found = call(frame_at(holder.file, last.start_byte + holder.shift))
    return made._replace(how="call", call=found, position=position) if found is not None else made


def _in_record(made: Mention, field: Frame) -> Mention:
    struct = enclosing(field, "struct_expression")
    if struct is None:
        return made
    record = value(struct.node, struct.up or below(struct, None))
    name = text(field.node.child_by_field_name("field"))
    if not isinstance(record, Record):
        return made
    return made._replace(how="field", holder=record.type, keyword=name, record=record)
