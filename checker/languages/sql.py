"""SQL statements inside string literals: which table they touch, with which columns. Both languages use it."""

import re
from typing import NamedTuple


class SqlStatement(NamedTuple):
    """A statement found in a text; `start` and `end` are character offsets of its head (verb to table or column list)."""

    verb: str
    table: str
    columns: tuple[str, ...]
    start: int
    end: int


_NAME = r"""[\w$]+|"[^"]+"|`[^`]+`|\[[^\]]+\]"""
_TABLE = rf"(?:(?:{_NAME})\s*\.\s*)*(?P<table>{_NAME})"
_GAP = r"(?:\s|\\\n|--[^\n]*\n)+"
_HEADS = (
    ("insert", rf"(?:INSERT(?:{_GAP}OR{_GAP}\w+)?|REPLACE){_GAP}INTO{_GAP}{_TABLE}"),
    ("create", rf"CREATE{_GAP}(?:TEMP(?:ORARY)?{_GAP})?TABLE{_GAP}(?:IF{_GAP}NOT{_GAP}EXISTS{_GAP})?{_TABLE}"),
)
#: What can stand after the table: columns, values, a query, an alias, or a part that is put in later.
_FOLLOWS = {
    "insert": re.compile(r"\(|\{|%|(?:VALUES|SELECT|DEFAULT|SET|AS|WITH|OVERRIDING)\b", re.IGNORECASE),
    "create": re.compile(r"\(|\{|%|(?:AS|USING|LIKE)\b", re.IGNORECASE),
}
_COLUMNS = re.compile(r"[\s\\]*\(([^()]*)\)")


def statements(text: str) -> tuple[SqlStatement, ...]:
    """The statements in `text` that write to or make a table, in order. A text that only mentions a table gives none."""
    found = [s for verb, head in _HEADS for s in _of(verb, head, text)]
    return tuple(sorted(found, key=lambda s: s.start))


def _of(verb: str, head: str, text: str) -> list[SqlStatement]:
    found = re.finditer(rf"(?<![\w$]){head}", text, re.IGNORECASE)
    return [_statement(verb, m, text) for m in found if not _is_prose(verb, m, text)]


def _statement(verb: str, match: re.Match[str], text: str) -> SqlStatement:
    listed = _COLUMNS.match(text, match.end()) if verb == "insert" else None
    columns = tuple(_plain(c) for c in listed[1].split(",")) if listed else ()
    end = listed.end() if listed else match.end()
    return SqlStatement(verb, _plain(match["table"]), columns, match.start(), end)


def _is_prose(verb: str, match: re.Match[str], text: str) -> bool:
    """An error text can speak of a statement: what follows the table is not SQL, or something that is not SQL goes before."""
    following = text[match.end() :].lstrip(" \t\r\n\\")
    if following:
        return _FOLLOWS[verb].match(following) is None
    return bool(text[: match.start()].strip())


def _plain(name: str) -> str:
    return name.strip(' \t\r\n\\"`[]').lower()
