"""The types of payloads and the constants of event names that production code writes, and whether their comments state a class."""

from collections.abc import Iterable, Iterator
from typing import Any

from checker.link.levels import Reader
from checker.link.paths import last
from checker.link.program import Program
from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.place import Place
from checker.model.registry import Registry
from checker.model.subject import Callsite, Carried

#: The source of registry rows that are constants of the code.
_CONSTANTS = "constants"
#: Writes that a finding names; a common type has hundreds.
_MOST_RELATED = 10


def types_and_constants(program: Program, sites: Iterable[Callsite], registry: Registry, prose: bool = True) -> tuple[Carried, ...]:
    """Each payload type of the workspace and each constant that the registry was read from, with the production writes that use it."""
    production = [s for s in sites if s.context == "production"]
    return tuple(sorted([*_types(program, production, prose), *_constants(production, registry)]))


def _types(program: Program, sites: Iterable[Callsite], prose: bool) -> Iterator[Carried]:
    users: dict[str, list[Callsite]] = {}
    for site in sites:
        users.setdefault(site.payload.type, []).append(site)
    reader = Reader(program, prose, ())
    for name, used in users.items():
        type_ = program.type(name) if name else None
        path = program.path_of.get(type_.name, "") if type_ else ""
        if type_ is not None and path:
            classified = any(a.low for a in reader.read(path, type_.comments, "type"))
            events = sorted({event for site in used for event in site.event.names})
            yield _carried(Place(path, type_.span), type_.name, "type", classified, events, used)


def _constants(sites: Iterable[Callsite], registry: Registry) -> Iterator[Carried]:
    users: dict[str, list[Callsite]] = {}
    for site in sites:
        for name in site.event.names:
            users.setdefault(name, []).append(site)
    for name, used in users.items():
        for row in registry.statements.get(name, ()):
            if row.source == _CONSTANTS:
                yield _carried(row.place, row.constant or name, "constant", bool(row.low), [name], used)


def _carried(place: Place, name: str, kind: str, classified: bool, events: Iterable[str], used: Iterable[Callsite]) -> Carried:
    at = place.span
    first_line = at._replace(end=at.start, end_line=at.line, end_column=at.column) if at.end_line > at.line else at
    return Carried(Place(place.path, first_line), name, kind, classified, tuple(events), tuple(Place(s.path, s.span) for s in used))


def as_data(found: Carried, wanted: bool) -> dict[str, Any]:
    """What rules see; `wanted` is `Config.types`."""
    return subject(
        *found.place,
        tuple(Related(place, "written here") for place in found.writes[:_MOST_RELATED]),
        name=last(found.name),
        kind=found.kind,
        classified=found.classified,
        wanted=wanted,
        events=list(found.events),
    )
