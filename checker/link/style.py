"""How writes are made, held against how most others of the same event, table or unit are made."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from checker.model.subject import Callsite

#: Callers from which on a function counts as the way an event or a table is written.
_MANY = 2
#: The styles of recording: an event handed to a global front, to an object, straight to the store, as SQL.
_DIRECT = ("facade", "recorder", "sink", "insert")

_Place = tuple[str, int]


class Styles(NamedTuple):
    """For each event and each table the functions that write it with the number of their callers; for each unit and producer the
    styles in use; the functions that the configuration allows to write by themselves; the units that others write through."""

    events: dict[str, Counter[str]]
    tables: dict[str, Counter[str]]
    units: dict[tuple[str, str], Counter[str]]
    allowed: frozenset[str]
    homes: frozenset[str]


def styles(sites: Iterable[Callsite], allowed: Iterable[str] = ()) -> Styles:
    """How the production writes of a workspace are made."""
    production = [s for s in sites if s.context == "production"]
    led_to = Counter(_end(s) for s in production if len(s.chain) > 1)
    found = Styles({}, {}, {}, frozenset(allowed), frozenset(s.unit for s in production if s.kind == "insert" and led_to[_place(s)]))
    for site in production:
        if site.kind not in _DIRECT:
            continue
        used = len({(p.path, p.span.start) for p in site.callers})
        for name in site.event.names if site.decides else ():
            found.events.setdefault(name, Counter())[site.function] += used
        for table in site.tables if site.kind == "insert" else ():
            found.tables.setdefault(table, Counter())[site.function] += used + led_to[_place(site)]
        if site.decides and site.unit not in found.homes:
            found.units.setdefault((site.unit, site.producer), Counter())[site.kind] += 1
    return found


def _place(site: Callsite) -> _Place:
    return site.path, site.span.line


def _end(site: Callsite) -> _Place:
    """The place of the last step of a write: the statement it ends in, where it is known."""
    return site.chain[-1].path, site.chain[-1].line


def as_data(site: Callsite, found: Styles) -> dict[str, Any]:
    """What a rule sees of the style of one write."""
    name, callers = _usual(site, found)
    common, other = _common(site, found)
    return {
        "direct": site.kind in _DIRECT,
        "allowed": _allowed(site.function, found.allowed),
        "usual": name,
        "callers": callers,
        "common": common,
        "others": other,
    }


def _usual(site: Callsite, found: Styles) -> tuple[str, int]:
    """The function that most writes of the same event or table go through, if it is another one, with the number of its callers."""
    kinds = [found.tables[t] for t in site.tables if t in found.tables] if site.kind == "insert" else []
    kinds += [found.events[n] for n in site.event.names if n in found.events] if site.kind in _DIRECT[:3] and site.decides else []
    usual = [counter.most_common(1)[0] for counter in kinds]
    best = max(usual, key=lambda u: u[1], default=("", 0))
    own = max((counter[site.function] for counter in kinds), default=0)
    return best if best[1] >= _MANY and best[1] > own and best[0] != site.function else ("", 0)


def _common(site: Callsite, found: Styles) -> tuple[str, int]:
    """The style that most writes of the unit have, if this one has another, with the number of them."""
    counter = found.units.get((site.unit, site.producer), Counter())
    if site.kind not in counter or not site.decides:
        return "", 0
    kind, number = counter.most_common(1)[0]
    return (kind, number) if number > counter[site.kind] and kind != site.kind else ("", 0)


def _allowed(function: str, allowed: frozenset[str]) -> bool:
    """Whether a function, or one it is nested in, is allowed by its full name or the end of it."""
    return any(f".{name}." in f".{function}." for name in allowed)
