"""Struct literals, `json!`, tuples and lists as records, and the way to one of their parts."""

from tree_sitter import Node

from checker.languages.rust.frame import Evaluate, Frame, text
from checker.languages.rust.invocations import argument_nodes
from checker.languages.rust.literals import STRINGS, string
from checker.languages.rust.patterns import FAILED
from checker.languages.rust.scopes import dotted
from checker.model.value import Choice, Item, Member, Number, Option, Record, Unknown, Value

#: A part that is named by an expression and not by a literal: `json!({ (key): value })`.
COMPUTED_KEY = "*"


def struct(node: Node, frame: Frame, depth: int, evaluate: Evaluate) -> Value:
    """`Event { id, at: now(), ..base }`; what comes from the base is not seen, so the record is open."""
    body = node.child_by_field_name("body")
    items, rest = [], False
    for field in body.named_children if body is not None else ():
        if field.type == "base_field_initializer":
            rest = True
        elif field.type == "shorthand_field_initializer":
            name = next(c for c in field.named_children if c.type == "identifier")
            items.append(Item(text(name), evaluate(name, frame, depth + 1)))
        elif field.type == "field_initializer":
            value = field.child_by_field_name("value")
            name_ = text(field.child_by_field_name("field"))
            items.append(Item(name_, evaluate(value, frame, depth + 1) if value else Unknown((), "cannot be read")))
    return Record(dotted(text(node.child_by_field_name("name")), frame), tuple(items), rest)


def sequence(node: Node, frame: Frame, depth: int, evaluate: Evaluate) -> Record:
    """A tuple, a list, or an object of `json!`, whose braces were made brackets so that it parses."""
    if node.type == "array_expression" and frame.file.data[node.start_byte + frame.shift : node.start_byte + frame.shift + 1] == b"{":
        return _object(node, frame, depth, evaluate)
    repeated = node.child_by_field_name("length") is not None
    parts = argument_nodes(node)[:1] if repeated else argument_nodes(node)
    items = tuple(Item(str(i), evaluate(p, frame, depth + 1)) for i, p in enumerate(parts))
    return Record("tuple" if node.type == "tuple_expression" else "list", items, repeated)


def _object(node: Node, frame: Frame, depth: int, evaluate: Evaluate) -> Record:
    items = []
    for entry in argument_nodes(node):
        left, right = entry.child_by_field_name("left"), entry.child_by_field_name("right")
        if entry.type != "assignment_expression" or left is None or right is None:
            items.append(Item(COMPUTED_KEY, evaluate(entry, frame, depth + 1)))
        elif left.type in STRINGS:
            items.append(Item(string(left), evaluate(right, frame, depth + 1)))
        else:
            items.append(Item(COMPUTED_KEY, evaluate(right, frame, depth + 1)))
    return Record("json", tuple(items), any(i.name == COMPUTED_KEY for i in items) or node.has_error)


def part(base: Value, name: str) -> Value:
    """The part `name` of a value: of a record what stands there, of a choice each alternative's, else a `Member`."""
    if name == FAILED:
        return Unknown((), "an error value")
    match base:
        case Record(_, items, _):
            found = [i.value for i in items if i.name == name]
            return found[-1] if found else Member(base, name)
        case Choice(options, subject) if all(isinstance(o.value, Record | Number) for o in options):
            return Choice(tuple(Option(o.pattern, part(o.value, name)) for o in options), subject)
        case Unknown(known, reason):
            return Unknown((*known, name), reason)
    return Member(base, name)
