"""How long rows are kept: what the registry promises against the rule of the table, and what statements write against its columns."""

import re
from collections.abc import Iterable, Iterator

from checker.link.program import Program
from checker.model.facts import Statement
from checker.model.place import Place
from checker.model.registry import Event, Registry
from checker.model.subject import Insertion, Promise, StoredTable

_DAYS = re.compile(r"([1-9][0-9]{0,4})d\Z")


def promises(registry: Registry, tables: Iterable[StoredTable]) -> tuple[Promise, ...]:
    """What each source of the registry says of how long events are kept, where they are stored in a table that a rule speaks of.

    Events of one family that a file states alike are one promise: they are mended in one line.
    """
    by_name = {t.name: t for t in tables}
    groups: dict[tuple[str, str, str, str], list[Event]] = {}
    for name, stated in registry.statements.items():
        store = registry.events[name].store
        for event in stated:
            if store in by_name and _DAYS.match(event.retention):
                groups.setdefault((event.place.path, event.family or name, store, event.retention), []).append(event)
    return tuple(p for (_, _, store, _), events in sorted(groups.items()) for p in _promise(by_name[store], events))


def _promise(table: StoredTable, events: list[Event]) -> Iterator[Promise]:
    rule = table.parent if table.coverage == "cascade" else table.rule
    days = _DAYS.match(events[0].retention)
    if rule is not None and days is not None:
        names = tuple(sorted(e.name for e in events))
        yield Promise(min(e.place for e in events), names, events[0].source, int(days[1]), table.name, rule, table.via)


def insertions(program: Program, tables: Iterable[StoredTable]) -> tuple[Insertion, ...]:
    """Every statement of production code that writes rows of a table whose columns are all known."""
    whole = {t.name: t for t in tables if t.whole and t.columns}
    found = [
        _insertion(path, statement, whole[statement.table])
        for path, statement in program.statements.values()
        if statement.table in whole and statement.context == "production"
    ]
    return tuple(sorted(found))


def _insertion(path: str, statement: Statement, table: StoredTable) -> Insertion:
    known = tuple(c.name for c in table.columns)
    named = statement.columns
    return Insertion(
        Place(path, statement.span),
        table.name,
        named,
        tuple(c for c in named if c not in known),
        tuple(c.name for c in table.columns if c.required and c.name not in named) if named and statement.read else (),
        tuple(sorted({n for n in statement.rows if n != len(named or known)})) if statement.read else (),
        table.defined,
        known,
    )
