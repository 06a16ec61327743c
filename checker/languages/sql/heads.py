"""Where statements stand in a text: the words they start with. Found by pattern, because most texts that name a table are no SQL."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Head(NamedTuple):
    """The head of a statement, verb to table name; `start` and `end` are character offsets. `verb` is `insert`, `create` or `alter`;
    `table` lower case, without schema or quotes."""

    verb: str
    table: str
    start: int
    end: int


_NAME = r"""[\w$]+|"[^"]+"|`[^`]+`|\[[^\]]+\]"""
_TABLE = rf"(?:(?:{_NAME})\s*\.\s*)*(?P<table>{_NAME})"
_GAP = r"(?:\s|\\\n|--[^\n]*\n)+"
_EXISTS = rf"(?:IF{_GAP}(?:NOT{_GAP})?EXISTS{_GAP})?"
_HEADS = {
    "insert": ("insert", rf"INSERT(?:{_GAP}OR{_GAP}\w+)?{_GAP}INTO{_GAP}{_TABLE}"),
    "replace": ("insert", rf"REPLACE{_GAP}INTO{_GAP}{_TABLE}"),
    "create": ("create", rf"CREATE{_GAP}(?:TEMP(?:ORARY)?{_GAP}|UNLOGGED{_GAP})?TABLE{_GAP}{_EXISTS}{_TABLE}"),
    "alter": ("alter", rf"ALTER{_GAP}TABLE{_GAP}{_EXISTS}(?:ONLY{_GAP})?{_TABLE}"),
}
#: Statements in one literal that are each given their own place; what holds more was not written by hand.
_MOST_PLACED = 500
_WHOLE = {word: (verb, re.compile(head, re.IGNORECASE)) for word, (verb, head) in _HEADS.items()}
#: What can stand after the table: columns, values, a query, an alias, or a part that is put in later.
_FOLLOWS = {
    "insert": re.compile(r"\(|\{|%|(?:VALUES|SELECT|DEFAULT|SET|AS|WITH|OVERRIDING)\b", re.IGNORECASE),
    "create": re.compile(r"\(|\{|%|(?:AS|USING|LIKE)\b", re.IGNORECASE),
    "alter": re.compile(r"\{|%|(?:ADD|DROP|RENAME|ALTER|SET|MODIFY|CHANGE)\b", re.IGNORECASE),
}


def heads(text: str) -> tuple[Head, ...]:
    """The heads of the statements in `text` that write to, make or change a table, in order; none where a table is only mentioned."""
    lower = text.lower()
    # Lower case can be longer; then the places of words are not those in the text.
    found = [h for word in _HEADS for h in _of(word, text, lower if len(lower) == len(text) else text)]
    return tuple(sorted(found, key=lambda h: h.start))


def offsets(source: bytes, count: int) -> list[tuple[int, int]]:
    """Where the `count` heads of a literal's text stand in its source, in bytes; none where escapes hide one or make another, or where
    they are too many."""
    if count > _MOST_PLACED:
        return []
    text = source.decode("utf-8", "replace")
    skipped = len(text) - len(text.lstrip("rRbBfFuU#").lstrip("\"'"))
    found = heads(text[skipped:].rstrip("#").rstrip("\"'"))
    ends = [len(text[: skipped + at].encode()) for h in found for at in (h.start, h.end)]
    return list(zip(ends[::2], ends[1::2], strict=True)) if len(found) == count else []


def _of(word: str, text: str, lower: str) -> Iterator[Head]:
    """The statements that start with a word. Looking for the word first is many times as fast as a pattern tried everywhere."""
    verb, head = _WHOLE[word]
    at = lower.find(word)
    while at >= 0:
        found = head.match(text, at) if not _joined(text[at - 1 : at]) else None
        if found and not _is_prose(verb, found, text):
            yield Head(verb, plain(found["table"]), at, found.end())
        at = lower.find(word, at + len(word))


def _joined(before: str) -> bool:
    """Whether the character before a word belongs to it."""
    return before.isalnum() or before in ("_", "$")


def _is_prose(verb: str, match: re.Match[str], text: str) -> bool:
    """An error text can speak of a statement: what follows the table is not SQL, or something that is not SQL goes before."""
    following = text[match.end() : match.end() + 200].lstrip(" \t\r\n\\")
    if following:
        return _FOLLOWS[verb].match(following) is None
    return bool(text[: match.start()].strip())


def plain(name: str) -> str:
    """A name as databases compare it: lower case, without quotes."""
    return name.strip(' \t\r\n\\"`[]').lower()
