"""What the sinks of an event object are meant to take, as their comments say, and what reaches them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from checker.link.chains import Hit, Writes, within
from checker.link.classes import join
from checker.link.ends import sinks
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.model.facts import Comment, Function
from checker.model.finding import Related
from checker.model.place import Place
from checker.model.subject import Callsite, Flow, Sink

_RANGE = r"(S[0-3])(?:\s?[-–]\s?(S[0-3]))?"
#: How a comment says how much a sink takes; of a range the upper end counts.
_CAPS = (
    re.compile(rf"\b[Oo]nly\s+{_RANGE}\b"),
    re.compile(rf"\b{_RANGE}\s+(?:events?\s+|classes\s+)?only\b"),
    re.compile(rf"\b(?:at most|no more than|capped at)\s+{_RANGE}\b"),
)

_Key = tuple[str, int, int]


def capped(program: Program, writes: Writes, sites: Iterable[Callsite], flows: Iterable[Flow]) -> tuple[Sink, ...]:
    """The production sinks whose comments state a cap, with the writes that reach them and have a higher class, or show one."""
    production = {(s.path, s.span.start, s.span.end): s for s in sites if s.context == "production"}
    shown: dict[_Key, str] = {}
    for flow in flows:
        key = (flow.site.path, flow.site.span.start, flow.site.span.end)
        shown[key] = join((shown.get(key, ""), flow.cls))
    found = []
    for dispatch in sorted({seed.api.dispatch for seed in writes.seeds if seed.api.dispatch}):
        handed = [key for key, hit in sorted(writes.hits.items()) if key in production and _hands(hit, dispatch)]
        reaching = [(production[key], shown.get(key, "")) for key in handed]
        for owner in program.implementers(program.resolve(parent(dispatch), "")):
            program.look(parent(owner), last(dispatch))
        for function in sinks(program, dispatch):
            cap = _cap(program, function)
            if cap and function.context == "production" and not _hands_on(writes, function):
                found.append(_sink(program, function, cap, reaching))
    return tuple(sorted(found))


def _hands(hit: Hit, dispatch: str) -> bool:
    return hit.seed is not None and hit.seed.api.dispatch == dispatch


def _hands_on(writes: Writes, function: Function) -> bool:
    """A sink that only hands the object on to others takes what they take."""
    return any(h.seed is not None and h.seed.api.dispatch for h in within(writes, function))


def _sink(program: Program, function: Function, cap: str, reaching: Iterable[tuple[Callsite, str]]) -> Sink:
    above = tuple((Place(s.path, s.span), cls, s.event.names) for s, shown in reaching if (cls := _class(s, shown)) > cap)
    return Sink(Place(program.path_of.get(function.name, ""), function.span), program.key(function), cap, above)


def _class(site: Callsite, shown: str) -> str:
    return join((site.annotations[0].high if site.annotations else "", shown))


def _cap(program: Program, function: Function) -> str:
    """The nearest cap that a comment states: on the function, its `impl`, its type, or the module."""
    type_ = program.type(program.owner(function)) if function.owner else None
    file = program.files.get(program.path_of.get(function.name, ""))
    module = [c for c in file.comments if c.level == "module"] if file else []
    comments: tuple[Comment, ...] = (*function.comments, *function.owner_comments, *(type_.comments if type_ else ()), *module)
    return next((cap for comment in comments for cap in _stated(comment)), "")


def _stated(comment: Comment) -> Iterator[str]:
    for line in comment.lines:
        yield from (found[2] or found[1] for pattern in _CAPS for found in pattern.finditer(line))


def as_data(sink: Sink) -> dict[str, Any]:
    """A sink as rules see it."""
    return {
        "path": sink.place.path,
        "line": sink.place.span.line,
        "column": sink.place.span.column,
        "name": sink.name,
        "cap": sink.cap,
        "highest": join(cls for _, cls, _ in sink.above) if sink.above else "",
        "above": [{"path": p.path, "line": p.span.line, "message": f"{cls} reaches it"} for p, cls, _ in sink.above],
        "events": sorted({name for _, _, names in sink.above for name in names}),
        "_place": Place(sink.place.path, _first_line(sink)),
        "_related": tuple(Related(place, f"{cls} reaches it") for place, cls, _ in sink.above),
        "_confidence": "medium",
    }


def _first_line(sink: Sink) -> Any:
    at = sink.place.span
    return at._replace(end=at.start, end_line=at.line, end_column=at.column)
