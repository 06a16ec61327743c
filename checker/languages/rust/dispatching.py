"""Where a function looks which variant one of its parameters is, and does nothing with the others."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.rust.blocks import inner_block, match_arms, otherwise
from checker.languages.rust.filtering import filters
from checker.languages.rust.frame import Frame, below, descend, enclosing, span_of, text
from checker.languages.rust.patterns import alternatives
from checker.languages.rust.values import value
from checker.model.facts import Dispatch
from checker.model.place import Span, opening
from checker.model.value import Invoke, Member, Parameter, Value

_HEAD = re.compile(rb"\bmatch\b|\bif\s+let\b")
#: Matches of one function that are looked at, uses of one parameter, and links of one `else if` chain.
_MOST, _MOST_USES, _LONGEST = 16, 200, 64
_COMMENTS = ("line_comment", "block_comment")


class _Chosen(NamedTuple):
    """One `match` or `if let` chain: its node in its frame, what it looks at, what has an arm, the arm for the rest (None: there is
    none), and whether that arm does anything."""

    at: Frame
    subject: Value
    patterns: tuple[str, ...]
    rest: Node | None
    acts: bool


def dispatches(function: Frame) -> tuple[Dispatch, ...]:
    """What a function decides by the variant of a parameter; nothing where it does something with every variant, or cannot be told to."""
    body, listed = function.node.child_by_field_name("body"), function.node.child_by_field_name("parameters")
    if body is None or listed is None or not any(p.type == "parameter" for p in listed.named_children):
        return ()
    inside = below(function, body)
    filtered = tuple(filters(inside))
    if filtered:
        return filtered
    chosen = list(_chosen(inside))
    taken = {each.position for c in chosen if (each := _parameter(c.subject)) is not None}
    if not chosen or len(taken) != 1 or any(c.acts for c in chosen):
        return ()
    subject = _parameter(chosen[0].subject)
    if subject is None or _used_elsewhere(subject, inside, [c.at for c in chosen]):
        return ()
    return tuple(Dispatch(c.subject, c.patterns, "idle" if c.rest else "none", _place(c)) for c in chosen)


def _place(chosen: _Chosen) -> Span:
    """The arm for the rest, else the first line of the whole."""
    if chosen.rest is not None:
        return span_of(chosen.at, chosen.rest)
    return opening(span_of(chosen.at))


def _chosen(inside: Frame) -> Iterator[_Chosen]:
    first, last = inside.node.start_byte + inside.shift, inside.node.end_byte + inside.shift
    end = first
    for number, found in enumerate(_HEAD.finditer(inside.file.data, first, last)):
        if number >= _MOST:
            return
        at = enclosing(descend(inside, found.start()), "match_expression", "if_expression")
        if found.start() < end or at is None or at.node.start_byte + at.shift != found.start():
            continue
        chosen = _by_match(at) if at.kind == "match_expression" else _by_ifs(at)
        if chosen is not None and _parameter(chosen.subject) is not None and _stands_in(at, inside):
            end = at.node.end_byte + at.shift
            yield chosen


def _stands_in(at: Frame, inside: Frame) -> bool:
    """Whether a place is run by the function itself, or by a closure of it."""
    holder = enclosing(at, "function_item")
    return holder is not None and inside.up is not None and holder.node == inside.up.node


def _parameter(subject: Value) -> Parameter | None:
    """The parameter that something is, is a part of, or says of itself (`event.kind()`)."""
    while isinstance(subject, Member) or (isinstance(subject, Invoke) and subject.receiver is not None and not subject.args):
        subject = subject.base if isinstance(subject, Member) else subject.receiver or subject
    return subject if isinstance(subject, Parameter) and subject.position >= 0 else None


def _by_match(at: Frame) -> _Chosen | None:
    looked = at.node.child_by_field_name("value")
    if looked is None:
        return None
    patterns: list[str] = []
    rest: Node | None = None
    for arm in match_arms(at.node):
        pattern = arm.child_by_field_name("pattern")
        found = alternatives(pattern, at)
        guarded = pattern is not None and pattern.child_by_field_name("condition") is not None
        if "_" not in found:
            patterns += found
        elif not guarded:
            rest = arm
    acts = rest is None or not _idle(rest.child_by_field_name("value"))
    return _Chosen(at, value(looked, at), tuple(patterns), rest, acts)


def _by_ifs(at: Frame) -> _Chosen | None:
    """`if let A(x) = event { … } else if let B(y) = event { … }`; None where a condition asks anything else."""
    patterns: list[str] = []
    subjects: list[Value] = []
    node: Node | None = at.node
    for _ in range(_LONGEST):
        condition = node.child_by_field_name("condition") if node is not None and node.type == "if_expression" else None
        if node is None or condition is None:
            break
        looked = condition.child_by_field_name("value")
        if condition.type != "let_condition" or looked is None:
            return None
        patterns += alternatives(condition.child_by_field_name("pattern"), at)
        subjects.append(value(looked, below(at, condition)))
        node = otherwise(node)
    if "_" in patterns or any(s != subjects[0] for s in subjects):
        return None
    return _Chosen(at, subjects[0], tuple(patterns), node, node is not None and not _idle(node))


def _idle(node: Node | None) -> bool:
    """Whether nothing comes of an expression: `{}`, `()`, `return`, `continue`, `Ok(())`."""
    for _ in range(8):
        if node is None or node.type in ("unit_expression", "continue_expression"):
            return True
        block = inner_block(node)
        if block is not None:
            statements = [c for c in block.named_children if c.type not in _COMMENTS and c.type != "empty_statement"]
            if len(statements) > 1:
                return False
            node = statements[0] if statements else None
        elif node.type in ("expression_statement", "return_expression"):
            node = node.named_children[0] if node.named_children else None
        else:
            return "".join(text(node).split()) in ("Ok(())", "None")
    return False


def _used_elsewhere(parameter: Parameter, inside: Frame, looks: list[Frame]) -> bool:
    """Whether a function does something with a parameter beside looking which variant it is; giving it another name is nothing."""
    pending, seen = [parameter.name], {parameter.name}
    while pending:
        for use in _uses(pending.pop(), inside, looks):
            if use is None or len(seen) > _LONGEST:
                return True
            let = enclosing(use, "let_declaration", "block")
            bound = let.node.child_by_field_name("pattern") if let is not None else None
            given = let.node.child_by_field_name("value") if let is not None else None
            if let is None or bound is None or given is None or bound.type != "identifier" or value(given, let) != parameter:
                return True
            if text(bound) not in seen:
                seen.add(text(bound))
                pending.append(text(bound))
    return False


def _uses(name: str, inside: Frame, looks: list[Frame]) -> Iterator[Frame | None]:
    """The uses of a name outside the places that look at it; `None` where they are too many."""
    first, last = inside.node.start_byte + inside.shift, inside.node.end_byte + inside.shift
    ranges = [(f.node.start_byte + f.shift, f.node.end_byte + f.shift) for f in looks]
    for number, found in enumerate(re.finditer(rb"\b" + re.escape(name.encode()) + rb"\b", inside.file.data[first:last])):
        if number >= _MOST_USES:
            yield None
            return
        offset = found.start() + first
        if any(start <= offset < end for start, end in ranges):
            continue
        use = descend(inside, offset)
        if use.kind not in _COMMENTS and use.kind != "field_identifier":
            yield use
