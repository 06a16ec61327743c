"""SQL statements inside string literals, with what is bound to them in the same call."""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from tree_sitter import Node

from checker.languages.python.comments import of_statement
from checker.languages.python.enclosing import line_count
from checker.languages.python.functions import context
from checker.languages.python.guards import guards
from checker.languages.python.offsets import Chain, Parsed, chain_to, occurrences, span, span_between
from checker.languages.python.scopes import enclosing_function, path, path_of
from checker.languages.python.values import value_at
from checker.languages.sql.heads import Head, heads, offsets
from checker.languages.sql.inserts import bound, insert
from checker.languages.sql.tables import definition
from checker.model.asked import is_asked
from checker.model.facts import Statement, Table
from checker.model.value import Join, Record, Text, Value

#: The words a statement starts with, each with one that must follow it somewhere.
_HEADS = ((b"insert", b"into"), (b"replace", b"into"), (b"create", b"table"), (b"alter", b"table"))
_AFTER_HEAD = b" \t\r\n\\\"'"
_HOLE = "{}"
#: The values bound to a statement, and their names where they have any.
_Given: TypeAlias = tuple[tuple[Value, ...], tuple[str, ...]]


class Found(NamedTuple):
    """A statement on a table that was asked for, with the chain to its string: it writes to the table, or makes or changes it."""

    chain: Chain
    fact: Statement | Table


def statements(parsed: Parsed, names: frozenset[str]) -> list[Found]:
    """The statements on the tables asked for."""
    lower = parsed.data.lower()
    found: dict[tuple[int, str, str], Found] = {}
    done = -1
    for offset in sorted(_heads(lower)):
        if offset < done:
            continue
        chain = _string(chain_to(parsed.root, offset))
        done = chain[-1].end_byte if chain else done
        for head, fact in _of(parsed, chain, names) if chain else ():
            found.setdefault((chain[-1].start_byte, head.verb, head.table), Found(chain, fact))
    return list(found.values())


def _heads(lower: bytes) -> Iterator[int]:
    for head, follower in _HEADS:
        if head in lower and follower in lower:
            yield from (o for o in occurrences(lower, head) if lower[o + len(head) : o + len(head) + 1] in _AFTER_HEAD)


def _string(chain: Chain) -> Chain:
    """The chain to the whole string around its end: with all that is concatenated to it; empty for a docstring."""
    i = next((n for n, node in enumerate(chain) if node.type == "string"), 0)
    while i > 1 and chain[i - 1].type in ("concatenated_string", "binary_operator", "parenthesized_expression"):
        i -= 1
    if i > 1 and chain[i - 1].type == "attribute" and chain[i - 2].type == "call" and chain[i - 1].end_byte <= chain[i - 2].end_byte:
        i -= 2
    return () if not i or chain[i - 1].type == "expression_statement" else chain[: i + 1]


def _of(parsed: Parsed, chain: Chain, names: frozenset[str]) -> Iterator[tuple[Head, Statement | Table]]:
    text = _flat(value_at(parsed, chain, chain[-1]))
    found = heads(text)
    for at, head in enumerate(found):
        if is_asked(head.table, names):
            writes = head.verb == "insert"
            yield head, _statement(parsed, chain, text, head) if writes else _table(parsed, chain, text, head, (at, len(found)))


def _flat(value: Value) -> str:
    parts = value.parts if isinstance(value, Join) else (value,)
    return "".join(p.text if isinstance(p, Text) else _HOLE for p in parts)


def _statement(parsed: Parsed, chain: Chain, text: str, head: Head) -> Statement:
    inner = enclosing_function(chain)
    said = insert(text, head)
    return Statement(
        verb=head.verb,
        table=head.table,
        columns=said.columns,
        function=path_of(parsed, chain, inner.node) if inner else "",
        scope=path(parsed, chain),
        span=span(parsed, chain[-1]),
        values=bound(said, *_bound(parsed, chain)),
        comments=of_statement(parsed, chain, "call"),
        guards=guards(parsed, chain),
        context=_context(parsed, chain),
        statement_lines=line_count(parsed, chain),
        rows=said.rows,
        read=said.read,
    )


def _table(parsed: Parsed, chain: Chain, text: str, head: Head, at: tuple[int, int]) -> Table:
    """A definition, at its own place where the source spells the text as it is read, else at the string."""
    node = chain[-1]
    places = offsets(parsed.data[node.start_byte : node.end_byte], at[1])
    place = span_between(parsed, *(node.start_byte + o for o in places[at[0]])) if places else span(parsed, node)
    return definition(text, head, place, _context(parsed, chain))


def _context(parsed: Parsed, chain: Chain) -> str:
    inner = enclosing_function(chain)
    return context(parsed, chain[: inner.position + 1]) if inner else parsed.file.context


def _bound(parsed: Parsed, chain: Chain) -> _Given:
    """What the call that is given the statement binds to it: the arguments after it, taken apart where they are a tuple, list or dict."""
    for i in range(len(chain) - 1, 1, -1):
        if chain[i - 1].type != "argument_list":
            if chain[i - 1].type == "block":
                break
            continue
        after = [c for c in chain[i - 1].named_children if c.start_byte >= chain[i].end_byte and c.type != "comment"]
        if after:
            return _values(parsed, chain[:i], after)
    return (), ()


def _values(parsed: Parsed, chain: Chain, after: list[Node]) -> _Given:
    given = [c.child_by_field_name("value") or c if c.type == "keyword_argument" else c for c in after]
    values = [value_at(parsed, chain, c.named_children[0] if c.type == "list_splat" and c.named_child_count else c) for c in given]
    first = values[0]
    if isinstance(first, Record) and first.items:
        return tuple(i.value for i in first.items), tuple(i.name for i in first.items)
    return tuple(values), ()
