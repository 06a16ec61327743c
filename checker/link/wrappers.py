"""Which functions count as wrappers: those that are made for telemetry, not those that merely also write some."""

from collections.abc import Iterable
from typing import NamedTuple

from checker.link.chains import Hit, event_value, handed, root
from checker.link.declared import result_type
from checker.link.fields import CONSTRUCTORS
from checker.link.frame import Frame
from checker.link.paths import last
from checker.link.program import Program
from checker.link.texts import parameters
from checker.link.values import heads
from checker.model.facts import Call, Function, Statement
from checker.model.value import Invoke, Number, Parameter, Value

#: English verbs of recording, the first or last word of a recording function's name; the plainest, and what is recorded, anywhere in it.
#: A name alone is not enough: the function must also hand something of its own into the write.
_VERBS = frozenset(["audit", "count", "increment", "instrument", "log", "measure", "monitor", "observe", "report", "trace"])
_ANYWHERE = frozenset(["record", "track", "capture", "event", "events", "metric", "metrics", "telemetry", "analytics"])
#: Verbs that are as much those of other work: what they do must also be the write, in good part.
_MOVING = frozenset(["append", "emit", "flush", "ingest", "notify", "persist", "publish", "push", "send", "submit"])
#: Of these, everyday words: only as the first word.
_EVERYDAY = frozenset(["insert", "upsert", "store", "write", "mark", "note", "time"])
#: What can stand before the verb.
_BEFORE = frozenset(["try", "maybe", "safe", "safely", "spawn", "async", "do"])
#: A body of no more lines has little room for other work beside building what it hands on and the write.
_SHORT = 5
_HOUSES = frozenset({"telemetry", "analytics"})
#: A function that is at least this share write is made for it, whatever its name.
_MOSTLY = 0.5
#: Lines that a write takes beside itself: what it is called on, and what becomes of an error.
_AROUND = 2
#: A function with a verb of other work, or one that gives back an object, is made for a write that is more than this share of it.
_GOOD_PART = 0.2


class Wrapping(NamedTuple):
    """A hit inside a function, its context, whether a parameter of the function decides an event that it leads to, the ends of
    the ways from it, each with its own context, and the other hits of the function so far."""

    site: Call | Statement
    frame: Frame
    decides: bool
    ends: tuple[tuple[Hit, Frame], ...]
    others: tuple[Hit, ...] = ()


def wraps(program: Program, function: Function, found: Wrapping) -> bool:
    """Whether calls of `function` are callsites.

    Always when its own parameter decides the event; else when it is made for the write: it hands on a parameter and is named
    for recording, or the write is most of its body, with the statements that build what is written where that is its own to say.
    """
    # What makes an object is not called to record, whatever it also writes; but for one that is told what.
    if _makes_its_own(program, function):
        return found.decides and _told(program, found)
    if found.decides:
        return True
    enough = _MOSTLY * max(function.lines, 1)
    if _own_lines(found.site) >= enough or _housed_for_it(function):
        return True
    if sum(map(_own_lines, (found.site, *(h.site for h in found.others)))) >= enough and _gives_nothing(program, function, found):
        return True
    if _fed_lines(found.site) >= enough and _only_writes(program, function, found):
        return True
    return (function.lines <= _SHORT or _made_for_it(function, found)) and _hands_on(program, found)


def holds(around: Function, found: Wrapping) -> bool:
    """Whether a function is a wrapper by what a closure in it writes."""
    return found.decides or _housed_for_it(around)


def _made_for_it(function: Function, found: Wrapping) -> bool:
    """Whether a name says that the function records; one that can also say something else, only where the write is a good part of it."""
    first, final, anywhere = _words_of(function)
    in_good_part = _fed_lines(found.site) > _GOOD_PART * function.lines
    if not in_good_part and _gives_an_object(function):
        return False
    if _VERBS.intersection((first, final)) or not _ANYWHERE.isdisjoint(anywhere):
        return True
    moving = bool(_MOVING.intersection((first, final))) or "emit" in anywhere or first in _EVERYDAY
    return moving and in_good_part and not _gives_an_object(function)


def _words_of(function: Function) -> tuple[str, str, frozenset[str]]:
    """The first, the last and all words of a function's name, without what can stand before a verb."""
    words = [w for w in _words(last(function.name)) if w] or [""]
    while len(words) > 1 and words[0] in _BEFORE:
        words = words[1:]
    return words[0], words[-1], frozenset(words)


def _gives_an_object(function: Function) -> bool:
    """Whether a function gives back more than a number, a flag or a text: its callers want that."""
    result = last(function.result)
    return result[:1].isupper() and result != "String"


def _housed_for_it(function: Function) -> bool:
    """A method of a class such as `Telemetry` or `UsageAnalytics`: the class is made for it."""
    return bool(function.owner) and not _HOUSES.isdisjoint(_words(last(function.owner)))


def _words(name: str) -> list[str]:
    spaced = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    return spaced.split("_")


def _hands_on(program: Program, found: Wrapping) -> bool:
    return any(p.position >= 0 for v in _arguments(found.site) for p in parameters(program, v, found.frame))


def _makes_its_own(program: Program, function: Function) -> bool:
    """Whether a function is a constructor: by its name, or because it gives back an object of its own type."""
    return last(function.name) in CONSTRUCTORS or (bool(function.owner) and result_type(program, function) == program.owner(function))


def _told(program: Program, found: Wrapping) -> bool:
    """Whether the event is handed in as it is, and not chosen by something that is handed in."""
    named = [(v, frame) for hit, frame in found.ends if (v := event_value(hit)) is not None]
    return any(isinstance(root(head), Parameter) for v, frame in named for head, _ in heads(program, v, frame))


def _own_lines(site: Call | Statement) -> int:
    """The lines of a write: of its statement, but not of other calls that it stands inside."""
    return min(site.statement_lines, site.span.end_line - site.span.line + 1 + _AROUND)


def _fed_lines(site: Call | Statement) -> int:
    return site.fed_lines if isinstance(site, Call) else site.statement_lines


def _only_writes(program: Program, function: Function, found: Wrapping) -> bool:
    """Whether a function gives nothing back, and says part of what is written or that it records: its callers want nothing else of it."""
    return (_made_for_it(function, found) or _carries(program, found)) and _gives_nothing(program, function, found)


def _gives_nothing(program: Program, function: Function, found: Wrapping) -> bool:
    return not function.result and all(_nothing(v, found.site) for v in program.returns(function))


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
