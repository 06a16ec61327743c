"""One SQL statement taken apart by a real parser, in whatever dialect reads it."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

#: Tried in this order: what most embedded statements are written for, then what is widest.
_DIALECTS = ("sqlite", "generic", "postgres", "mysql")
#: What ends a statement, and what a semicolon inside does not end.
_PIECES = re.compile(r"'(?:[^']|'')*+'?|\"[^\"]*+\"?|--[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|;")
#: Longer statements are no statements: the parser's work stays small for each.
_LONGEST = 1 << 18
#: A part that is put in before the statement is run: `{name}`, `%s`, `%(name)s`.
_HOLE = re.compile(r"\{[^{}]*\}|%\((\w+)\)s|%s")

Tree = dict[str, Any]


def one(text: str, start: int) -> str:
    """The statement that begins at `start`, up to the semicolon that ends it."""
    last = min(start + _LONGEST, len(text))
    return text[start : next((m.start() for m in _PIECES.finditer(text, start, last) if m[0] == ";"), last)]


class Parsed(NamedTuple):
    """A statement read: its kind (`Insert`, `CreateTable`, …) and its parts as the parser gives them. `exact`: nothing is put in later
    that could be more than one value."""

    kind: str
    parts: Tree
    exact: bool


def tree(statement: str) -> Parsed | None:
    """A statement taken apart; None where no dialect reads it. Parts that are put in later are read as parameters."""
    filled = _HOLE.sub(lambda m: f":{m[1]}" if m[1] else "?", statement)
    found = _read(statement) or (_read(filled) if filled != statement else None)
    if found is None:
        return None
    kind, parts = next(iter(found.items()))
    return Parsed(kind, parts, "{" not in _PIECES.sub("", statement))


def _read(statement: str) -> Tree | None:
    import sqloxide  # only where a statement names a table that is asked for

    for dialect in _DIALECTS:
        try:
            found = sqloxide.parse_sql(statement, dialect)
        except ValueError:
            continue
        if len(found) == 1 and isinstance(found[0], dict):
            return dict(found[0])
    return None


def name(ident: Tree) -> str:
    """A column's or option's name as databases compare it."""
    return str(ident["value"]).lower()


def table(path: list[Tree]) -> str:
    """A table's name without its schema."""
    last = path[-1] if path else {}
    return name(last["Identifier"]) if "Identifier" in last else ""


def options(column: Tree) -> Iterator[tuple[str, Any]]:
    """What a column definition says beside its type: (`NotNull`, None), (`ForeignKey`, {…}), …"""
    for each in column["options"]:
        option = each["option"]
        yield (option, None) if isinstance(option, str) else next(iter(option.items()))
