"""Programs that write through a global front, and the calls that install what takes it from there."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checker.link.climbing import MAIN, Climbed, climb
from checker.link.match import callee_path
from checker.link.paths import last
from checker.link.program import Program
from checker.link.seeds import known_as, paths
from checker.link.ways import where_called
from checker.model.facts import Call, Function
from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.place import Place, opening
from checker.model.producer import Producer
from checker.model.source import SourceFile, Wanted
from checker.model.subject import Callsite, Unheard

#: Functions that write, for one unit, whose callers are looked at.
_MOST = 8


class _Entry(NamedTuple):
    """Where a program starts: its file and function (`""` for the code of a module), with the place."""

    path: str
    function: str
    place: Place


def installing(producers: Iterable[Producer]) -> list[Wanted]:
    """The names of what installs a recorder."""
    return [Wanted(last(name)) for producer in producers for name in producer.installs]


def unheard(
    program: Program, producers: Iterable[Producer], sites: Iterable[Callsite], files: Mapping[str, SourceFile]
) -> tuple[Unheard, ...]:
    """The programs of the workspace whose own unit writes through a producer's front, and that no install of a recorder can be reached
    from. A unit that installs one somewhere is left out, and so is everything where the ways to an install are not known in full."""
    found: list[Unheard] = []
    production = [s for s in sites if s.context == "production"]
    for producer in (p for p in producers if p.installs):
        mine = [s for s in production if s.producer == producer.name and s.kind == "facade"]
        units = _with_entries({s.unit for s in mine}, files) if mine else frozenset()
        installs = list(_installs(program, producer, files)) if units else []
        silent = units - {files[path].unit for path, _ in installs}
        entries = {e: s for unit in sorted(silent) for e, s in _of_unit(program, unit, mine, files).items()}
        heard = _heard(program, installs, {files[e.path].module.partition(".")[0] for e in entries}, files) if entries else None
        for entry, site in entries.items() if heard is not None else ():
            if heard is not None and (entry.path, entry.function) not in heard:
                others = tuple(Place(path, call.span) for path, call in installs)
                found.append(Unheard(entry.place, site.unit, producer.installs, Place(site.path, site.span), others))
    return tuple(sorted(found))


def _installs(program: Program, producer: Producer, files: Mapping[str, SourceFile]) -> Iterator[tuple[str, Call]]:
    named = {path for name in producer.installs for path in paths(program, name)}
    bare = known_as(program, named)
    for path, call in program.calls.values():
        known = last(call.callee) in bare and callee_path(program, call) in named
        if known and call.context == "production" and files[path].context == "production":
            yield path, call


def _with_entries(units: Collection[str], files: Mapping[str, SourceFile]) -> frozenset[str]:
    """Those of some units that have a file where a program can start."""
    return frozenset(f.unit for path, f in files.items() if f.unit in units and f.context == "production" and _may_start(path))


def _may_start(path: str) -> bool:
    """Whether a file can be where a program starts."""
    return path.endswith(("/main.rs", "/__main__.py", ".py")) or path in ("main.rs", "__main__.py") or "/src/bin/" in f"/{path}"


def _of_unit(program: Program, unit: str, mine: Iterable[Callsite], files: Mapping[str, SourceFile]) -> dict[_Entry, Callsite]:
    """The programs of one unit, each with a write that it reaches."""
    own = sorted((s for s in mine if s.unit == unit and s.function), key=lambda s: (s.path, s.span), reverse=True)
    entries: dict[_Entry, Callsite] = {}
    for name, site in list({s.function: s for s in own}.items())[:_MOST]:
        for entry in _entries(program, climb(program, program.functions(name), _within), unit, files):
            entries.setdefault(entry, site)
    return entries


def _within(program: Program, function: Function, name: str) -> list[Wanted]:
    """Callers in the same crate or package: a program of the unit that reaches a write of the unit does so through these."""
    file = program.files.get(program.path_of.get(function.name, ""))
    module = file.module if file is not None else function.name
    return [Wanted(f".{name}" if function.receiver else name, within=module.partition(".")[0])]


def _entries(program: Program, found: Climbed, unit: str, files: Mapping[str, SourceFile]) -> Iterator[_Entry]:
    """The starts of programs of a unit among what leads to a write: `main`, or else the code of a module that is run as a program."""
    mains = [f for f in found.functions if last(f.name) == MAIN and not f.owner]
    for function in mains:
        path = program.path_of.get(function.name, "")
        if _is_ours(path, unit, files) and (path.endswith(".py") or _may_start(path)):
            yield _Entry(path, function.name, Place(path, opening(function.span)))
    for path, call in found.outside if not mains else ():
        if _is_ours(path, unit, files) and _runs_as_program(path, call):
            yield _Entry(path, "", Place(path, call.span))


def _is_ours(path: str, unit: str, files: Mapping[str, SourceFile]) -> bool:
    return path in files and files[path].unit == unit and files[path].context == "production"


def _runs_as_program(path: str, call: Call) -> bool:
    """Whether the code of a module is run as a program: `if __name__ == "__main__"`, or all of `__main__.py`."""
    return path.endswith("__main__.py") or any("__name__" in guard.words for guard in call.guards)


def _heard(
    program: Program, installs: Sequence[tuple[str, Call]], homes: Collection[str], files: Mapping[str, SourceFile]
) -> set[tuple[str, str]] | None:
    """The functions, by file and name, that an install is reached from; None where these are not all known. `homes` are the crates and
    packages of the programs that ask.

    What a library installs can be called from everywhere; what a program has for itself, only from there and by those who ask.
    """
    programs = _with_entries({files[path].unit for path, _ in installs}, files)

    def where(program: Program, function: Function, name: str) -> list[Wanted]:
        path = program.path_of.get(function.name, "")
        if path in files and files[path].unit not in programs:
            return [where_called(program, function, name)]
        return [*_within(program, function, name), *(Wanted(name, within=home) for home in sorted(homes))]

    functions = [f for _, c in installs if c.function and (f := program.enclosing(c.function, c.span)) is not None]
    found = climb(program, functions, where)
    if not found.whole:
        return None
    direct = {(path, call.function) for path, call in installs}
    return direct | {(program.path_of.get(f.name, ""), f.name) for f in found.functions} | {(path, "") for path, _ in found.outside}


def as_data(found: Unheard) -> dict[str, Any]:
    """One such program, as rules see it."""
    return subject(
        *found.place,
        (
            Related(found.write, "written here"),
            *(Related(place, "installed by another program here") for place in found.elsewhere[:4]),
        ),
        name=found.unit,
        installs=list(found.installs),
        write=f"{found.write.path}:{found.write.span.line}",
        elsewhere=[{"path": p.path, "line": p.span.line, "message": "installed here"} for p in found.elsewhere],
    )
