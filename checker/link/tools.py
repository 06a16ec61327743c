"""Tools that an MCP server offers, held against the registry: what their descriptions say of events, classes and switches."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from checker.contracts.nearest import nearest
from checker.link.prose import prose
from checker.model.facts import Comment
from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.registry import Event, Registry, Tool
from checker.model.subject import ToolDrift

#: A word that is spelled as names in code are: `job_done`, `job.done`, `job-done`.
_NAME = r"[A-Za-z][A-Za-z0-9]*(?:[_.:-][A-Za-z0-9]+)+"
_WORD = re.compile(_NAME)
#: A name that the text calls an event.
_CALLED = re.compile(rf"`?(?P<before>{_NAME})`?\s+(?:events?|metrics?)\b|\b(?:metric[_ ]type|event)\s+`?(?P<after>{_NAME})")
_RETIRED = ("deprecated", "removed")
#: More of a description is not read.
_LONGEST = 4000


class _Declared(NamedTuple):
    """What a description is held against. `things` are events, the tables in which they are stored, and tools; `variables` their names."""

    registry: Registry
    things: frozenset[str]
    variables: frozenset[str]
    is_toggle: Callable[[str], bool]


def drifts(registry: Registry, is_toggle: Callable[[str], bool]) -> tuple[ToolDrift, ...]:
    """The tools whose descriptions and the registry do not agree, each with what is wrong, in words."""
    stores = {e.store for e in registry.events.values()} | {r.table for r in registry.retention}
    things = frozenset(registry.events.keys() | stores | {t.name for t in registry.tools})
    declared = _Declared(registry, things, frozenset(v.name for v in registry.variables), is_toggle)
    found = ((tool, tuple(dict.fromkeys(_faults(tool, declared)))) for tool in registry.tools)
    return tuple(ToolDrift(tool, faults, _rows(tool, registry)) for tool, faults in found if faults)


def _faults(tool: Tool, declared: _Declared) -> Iterator[str]:
    text = tool.description[:_LONGEST]
    yield from _events(text, declared)
    yield from _retired(text, declared.registry)
    yield from _switches(text, declared)
    yield from _classes(text, declared.registry)


def _events(text: str, declared: _Declared) -> Iterator[str]:
    """Names that the text calls events, and that nothing declares: no event, no table that events are stored in, no tool."""
    for match in _CALLED.finditer(text) if declared.registry.events else ():
        name = match["before"] or match["after"]
        if name not in declared.things:
            near = nearest(name, declared.registry.events)
            yield f"it speaks of `{name}` events, which no registry source declares" + (f"; did you mean `{near}`?" if near else "")


def _named(text: str, registry: Registry) -> list[Event]:
    return [registry.events[w] for w in dict.fromkeys(_WORD.findall(text)) if w in registry.events]


def _retired(text: str, registry: Registry) -> Iterator[str]:
    for event in _named(text, registry):
        if event.status in _RETIRED:
            yield f"it speaks of `{event.name}`, which is {event.status}"


def _switches(text: str, declared: _Declared) -> Iterator[str]:
    for word in dict.fromkeys(_WORD.findall(text)) if declared.variables else ():
        if word not in declared.variables and declared.is_toggle(word):
            yield f"it names the variable `{word}`, which no registry of variables has"


def _classes(text: str, registry: Registry) -> Iterator[str]:
    """A class that the text states, where it speaks of one registered event of another class."""
    named = [e for e in _named(text, registry) if e.low]
    comment = Comment((text,), (registry.tools[0].place.span,), "none", -1)
    for stated in prose("", comment, "none") if len(named) == 1 else ():
        if stated.high < named[0].low or stated.low > named[0].high:
            own = stated.low if stated.low == stated.high else f"{stated.low}-{stated.high}"
            yield f"it states {own}, but `{named[0].name}` is registered as {named[0].low}" + (
                "" if named[0].low == named[0].high else f"-{named[0].high}"
            )


def _rows(tool: Tool, registry: Registry) -> tuple[Related, ...]:
    named = _named(tool.description[:_LONGEST], registry)
    return tuple(Related(e.place, f"`{e.name}` is registered here") for e in named)


def as_data(found: ToolDrift) -> dict[str, Any]:
    """One tool, as rules see it."""
    return subject(
        *found.tool.place,
        found.related,
        name=found.tool.name,
        faults=list(found.faults),
    )
