"""Values of strings put together: f-strings, `+`, `%`, `.format`, `join`."""

import re
from string import Formatter

from tree_sitter import Node

from checker.languages.python import literals
from checker.languages.python.env import Env
from checker.languages.python.offsets import text
from checker.model.value import SEQUENCES, Argument, Join, Number, Record, Text, Unknown, Value

_PERCENT = re.compile(r"%(?:\((?P<key>[^)]*)\))?(?P<how>[-#0 +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?)[hlL]?(?P<kind>[diouxXeEfFgGcrsa%])")
_MOST_PARTS = 200


def join(parts: list[Value]) -> Value:
    """The parts as one value: neighbouring texts merged, nested joins opened, a single text as it is."""
    flat: list[Value] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Join) else (part,):
            if isinstance(piece, Text) and flat and isinstance(flat[-1], Text):
                flat[-1] = Text(flat[-1].text + piece.text)
            elif not (isinstance(piece, Text) and not piece.text):
                flat.append(piece)
    if not flat:
        return Text("")
    return flat[0] if len(flat) == 1 and isinstance(flat[0], Text) else Join(tuple(flat))


def string(node: Node, env: Env) -> Value:
    """A string literal of any prefix; with interpolations a `Join`."""
    letters = literals.prefix(node)
    parts: list[Value] = []
    for child in node.named_children:
        if child.type == "string_content":
            parts.append(Text(literals.content(text(child), letters)))
        elif child.type == "interpolation":
            parts += _interpolation(child, env)
    return join(parts)


def concatenated(node: Node, env: Env) -> Value:
    """`"a" "b"` and `"a" f"{b}"`."""
    return join([string(c, env) for c in node.named_children if c.type == "string"])


def _interpolation(node: Node, env: Env) -> list[Value]:
    inner = node.child_by_field_name("expression")
    if inner is None:
        return [env.unknown(node, "not understood")]
    changed = any(c.type in ("format_specifier", "type_conversion") and text(c) != "!s" for c in node.named_children)
    value: Value = env.unknown(inner, "formatted") if changed else env.of(inner)
    equals = any(c.type == "=" for c in node.children)
    return [Text(text(inner) + "="), value] if equals else [value]


def operands(node: Node, operator: str) -> list[Node]:
    """The operands of `a + b + c`, left to right, however deep the tree of it is."""
    found: list[Node] = []
    while node.type == "binary_operator" and _operator(node) == operator:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            break
        found.append(right)
        node = left
    return [node, *reversed(found)]


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return operator.type if operator else ""


def added(node: Node, env: Env) -> Value:
    """`a + b`: strings joined, lists and tuples put together."""
    nodes = operands(node, "+")
    if len(nodes) > _MOST_PARTS:
        return env.unknown(node, "too large")
    values = [env.of(n) for n in nodes]
    records = [v for v in values if isinstance(v, Record)]
    if records and all(v.type in SEQUENCES for v in records):
        items = [i for v in records for i in v.items]
        whole = len(records) == len(values) and not any(v.open for v in records)
        numbered = (i._replace(name=str(n)) for n, i in enumerate(items))
        return Record(records[0].type, tuple(numbered) if whole else (), not whole)
    if any(isinstance(v, Number) for v in values):
        return env.unknown(node, "arithmetic")
    return join(values)


def percent(node: Node, env: Env) -> Value:
    """`"…%s…" % x`, with a tuple, a dict or a single value."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    pattern = env.of(left) if left else None
    if not isinstance(pattern, Text) or right is None:
        return env.unknown(node, "arithmetic")
    given = env.of(right)
    positional = given.items if isinstance(given, Record) and given.type == "tuple" else ()
    named = {i.name: i.value for i in given.items} if isinstance(given, Record) and given.type == "json" else {}
    values = iter([i.value for i in positional] if positional else [given])
    parts: list[Value] = []
    end = 0
    for match in _PERCENT.finditer(pattern.text):
        parts.append(Text(pattern.text[end : match.start()]))
        end = match.end()
        parts.append(_directive(match, named, values, env.unknown(right, "formatted")))
    return join([*parts, Text(pattern.text[end:])])


def _directive(match: re.Match[str], named: dict[str, Value], values: "object", unknown: Unknown) -> Value:
    if match["kind"] == "%":
        return Text("%")
    value: Value = named.get(match["key"], unknown) if match["key"] else next(values, unknown)  # type: ignore[call-overload]
    return value if match["kind"] in "sd" and not match["how"] else unknown


def formatted(pattern: str, args: tuple[Argument, ...], unknown: Unknown) -> Value:
    """`"…{}…{name}…".format(…)`."""
    positional = [a.value for a in args if not a.name]
    named = {a.name: a.value for a in args if a.name}
    parts: list[Value] = []
    auto = 0
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError:
        return unknown
    for before, field, how, conversion in pieces:
        parts.append(Text(before))
        if field is None:
            continue
        key = field or str(auto)
        auto += not field
        place = int(key) if key.isdecimal() and len(key) < 6 else -1
        value = positional[place] if 0 <= place < len(positional) else named.get(key, unknown)
        parts.append(unknown if how or conversion not in (None, "s") else value)
    return join(parts)


def joined(separator: str, given: Value) -> Value | None:
    """`sep.join([…])` of a list that is known in full."""
    if not isinstance(given, Record) or given.type not in SEQUENCES or given.open or any(i.optional for i in given.items):
        return None
    parts: list[Value] = []
    for item in given.items:
        parts += [Text(separator), item.value] if parts else [item.value]
    return join(parts)
