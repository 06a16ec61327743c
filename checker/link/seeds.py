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

    What is defined in the workspace is looked for everywhere. A foreign package's names (`add`, `set`, `capture`) are everyday
    words: they count only in files that mention the package, or that import a module which does.
    """
    apis = [(a, n) for p in producers for a in p.apis for n in a.names]
    everywhere = {_needle(a, n) for a, n in apis if _own(program, a, n)}
    everywhere |= {t.name for p in producers for t in p.tables} | {last(parent(a.dispatch)) for a, _ in apis if a.dispatch}
    if everywhere:
        program.search(frozenset(everywhere))
    for a, n in apis:
        if program.is_ours(n) and not _own(program, a, n):
            program.search(frozenset((_needle(a, n),)), beside=frozenset((last(parent(n)),)))
    foreign = [(a.imported or n.partition(".")[0], _needle(a, n)) for a, n in apis if not program.is_ours(n)]
    for package in sorted({p for p, _ in foreign}):
        _search_foreign(program, package, frozenset(n for p, n in foreign if p == package))


def _search_foreign(program: Program, package: str, names: frozenset[str]) -> None:
    program.search(names, beside=frozenset((package,)))
    users = program.modules_importing(package)
    if users:
        program.search(names, beside=users, near=True)


def _own(program: Program, api: Api, named: str) -> bool:
    """Whether an API of the workspace can be looked for by its bare name: `record` on a recorder cannot."""
    return program.is_ours(named) and (api.kind != "method" or api.distinctive)


def _needle(api: Api, named: str) -> str:
    return f".{last(named)}" if api.kind == "method" else last(named)


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
