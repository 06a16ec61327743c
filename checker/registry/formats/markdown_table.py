"""Tables of documentation pages: a column names events, or session prefixes, and others say what is stated of them.

Columns are known by their headings; `columns` names those that are headed otherwise (`metric_type = Signal, owner = Team crate`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checker.contracts import Document, complain, part
from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.place import Place
from checker.model.registry import STATUSES, TRANSMISSIONS, Event, Reading, SessionPrefix
from checker.model.source import FactSource
from checker.registry.files import Tree, documents, is_page
from checker.registry.statements import DISPUTED
from checker.registry.words import class_range, is_event_name, is_retention, session_fault

FORMAT = "markdown-table"

#: The headings of each column, in lower case.
_HEADINGS: dict[str, tuple[str, ...]] = {
    "metric_type": ("metric_type", "metric type", "metric types", "event", "event name", "event type"),
    "family": ("family", "event family"),
    "session": ("session prefix", "session", "session id", "session_id", "session_id_convention", "session convention"),
    "prefix": ("prefix",),
    "owner": ("owner", "owners", "owner crate", "owner_crate", "owning crate", "owner package"),
    "sensitivity": ("class", "sensitivity", "sensitivity class", "sensitivity_class"),
    "transmission": ("transmission", "transmission class", "transmission_class"),
    "retention": ("retention", "prune rule", "prune", "kept"),
    "schema": ("schema", "schema_ref", "json schema"),
    "status": ("status",),
    "description": ("description", "notes", "meaning", "purpose"),
}
_CODE = re.compile(r"`([^`\n]{1,200})`")
_PLACE_IN_ANGLES = re.compile(r"<([A-Za-z_][A-Za-z0-9_]*)>")
_DAYS = re.compile(r"([1-9][0-9]{0,4}) ?(?:d|days?)\b")
_WORD = re.compile(r"[A-Za-z0-9_.-]+")
_MARKS = "`*_ "


class _Table(NamedTuple):
    """A table with the number of each column that is known."""

    document: Document
    at: int
    columns: Mapping[str, int]
    rows: Sequence[Sequence[str]]


def read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """Events and session prefixes from the pages of the source. A cell that leaves something open (two prefixes) states nothing."""
    found, files, complaints = documents(root, source.paths, paths)
    headings, wrong = _headings(dict(source.options).get("columns", ""))
    pages = [document for document in found if is_page(document)]
    wrong += (complain(document, (), "not a Markdown page") for document in found if not is_page(document))
    tables = [table for document in pages for table in _tables(document, headings)]
    events = dict[str, Event]()
    for event in (event for table in tables for event in _events(table)):
        events.setdefault(event.name, event)
    return Reading(
        tuple(events.values()),
        tuple(prefix for table in tables for prefix in _prefixes(table)),
        (*complaints, *wrong),
        files,
        mentioned=frozenset(word for document in pages for word in _CODE.findall(document.text)),
    )


def _headings(columns: str) -> tuple[dict[str, str], list[Complaint]]:
    """The column that each heading stands for, with those that the source names."""
    known = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
    wrong = []
    for pair in filter(None, columns.split(",")):
        column, _, heading = (side.strip() for side in pair.partition("="))
        if column in _HEADINGS and heading:
            known[heading.lower()] = column
        else:
            there = ", ".join(_HEADINGS)
            wrong.append(Complaint("", 0, 0, f'registry format {FORMAT}: "{pair.strip()}" names no column; there are {there}'))
    return known, wrong


def _tables(document: Document, headings: Mapping[str, str]) -> Iterator[_Table]:
    for at, table in enumerate(document.data):
        names = [headings.get(column.strip(_MARKS).lower(), "") for column in table["columns"]]
        columns = {name: number for number, name in reversed([*enumerate(names)]) if name}
        if "metric_type" in columns or columns.keys() & {"prefix", "session"}:
            yield _Table(document, at, columns, table["rows"])


def _cell(table: _Table, row: int, column: str) -> str:
    number = table.columns.get(column, -1)
    return table.rows[row][number] if 0 <= number < len(table.rows[row]) else ""


def _place(table: _Table, row: int, column: str, start: int, end: int) -> Place:
    return Place(table.document.path, part(table.document, (table.at, "rows", row, table.columns[column]), start, end))


def _events(table: _Table) -> Iterator[Event]:
    for row in range(len(table.rows)) if "metric_type" in table.columns else ():
        fields = _stated(table, row)
        cells = {name: _cell(table, row, name) for name in DISPUTED}
        spans = tuple((name, _place(table, row, name, 0, len(cell)).span) for name, cell in cells.items() if cell)
        for name in _CODE.finditer(_cell(table, row, "metric_type")):
            if is_event_name(name[1]) and "*" not in name[1]:
                yield Event(name[1], _place(table, row, "metric_type", *name.span(1)), FORMAT, **fields, stated=spans)


def _stated(table: _Table, row: int) -> dict[str, Any]:
    low, high = class_range(_cell(table, row, "sensitivity").strip(_MARKS))
    days = _DAYS.search(_cell(table, row, "retention"))
    retention = f"{days[1]}d" if days else ""
    return {
        "low": low,
        "high": high,
        "session": _pattern(_cell(table, row, "session")),
        "owners": tuple(_WORD.findall(" ".join(_CODE.findall(_cell(table, row, "owner"))) or _alone(_cell(table, row, "owner")))),
        "retention": retention if is_retention(retention) else "",
        "transmission": _among(_cell(table, row, "transmission"), TRANSMISSIONS),
        "status": _among(_cell(table, row, "status"), STATUSES),
        "family": _alone(_cell(table, row, "family")),
        "description": _cell(table, row, "description"),
    }


def _pattern(cell: str) -> str:
    """The session pattern that a cell states alone: `bench:<repository_id>` in code, with its places in braces."""
    found = _CODE.fullmatch(cell)
    pattern = _PLACE_IN_ANGLES.sub(r"{\1}", found[1]) if found else ""
    return "" if session_fault(pattern) or "*" in pattern else pattern


def _alone(cell: str) -> str:
    """The one word of a cell, `""` where it holds more."""
    word = cell.strip(_MARKS)
    return word if _WORD.fullmatch(word) else ""


def _among(cell: str, known: Sequence[str]) -> str:
    word = cell.strip(_MARKS).lower()
    return word if word in known else ""


def _prefixes(table: _Table) -> Iterator[SessionPrefix]:
    """The prefixes that a table declares: those of a column for them, in each row that names one alone."""
    column = "prefix" if "prefix" in table.columns else "session"
    for row in range(len(table.rows)) if column in table.columns else ():
        cell = _cell(table, row, column)
        fixed = _pattern(cell).partition("{")[0]
        if fixed:
            yield SessionPrefix(fixed, _place(table, row, column, 0, len(cell)))
