"""What a run looks for first: the calls and tables that the producers name, by the paths they have in this workspace."""

from collections.abc import Iterable
from typing import NamedTuple

from checker.link.paths import last, nearest_segments, parent
from checker.link.program import Program
from checker.model.producer import Api, Producer, TableApi
from checker.model.source import Wanted

#: A file that only names a table writes nothing to it.
_INSERTS = frozenset(f(w) for w in ("insert into", "insert or", "replace into") for f in (str.upper, str.lower, str.capitalize, str.title))


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


def first(program: Program, producers: Iterable[Producer], also: Iterable[Wanted] = ()) -> list[Wanted]:
    """What a run looks for before it has found anything: all that the producers name, and `also`."""
    apis = _named(producers)
    inserts = [Wanted(t.name, beside=_INSERTS) for p in producers for t in p.tables]
    traits = {last(parent(a.dispatch)) for a, _ in apis if a.dispatch}
    return [*(w for a, n in apis for w in _wanted(program, a, n)), *inserts, *map(Wanted, sorted(traits)), *also]


def search(program: Program, producers: Iterable[Producer], also: Iterable[Wanted] = ()) -> None:
    """Bring in the facts about everything the producers name, and about what `also` asks for.

    What is defined in the workspace is looked for everywhere. A foreign package's names (`add`, `set`, `capture`) are everyday
    words: they count only in files that mention the package, or that import a module which does.
    """
    program.search(first(program, producers, also))
    apis = _named(producers)
    users = {p: program.modules_importing(p) for p in {_package(a, n) for a, n in apis if not program.is_ours(n)}}
    program.search(Wanted(w, beside=m, near=True) for a, n in apis if (m := users.get(_package(a, n))) for w in _needles(a, n))


def _named(producers: Iterable[Producer]) -> list[tuple[Api, str]]:
    return [(a, n) for p in producers for a in (*p.apis, *p.additions) for n in a.names]


def search_other_names(program: Program, names: Iterable[str]) -> None:
    """Bring in the calls of constants that stand for a function of one of the names, from the files that import them."""
    stand_ins = {path for name in names for path in program.stand_ins.get(name, ())}
    program.search(Wanted(last(path), beside=frozenset((nearest_segments(parent(path)),)), near=True) for path in sorted(stand_ins))


def _wanted(program: Program, api: Api, named: str) -> list[Wanted]:
    if not program.is_ours(named):
        return [Wanted(n, beside=frozenset((_package(api, named),))) for n in _needles(api, named)]
    common = api.kind == "method" and not api.distinctive
    near = frozenset((last(parent(named)),)) if common else frozenset[str]()
    return [Wanted(n, beside=near) for n in _needles(api, named)]


def _package(api: Api, named: str) -> str:
    return api.imported or named.partition(".")[0]


def _needles(api: Api, named: str) -> tuple[str, ...]:
    """How an API stands in the source: a method behind its object or its type."""
    return (f".{last(named)}", f"::{last(named)}") if api.kind == "method" else (last(named),)


def seeds(program: Program, producers: Iterable[Producer]) -> tuple[Seed, ...]:
    """The producers' calls by their paths in this workspace."""
    return tuple(
        Seed(p.name, api, named, _path(program, api, named)) for p in producers for api in p.apis for named in api.names
    )


def _path(program: Program, api: Api, named: str) -> str:
    if api.kind == "method":
        return f"{program.resolve(parent(named), '')}.{last(named)}"
    return program.resolve(named, "")


def paths(program: Program, named: str) -> tuple[str, ...]:
    """The full paths that a name of a producer file can have in this workspace: of a function or type, or of a method through its type."""
    through = f"{program.resolve(parent(named), '')}.{last(named)}" if parent(named) else named
    return tuple(dict.fromkeys((program.resolve(named, ""), through)))


def known_as(program: Program, paths: Iterable[str]) -> frozenset[str]:
    """The bare names of functions, and those under which files import them: what is called otherwise need not be looked up."""
    names = frozenset(map(last, paths))
    imported = (i for f in program.files.values() for i in f.imports) if names else ()
    return names | {i.alias for i in imported if last(i.target) in names and i.alias != "*"}


def tables(producers: Iterable[Producer]) -> dict[str, Table]:
    """The producers' tables by name."""
    return {t.name: Table(p.name, t) for p in producers for t in p.tables}
