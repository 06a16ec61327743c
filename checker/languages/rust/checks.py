"""What becomes of the value of a variable: `env::var("X").map(|v| v == "1").unwrap_or(false)` as a question of yes or no."""

import re
from collections.abc import Callable

from tree_sitter import Node

from checker.languages.rust.asking import Here, by_function, method
from checker.languages.rust.formats import fragment
from checker.languages.rust.frame import Frame, descend, text
from checker.languages.rust.invocations import argument_nodes
from checker.languages.rust.literals import STRINGS, string
from checker.languages.rust.macros import macro_name
from checker.languages.rust.said import said_by, said_by_arm
from checker.model.check import ALWAYS, READ, SET, Asked, Check, asked_of, both, chosen, compared, constant, negated, unsettled

#: What an `Option<bool>` says.
_SAID = {"Some(true)": "yes", "Some(false)": "no", "None": "neither"}
_AROUND = frozenset(["parenthesized_expression", "reference_expression", "field_expression", "generic_function", "arguments", "token_tree"])
_STARTS = frozenset(
    ["field_expression", "try_expression", "binary_expression", "match_expression", "reference_expression", "arguments", "let_declaration"]
)
#: Steps outward from a read, expressions within each other (a local counts for more: each of its uses is followed), and uses of one local
#: that are looked at.
_MOST_STEPS, _DEEPEST, _OF_LOCAL, _MOST_USES = 32, 32, 14, 8


def checked(call: Frame) -> Asked | None:
    """The question that the result of a call is asked, None where it is asked none or that is not known in full."""
    if call.up is None or call.up.kind not in _STARTS or not _takes_little(call.node):
        return None
    here = Here(call, _place(call.node, call), {}, _worked_out)
    return _outward(call, READ, here)


def _takes_little(call: Node) -> bool:
    """What reads a variable is given its name and little else."""
    given = argument_nodes(call.child_by_field_name("arguments"))
    return 1 <= len(given) <= 2


def _place(node: Node, frame: Frame) -> tuple[int, int]:
    return node.start_byte + frame.shift, node.end_byte + frame.shift


def _outward(at: Frame, asked: Asked, here: Here) -> Asked | None:
    """From a value to the outermost expression that is still known."""
    for _ in range(_MOST_STEPS):
        up = at.up
        if up is None:
            break
        if up.kind == "let_declaration" and asked.kind != "flag":
            return _by_local(up, at, asked, here)
        if up.kind not in _AROUND:
            found = _worked_out(up.node, here._replace(frame=up))
            if found is None:
                break
            asked = found
        at = up
    if asked.kind == "maybe-flag" and asked.check is not None:
        return asked._replace(kind="choice", check=both(SET, asked.check), off=both(SET, negated(asked.check)))
    return asked if asked.kind in ("flag", "choice") else None


def _by_local(let: Frame, at: Frame, asked: Asked, here: Here) -> Asked | None:
    """What the uses of a local ask, where all of them ask the same."""
    pattern, block = let.node.child_by_field_name("pattern"), let.up
    if pattern is None or pattern.type != "identifier" or block is None or let.node.child_by_field_name("value") != at.node:
        return None
    if here.depth + _OF_LOCAL > _DEEPEST:
        return None
    name, found = text(pattern), set[Asked]()
    held = here._replace(held={**here.held, name: asked}, depth=here.depth + _OF_LOCAL)
    word = re.compile(rb"\b" + re.escape(name.encode()) + rb"\b")
    uses = word.finditer(let.file.data, let.node.end_byte + let.shift, block.node.end_byte + block.shift)
    for number, use in enumerate(uses):
        leaf = descend(block, use.start())
        outcome = _outward(leaf, asked, held) if number < _MOST_USES and leaf.kind == "identifier" else None
        if outcome is None:
            return None
        found.add(outcome)
    return min(found) if len(found) == 1 else None


def _worked_out(node: Node | None, here: Here) -> Asked | None:
    """What an expression makes of the value of the variable, None where it says nothing of it or that is not known."""
    if node is None or here.depth > _DEEPEST:
        return None
    here = here._replace(depth=here.depth + 1)
    if _place(node, here.frame) == here.read:
        return READ
    handler = _HANDLERS.get(node.type)
    return handler(node, here) if handler is not None else None


def _inner(node: Node, here: Here) -> Asked | None:
    return _worked_out(node.named_children[-1] if node.named_children else None, here)


def _identifier(node: Node, here: Here) -> Asked | None:
    return here.held.get(text(node))


def _literal(node: Node, here: Here) -> Asked | None:
    return Asked("flag", check=constant(text(node) == "true"))


def _unary(node: Node, here: Here) -> Asked | None:
    found = _inner(node, here)
    if node.children[0].type != "!":
        return found
    return found._replace(check=negated(found.check)) if found is not None and found.kind == "flag" and found.check else None


def _binary(node: Node, here: Here) -> Asked | None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = text(node.child_by_field_name("operator"))
    if left is None or right is None:
        return None
    if operator in ("==", "!="):
        found = _compared(left, right, here) or _compared(right, left, here)
        return _opposite(found) if operator == "!=" and found is not None else found
    sides = [_worked_out(side, here) for side in (left, right)]
    checks = [side.check for side in sides if side is not None and side.kind == "flag" and side.check]
    if operator not in ("||", "&&") or len(checks) != len(sides):
        return None
    through = tuple(word for side in sides if side is not None for word in side.through)
    return Asked("flag", check=Check("any" if operator == "||" else "all", parts=tuple(checks)), through=tuple(dict.fromkeys(through)))


def _opposite(found: Asked) -> Asked:
    return found._replace(check=negated(found.check)) if found.check is not None else found


def _compared(value: Node, other: Node, here: Here) -> Asked | None:
    found = _worked_out(value, here)
    if found is None:
        return None
    if found.kind == "maybe" and text(other) == "None":
        return found._replace(kind="flag", check=negated(SET))
    if found == READ and text(other) in _SAID:
        yes = _SAID[text(other)] == "yes"
        return found._replace(kind="flag", check=unsettled(default=False) if yes else negated(unsettled(default=True)))
    said = said_by(other, found.kind)
    return asked_of(found, compared(found, said)) if said else None


def _call(node: Node, here: Here) -> Asked | None:
    function = node.child_by_field_name("function")
    given = argument_nodes(node.child_by_field_name("arguments"))
    if function is None:
        return None
    generic = function.child_by_field_name("function") if function.type == "generic_function" else None
    access = generic if generic is not None and generic.type == "field_expression" else function
    if access.type == "field_expression":
        on = access.child_by_field_name("value")
        asked = _worked_out(on, here)
        name = text(access.child_by_field_name("field"))
        if asked is None:
            return _listed(on, name, given, here)
        return method(asked, name, given, "bool" if "bool" in text(function).rpartition("::")[2] else "", here)
    asked = _worked_out(given[0], here) if len(given) == 1 else None
    return by_function(text(function), asked, here) if asked is not None else None


def _listed(on: Node | None, name: str, given: list[Node], here: Here) -> Asked | None:
    """`["1", "true"].contains(&value)`."""
    asked = _worked_out(given[0], here) if name == "contains" and len(given) == 1 and on is not None else None
    listed = on.named_children if on is not None and on.type == "array_expression" else []
    if asked is None or asked.kind != "text" or not listed or any(c.type not in STRINGS for c in listed):
        return None
    return asked_of(asked, compared(asked, tuple(map(string, listed))))


def _block(node: Node, here: Here) -> Asked | None:
    """The last expression of a block of `let`s."""
    statements = [c for c in node.named_children if not c.type.endswith("comment")]
    held = dict(here.held)
    for let in statements[:-1]:
        pattern = let.child_by_field_name("pattern") if let.type == "let_declaration" else None
        asked = _worked_out(let.child_by_field_name("value"), here._replace(held=held))
        if pattern is None or pattern.type != "identifier" or asked is None:
            return None
        held[text(pattern)] = asked
    return _worked_out(statements[-1] if statements else None, here._replace(held=held))


def _macro(node: Node, here: Here) -> Asked | None:
    """`matches!(value, "1" | "true")`."""
    inside = fragment(node, here.frame) if macro_name(node) == "matches" else None
    given = argument_nodes(inside.node) if inside is not None and inside.kind == "arguments" else []
    asked = _worked_out(given[0], here._replace(frame=inside)) if inside is not None and len(given) == 2 else None
    said = said_by(given[1], asked.kind) if asked is not None else ()
    return asked_of(asked, compared(asked, said)) if asked is not None and said else None


def _match(node: Node, here: Here) -> Asked | None:
    """`match value { "1" | "true" => a, _ => b }`: two ways, told apart by texts alone."""
    asked = _worked_out(node.child_by_field_name("value"), here)
    body = node.child_by_field_name("body")
    arms = [c for c in body.named_children if c.type == "match_arm"] if body is not None else []
    if asked is None or asked.kind not in ("maybe", "text"):
        return None
    choice = _choice(asked, arms)
    if choice is not None or len(arms) != 2:
        return choice
    first, rest = (arm.child_by_field_name("pattern") for arm in arms)
    said = said_by_arm(first, asked.kind)
    return asked_of(asked, compared(asked, said)) if said and rest is not None and text(rest) == "_" else None


def _choice(asked: Asked, arms: list[Node]) -> Asked | None:
    """`match value { "1" => Some(true), "0" => Some(false), _ => None }`."""
    found: list[tuple[Check, str]] = []
    for arm in arms:
        pattern = arm.child_by_field_name("pattern")
        said = said_by_arm(pattern, asked.kind)
        if text(arm.child_by_field_name("value")) not in _SAID or (not said and text(pattern) not in ("_", "None")):
            return None
        check = compared(asked, said) if said else ALWAYS if text(pattern) == "_" else negated(SET)
        found.append((check, _SAID[text(arm.child_by_field_name("value"))]))
    return chosen(asked, found)


def _early(node: Node, here: Here) -> Asked | None:
    """`value?` goes on with what is there, and gives nothing back where nothing is."""
    found = _inner(node, here)
    return found._replace(kind="text", default=None) if found is not None and found.kind == "maybe" else None


_HANDLERS: dict[str, Callable[[Node, Here], Asked | None]] = {
    "parenthesized_expression": _inner,
    "reference_expression": _inner,
    "expression_statement": _inner,
    "identifier": _identifier,
    "boolean_literal": _literal,
    "unary_expression": _unary,
    "binary_expression": _binary,
    "call_expression": _call,
    "block": _block,
    "macro_invocation": _macro,
    "match_expression": _match,
    "try_expression": _early,
}
