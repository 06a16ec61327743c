"""What an expression can be, statically."""

from collections.abc import Callable

from tree_sitter import Node

from checker.languages.python import joins, records
from checker.languages.python.env import Env, one_of, start
from checker.languages.python.locals import meaning, pick
from checker.languages.python.modulenames import is_variable
from checker.languages.python.offsets import Chain, Parsed, chain_to, text
from checker.model.value import Argument, Choice, Invoke, Member, Name, Number, Option, Record, Text, Value

_MOST_ARGUMENTS = 200
_MOST_PARENTHESES = 100
#: Calls that give back their argument, or its text.
_SAME = frozenset({"str", "typing.cast", "cast", "copy.copy", "copy.deepcopy", "deepcopy"})
_FIELDS_OF_ENUM = frozenset({"value"})


def evaluate(node: Node, env: Env) -> Value:
    """The value of an expression at the place of `env`."""
    env.fuel[0] -= 1
    if env.depth <= 0:
        return env.unknown(node, "too deep")
    if env.fuel[0] <= 0:
        return env.unknown(node, "too large")
    handler = _HANDLERS.get(node.type)
    if handler is not None:
        return handler(node, env)
    return env.unknown(node, _REASONS.get(node.type, "computed"))


def value_at(parsed: Parsed, chain: Chain, node: Node) -> Value:
    """The value of `node`, whose place is the end of `chain`."""
    return evaluate(node, start(parsed, chain, node.start_byte, evaluate))


def value_of(parsed: Parsed, node: Node) -> Value:
    """The value of a node by its own place in the tree."""
    return value_at(parsed, chain_to(parsed.root, node.start_byte), node)


def arguments_at(parsed: Parsed, chain: Chain, node: Node | None) -> tuple[Argument, ...]:
    """The arguments of the call at the end of `chain`; each has its own allowance, so that a large one takes nothing from the next."""
    return tuple(_argument(c, _outermost(parsed, chain, c)) for c in _given(node)) if node is not None else ()


def _outermost(parsed: Parsed, chain: Chain, node: Node) -> Env:
    env = start(parsed, chain, node.start_byte, evaluate)
    return env._replace(depth=env.depth + 1)


def _given(node: Node) -> list[Node]:
    if node.type == "generator_expression":
        return [node]
    return [c for c in node.named_children[:_MOST_ARGUMENTS] if c.type != "comment"]


def arguments(node: Node | None, env: Env) -> tuple[Argument, ...]:
    """The arguments of a call, given the node that holds them."""
    return tuple(_argument(c, env) for c in _given(node)) if node is not None else ()


def _argument(node: Node, env: Env) -> Argument:
    at = (node.start_byte, node.end_byte)
    if node.type == "keyword_argument":
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        return Argument(text(name) if name else "", env.of(value) if value else env.unknown(node, "not understood"), at)
    if node.type in ("list_splat", "dictionary_splat") and node.named_child_count:
        return Argument("*" if node.type == "list_splat" else "**", env.of(node.named_children[0]), at)
    return Argument("", env.of(node), at)


def _identifier(node: Node, env: Env) -> Value:
    return meaning(text(node), env)


def _attribute(node: Node, env: Env) -> Value:
    base, name = node.child_by_field_name("object"), node.child_by_field_name("attribute")
    if base is None or name is None:
        return env.unknown(node, "not understood")
    return attribute(env.of(base), text(name))


def attribute(base: Value, name: str) -> Value:
    """`base.name`: a longer path where the base is one, else a member."""
    if isinstance(base, Name) and name not in _FIELDS_OF_ENUM and not _is_member_name(base, name):
        return Name(f"{base.path}.{name}")
    return Member(base, name)


def _is_member_name(base: Name, name: str) -> bool:
    return name == "name" and "." in base.path and base.path.rpartition(".")[2].isupper()


def _subscript(node: Node, env: Env) -> Value:
    base, key = node.child_by_field_name("value"), node.child_by_field_name("subscript")
    if base is None or key is None or key.type == "slice":
        return env.unknown(node, "slice")
    value = env.of(base)
    name = records.key_name(key, env)
    if name is not None:
        return pick(value, (name,))
    subject = env.of(key)
    if isinstance(value, Record) and value.items and not value.open:
        return Choice(tuple(Option(i.name, i.value) for i in value.items), subject)
    return Invoke("__getitem__", (Argument("", subject, (key.start_byte, key.end_byte)),), value)


def _call(node: Node, env: Env) -> Value:
    function = node.child_by_field_name("function")
    if function is None:
        return env.unknown(node, "not understood")
    args = arguments(node.child_by_field_name("arguments"), env)
    if function.type == "attribute":
        return _method(function, args, node, env)
    if function.type != "identifier":
        return Invoke("", args, env.of(function))
    callee = meaning(text(function), env)
    if isinstance(callee, Name):
        return invoke(callee.path, args)
    if isinstance(callee, Member):
        return Invoke(callee.name, args, callee.base)
    return Invoke("__call__", args, callee)


def invoke(path: str, args: tuple[Argument, ...]) -> Value:
    """A call of a function by path; some give back what they are given."""
    if path in _SAME and args and not args[-1].name:
        return args[-1].value if path.endswith("cast") else args[0].value
    if path == "dict":
        return records.called(args)
    return Invoke(path, args)


def _method(function: Node, args: tuple[Argument, ...], node: Node, env: Env) -> Value:
    target = _attribute(function, env)
    if isinstance(target, Name) and not is_variable(env.parsed, target.path.partition(".")[0]):
        return invoke(target.path, args)
    base, name = function.child_by_field_name("object"), function.child_by_field_name("attribute")
    receiver = env.of(base) if base else env.unknown(node, "not understood")
    method = text(name) if name else ""
    return _of_literal(method, receiver, args, node, env) or Invoke(method, args, receiver)


def _of_literal(method: str, receiver: Value, args: tuple[Argument, ...], node: Node, env: Env) -> Value | None:
    if method == "format" and isinstance(receiver, Text):
        return joins.formatted(receiver.text, args, env.unknown(node, "formatted"))
    if method == "join" and isinstance(receiver, Text):
        joined = joins.joined(receiver.text, args[0].value) if len(args) == 1 else None
        return joined if joined is not None else env.unknown(node, "joined from a list that is not known")
    if method == "copy" and isinstance(receiver, Record) and not args:
        return receiver
    return None


def _binary(node: Node, env: Env) -> Value:
    operator = node.child_by_field_name("operator")
    handler = {"+": joins.added, "%": joins.percent, "|": records.united}.get(operator.type if operator else "")
    return handler(node, env) if handler else env.unknown(node, "arithmetic")


def _boolean(node: Node, env: Env) -> Value:
    operator = node.child_by_field_name("operator")
    if operator is None or operator.type != "or":
        return env.unknown(node, "condition")
    sides: list[Node] = []
    while node.type == "boolean_operator" and len(sides) < 20:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or text(node.children[1]) != "or":
            break
        sides.append(right)
        node = left
    values = [env.of(n) for n in (node, *reversed(sides))]
    kept = [v for v in values[:-1] if not (isinstance(v, Number) and v.text in ("None", "False", "0"))]
    return one_of([*kept, values[-1]])


def _conditional(node: Node, env: Env) -> Value:
    parts = [c for c in node.named_children if c.type != "comment"]
    return one_of([env.of(parts[0]), env.of(parts[2])]) if len(parts) == 3 else env.unknown(node, "not understood")


def _inner(node: Node, env: Env) -> Value:
    """Through parentheses and `await`; not by recursion, because they can be piled up without end."""
    inner: Node | None = node
    for _ in range(_MOST_PARENTHESES):
        if inner is None or inner.type not in ("parenthesized_expression", "await"):
            break
        inner = next((c for c in inner.named_children if c.type != "comment"), None)
    else:
        return env.unknown(node, "too deep")
    return env.same(inner) if inner is not None else env.unknown(node, "not understood")


def _walrus(node: Node, env: Env) -> Value:
    value = node.child_by_field_name("value")
    return env.of(value) if value else env.unknown(node, "not understood")


def _number(node: Node, env: Env) -> Value:
    return Number(text(node))


def _unary(node: Node, env: Env) -> Value:
    inner = node.child_by_field_name("argument")
    plain = inner is not None and inner.type in ("integer", "float")
    return Number(text(node).replace(" ", "")) if plain else env.unknown(node, "arithmetic")


def _assignment(node: Node, env: Env) -> Value:
    right = node.child_by_field_name("right")
    return env.of(right) if right else env.unknown(node, "not understood")


_REASONS = {
    "lambda": "lambda", "list_comprehension": "comprehension", "set_comprehension": "comprehension", "yield": "sent into a generator",
    "dictionary_comprehension": "comprehension", "generator_expression": "comprehension", "comparison_operator": "condition",
    "not_operator": "condition", "ERROR": "not understood",
}  # fmt: skip
_HANDLERS: dict[str, Callable[[Node, Env], Value]] = {
    "identifier": _identifier, "attribute": _attribute, "subscript": _subscript, "call": _call, "string": joins.string,
    "concatenated_string": joins.concatenated, "integer": _number, "float": _number, "true": _number, "false": _number, "none": _number,
    "ellipsis": _number, "unary_operator": _unary, "binary_operator": _binary, "boolean_operator": _boolean,
    "conditional_expression": _conditional, "parenthesized_expression": _inner, "await": _inner, "named_expression": _walrus,
    "assignment": _assignment, "tuple": records.sequence, "list": records.sequence, "set": records.sequence,
    "expression_list": records.sequence, "dictionary": records.dictionary,
}  # fmt: skip
