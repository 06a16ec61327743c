"""From byte offsets to nodes, spans and words, without walking the tree."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, NamedTuple

from tree_sitter import Node

from checker.model.asked import head, is_asked
from checker.model.place import Span
from checker.model.source import SourceFile

#: Nesting of syntax after which a place is given up; real code stays below 80.
DEEPEST = 400
_WORD_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") | frozenset(range(0x80, 0x100))
BOM = b"\xef\xbb\xbf"
_IDENTIFIER = re.compile(rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*")
#: Fewer words than this are looked for one by one; more are cheaper against the set of all words of the file.
_FEW = 48
_SCRAP = re.compile(
    rb"""(?P<prefix>[A-Za-z]{0,2})(?:'''(?P<a>.*?)'''|\"\"\"(?P<b>.*?)\"\"\"|"(?P<c>(?:[^"\\\n]|\\.)*)"|'(?P<d>(?:[^'\\\n]|\\.)*)')"""
    rb"""|(?P<word>[A-Za-z_\x80-\xff][\w\x80-\xff]*)""",
    re.DOTALL,
)
_HOLE = re.compile(rb"\{([^{}]*)\}")
_KEYWORDS = frozenset(
    b"and as assert async await break class continue def del elif else except finally for from global if import in is lambda "
    b"nonlocal not or pass raise return try while with yield None True False".split()
)
#: How much of an expression is read for its words.
_WORDS_FROM = 4000
_MOST_WORDS = 40

#: The nodes from an enclosing one (mostly the module) down to a leaf.
Chain = tuple[Node, ...]


class Parsed(NamedTuple):
    """One parsed file. `data` is its UTF-8 form, to which all offsets refer; `skips` the offsets of bytes that start no
    character; `memo` keeps what was worked out about this tree, so that a second question costs less."""

    file: SourceFile
    data: bytes
    root: Node
    skips: "array[int]"
    memo: dict[Any, Any]


def uncounted(data: bytes) -> "array[int]":
    """The offsets of bytes that no column counts: continuation bytes and a byte order mark. Empty for ASCII."""
    if data.isascii():
        return array("I")
    found = array("I", (m.start() for m in re.finditer(rb"[\x80-\xbf]", data)))
    if data.startswith(BOM):
        found.insert(0, 0)
    return found


def span(parsed: Parsed, first: Node, last: Node | None = None) -> Span:
    """The span of a node, or of everything from one node to another."""
    end = last or first
    return _span(parsed, first.start_byte, first.start_point, end.end_byte, end.end_point)


def _span(parsed: Parsed, start: int, first: tuple[int, int], end: int, last: tuple[int, int]) -> Span:
    column, end_column = first[1], last[1]
    skips = parsed.skips
    if skips:
        column -= bisect_left(skips, start) - bisect_left(skips, start - column)
        end_column -= bisect_left(skips, end) - bisect_left(skips, end - end_column)
    return Span(start, end, first[0] + 1, column + 1, last[0] + 1, end_column + 1)


def line_span(parsed: Parsed, start: int, end: int, row: int) -> Span:
    """The span of a stretch within one line, whose 0-based row is known."""
    bound = parsed.data.rfind(b"\n", 0, start) + 1
    return _span(parsed, start, (row, start - bound), end, (row, end - bound))


def span_between(parsed: Parsed, start: int, end: int) -> Span:
    """The span of the bytes `start` to `end`, wherever they stand."""
    data = parsed.data
    first, last = (data.count(b"\n", 0, at) for at in (start, end))
    return _span(parsed, start, (first, start - data.rfind(b"\n", 0, start) - 1), end, (last, end - data.rfind(b"\n", 0, end) - 1))


def chain_to(node: Node, offset: int) -> Chain:
    """The nodes from `node` down to the leaf at `offset`; ends early where no child covers it or nesting is too deep."""
    cursor = node.walk()
    chain = [node]
    while len(chain) < DEEPEST and cursor.goto_first_child_for_byte(offset) is not None:
        child = cursor.node
        if child is None or child.start_byte > offset:
            break
        chain.append(child)
    return tuple(chain)


def present(data: bytes, names: frozenset[str]) -> set[bytes]:
    """Which of the names occur in the file; `track_*` stands for every identifier that starts so."""
    parts = [n for n in names if "*" in n]
    prefixes = tuple(head(n).encode() for n in parts)
    words = {n.encode() for n in names if "*" not in n}
    if not prefixes and len(words) <= _FEW:
        return {w for w in words if w in data}
    here = set(_IDENTIFIER.findall(data))
    found = {w for w in here if w.startswith(prefixes)} if prefixes else set[bytes]()
    return (words & here) | {w for w in found if is_asked(w.decode("utf-8", "replace"), parts)}


def occurrences(data: bytes, word: bytes, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where `word` stands as a whole word between two offsets; nowhere if it is empty, as a name that is missing in broken code."""
    limit = len(data) if end is None else end
    at = data.find(word, start, limit) if word else -1
    while at >= 0:
        after = at + len(word)
        joined = at and data[at - 1] in _WORD_BYTES and not (at == len(BOM) and data.startswith(BOM))
        if not joined and not (after < len(data) and data[after] in _WORD_BYTES):
            yield at
        at = data.find(word, after, limit)


def text(node: Node) -> str:
    """The source of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def dotted(node: Node) -> str:
    """`a.b.c` of a chain of attributes on a plain name, without spaces; `""` for anything else."""
    parts: list[str] = []
    while node.type == "attribute" and len(parts) < DEEPEST:
        last, base = node.child_by_field_name("attribute"), node.child_by_field_name("object")
        if last is None or base is None:
            return ""
        parts.append(text(last))
        node = base
    if node.type != "identifier":
        return ""
    return ".".join([text(node), *reversed(parts)])


def words(parsed: Parsed, first: Node, last: Node | None = None, strings: bool = False) -> tuple[str, ...]:
    """The identifiers (and string literals) that occur in an expression, each once, in order."""
    end = (last or first).end_byte
    source = parsed.data[first.start_byte : min(end, first.start_byte + _WORDS_FROM)]
    found: dict[str, None] = {}
    for match in _SCRAP.finditer(source):
        for scrap in _scraps(match, strings):
            if scrap not in _KEYWORDS:
                found[scrap.decode("utf-8", "replace")] = None
    return tuple(found)[:_MOST_WORDS]


def _scraps(match: re.Match[bytes], strings: bool) -> list[bytes]:
    if match["word"] is not None:
        return [match["word"]]
    literal: bytes = next((g for g in (match["a"], match["b"], match["c"], match["d"]) if g is not None), b"")
    if b"f" in match["prefix"].lower():
        return [w for hole in _HOLE.findall(literal) for w in _IDENTIFIER.findall(hole)]
    return [literal] if strings and literal else []
