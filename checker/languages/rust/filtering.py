"""Functions that take some variants of a parameter only: `if !matches!(event, A(_) | B(_)) { return; }`, also by a helper of the file."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.rust.blocks import diverges, last_statement
from checker.languages.rust.formats import fragment
from checker.languages.rust.frame import Frame, below, enclosing, item_at, span_of, text
from checker.languages.rust.invocations import argument_nodes
from checker.languages.rust.macros import macro_name
from checker.languages.rust.matching import flat
from checker.languages.rust.scopes import dotted
from checker.languages.rust.values import value
from checker.model.facts import Dispatch
from checker.model.place import opening
from checker.model.value import Parameter

_HEADS = {"call_expression": "function", "struct_expression": "name"}
#: Statements at the head of a function that can be filters.
_MOST = 4


def filters(inside: Frame) -> Iterator[Dispatch]:
    """The filters at the head of a function's body."""
    for head in inside.node.named_children[:_MOST]:
        statement = head.named_children[0] if head.type == "expression_statement" and head.named_children else head
        condition = statement.child_by_field_name("condition") if statement.type == "if_expression" else None
        if condition is None or condition.type != "unary_expression" or not diverges(statement.child_by_field_name("consequence")):
            continue
        found = _taken(condition.named_children[-1], below(inside, condition)) if condition.children[0].type == "!" else None
        if found is not None:
            yield Dispatch(found[0], found[1], "left", opening(span_of(below(inside, statement))))


def _taken(condition: Node, frame: Frame) -> tuple[Parameter, tuple[str, ...]] | None:
    """A parameter with the variants that a condition takes of it."""
    if condition.type == "macro_invocation":
        return _matches(condition, frame)
    function = condition.child_by_field_name("function") if condition.type == "call_expression" else None
    given = argument_nodes(condition.child_by_field_name("arguments"))
    subject = value(given[0], frame) if len(given) == 1 else None
    if function is None or function.type != "identifier" or not isinstance(subject, Parameter):
        return None
    defined = re.compile(rb"\bfn\s+" + re.escape(text(function).encode()) + rb"\s*\(").search(frame.file.data)
    helper = enclosing(item_at(frame.file, defined.start()), "function_item") if defined is not None else None
    body = helper.node.child_by_field_name("body") if helper is not None else None
    only = last_statement(body) if body is not None and body.named_child_count == 1 else None
    if helper is None or only is None or only.type != "macro_invocation":
        return None
    found = _matches(only, below(below(helper, body), only))
    return (subject, found[1]) if found is not None else None


def _matches(macro: Node, frame: Frame) -> tuple[Parameter, tuple[str, ...]] | None:
    """`matches!(event, Event::A(_) | Event::B { .. })`."""
    inside = fragment(macro, frame) if macro_name(macro) == "matches" else None
    given = argument_nodes(inside.node) if inside is not None and inside.kind == "arguments" else []
    subject = value(given[0], inside) if inside is not None and len(given) == 2 else None
    if inside is None or not isinstance(subject, Parameter) or subject.position < 0:
        return None
    heads = [each.child_by_field_name(_HEADS[each.type]) or each if each.type in _HEADS else each for each in flat(given[1])]
    paths = tuple(
        dotted(text(head), inside) for head in heads if head.type in ("identifier", "scoped_identifier", "scoped_type_identifier")
    )
    return (subject, paths) if len(paths) == len(heads) else None
