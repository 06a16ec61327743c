"""Which functions count as wrappers: those that are made for telemetry, not those that merely also write some."""

from collections.abc import Iterable
from typing import NamedTuple

from checker.link.frame import Frame
from checker.link.program import Program, last
from checker.link.texts import parameters
from checker.model.facts import Call, Function, Statement
from checker.model.value import Value

#: English verbs and nouns of recording, the first or last word of a recording function's name. A name alone is not enough: the
#: function must also hand something of its own into the write.
_WORDS = frozenset(
    [
        "append", "audit", "capture", "count", "emit", "event", "flush", "increment", "ingest", "insert", "instrument", "log", "mark",
        "measure", "metric", "metrics", "monitor", "note", "notify", "observe", "persist", "publish", "push", "record", "report", "send",
        "store", "submit", "telemetry", "time", "trace", "track", "upsert", "write",
    ]
)  # fmt: skip
#: A body of no more lines has little room for other work beside building what it hands on and the write.
_SHORT = 5
_HOUSES = frozenset({"telemetry", "analytics"})
#: A function that is at least this share write is made for it, whatever its name.
_MOSTLY = 0.5


class Wrapping(NamedTuple):
    """A hit inside a function, its context, and whether a parameter of the function decides an event that it leads to."""

    site: Call | Statement
    frame: Frame
    decides: bool


def wraps(program: Program, function: Function, found: Wrapping) -> bool:
    """Whether calls of `function` are callsites.

    Always when its own parameter decides the event; else when it is made for the write: it hands on a parameter and is named
    for recording, or the write is most of its body.
    """
    if found.decides:
        return True
    mostly = found.site.statement_lines >= _MOSTLY * max(function.lines, 1)
    made_for_it = _named_for_it(function) or function.lines <= _SHORT
    return mostly or _housed_for_it(function) or (made_for_it and _hands_on(program, found))


def holds(around: Function, found: Wrapping) -> bool:
    """Whether a function is a wrapper by what a closure in it writes."""
    return found.decides or _housed_for_it(around)


def _named_for_it(function: Function) -> bool:
    return not _WORDS.isdisjoint(_words(last(function.name)))


def _housed_for_it(function: Function) -> bool:
    """A method of a class such as `Telemetry` or `UsageAnalytics`: the class is made for it."""
    return bool(function.owner) and not _HOUSES.isdisjoint(_words(last(function.owner)))


def _words(name: str) -> list[str]:
    spaced = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    return spaced.split("_")


def _hands_on(program: Program, found: Wrapping) -> bool:
    return any(p.position >= 0 for v in _arguments(found.site) for p in parameters(program, v, found.frame))


def _arguments(site: Call | Statement) -> Iterable[Value]:
    return (a.value for a in site.args) if isinstance(site, Call) else site.values
