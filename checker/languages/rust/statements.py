"""SQL statements inside string literals, with what is bound to them in the same call."""

from collections.abc import Callable, Iterator
from typing import TypeVar, cast

from tree_sitter import Node

from checker.languages.rust.attachment import statement_of
from checker.languages.rust.attributes import context
from checker.languages.rust.formats import fragment
from checker.languages.rust.frame import Frame, around, enclosing, span_of
from checker.languages.rust.guards import guards
from checker.languages.rust.invocations import argument_nodes
from checker.languages.rust.literals import STRINGS, string
from checker.languages.rust.macro_rules import body_path
from checker.languages.rust.macros import macro_name
from checker.languages.rust.nearby import comments_on
from checker.languages.rust.offsets import span as span_in
from checker.languages.rust.scopes import scope_of
from checker.languages.rust.values import value
from checker.languages.sql.heads import Head, heads, offsets
from checker.languages.sql.inserts import bound, insert
from checker.languages.sql.tables import definition
from checker.model.facts import Statement, Table
from checker.model.place import Span
from checker.model.value import Join, Record, Text, Value

_T = TypeVar("_T")

_PARAMS = frozenset({"params", "named_params", "params_from_iter"})
_THROUGH = frozenset({"arguments", "token_tree", "reference_expression", "parenthesized_expression"})


def literal_at(leaf: Frame) -> Frame | None:
    """The string literal that `leaf` is part of, or the `concat!` around it."""
    literal = enclosing(leaf, *STRINGS)
    if literal is None:
        return None
    for frame in around(literal):
        if frame.kind == "macro_invocation":
            return frame if macro_name(frame.node) == "concat" else literal
    return literal


def in_literal(literal: Frame, asked: Callable[[str], bool]) -> tuple[tuple[Statement, ...], tuple[Table, ...]]:
    """What a literal writes to, and says of, the tables asked for."""
    text, found = _heads(literal)
    inserts = [h for h in found if h.verb == "insert" and asked(h.table)]
    others = [(h, at) for at, h in enumerate(found) if h.verb != "insert" and asked(h.table)]
    return tuple(_statements(literal, text, inserts)), tuple(_tables(literal, text, others, len(found)))


def _heads(literal: Frame) -> tuple[str, tuple[Head, ...]]:
    """The text of a literal and the heads in it."""

    def read() -> tuple[str, tuple[Head, ...]]:
        text = _text(literal)
        return text, heads(text)

    return _once(literal, "heads", read)


def _once(literal: Frame, what: object, work: Callable[[], _T]) -> _T:
    """What is worked out about a literal; a long one is asked about for every table that it names."""
    memo, key = literal.file.memo, (what, literal.node.start_byte + literal.shift)
    if key not in memo:
        memo[key] = work()
    return cast(_T, memo[key])


def _statements(literal: Frame, text: str, found: list[Head]) -> Iterator[Statement]:
    if not found:
        return
    span, holder = span_of(literal), span_of(statement_of(literal))
    comments, guarded, where = comments_on(literal), guards(literal), context(literal)
    given = tuple(_values(literal))
    lines = holder.end_line - holder.line + 1
    name, scope = body_path(literal), scope_of(literal)
    for head in found:
        said = insert(text, head)
        values = bound(said, given)
        yield Statement(
            "insert", head.table, said.columns, name, scope, span, values, comments, guarded, where, lines, said.rows, said.read
        )


def _tables(literal: Frame, text: str, found: list[tuple[Head, int]], count: int) -> Iterator[Table]:
    """The definitions, each at its own place where the source spells the text as it is read, else at the literal."""
    for head, at in found:
        yield _once(literal, head, lambda: definition(text, head, _place(literal, at, count), context(literal)))  # noqa: B023 - called at once


def _place(literal: Frame, at: int, count: int) -> Span:
    start, end = literal.node.start_byte + literal.shift, literal.node.end_byte + literal.shift
    places = _once(literal, "places", lambda: offsets(literal.file.data[start:end], count))
    return span_in(literal.file.lines, start + places[at][0], start + places[at][1]) if places else span_of(literal)


def _text(literal: Frame) -> str:
    if literal.kind != "macro_invocation":
        return string(literal.node)
    joined = value(literal.node, literal.up or literal)
    parts = joined.parts if isinstance(joined, Join) else (joined,)
    return "".join(p.text if isinstance(p, Text) else "?" for p in parts)


def _values(literal: Frame) -> Iterator[Value]:
    """The arguments that follow the statement's text: `execute(sql, params![a, b])`, `query!(sql, a, b)`."""
    previous = literal
    for frame in around(literal):
        kind = frame.kind
        if kind == "macro_invocation" and macro_name(frame.node) in ("format", "concat"):
            previous = frame
            continue
        if kind == "arguments" and not _formatted(frame):
            listed = argument_nodes(frame.node)
            after = [a for a in listed if a.start_byte >= _end(previous, frame)]
            yield from (v for a in after for v in _bound(a, frame))
            return
        if kind in ("block", "let_declaration", "expression_statement", "const_item", "static_item"):
            return
        if kind not in _THROUGH:
            previous = frame


def _formatted(frame: Frame) -> bool:
    """Whether these arguments are those of a macro that only puts the text together."""
    owner = frame.up.up if frame.up and frame.up.kind == "token_tree" else None
    return owner is not None and macro_name(owner.node) in ("format", "concat")


def _end(previous: Frame, frame: Frame) -> int:
    return previous.node.end_byte + previous.shift - frame.shift


def _bound(node: Node, frame: Frame) -> Iterator[Value]:
    """The values in `params![a, b]`, `(a, b)` or `&[&a, &b]`, else the argument itself."""
    inner = node
    while inner.type in ("reference_expression", "parenthesized_expression") and inner.named_children:
        inner = inner.named_children[-1]
    if inner.type == "macro_invocation" and macro_name(inner) in _PARAMS:
        inside = fragment(inner, frame)
        listed = argument_nodes(inside.node) if inside is not None else []
        yield from (value(a, inside, 1) for a in listed if inside is not None)
        return
    found = value(node, frame)
    if isinstance(found, Record) and found.type in ("tuple", "list"):
        yield from (i.value for i in found.items)
    else:
        yield found
