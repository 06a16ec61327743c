"""Statements that make or change a table, as facts: columns, references with what a deleted parent does, and the comments on it."""

import re
from collections.abc import Iterator
from typing import Any

from checker.languages.sql.grammar import Tree, name, one, options, table, tree
from checker.languages.sql.heads import Head
from checker.model.facts import Column, Reference, Table
from checker.model.place import Span

#: Columns with these fill themselves.
_FILLED = frozenset({"Default", "Generated", "Identity", "AutoIncrement"})
_SERIAL = ("serial", "bigserial", "smallserial")
_NOTE = re.compile(r"--[ \t]?([^\n]*)")
#: Lines above a statement that are looked at for comments, and characters before that for the lines.
_MOST_ABOVE, _NEAR = 40, 4000


def definition(text: str, head: Head, span: Span, context: str) -> Table:
    """What the statement at a head says of its table. `whole` is False where it is not known in full."""
    statement = one(text, head.start)
    notes = (*_above(text, head.start), *(m[1].strip() for m in _NOTE.finditer(statement)))
    found = tree(statement)
    made = Table(head.table, head.verb, (), (), (), span, False, notes, context)
    if found is None:
        return made
    if found.kind == "CreateTable":
        return _created(made, found.parts)
    return _altered(made, found.parts["operations"]) if found.kind == "AlterTable" else made


def _created(made: Table, parts: Tree) -> Table:
    constraints = [c for c in parts["constraints"] if isinstance(c, dict)]
    keys = frozenset(n for c in constraints for n in _primary(c))
    columns = tuple(_column(c, keys) for c in parts["columns"])
    references = [*(r for c in parts["columns"] for r in _own_references(c)), *(r for c in constraints for r in _reference(c))]
    # Where no dialect knows `LIKE other`, it reads as a column.
    more = any(parts.get(kind) for kind in ("query", "like", "inherits", "clone")) or any(c.name == "like" for c in columns)
    return made._replace(columns=columns, references=tuple(references), whole=bool(columns) and not more)


def _altered(made: Table, operations: list[Any]) -> Table:
    columns: list[Column] = []
    references: list[Reference] = []
    gone: list[str] = []
    whole = True
    for kind, said in (next(iter(o.items())) for o in operations if isinstance(o, dict)):
        if kind == "AddColumn":
            columns.append(_column(said["column_def"], frozenset()))
            references += _own_references(said["column_def"])
        elif kind == "AddConstraint":
            references += _reference(said["constraint"])
        elif kind == "DropColumn":
            gone += [name(c) for c in said["column_names"]]
        elif kind == "RenameColumn":
            gone.append(name(said["old_column_name"]))
            columns.append(Column(name(said["new_column_name"]), "", False))
        else:
            whole = kind not in ("RenameTable", "ChangeColumn")
    return made._replace(columns=tuple(columns), references=tuple(references), gone=tuple(gone), whole=whole)


def _column(column: Tree, keys: frozenset[str]) -> Column:
    said = dict(options(column))
    type_ = _type(column["data_type"])
    filled = not _FILLED.isdisjoint(said) or type_ in _SERIAL or "PrimaryKey" in said or name(column["name"]) in keys
    return Column(name(column["name"]), type_, "NotNull" in said and not filled and "DialectSpecific" not in said)


def _type(given: Any) -> str:
    """A type in one lower-case word: `integer`, `text`, `timestamp`, `varchar`; `""` where none is written."""
    if isinstance(given, str):
        return "" if given == "Unspecified" else given.lower()
    kind, said = next(iter(given.items()))
    return table(said[0]) if kind == "Custom" else str(kind).lower()


def _primary(constraint: Tree) -> Iterator[str]:
    for each in constraint.get("PrimaryKey", {}).get("columns", ()):
        ident = each.get("column", each).get("expr", {}).get("Identifier")
        if ident:
            yield name(ident)


def _own_references(column: Tree) -> Iterator[Reference]:
    for kind, said in options(column):
        if kind == "ForeignKey":
            yield Reference((name(column["name"]),), table(said["foreign_table"]), _action(said))


def _reference(constraint: Any) -> Iterator[Reference]:
    said = constraint.get("ForeignKey") if isinstance(constraint, dict) else None
    if said:
        yield Reference(tuple(name(c) for c in said["columns"]), table(said["foreign_table"]), _action(said))


def _action(said: Tree) -> str:
    """`cascade`, `setnull`, `restrict`, …; `""` where the database's default holds."""
    return str(said.get("on_delete") or "").lower()


def _above(text: str, start: int) -> list[str]:
    """The comment lines directly above a statement."""
    lines = text[max(0, start - _NEAR) : start].split("\n")[:-1]
    found: list[str] = []
    for line in reversed(lines[-_MOST_ABOVE:]):
        if not line.strip().startswith("--"):
            break
        found.insert(0, line.strip().lstrip("-").strip())
    return found
