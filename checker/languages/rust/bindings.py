"""What a local name is bound to at a place: `let`, match arms, `if let`, parameters, loops, closures."""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.rust.changes import changes
from checker.languages.rust.frame import Frame, below, enclosing, text
from checker.languages.rust.patterns import steps_to
from checker.languages.rust.types import wrapped_in

_WORDS = re.compile(r"[^\W\d]\w*")


class Binding(NamedTuple):
    """What a name stands for.

    `source` is the expression it is taken from (None: `reason` says why there is none), evaluated in `frame`; `steps` lead from
    there to the bound part. `position` is that of a parameter (-2: no parameter). `annotated` is the type written at the `let`.
    `others` are what is assigned later, `changed` says that it is altered in place, `adding` what puts something into it.
    """

    frame: Frame
    source: Node | None
    steps: tuple[str, ...] = ()
    reason: str = ""
    position: int = -2
    annotated: Node | None = None
    others: "tuple[Frame, ...]" = ()
    changed: bool = False
    adding: "tuple[Frame, ...]" = ()


def binding(name: str, frame: Frame, at: int) -> Binding | None:
    """What the name at offset `at` (of `frame`'s tree) is bound to; None if it is no local."""
    here: Frame | None = frame
    while here is not None:
        kind = here.kind
        if kind == "block":
            found = _in_block(name, here, at, frame)
        elif kind in _FINDERS:
            field, finder = _FINDERS[kind]
            found = finder(name, here, at) if _mentions(here, field, name) else None
        else:
            found = None
        if found is not None or kind in _ENDS:
            return found
        at, here = here.node.start_byte, here.up
    return None


def _mentions(frame: Frame, field: str, name: str) -> bool:
    """Whether a name stands in a part of `frame`, so that it can be bound there; most do not, and the text tells."""
    key = (field, frame.node.start_byte + frame.shift)
    known = frame.file.memo.get(key)
    if not isinstance(known, frozenset):
        known = frame.file.memo[key] = frozenset(_WORDS.findall(text(frame.node.child_by_field_name(field))))
    return name in known or "#" in name


class _Let(NamedTuple):
    """A `let` that binds a name: what it binds it to as it stands there, and whether that can be another thing later."""

    end: int
    node: Node
    binding: Binding
    can_change: bool


def _in_block(name: str, block: Frame, at: int, use: Frame) -> Binding | None:
    nodes = _lets(block).get(name)
    lets = _binding(name, nodes, block) if nodes is not None else []
    position = bisect_right(lets, at, key=_end)
    if position == 0:
        return None
    let = lets[position - 1]
    if not let.can_change:
        return let.binding
    later = changes(name, block, let.node, at, use)
    source = None if later.replaced else let.binding.source
    return let.binding._replace(source=source, others=later.assigned, changed=later.changed, adding=later.adding)


def _end(let: _Let) -> int:
    return let.end


def _lets(block: Frame) -> dict[str, list[Node]]:
    """The `let`s of a block by the words in their patterns."""
    key = ("lets", block.node.start_byte + block.shift)
    known = block.file.memo.get(key)
    if isinstance(known, dict):
        return known
    found: dict[str, list[Node]] = {}
    for let in block.node.named_children:
        if let.type == "let_declaration":
            for word in _WORDS.findall(text(let.child_by_field_name("pattern"))):
                found.setdefault(word, []).append(let)
    block.file.memo[key] = found
    return found


def _binding(name: str, nodes: list[Node], block: Frame) -> list[_Let]:
    """Those of a block's `let`s that bind a name, and not only mention it."""
    key = ("let", name, block.node.start_byte + block.shift)
    known = block.file.memo.get(key)
    if isinstance(known, list):
        return known
    found = [_let(let, block, steps) for let in nodes if (steps := steps_to(let.child_by_field_name("pattern"), name)) is not None]
    block.file.memo[key] = found
    return found


def _let(let: Node, block: Frame, steps: tuple[str, ...]) -> _Let:
    source = let.child_by_field_name("value")
    annotated = let.child_by_field_name("type") if not steps else None
    reason = "" if source else "not bound where it is declared"
    can_change = source is None or b"mut" in (let.text or b"").partition(b"=")[0]
    return _Let(let.end_byte, let, Binding(below(block, let), source, steps, reason, annotated=annotated), can_change)


def _in_arm(name: str, arm: Frame, at: int) -> Binding | None:
    pattern = arm.node.child_by_field_name("pattern")
    if pattern is None or (pattern.start_byte <= at < pattern.end_byte and not _in_guard(pattern, at)):
        return None
    steps = steps_to(pattern, name)
    match = enclosing(arm, "match_expression") if steps is not None else None
    if steps is None or match is None:
        return None
    return Binding(match, match.node.child_by_field_name("value"), steps)


def _in_guard(pattern: Node, at: int) -> bool:
    condition = pattern.child_by_field_name("condition")
    return condition is not None and condition.start_byte <= at


def _in_condition(name: str, frame: Frame, at: int) -> Binding | None:
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


def _in_loop(name: str, frame: Frame, at: int) -> Binding | None:
    body = frame.node.child_by_field_name("body")
    if body is None or not body.start_byte <= at < body.end_byte:
        return None
    steps = steps_to(frame.node.child_by_field_name("pattern"), name)
    return Binding(frame, frame.node.child_by_field_name("value"), ("[]", *steps)) if steps is not None else None


def _in_closure(name: str, frame: Frame, at: int) -> Binding | None:
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


def _in_function(name: str, frame: Frame, at: int) -> Binding | None:
    key = ("parameter", name, frame.node.start_byte + frame.shift)
    known = frame.file.memo.get(key)
    if isinstance(known, Binding):
        return known
    for position, parameter in enumerate(parameters(frame.node)):
        steps = steps_to(parameter.child_by_field_name("pattern"), name)
        if steps is not None:
            found = Binding(frame, None, steps[1:] if extractor(parameter) else steps, position=position)
            frame.file.memo[key] = found
            return found
    return None


def extractor(parameter: Node) -> bool:
    """`State(db): State<Arc<Db>>`: the pattern only takes off the wrapper that the type names."""
    pattern = parameter.child_by_field_name("pattern")
    if pattern is None or pattern.type != "tuple_struct_pattern":
        return False
    return text(pattern.child_by_field_name("type")).rpartition("::")[2] == wrapped_in(parameter.child_by_field_name("type"))


#: What binds names besides blocks, the field in which they then stand, and what looks there.
_FINDERS: dict[str, tuple[str, Callable[[str, Frame, int], Binding | None]]] = {
    "match_arm": ("pattern", _in_arm),
    "if_expression": ("condition", _in_condition),
    "while_expression": ("condition", _in_condition),
    "for_expression": ("pattern", _in_loop),
    "closure_expression": ("parameters", _in_closure),
    "function_item": ("parameters", _in_function),
}
_ENDS = frozenset({"function_item", "const_item", "static_item", "impl_item", "trait_item", "mod_item", "source_file"})
