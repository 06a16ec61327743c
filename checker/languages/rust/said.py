"""The texts that code compares a value with: literals, `Some("1")`, patterns, and what stands in where nothing is there."""

from tree_sitter import Node

from checker.languages.rust.frame import text
from checker.languages.rust.invocations import argument_nodes
from checker.languages.rust.literals import STRINGS, string

_HELD = frozenset({"Some", "Ok"})
_CONVERTED = ("to_string", "to_owned", "into", "from")
#: Parts of one pattern that are looked at.
_MOST_PARTS = 32


def said_by(node: Node, kind: str) -> tuple[str, ...]:
    """The texts of a literal or of a pattern: `"1"`, `Some("1" | "on")`, `Ok("1".to_string())`; nothing for anything else."""
    found: list[str] = []
    pending = [(node, kind == "maybe")]
    for _ in range(_MOST_PARTS):
        if not pending:
            return tuple(found)
        at, inside = pending.pop()
        while at.type in ("reference_expression", "parenthesized_expression", "match_pattern") and at.named_children:
            at = at.named_children[-1]
        head, given = _application(at)
        if at.type in STRINGS and not inside:
            found.append(string(at))
        elif inside and head in _HELD and len(given) == 1:
            pending.append((given[0], False))
        elif head in _CONVERTED and len(given) == 1:
            pending.append((given[0], inside))
        elif at.type == "binary_expression" and text(at.child_by_field_name("operator")) == "|":
            pending += [(child, inside) for child in at.named_children]
        else:
            return ()
    return ()


def _application(node: Node) -> tuple[str, list[Node]]:
    """The last name of what is called, with what it is called on or given."""
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    given = argument_nodes(node.child_by_field_name("arguments"))
    if function is None:
        return "", []
    if function.type == "field_expression":
        on = function.child_by_field_name("value")
        return text(function.child_by_field_name("field")), [*([on] if on is not None else []), *given]
    return text(function).rpartition("::")[2], given


def said_by_arm(pattern: Node | None, kind: str) -> tuple[str, ...]:
    """The texts of an arm: of `Some("off") | Some("0")`, or without `Some`."""
    if pattern is None or pattern.child_by_field_name("condition") is not None:
        return ()
    pending, found = list(pattern.named_children), list[str]()
    for _ in range(_MOST_PARTS):
        if not pending:
            return tuple(found)
        at = pending.pop()
        if at.type == "or_pattern":
            pending += at.named_children
        elif at.type == "tuple_struct_pattern" and kind == "maybe" and text(at.named_children[0]) in _HELD and at.named_child_count == 2:
            pending += at.named_children[1:]
        elif at.type in STRINGS:
            found.append(string(at))
        else:
            return ()
    return ()


def stand_in(given: Node) -> str | None:
    """The text that stands in: `"0".to_string()`, `|_| "0".into()`, `String::new`."""
    body = given.child_by_field_name("body") if given.type == "closure_expression" else given
    if body is None or text(body).removesuffix("()") == "String::new":
        return "" if body is not None else None
    said = said_by(body, "text")
    return said[0] if len(said) == 1 else None
