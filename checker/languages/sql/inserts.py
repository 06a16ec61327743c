"""Statements that write rows: which column gets what."""

import re
from typing import Any, NamedTuple

from checker.languages.sql.grammar import Tree, name, one, tree
from checker.languages.sql.heads import Head
from checker.model.value import Number, Text, Unknown, Value

#: A list of columns behind the table's name.
_LIST = re.compile(r"[\s\\]{0,200}\([^()]{1,20000}\)")
_COMPUTED = Unknown((), "computed by the statement")
_UNSEEN = Unknown((), "bound where it cannot be seen")


class Insert(NamedTuple):
    """An insert read. `columns` as named in it; `cells` is what the first row gives each: the number of a bound argument (0-based), its
    name, or a value; `rows` are the lengths of all rows, none where a query or defaults give them. `read`: by the parser, in full."""

    columns: tuple[str, ...] = ()
    cells: tuple[int | str | Value, ...] = ()
    rows: tuple[int, ...] = ()
    read: bool = False


def insert(text: str, head: Head) -> Insert:
    """The insert at a head; only its columns where the rest is put in later or read by no dialect."""
    found = tree(one(text, head.start))
    if found is None or found.kind != "Insert":
        listed = _LIST.match(text, head.end)
        known = tree(f"{text[head.start : listed.end()]} SELECT 1") if listed else None
        return Insert(tuple(name(c) for c in known.parts["columns"]) if known else ())
    parts = found.parts
    set_ = parts["assignments"]
    if set_:
        return Insert(tuple(_target(a) for a in set_), _cells([a["value"] for a in set_]), (len(set_),), found.exact)
    body = (parts["source"] or {}).get("body", {})
    rows = body.get("Values", {}).get("rows", []) if isinstance(body, dict) else []
    columns = tuple(name(c) for c in parts["columns"])
    return Insert(columns, _cells(rows[0]) if rows else (), tuple(len(r) for r in rows), found.exact)


def bound(insert: Insert, given: tuple[Value, ...], names: tuple[str, ...] = ()) -> tuple[Value, ...]:
    """The values of the columns, in their order, from the arguments that are bound to the statement; `names` are those of named ones.

    Further arguments follow (of an upsert's second half), so that nothing handed in is lost. The arguments as they are where the
    statement does not tell; nothing where nothing is seen.
    """
    fixed = [c for c in insert.cells if not isinstance(c, int | str) and c != _COMPUTED]
    if not (given or fixed) or len(insert.cells) != len(insert.columns or insert.cells) or not insert.cells:
        return given
    taken = {at for c in insert.cells for at in (_index(c, names),) if at is not None}
    rest = [v for i, v in enumerate(given) if i not in taken]
    return (*(_value(c, given, names) for c in insert.cells), *rest)


def _value(cell: int | str | Value, given: tuple[Value, ...], names: tuple[str, ...]) -> Value:
    if not isinstance(cell, int | str):
        return cell
    at = _index(cell, names)
    return given[at] if at is not None and at < len(given) else _UNSEEN


def _index(cell: int | str | Value, names: tuple[str, ...]) -> int | None:
    if isinstance(cell, str):
        return names.index(cell) if cell in names else None
    return cell if isinstance(cell, int) else None


def _target(assignment: Tree) -> str:
    path = assignment["target"].get("ColumnName", [])
    return name(path[-1]["Identifier"]) if path else ""


def _cells(row: list[Any]) -> tuple[int | str | Value, ...]:
    found: list[int | str | Value] = []
    asked = 0
    for cell in row:
        said = cell["Value"]["value"] if isinstance(cell, dict) and "Value" in cell else None
        if said == "Null":
            found.append(Number("NULL"))
        elif isinstance(said, dict):
            kind, content = next(iter(said.items()))
            found.append(_literal(kind, content, asked))
            asked += kind == "Placeholder"
        else:
            found.append(_COMPUTED)
            asked += _count(cell)
    return tuple(found)


def _literal(kind: str, content: Any, asked: int) -> int | str | Value:
    if kind == "Placeholder":
        digits = content[1:]
        return int(digits) - 1 if digits.isdigit() and int(digits) > 0 else digits or asked
    if kind == "Number":
        return Number(str(content[0]))
    return Text(content) if kind == "SingleQuotedString" else _COMPUTED


def _count(cell: Any) -> int:
    """The parameters inside a computed cell: `coalesce(?, ?)`."""
    if isinstance(cell, dict):
        here = isinstance(cell.get("Placeholder"), str)
        return here + sum(_count(v) for v in cell.values())
    return sum(_count(v) for v in cell) if isinstance(cell, list | tuple) else 0
