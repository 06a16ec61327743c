"""Calls of a name, and the name handed on without a call."""

from tree_sitter import Node

from checker.languages.oneline import one_line
from checker.languages.rust.attachment import statement_of
from checker.languages.rust.attributes import context
from checker.languages.rust.bindings import binding
from checker.languages.rust.checks import checked
from checker.languages.rust.failing import fate
from checker.languages.rust.feeding import fed_lines
from checker.languages.rust.formats import fragment
from checker.languages.rust.frame import Frame, below, enclosing, source, span_of, text
from checker.languages.rust.guards import guards
from checker.languages.rust.handing import handed_to, receiving
from checker.languages.rust.invocations import arguments
from checker.languages.rust.macro_rules import body_path
from checker.languages.rust.macros import macro_name
from checker.languages.rust.nearby import comments_on
from checker.languages.rust.scopes import dotted, path_of, scope_of
from checker.languages.rust.values import value
from checker.model.facts import Call
from checker.model.value import Argument, Parameter, Value

_PATHS = frozenset({"identifier", "scoped_identifier", "generic_function"})
#: Macros whose arguments after the first are patterns.
_MATCHERS = frozenset({"matches", "assert_matches", "debug_assert_matches"})
_PLACES = frozenset(
    [
        "arguments", "block", "expression_statement", "let_declaration", "field_initializer", "array_expression", "tuple_expression",
        "reference_expression", "match_arm", "return_expression", "parenthesized_expression", "closure_expression", "binary_expression",
        "assignment_expression", "await_expression", "try_expression", "type_cast_expression", "const_item", "static_item",
        "break_expression", "if_expression", "match_expression",
    ]
)


def call(leaf: Frame) -> Call | None:
    """The call whose callee ends in `leaf`; None if the name is no callee there."""
    path = _whole_path(leaf)
    holder = path.up
    if holder is None:
        return None
    node = holder.node
    match node.type:
        case "call_expression" if _is(node, "function", path):
            return _function(holder, path)
        case "field_expression" if _is(node, "field", path):
            return _method(holder)
        case "macro_invocation" if _is(node, "macro", path):
            return _macro(holder, path)
    return _reference(path)


def _is(node: Node, field: str, path: Frame) -> bool:
    return node.child_by_field_name(field) == path.node


def _whole_path(leaf: Frame) -> Frame:
    """The longest path that ends in `leaf`: from `f` to `a::b::f`, and to `a::b::f::<T>`."""
    at = leaf
    while at.up is not None and at.up.kind == "scoped_identifier" and _is(at.up.node, "name", at):
        at = at.up
    if at.up is not None and at.up.kind == "generic_function" and _is(at.up.node, "function", at):
        at = at.up
    return at


def _function(holder: Frame, path: Frame) -> Call | None:
    args = tuple(arguments(holder.node.child_by_field_name("arguments"), holder, 1, value))
    parameter = _parameter(path)
    if parameter is not None:
        return _made("method", "__call__", holder, source(path), parameter, args)
    return _made("function", dotted(text(path.node), holder), holder, source(path), None, args)


def _method(field: Frame) -> Call | None:
    holder = field.up
    if holder is not None and holder.kind == "generic_function":
        field, holder = holder, holder.up
    if holder is None or holder.kind != "call_expression" or not _is(holder.node, "function", field):
        return None
    access = field.node if field.kind == "field_expression" else field.node.child_by_field_name("function")
    object_ = access.child_by_field_name("value") if access is not None else None
    name = text(access.child_by_field_name("field")) if access is not None else ""
    receiver = value(object_, holder) if object_ is not None else None
    args = tuple(arguments(holder.node.child_by_field_name("arguments"), holder, 1, value))
    return _made("method", name, holder, one_line(field.node), receiver, args)


def _macro(holder: Frame, path: Frame) -> Call | None:
    inside = fragment(holder.node, holder.up or holder)
    listed = inside.node if inside is not None and inside.kind == "arguments" else None
    args = tuple(arguments(listed, inside, 1, value)) if inside is not None else ()
    return _made("macro", dotted(text(path.node), holder), holder, source(path), None, args)


def _reference(path: Frame) -> Call | None:
    """A function or variant handed on; constants are not, because a name in capitals cannot be called."""
    name = text(path.node)
    last = name.rpartition("::")[2]
    holder = path.up
    if holder is None or path.kind not in _PATHS or (len(last) > 1 and last.isupper()):
        return None
    if not _is_value(holder, path):
        return None
    parameter = _parameter(path)
    if parameter is not None:
        return _made("reference", "__call__", path, source(path), parameter, ())
    if "::" not in name and binding(name, path, path.node.start_byte) is not None:
        return None
    return _made("reference", dotted(name, path), path, source(path), None, ())


def _parameter(path: Frame) -> Parameter | None:
    """The parameter of the function around that a bare name is: it can be a function that was handed in."""
    if path.kind != "identifier":
        return None
    local = binding(text(path.node), path, path.node.start_byte)
    found = value(path.node, path) if local is not None and local.position >= 0 and not local.steps else None
    return found if isinstance(found, Parameter) else None


def _is_value(holder: Frame, path: Frame) -> bool:
    fields = ("pattern", "name", "field", "type", "parameters", "macro", "label")
    return holder.kind in _PLACES and not any(_is(holder.node, f, path) for f in fields)


def _made(kind: str, callee: str, at: Frame, written: str, receiver: Value | None, args: tuple[Argument, ...]) -> Call | None:
    if _in_pattern(at):
        return None
    macro = enclosing(at.up, "macro_invocation") if at.up else None
    holder = statement_of(at)
    statement = span_of(holder)
    return Call(
        kind,
        callee,
        " ".join(written.split()),
        receiver,
        args,
        body_path(at),
        scope_of(at),
        span_of(at),
        comments_on(at),
        guards(at),
        context(at),
        statement.end_line - statement.line + 1,
        macro.node.start_byte + macro.shift if macro else -1,
        fed_lines(holder),
        fate=fate(at),
        asked=checked(at) if kind == "function" else None,
        handed=(receiving(at) if kind == "reference" else "") or handed_to(at),
    )


def _in_pattern(at: Frame) -> bool:
    """Whether `at` is in an argument of `matches!` that is a pattern."""
    previous = at
    up = at.up
    while up is not None and up.kind != "block":
        if up.kind == "macro_invocation" and macro_name(up.node) in _MATCHERS:
            return previous.node.named_children[:1] != [] and not _first(previous, at)
        previous, up = (previous if up.kind == "token_tree" else up), up.up
    return False


def _first(args: Frame, at: Frame) -> bool:
    first = args.node.named_children[0]
    return at.node.end_byte + at.shift <= first.end_byte + args.shift


def decorator(attribute: Frame, name_at: int) -> Call | None:
    """`#[instrument(name = "x")]` on a function, when the attribute's path ends at `name_at`."""
    node = next((c for c in attribute.node.named_children if c.type == "attribute"), None)
    path = node.named_children[0] if node is not None and node.named_children else None
    if node is None or path is None or path.end_byte + attribute.shift != name_at:
        return None
    item = attribute.node.next_named_sibling
    while item is not None and item.type in ("attribute_item", "line_comment", "block_comment"):
        item = item.next_named_sibling
    if item is None or item.type not in ("function_item", "struct_item", "enum_item", "impl_item"):
        return None
    decorated = below(attribute.up or attribute, item)
    made = _made("decorator", dotted(text(path), attribute), attribute, source(attribute, path), None, ())
    return made._replace(function=path_of(decorated) if item.type == "function_item" else "", context=context(decorated)) if made else None
