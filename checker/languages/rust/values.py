"""What an expression can be: locals followed, wrappings taken off, the rest taken apart as far as it can be told."""

from collections.abc import Callable, Iterator

from tree_sitter import Node

from checker.languages.rust import choices, formats, invocations, records
from checker.languages.rust.blocks import diverges, inner_block
from checker.languages.rust.frame import Evaluate, Frame, source, text
from checker.languages.rust.literals import STRINGS, literal, string
from checker.languages.rust.locals import local
from checker.languages.rust.macro_rules import metavariable
from checker.languages.rust.scopes import dotted
from checker.languages.rust.stripping import WRAPPINGS, stripped
from checker.languages.rust.words import words
from checker.model.value import MAX_DEPTH, Join, Name, Number, Parameter, Text, Unknown, Value

_OPERATORS = frozenset({"binary_expression", "unary_expression", "range_expression", "compound_assignment_expr", "assignment_expression"})


def value(node: Node, frame: Frame, depth: int = 1) -> Value:
    """What `node`, an expression that stands in `frame`, can be; at most `MAX_DEPTH` deep, counted from `depth`."""
    if depth > MAX_DEPTH:
        return _unknown(node, frame, "too deep")
    kind = node.type
    if kind in WRAPPINGS:
        node, frame = stripped(node, frame, value)
        kind = node.type
    if kind == "identifier":
        return _identifier(node, frame, depth)
    handler = _HANDLERS.get(kind)
    if handler is not None:
        return handler(node, frame, depth, value)
    plain = literal(node)
    return plain if plain is not None else _rest(node, frame, depth)


def _rest(node: Node, frame: Frame, depth: int) -> Value:
    if inner_block(node) is not None:
        return _unknown(node, frame, "never reached") if diverges(node) else Number("()")
    if node.type == "unary_expression" and node.children[1].type in ("integer_literal", "float_literal"):
        return Number(text(node))
    if node.type == "binary_expression" and text(node.child_by_field_name("operator")) == "+":
        return _sum(node, frame, depth)
    if diverges(node):
        return _unknown(node, frame, "never reached")
    if node.type == "closure_expression":
        return _unknown(node, frame, "closure")
    return _unknown(node, frame, "operator" if node.type in _OPERATORS else node.type.replace("_", " "))


#: What makes a `String`, so that `+` joins.
_TEXT_MARKS = (".to_string()", ".to_owned()", "String::from(", ".into()")


def _identifier(node: Node, frame: Frame, depth: int) -> Value:
    name = text(node)
    if name == "None":
        return Number(name)
    if frame.file.data.startswith(b"$", node.start_byte + frame.shift):
        return metavariable(name[1:], frame) or Unknown((name[1:],), "macro parameter")
    return _local(name, frame, node.start_byte, depth) or Name(dotted(name, frame))


def _local(name: str, frame: Frame, at: int, depth: int) -> Value | None:
    return local(name, frame, at, depth, value)


def _self(_node: Node, _frame: Frame, _depth: int, _evaluate: Evaluate) -> Value:
    return Parameter(-1, "self")


def _path(node: Node, frame: Frame, _depth: int, _evaluate: Evaluate) -> Value:
    return Name(dotted(text(node), frame))


def _macro(node: Node, frame: Frame, depth: int, evaluate: Evaluate) -> Value:
    return formats.macro(node, frame, depth, evaluate, _local)


def _field(node: Node, frame: Frame, depth: int, evaluate: Evaluate) -> Value:
    base = node.child_by_field_name("value")
    name = text(node.child_by_field_name("field"))
    return records.part(evaluate(base, frame, depth + 1), name) if base is not None else _unknown(node, frame, "field")


def _index(node: Node, frame: Frame, depth: int, evaluate: Evaluate) -> Value:
    base, key = node.named_children[0], node.named_children[-1]
    if key.type in STRINGS:
        return records.part(evaluate(base, frame, depth + 1), string(key))
    if key.type == "integer_literal":
        return records.part(evaluate(base, frame, depth + 1), text(key))
    return _unknown(node, frame, "computed index")


_HANDLERS: dict[str, Callable[[Node, Frame, int, Evaluate], Value]] = {
    "self": _self,
    "scoped_identifier": _path,
    "generic_function": _path,
    "field_expression": _field,
    "index_expression": _index,
    "macro_invocation": _macro,
    "call_expression": invocations.invoke,
    "struct_expression": records.struct,
    "tuple_expression": records.sequence,
    "array_expression": records.sequence,
    "match_expression": choices.match,
    "if_expression": choices.condition,
}


def _sum(node: Node, frame: Frame, depth: int) -> Value:
    """`a + "b" + &c` as a join; of what may be numbers nothing can be said."""
    parts = list(_operands(node))[::-1]
    if not any(p.type in STRINGS or p.type in ("reference_expression", "macro_invocation") for p in parts):
        found = [value(p, frame, depth + 1) for p in parts]
        texts = any(isinstance(v, Text | Join) for v in found) or any(mark in text(node) for mark in _TEXT_MARKS)
        return Join(tuple(found)) if texts else _unknown(node, frame, "operator")
    return Join(tuple(value(p, frame, depth + 1) for p in parts))


def _operands(node: Node) -> Iterator[Node]:
    """The operands of a chain of `+`, last first; it nests to the left."""
    at: Node | None = node
    while at is not None and at.type == "binary_expression" and text(at.child_by_field_name("operator")) == "+":
        right = at.child_by_field_name("right")
        if right is not None:
            yield right
        at = at.child_by_field_name("left")
    if at is not None:
        yield at


def _unknown(node: Node, frame: Frame, reason: str) -> Unknown:
    return Unknown(words(source(frame, node)), reason)
