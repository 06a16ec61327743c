"""Which functions count as wrappers: those that are made for telemetry, not those that merely also write some."""

from collections.abc import Iterable
from typing import NamedTuple

from checker.link.chains import Hit, handed
from checker.link.fields import CONSTRUCTORS
from checker.link.frame import Frame
from checker.link.paths import last
from checker.link.program import Program
from checker.link.texts import parameters
from checker.model.facts import Call, Function, Statement
from checker.model.value import Invoke, Number, Value

#: English verbs of recording, the first or last word of a recording function's name; the plainest, and what is recorded, anywhere in it.
#: A name alone is not enough: the function must also hand something of its own into the write.
_VERBS = frozenset(
    [
        "append", "audit", "count", "flush", "increment", "ingest", "instrument", "log", "measure", "monitor", "notify", "observe",
        "persist", "publish", "push", "report", "send", "submit", "trace",
    ]
)  # fmt: skip
#: Verbs that are everyday words elsewhere: only as the first word.
_EVERYDAY = frozenset(["insert", "upsert", "store", "write", "mark", "note", "time"])
_ANYWHERE = frozenset(["emit", "record", "track", "capture", "event", "events", "metric", "metrics", "telemetry", "analytics"])
#: What can stand before the verb.
_BEFORE = frozenset(["try", "maybe", "safe", "safely", "spawn", "async", "do"])
#: A body of no more lines has little room for other work beside building what it hands on and the write.
_SHORT = 5
_HOUSES = frozenset({"telemetry", "analytics"})
#: A function that is at least this share write is made for it, whatever its name.
_MOSTLY = 0.5


class Wrapping(NamedTuple):
    """A hit inside a function, its context, whether a parameter of the function decides an event that it leads to, and the ends of
    the ways from it, each with its own context."""

    site: Call | Statement
    frame: Frame
    decides: bool
    ends: tuple[tuple[Hit, Frame], ...]


def wraps(program: Program, function: Function, found: Wrapping) -> bool:
    """Whether calls of `function` are callsites.

    Always when its own parameter decides the event; else when it is made for the write: it hands on a parameter and is named
    for recording, or the write is most of its body, with the statements that build what is written where that is its own to say.
    """
    if found.decides:
        return True
    # What makes an object is not called to record, whatever it also writes; and the name is everywhere.
    if last(function.name) in CONSTRUCTORS:
        return False
    enough = _MOSTLY * max(function.lines, 1)
    mostly = found.site.statement_lines >= enough or (_fed_lines(found.site) >= enough and _only_writes(program, function, found))
    made_for_it = _named_for_it(function) or function.lines <= _SHORT
    return mostly or _housed_for_it(function) or (made_for_it and _hands_on(program, found))


def holds(around: Function, found: Wrapping) -> bool:
    """Whether a function is a wrapper by what a closure in it writes."""
    return found.decides or _housed_for_it(around)


def _named_for_it(function: Function) -> bool:
    words = [w for w in _words(last(function.name)) if w]
    while len(words) > 1 and words[0] in _BEFORE:
        words = words[1:]
    first, final = words[:1], words[-1:]
    return bool(_VERBS.intersection(first + final) or _EVERYDAY.intersection(first) or _ANYWHERE.intersection(words))


def _housed_for_it(function: Function) -> bool:
    """A method of a class such as `Telemetry` or `UsageAnalytics`: the class is made for it."""
    return bool(function.owner) and not _HOUSES.isdisjoint(_words(last(function.owner)))


def _words(name: str) -> list[str]:
    spaced = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    return spaced.split("_")


def _hands_on(program: Program, found: Wrapping) -> bool:
    return any(p.position >= 0 for v in _arguments(found.site) for p in parameters(program, v, found.frame))


def _fed_lines(site: Call | Statement) -> int:
    return site.fed_lines if isinstance(site, Call) else site.statement_lines


def _only_writes(program: Program, function: Function, found: Wrapping) -> bool:
    """Whether a function says part of what is written and gives nothing back: its callers want nothing else of it."""
    return not function.result and _carries(program, found) and all(_nothing(v, found.site) for v in program.returns(function))


def _nothing(value: Value, site: Call | Statement) -> bool:
    """Null, a plain flag, or what the write gives back."""
    if isinstance(value, Invoke):
        return isinstance(site, Call) and last(value.callee) == last(site.callee)
    return isinstance(value, Number)


def _carries(program: Program, found: Wrapping) -> bool:
    """Whether something that the function is given, or a field of its object, is part of what is written: more than the connection."""
    connection = found.site.receiver if isinstance(found.site, Call) else None
    written = ((v, frame) for hit, frame in found.ends for v in _written(hit))
    return any(p != connection for v, frame in written for p in parameters(program, v, frame))


def _written(hit: Hit) -> Iterable[Value]:
    if not isinstance(hit.site, Call):
        return hit.site.values
    return [v for place in ("event", "session", "value", "payload") if (v := handed(hit, place)) is not None]


def _arguments(site: Call | Statement) -> Iterable[Value]:
    """What a hit is handed, also on the way to its object: `requests.labels(kind=kind).inc()`."""
    if not isinstance(site, Call):
        return site.values
    found = [a.value for a in site.args]
    made = site.receiver
    while isinstance(made, Invoke):
        found += [a.value for a in made.args]
        made = made.receiver
    return found
