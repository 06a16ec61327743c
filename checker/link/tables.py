"""The tables that telemetry is stored in, or that a policy speaks of: what makes them, and how their rows go."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from checker.link.mapped import mapped
from checker.link.program import Program
from checker.link.tableclass import classes
from checker.model.facts import Column, Reference, Table
from checker.model.place import Place
from checker.model.producer import Producer
from checker.model.registry import Registry, Retention
from checker.model.source import Wanted
from checker.model.subject import Callsite, StoredTable

#: The words before a table's name where it is made or changed. A file that only names a table says nothing of it.
_BEFORE = ("TABLE", "EXISTS", "table", "exists")
#: What is looked for instead where these do not find a table: it may stand in quotes or on a line of its own.
_MAKES = frozenset(("CREATE TABLE", "ALTER TABLE", "create table", "alter table"))
#: What an object mapper calls the name of a table.
_MAPPED = "__tablename__"
#: Tables that classes stand for, by name.
Mapped: TypeAlias = Mapping[str, Sequence[tuple[str, Table]]]
#: Rules of a policy that delete rows by themselves.
PRUNING = ("days", "ms_days", "expires_lt_now")
#: Parents of parents after which references are taken for a circle.
_MAX_PARENTS = 8


class Known(NamedTuple):
    """What production code says of a table, all statements together; `whole`: these are all its columns."""

    columns: tuple[Column, ...]
    references: tuple[Reference, ...]
    places: tuple[Place, ...]
    notes: tuple[tuple[str, Table], ...]
    whole: bool


def asked(producers: Iterable[Producer], registry: Registry) -> frozenset[str]:
    """The names of the tables that a run has to know; none where nothing declares how long rows are kept, or where events are stored."""
    stores = {e.store for e in registry.events.values() if e.store}
    ruled = {r.table.lower() for r in registry.retention}
    written = {t.name for p in producers for t in p.tables}
    return frozenset(written | stores | ruled) if stores or ruled else frozenset()


def wanted(names: Iterable[str]) -> list[Wanted]:
    """What to look for to know these tables."""
    found = [Wanted(name, beside=frozenset(f"{word} {name}" for word in _BEFORE)) for name in sorted(names)]
    return [*found, Wanted(_MAPPED)] if found else []


def _search(program: Program, names: Iterable[str]) -> None:
    """Look for tables that have not been found, wherever tables are made."""
    program.search(Wanted(name, beside=_MAKES) for name in sorted(names) if name not in program.tables)


class _All(NamedTuple):
    """What is known of all tables: statements, rules and writes by table, and the tables of content and of telemetry."""

    known: dict[str, Known]
    rules: dict[str, Retention]
    writes: dict[str, tuple[Place, ...]]
    content: frozenset[str]
    telemetry: frozenset[str]


def tables(
    program: Program, producers: Sequence[Producer], registry: Registry, sites: Iterable[Callsite], prose: bool
) -> tuple[StoredTable, ...]:
    """Every table that is asked for and that is made, written or ruled somewhere, by name."""
    names = asked(producers, registry)
    if not names:
        return ()
    every = _all(program, producers, registry, sites, names)
    there = [n for n in sorted(names) if n in every.known or n in every.rules or n in every.writes]
    return tuple(_table(program, name, every, registry, prose) for name in there)


def _all(
    program: Program, producers: Sequence[Producer], registry: Registry, sites: Iterable[Callsite], names: frozenset[str]
) -> _All:
    _search(program, names)
    by_class = mapped(program)
    known = {name: found for name in names if (found := _known(program, name, by_class)) is not None}
    rules = {r.table.lower(): r for r in reversed(registry.retention)}
    _bring_parents(program, known, rules, by_class)
    telemetry = {t.name for p in producers for t in p.tables} | {e.store for e in registry.events.values() if e.store}
    return _All(known, rules, _writes(sites), content(producers, registry), frozenset(telemetry))


def _table(program: Program, name: str, every: _All, registry: Registry, prose: bool) -> StoredTable:
    found, rule, writes = every.known.get(name), every.rules.get(name), every.writes.get(name, ())
    coverage, via, parent = coverage_of(name, every.known, every.rules)
    places = found.places if found else ()
    return StoredTable(
        name=name,
        place=(*places, *writes, *((rule.place,) if rule else ()))[0],
        telemetry=name in every.telemetry - every.content,
        content=name in every.content,
        defined=places,
        whole=found is not None and found.whole,
        columns=found.columns if found else (),
        rule=rule,
        coverage=coverage,
        via=via,
        parent=parent,
        classes=classes(program, name, found.notes if found else (), registry, prose),
        events=tuple(sorted(e.name for e in registry.events.values() if e.store == name)),
        writes=writes,
    )


def _known(program: Program, name: str, classes: Mapped) -> Known | None:
    """What production code says of a table; None where nothing makes it."""
    said = [(path, t) for (path, _, _), t in sorted(program.tables.get(name, {}).items()) if t.context == "production"]
    said += classes.get(name, ())
    made = [(path, t) for path, t in said if t.verb == "create"]
    if not made:
        return None
    added = [c for _, t in said if t.verb != "create" for c in t.columns]
    gone = {c for _, t in said for c in t.gone} - {c.name for c in added}
    columns = {c.name: c for c in (*(c for _, t in made for c in t.columns), *added) if c.name not in gone}
    optional = {c.name for _, t in made for c in columns.values() if c.name not in {o.name for o in t.columns}}
    return Known(
        tuple(c._replace(required=c.required and c.name not in optional) for c in columns.values()),
        tuple(r for _, t in said for r in t.references),
        tuple(Place(path, t.span) for path, t in made),
        tuple(said),
        all(t.whole for _, t in said),
    )


def _bring_parents(program: Program, known: dict[str, Known], rules: Mapping[str, Retention], classes: Mapped) -> None:
    """Look for the tables with which rows go, where no rule speaks of them: their own parents may have one."""
    for _ in range(_MAX_PARENTS):
        parents = {r.table for name, k in known.items() if name not in rules for r in k.references if r.on_delete == "cascade"}
        fresh = sorted(p for p in parents if p not in known and p not in rules)
        if not fresh:
            return
        _search(program, fresh)
        known |= {name: found for name in fresh if (found := _known(program, name, classes)) is not None}
        if not any(name in known for name in fresh):
            return


def coverage_of(name: str, known: Mapping[str, Known], rules: Mapping[str, Retention]) -> tuple[str, tuple[str, ...], Retention | None]:
    """How the rows of a table go: `rule`, `cascade` with the parents on the way and the rule of the last, `kept` or `none`."""
    own = rules.get(name)
    if own is not None and own.kind in PRUNING:
        return "rule", (), None
    way = _way(name, known, rules)
    if way:
        return "cascade", way, rules[way[-1]]
    return ("kept" if own is not None else "none"), (), None


def _way(name: str, known: Mapping[str, Known], rules: Mapping[str, Retention]) -> tuple[str, ...]:
    """The shortest way over cascading references to a parent whose rule prunes, by name where there are several."""
    ways: list[tuple[str, ...]] = [()]
    seen = {name}
    for _ in range(_MAX_PARENTS):
        ways = [(*way, parent) for way in ways for parent in _parents(way[-1] if way else name, known) if parent not in seen]
        found = next((w for w in ways if w[-1] in rules and rules[w[-1]].kind in PRUNING), None)
        if found or not ways:
            return found or ()
        seen.update(w[-1] for w in ways)
    return ()


def _parents(name: str, known: Mapping[str, Known]) -> list[str]:
    references = known[name].references if name in known else ()
    return sorted({r.table for r in references if r.on_delete == "cascade" and r.table != name})


def _writes(sites: Iterable[Callsite]) -> dict[str, tuple[Place, ...]]:
    """The statements of production code that write to a table."""
    found: dict[str, tuple[Place, ...]] = {}
    for site in sites:
        for table in site.tables if site.kind == "insert" and site.context == "production" else ():
            found[table] = (*found.get(table, ()), Place(site.path, site.span))
    return found


def content(producers: Iterable[Producer], registry: Registry) -> frozenset[str]:
    """The tables that a producer declares to hold content, and those in which the registry stores nothing else."""
    declared = {name for p in producers for name in p.content}
    planes: dict[str, set[str]] = {}
    for event in registry.events.values():
        if event.store:
            planes.setdefault(event.store, set()).add(event.plane)
    return frozenset(declared | {store for store, stated in planes.items() if stated == {"ContentPersistence"}})
