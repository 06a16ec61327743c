"""What a local name is bound to at a place: `let`, match arms, `if let`, parameters, loops, closures."""

import re
from bisect import bisect_right
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.rust.frame import Frame, around, below, descend, text
from checker.languages.rust.patterns import steps_to
from checker.languages.rust.types import wrapped_in

_LOOPS = frozenset({"loop_expression", "while_expression", "for_expression"})
_CHANGED = re.compile(
    rb"\s*(?:[-+*/|&^%]=|\.\s*(?:push|push_str|insert|insert_str|extend|append|clear|truncate|pop|remove|retain|drain|"
    rb"sort\w*|reverse|entry|get_mut|as_mut|iter_mut|make_ascii_\w+|as_object_mut|as_array_mut|swap|replace|write_\w+)\s*\(|"
    rb"(?:\.\s*\w+|\[[^\]]*\])\s*=[^=])"
)
_ASSIGNED = re.compile(rb"\s*=(?![=>])")
_LENT = re.compile(rb"&mut\s+$")
_WORDS = re.compile(r"[^\W\d]\w*")


#: Assignments to one local that are looked at.
_MAX_ASSIGNMENTS = 32


class Binding(NamedTuple):
    """What a name stands for.

    `source` is the expression it is taken from (None: `reason` says why there is none), evaluated in `frame`; `steps` lead from
    there to the bound part. `position` is that of a parameter (-2: no parameter). `annotated` is the type written at the `let`.
    `others` are what is assigned later, `changed` says that it is altered in place.
    """

    frame: Frame
    source: Node | None
    steps: tuple[str, ...] = ()
    reason: str = ""
    position: int = -2
    annotated: Node | None = None
    others: "tuple[Frame, ...]" = ()
    changed: bool = False


def binding(name: str, frame: Frame, at: int) -> Binding | None:
    """What the name at offset `at` (of `frame`'s tree) is bound to; None if it is no local."""
    here: Frame | None = frame
    while here is not None:
        kind = here.node.type
        finder = _FINDERS.get(kind)
        if finder is not None:
            found = finder(name, here, at, frame)
            if found is not None:
                return found
        if kind in _ENDS:
            return None
        at, here = here.node.start_byte, here.up
    return None


def _in_block(name: str, block: Frame, at: int, use: Frame) -> Binding | None:
    lets = _lets(block).get(name, [])
    for let in reversed(lets[: bisect_right(lets, at, key=_end)]):
        steps = steps_to(let.child_by_field_name("pattern"), name)
        if steps is not None:
            return _let(name, block, let, steps, at, use)
    return None


def _end(node: Node) -> int:
    return node.end_byte


def _lets(block: Frame) -> dict[str, list[Node]]:
    """The `let`s of a block by the words in their patterns."""
    key = ("lets", block.node.start_byte + block.shift)
    known = block.file.memo.get(key)
    if isinstance(known, dict):
        return known
    found: dict[str, list[Node]] = {}
    for let in block.node.children:
        if let.type == "let_declaration":
            for word in _WORDS.findall(text(let.child_by_field_name("pattern"))):
                found.setdefault(word, []).append(let)
    block.file.memo[key] = found
    return found


def _let(name: str, block: Frame, let: Node, steps: tuple[str, ...], at: int, use: Frame) -> Binding:
    inside = below(block, let)
    source = let.child_by_field_name("value")
    annotated = let.child_by_field_name("type") if not steps else None
    plain = Binding(inside, source, steps, "" if source else "not bound where it is declared", annotated=annotated)
    return _with_changes(name, plain, block, let, at, use) if _can_change(let, source) else plain


def _can_change(let: Node, source: Node | None) -> bool:
    return source is None or b"mut" in (let.text or b"").partition(b"=")[0]


def _with_changes(name: str, plain: Binding, block: Frame, let: Node, at: int, use: Frame) -> Binding:
    """What assignments and altering calls between the `let` and the use make of it; in a loop also those after the use."""
    looped = any(f.node.type in _LOOPS for f in _between(use, block))
    end = block.node.end_byte if looped else at
    found, changed = _touched(name.encode(), block.file.data, let.end_byte + block.shift, end + block.shift)
    assigned = [a for a in (_assignment(name, block, offset) for offset in found[-_MAX_ASSIGNMENTS:]) if a is not None]
    kept, source, changed = assigned, plain.source, changed or len(found) > _MAX_ASSIGNMENTS
    for i, a in enumerate(assigned):
        if a.up is not None and a.up.up is not None and a.up.up.node == block.node and not looped:
            kept, source = assigned[i:], None
    return plain._replace(source=source, others=tuple(kept), changed=changed)


def _touched(name: bytes, data: bytes, start: int, end: int) -> tuple[list[int], bool]:
    """Where `name` is assigned to between two offsets, and whether anything there alters what it holds."""
    assigned, changed = [], False
    at = data.find(name, start, end)
    while at >= 0:
        after = at + len(name)
        if data[at - 1 : at] != b"." and not data[at - 1 : at].isalnum() and data[at - 1 : at] != b"_":
            if _ASSIGNED.match(data, after):
                assigned.append(at)
            elif _CHANGED.match(data, after) or (_LENT.search(data, max(start, at - 12), at) and not data[after : after + 1].isalnum()):
                changed = True
        at = data.find(name, after, end)
    return assigned, changed


def _between(use: Frame, block: Frame) -> list[Frame]:
    found = []
    for frame in around(use):
        if frame.node == block.node:
            break
        found.append(frame)
    return found


def _assignment(name: str, block: Frame, offset: int) -> Frame | None:
    leaf = descend(block, offset)
    parent = leaf.up
    if parent is None or parent.node.type != "assignment_expression" or text(parent.node.child_by_field_name("left")) != name:
        return None
    return parent


def _in_arm(name: str, arm: Frame, at: int, use: Frame) -> Binding | None:
    pattern = arm.node.child_by_field_name("pattern")
    if pattern is None or (pattern.start_byte <= at < pattern.end_byte and not _in_guard(pattern, at)):
        return None
    steps = steps_to(pattern, name)
    match = next((f for f in around(arm) if f.node.type == "match_expression"), None)
    if steps is None or match is None:
        return None
    return Binding(match, match.node.child_by_field_name("value"), steps)


def _in_guard(pattern: Node, at: int) -> bool:
    condition = pattern.child_by_field_name("condition")
    return condition is not None and condition.start_byte <= at


def _in_condition(name: str, frame: Frame, at: int, use: Frame) -> Binding | None:
    body = frame.node.child_by_field_name("consequence") or frame.node.child_by_field_name("body")
    inside = body is not None and body.start_byte <= at < body.end_byte
    for let in reversed(conditions(frame.node)):
        if let.type == "let_condition" and (inside or let.end_byte <= at < (body.start_byte if body else at)):
            steps = steps_to(let.child_by_field_name("pattern"), name)
            if steps is not None:
                return Binding(below(frame, let), let.child_by_field_name("value"), steps)
    return None


def conditions(node: Node) -> list[Node]:
    """The conditions of an `if` or `while`: each part of a chain `a && let Some(x) = y`."""
    condition = node.child_by_field_name("condition")
    if condition is None:
        return []
    return condition.named_children if condition.type == "let_chain" else [condition]


def _in_loop(name: str, frame: Frame, at: int, use: Frame) -> Binding | None:
    body = frame.node.child_by_field_name("body")
    if body is None or not body.start_byte <= at < body.end_byte:
        return None
    steps = steps_to(frame.node.child_by_field_name("pattern"), name)
    return Binding(frame, frame.node.child_by_field_name("value"), ("[]", *steps)) if steps is not None else None


def _in_closure(name: str, frame: Frame, at: int, use: Frame) -> Binding | None:
    parameters = frame.node.child_by_field_name("parameters")
    for parameter in parameters.named_children if parameters is not None else ():
        pattern = parameter.child_by_field_name("pattern") if parameter.type == "parameter" else parameter
        if steps_to(pattern, name) is not None:
            annotated = parameter.child_by_field_name("type") if parameter.type == "parameter" else None
            return Binding(frame, None, (), "closure parameter", annotated=annotated)
    return None


def parameters(function: Node) -> list[Node]:
    """The parameters of a function without its receiver."""
    listed = function.child_by_field_name("parameters")
    return [c for c in listed.named_children if c.type == "parameter"] if listed is not None else []


def _in_function(name: str, frame: Frame, at: int, use: Frame) -> Binding | None:
    for position, parameter in enumerate(parameters(frame.node)):
        pattern = parameter.child_by_field_name("pattern")
        steps = steps_to(pattern, name)
        if steps is not None:
            return Binding(frame, None, steps[1:] if extractor(parameter) else steps, position=position)
    return None


def extractor(parameter: Node) -> bool:
    """`State(db): State<Arc<Db>>`: the pattern only takes off the wrapper that the type names."""
    pattern = parameter.child_by_field_name("pattern")
    if pattern is None or pattern.type != "tuple_struct_pattern":
        return False
    return text(pattern.child_by_field_name("type")).rpartition("::")[2] == wrapped_in(parameter.child_by_field_name("type"))


_FINDERS = {
    "block": _in_block,
    "match_arm": _in_arm,
    "if_expression": _in_condition,
    "while_expression": _in_condition,
    "for_expression": _in_loop,
    "closure_expression": _in_closure,
    "function_item": _in_function,
}
_ENDS = frozenset({"function_item", "const_item", "static_item", "impl_item", "trait_item", "mod_item", "source_file"})
