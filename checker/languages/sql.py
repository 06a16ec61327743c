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
_COLUMNS = re.compile(r"[\s\\]*\(([^()]*)\)")


def statements(text: str) -> tuple[SqlStatement, ...]:
    """The statements in `text` that write to or make a table, in order. A text that only mentions a table gives none."""
    found = [s for verb, head in _HEADS for s in _of(verb, head, text)]
    return tuple(sorted(found, key=lambda s: s.start))


def _of(verb: str, head: str, text: str) -> list[SqlStatement]:
    return [_statement(verb, m, text) for m in re.finditer(rf"(?<![\w$]){head}", text, re.IGNORECASE)]


def _statement(verb: str, match: re.Match[str], text: str) -> SqlStatement:
    listed = _COLUMNS.match(text, match.end()) if verb == "insert" else None
    columns = tuple(_plain(c) for c in listed[1].split(",")) if listed else ()
    end = listed.end() if listed else match.end()
    return SqlStatement(verb, _plain(match["table"]), columns, match.start(), end)


def _plain(name: str) -> str:
    return name.strip(' \t\r\n\\"`[]').lower()
