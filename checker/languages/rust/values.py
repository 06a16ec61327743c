"""What an expression can be: locals followed, wrappings taken off, the rest taken apart as far as it can be told."""

from collections.abc import Iterator
from typing import cast

from tree_sitter import Node

from checker.languages.rust import choices, formats, invocations, records
from checker.languages.rust.bindings import Binding, binding, parameters
from checker.languages.rust.blocks import diverges, inner_block, tail
from checker.languages.rust.frame import Frame, below, enclosing, source, text
from checker.languages.rust.literals import STRINGS, literal, string
from checker.languages.rust.scopes import dotted
from checker.languages.rust.types import core
from checker.languages.rust.words import words
from checker.model.value import MAX_DEPTH, Choice, Invoke, Join, Member, Name, Number, Option, Parameter, Record, Text, Unknown, Value

#: Steps through wrappings and plain locals for one value.
_MAX_STEPS = 200
#: Locals bound to locals that are followed for one value.
_MAX_ALIASES = 32
#: Parts of a local's value after which it is not repeated at every use: the bound on the size of all values.
_MAX_PARTS = 4096
_WRAPPED = {
    "reference_expression": "value",
    "type_cast_expression": "value",
    "parenthesized_expression": "",
    "try_expression": "",
    "await_expression": "",
}
_OPERATORS = frozenset({"binary_expression", "unary_expression", "range_expression", "compound_assignment_expr", "assignment_expression"})
_RAW_TYPES = frozenset("String str Value Vec HashMap BTreeMap HashSet PathBuf Path Instant Duration Uuid".split())


def value(node: Node, frame: Frame, depth: int = 1) -> Value:
    """What `node`, an expression that stands in `frame`, can be; at most `MAX_DEPTH` deep, counted from `depth`."""
    if depth > MAX_DEPTH:
        return _unknown(node, frame, "too deep")
    node, frame = _stripped(node, frame)
    return _taken_apart(node, frame, depth)


def _stripped(node: Node, frame: Frame) -> tuple[Node, Frame]:
    """The expression inside everything that does not change it."""
    for _ in range(_MAX_STEPS):
        inner = _inside(node, frame)
        if inner is None:
            break
        node, frame = inner
    return node, frame


def _inside(node: Node, frame: Frame) -> tuple[Node, Frame] | None:
    """The expression that decides what `node` is, if `node` only wraps it; None if it does not."""
    kind = node.type
    if kind in _WRAPPED:
        field = _WRAPPED[kind]
        inner = node.child_by_field_name(field) if field else next((c for c in node.named_children if "comment" not in c.type), None)
        return (inner, frame) if inner is not None else None
    if kind == "unary_expression" and node.children[0].type == "*":
        return node.children[1], frame
    if kind == "call_expression":
        inner = None if _spelled(node, frame) else invocations.unwrapped(node, frame)
        return (inner, frame) if inner is not None else None
    if kind == "index_expression" and len(node.named_children) == 2 and text(node.named_children[1]) == "..":
        return node.named_children[0], frame
    block = inner_block(node)
    last = tail(block) if block is not None else None
    return (last, below(frame, block)) if block is not None and last is not None else None


def _spelled(call: Node, frame: Frame) -> bool:
    """`kind.as_str()` where `kind` is an enum: the method is ours to look up, not one that changes nothing."""
    receiver = invocations.spells(call)
    if receiver is None or receiver.type not in ("identifier", "self", "scoped_identifier", "parenthesized_expression"):
        return False
    function = enclosing(frame, "function_item")
    types = parameters(function.node) if function else []
    typed = {i: core(p.child_by_field_name("type"), function or frame) for i, p in enumerate(types)}
    return invocations.is_enum(value(receiver, frame, MAX_DEPTH - 1), typed)


def _taken_apart(node: Node, frame: Frame, depth: int) -> Value:
    plain = literal(node)
    if plain is not None:
        return plain
    match node.type:
        case "identifier":
            return _identifier(node, frame, depth)
        case "self":
            return Parameter(-1, "self")
        case "scoped_identifier" | "generic_function":
            return Name(dotted(text(node), frame))
        case "field_expression":
            return _field(node, frame, depth)
        case "call_expression":
            return invocations.invoke(node, frame, depth, value)
        case "macro_invocation":
            return formats.macro(node, frame, depth, value, local)
        case "struct_expression":
            return records.struct(node, frame, depth, value)
        case "tuple_expression" | "array_expression":
            return records.sequence(node, frame, depth, value)
        case "match_expression":
            return choices.match(node, frame, depth, value)
        case "if_expression":
            return choices.condition(node, frame, depth, value)
        case "index_expression":
            return _index(node, frame, depth)
    return _rest(node, frame, depth)


def _rest(node: Node, frame: Frame, depth: int) -> Value:
    if inner_block(node) is not None:
        return _unknown(node, frame, "never reached") if diverges(node) else Number("()")
    if node.type == "unary_expression" and node.children[1].type in ("integer_literal", "float_literal"):
        return Number(text(node))
    if node.type == "binary_expression" and text(node.child_by_field_name("operator")) == "+":
        return _sum(node, frame, depth)
    if node.type == "closure_expression":
        return _unknown(node, frame, "closure")
    return _unknown(node, frame, "operator" if node.type in _OPERATORS else node.type.replace("_", " "))


def _identifier(node: Node, frame: Frame, depth: int) -> Value:
    name = text(node)
    if name == "None":
        return Number(name)
    if frame.file.data.startswith(b"$", node.start_byte + frame.shift):
        return Unknown((name[1:],), "macro parameter")
    return local(name, frame, node.start_byte, depth) or Name(dotted(name, frame))


def local(name: str, frame: Frame, at: int, depth: int) -> Value | None:
    """The value of the local `name` used at offset `at`; None if there is no such local."""
    bound = binding(name, frame, at)
    annotated = bound
    for _ in range(_MAX_ALIASES):
        if bound is None or bound.changed or bound.others or bound.steps or bound.source is None:
            break
        node, where = _stripped(bound.source, bound.frame)
        if node.type != "identifier":
            bound = bound._replace(source=node, frame=where)
            break
        annotated = annotated if annotated and annotated.annotated else bound
        bound = binding(text(node), where, node.start_byte)
        if bound is None:
            return _declared(_identifier(node, where, depth), annotated)
    else:
        return Unknown((name,), "too deep")
    if bound is None:
        return None
    found = _changed(name, bound, depth) if bound.changed or bound.others else _remembered(name, bound, depth)
    return _declared(found, annotated if annotated and annotated.annotated else bound)


def _remembered(name: str, bound: Binding, depth: int) -> Value:
    """The value of a local that is bound once, worked out once a depth, so that locals made of locals do not multiply the work."""
    key = ("local", _place(bound), bound.steps, bound.position, depth)
    memo = bound.frame.file.memo
    if key not in memo:
        # A local that is defined by itself (only broken code can do that) is then found to be unknown.
        memo[key] = Unknown((name,), "bound to itself")
        memo[key] = _bounded(name, _bound(name, bound, depth))
    return cast(Value, memo[key])


def _place(bound: Binding) -> int:
    return (bound.source or bound.frame.node).start_byte + bound.frame.shift


def _bound(name: str, bound: Binding, depth: int) -> Value:
    if bound.position >= 0:
        return _through(Parameter(bound.position, name), bound.steps)
    if bound.source is None:
        return Unknown((name,), bound.reason)
    return _through(value(bound.source, bound.frame, depth + len(bound.steps)), bound.steps)


def _through(base: Value, steps: tuple[str, ...]) -> Value:
    for step in steps:
        base = records.part(base, step)
    return base


def _declared(found: Value, bound: Binding | None) -> Value:
    """A value that says nothing of its type, with the type written at the `let`: `let db: Arc<Db> = open()` -> an open record `Db`."""
    if bound is None or bound.annotated is None or not isinstance(found, Unknown | Invoke):
        return found
    type_ = core(bound.annotated, bound.frame)
    last = type_.rpartition(".")[2]
    if not last[:1].isupper() or last in _RAW_TYPES or len(last) == 1:
        return found
    if isinstance(found, Invoke) and last in found.callee.split(".")[-2:]:
        return found
    return Record(type_, (), open=True)


def _changed(name: str, bound: Binding, depth: int) -> Value:
    """A local that is assigned again or altered in place."""
    values = [value(bound.source, bound.frame, depth + 1)] if bound.source is not None else []
    for other in bound.others:
        right = other.node.child_by_field_name("right")
        if right is not None:
            values.append(value(right, other, depth + 1))
    values = [_through(v, bound.steps) for v in dict.fromkeys(values)]
    if bound.changed:
        opened = [v._replace(open=True) for v in values if isinstance(v, Record)]
        values = list(opened) if opened and len(opened) == len(values) else [Unknown((name,), "changed after it was bound")]
    if not values:
        return Unknown((name,), "not bound where it is declared")
    return _bounded(name, values[0] if len(values) == 1 else Choice(tuple(Option("", v) for v in values)))


def _bounded(name: str, found: Value) -> Value:
    return found if _fits(found) else Unknown((name,), "too large")


def _fits(found: Value) -> bool:
    while isinstance(found, Member):
        found = found.base
    if isinstance(found, Parameter | Name | Text | Number | Unknown):
        return True
    pending: list[object] = [found]
    parts = 0
    while pending and parts < _MAX_PARTS:
        at = pending.pop()
        parts += 1
        if isinstance(at, tuple):
            pending += [p for p in at if isinstance(p, tuple)]
    return not pending


def _field(node: Node, frame: Frame, depth: int) -> Value:
    base = node.child_by_field_name("value")
    name = text(node.child_by_field_name("field"))
    return records.part(value(base, frame, depth + 1), name) if base is not None else _unknown(node, frame, "field")


def _index(node: Node, frame: Frame, depth: int) -> Value:
    base, key = node.named_children[0], node.named_children[-1]
    if key.type in STRINGS:
        return records.part(value(base, frame, depth + 1), string(key))
    if key.type == "integer_literal":
        return records.part(value(base, frame, depth + 1), text(key))
    return _unknown(node, frame, "computed index")


def _sum(node: Node, frame: Frame, depth: int) -> Value:
    """`a + "b" + &c` as a join; of what may be numbers nothing can be said."""
    parts = list(_operands(node))[::-1]
    if not any(p.type in STRINGS or p.type in ("reference_expression", "macro_invocation") for p in parts):
        found = [value(p, frame, depth + 1) for p in parts]
        return Join(tuple(found)) if any(isinstance(v, Text | Join) for v in found) else _unknown(node, frame, "operator")
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
