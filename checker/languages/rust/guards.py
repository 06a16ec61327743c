"""Conditions that must hold for a place in a function to be reached."""

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from tree_sitter import Node

from checker.languages.rust.bindings import conditions
from checker.languages.rust.blocks import diverges, match_arms
from checker.languages.rust.frame import Frame, around, below, enclosing, source, text
from checker.languages.rust.macros import macro_name
from checker.languages.rust.matching import Matching, matching, unless
from checker.languages.rust.negation import turned
from checker.languages.rust.offsets import line_of
from checker.languages.rust.patterns import alternatives
from checker.languages.rust.values import value
from checker.languages.rust.words import words
from checker.model.facts import Guard

_EXITS = (b"?", b"return", b"else", b"continue", b"break", b"panic", b"bail", b"ensure", b"exit")
#: Early exits of one block that are kept, the first ones: switches are asked at the top.
_MAX_EXITS = 64
_CHECKS = frozenset({"ensure", "assert"})


def guards(place: Frame) -> tuple[Guard, ...]:
    """The guards of `place` inside its named function, outermost first."""
    return tuple(_inward(place))[::-1]


def _inward(place: Frame) -> Iterator[Guard]:
    previous = place
    for frame in around(place):
        match frame.kind:
            case "function_item" | "source_file" | "const_item" | "static_item":
                return
            case "match_arm":
                yield from _kept("arm", frame, _arm) if previous.kind != "match_pattern" else ()
            case "if_expression" | "while_expression":
                yield from _conditional(frame, previous)
            case "let_chain":
                yield from (_condition(c, frame) for c in reversed(frame.node.named_children) if c.end_byte <= previous.node.start_byte)
            case "binary_expression":
                yield from _operator(frame, previous)
            case "block":
                yield from _exits(frame, previous)
        previous = frame


def _kept(what: str, frame: Frame, make: Callable[[Frame], Iterable[Guard]]) -> tuple[Guard, ...]:
    """The guards that hold for everything in a branch, worked out once for all calls in it."""
    key = (what, frame.node.start_byte + frame.shift)
    memo = frame.file.memo
    if key not in memo:
        memo[key] = tuple(make(frame))
    return cast(tuple[Guard, ...], memo[key])


def _guard(kind: str, pattern: str, node: Node, frame: Frame, subject: Node | None = None, holds: bool = False) -> Guard:
    """`holds`: of an early exit, that it is taken where the condition does not hold."""
    seen = value(subject, frame) if subject is not None else None
    line = line_of(frame.file.lines, node.start_byte + frame.shift)
    negated = turned(node, holds) if kind in ("if", "else", "return") else ()
    return Guard(kind, pattern, seen, words(source(frame, node), strings=True), line, negated)


def _arm(arm: Frame) -> Iterator[Guard]:
    pattern = arm.node.child_by_field_name("pattern")
    match = enclosing(arm, "match_expression")
    if pattern is not None and match is not None:
        matched = "|".join(dict.fromkeys(alternatives(pattern, match)))
        subject = match.node.child_by_field_name("value")
        guard = _guard("arm", matched, pattern, match, subject)
        yield guard._replace(words=tuple(dict.fromkeys((*words(source(match, subject), strings=True), *guard.words))))


def _conditional(frame: Frame, inside: Frame) -> tuple[Guard, ...]:
    node = frame.node
    if inside.node == node.child_by_field_name("alternative"):
        return _kept("else", frame, _else)
    return _kept("then", frame, _then) if inside.node in (node.child_by_field_name("consequence"), node.child_by_field_name("body")) else ()


def _else(frame: Frame) -> Iterator[Guard]:
    condition = frame.node.child_by_field_name("condition")
    if condition is not None:
        yield _guard("else", "", condition, frame)


def _then(frame: Frame) -> Iterator[Guard]:
    return (_condition(c, frame) for c in reversed(conditions(frame.node)))


def _condition(node: Node, frame: Frame) -> Guard:
    if (compared := matching(node, frame)) is not None:
        return _compared(compared, node, frame)
    if node.type != "let_condition":
        return _guard("if", "", node, frame, node if node.type == "identifier" else None)
    matched = "|".join(dict.fromkeys(alternatives(node.child_by_field_name("pattern"), frame)))
    return _guard("arm", matched, node, frame, node.child_by_field_name("value"))


def _compared(compared: Matching, node: Node, frame: Frame) -> Guard:
    return _guard("arm", compared.pattern, node, frame)._replace(subject=value(compared.subject, compared.frame))


def _operator(frame: Frame, inside: Frame) -> Iterator[Guard]:
    """`enabled && write()`, `disabled || write()`."""
    left = frame.node.child_by_field_name("left")
    operator = text(frame.node.child_by_field_name("operator"))
    if left is not None and inside.node == frame.node.child_by_field_name("right") and operator in ("&&", "||"):
        yield _guard("if" if operator == "&&" else "else", "", left, frame)


def _exits(block: Frame, inside: Frame) -> Iterator[Guard]:
    """What the statements before `inside` in the same block leave the function for, nearest first."""
    last = inside.node.start_byte + inside.shift
    if _first_exit(block) <= last:
        yield from (guard for end, guard in reversed(_exits_of(block)) if end <= last)


def _first_exit(block: Frame) -> int:
    """Where the first word of a block ends that can be an exit: spares reading the statements of most blocks."""
    first, end = block.node.start_byte + block.shift, block.node.end_byte + block.shift
    key, memo = ("exit", first), block.file.memo
    if key not in memo:
        data = block.file.data
        memo[key] = min((at + len(word) for word in _EXITS if (at := data.find(word, first, end)) >= 0), default=end)
    return cast(int, memo[key])


def _exits_of(block: Frame) -> list[tuple[int, Guard]]:
    """The early exits of a block with the offsets where they end; worked out once for all calls in the block."""
    key = ("exits", block.node.start_byte + block.shift)
    known = block.file.memo.get(key)
    if isinstance(known, list):
        return known
    found: list[tuple[int, Guard]] = []
    block.file.memo[key] = found
    for statement in block.node.named_children:
        guard = _exit(statement, block)
        if guard is not None:
            found.append((statement.end_byte + block.shift, guard))
        if len(found) >= _MAX_EXITS:
            break
    return found


def _exit(statement: Node, block: Frame) -> Guard | None:
    if statement.type == "let_declaration":
        return _let_exit(statement, block)
    expression = statement.named_children[0] if statement.type == "expression_statement" and statement.named_children else statement
    condition = expression.child_by_field_name("condition")
    if expression.type == "if_expression" and condition is not None and diverges(expression.child_by_field_name("consequence")):
        if (compared := unless(condition, block)) is not None:
            return _compared(compared, condition, block)
        return _guard("return", "", condition, block)
    if expression.type == "try_expression":
        return _guard("try", "", expression, block)
    if expression.type == "match_expression" and _leaves_in_an_arm(expression):
        return _guard("try", "", expression.child_by_field_name("value") or expression, block)
    if expression.type == "macro_invocation" and macro_name(expression) in _CHECKS:
        return _guard("return", "", expression, block, holds=True)
    return None


def _let_exit(let: Node, block: Frame) -> Guard | None:
    found = let.child_by_field_name("value")
    if found is None:
        return None
    if let.child_by_field_name("alternative") is not None:
        matched = "|".join(dict.fromkeys(alternatives(let.child_by_field_name("pattern"), below(block, let))))
        return _guard("try", matched, found, below(block, let), found)
    if found.type == "try_expression" or (found.type == "match_expression" and _leaves_in_an_arm(found)):
        return _guard("try", "", found.child_by_field_name("value") or found, below(block, let))
    return None


def _leaves_in_an_arm(match: Node) -> bool:
    return any(diverges(a.child_by_field_name("value")) for a in match_arms(match))
