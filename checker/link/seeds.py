"""What a run looks for first: the calls and tables that the producers name, by the paths they have in this workspace."""

from collections.abc import Iterable
from typing import NamedTuple

from checker.link.program import Program, last, parent
from checker.model.producer import Api, Producer, TableApi


class Seed(NamedTuple):
    """One API under one of its names. `path` is the full path in this workspace (`named` is as the producer writes it); for a
    method the part before the last dot is its type."""

    producer: str
    api: Api
    named: str
    path: str


class Table(NamedTuple):
    """A telemetry table of a producer."""

    producer: str
    api: TableApi


def search(program: Program, producers: Iterable[Producer]) -> None:
    """Bring in the facts about everything the producers name.

    A bare method name such as `record` is everywhere: it counts only beside its type's or package's name, or beside
    the name of a module that has one of those.
    """
    apis = [(a, n) for p in producers for a in p.apis for n in a.names]
    plain = frozenset(last(n) for a, n in apis if a.kind != "method" or a.distinctive)
    tables = frozenset(t.name for p in producers for t in p.tables)
    traits = frozenset(last(parent(a.dispatch)) for a, _ in apis if a.dispatch)
    if plain | tables | traits:
        program.search(plain | tables | traits)
    methods = [(last(n), _marks(a, n)) for a, n in apis if a.kind == "method" and not a.distinctive]
    for marks in {m for _, m in methods}:
        names = frozenset(n for n, m in methods if m == marks)
        program.search(names, beside=marks)
        near = program.modules_mentioning(marks)
        if near:
            program.search(names, beside=near)


def _marks(api: Api, named: str) -> frozenset[str]:
    """The words one of which a file that uses the API is bound to contain."""
    return frozenset((api.imported,)) if api.imported else frozenset((last(parent(named)),))


def seeds(program: Program, producers: Iterable[Producer]) -> tuple[Seed, ...]:
    """The producers' calls by their paths in this workspace."""
    return tuple(
        Seed(p.name, api, named, _path(program, api, named)) for p in producers for api in p.apis for named in api.names
    )


def _path(program: Program, api: Api, named: str) -> str:
    if api.kind == "method":
        return f"{program.resolve(parent(named), '')}.{last(named)}"
    return program.resolve(named, "")


def tables(producers: Iterable[Producer]) -> dict[str, Table]:
    """The producers' tables by name."""
    return {t.name: Table(p.name, t) for p in producers for t in p.tables}
