"""What sinks are meant to take, as their comments or a producer file say, and what reaches them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from checker.link.chains import Hit, Writes, chains, within
from checker.link.classes import join
from checker.link.ends import sinks
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.seeds import paths
from checker.model.facts import Comment, Function
from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.place import Place, opening
from checker.model.producer import Producer
from checker.model.subject import Callsite, Flow, Sink

_RANGE = r"(S[0-3])(?:\s?[-–]\s?(S[0-3]))?"
#: How a comment says how much a sink takes; of a range the upper end counts.
_CAPS = (
    re.compile(rf"\b[Oo]nly\s+{_RANGE}\b"),
    re.compile(rf"\b{_RANGE}\s+(?:events?\s+|classes\s+)?only\b"),
    re.compile(rf"\b(?:at most|no more than|capped at)\s+{_RANGE}\b"),
)

_Key = tuple[str, int, int]


class _Cap(NamedTuple):
    """A cap that is stated somewhere: the class, where, and by what (`comment`, `producer`)."""

    cls: str
    place: Place
    by: str


def capped(
    program: Program, producers: Iterable[Producer], writes: Writes, sites: Iterable[Callsite], flows: Iterable[Flow]
) -> tuple[Sink, ...]:
    """The production sinks with a cap, by their comments or by a producer file, with the writes that reach them and have a higher class,
    or show one. Where several caps are stated for one, the lowest counts."""
    production = {(s.path, s.span.start, s.span.end): s for s in sites if s.context == "production"}
    shown: dict[_Key, str] = {}
    for flow in flows:
        key = (flow.site.path, flow.site.span.start, flow.site.span.end)
        shown[key] = join((shown.get(key, ""), flow.cls))
    declared = _declared(program, producers)
    found = []
    for dispatch in sorted({seed.api.dispatch for seed in writes.seeds if seed.api.dispatch}):
        handed = [key for key, hit in sorted(writes.hits.items()) if key in production and _hands(hit, dispatch)]
        reaching = [(production[key], shown.get(key, "")) for key in handed]
        for owner in program.implementers(program.resolve(parent(dispatch), "")):
            program.look(parent(owner), last(dispatch))
        for function in sinks(program, dispatch):
            caps = [*_stated(program, function), *_of_path(declared, program.key(function))]
            if caps and function.context == "production" and not _hands_on(writes, function):
                found.append(_sink(program, function, caps, reaching))
    return tuple(sorted([*found, *(_plain_sinks(program, declared, writes, production, shown) if declared else ())]))


def _declared(program: Program, producers: Iterable[Producer]) -> dict[str, list[_Cap]]:
    """The caps of producer files, by the path in this workspace of what each is for."""
    found: dict[str, list[_Cap]] = {}
    for cap in (cap for producer in producers for cap in producer.caps):
        for path in dict.fromkeys(p for name in cap.names for p in paths(program, name)):
            found.setdefault(path, []).append(_Cap(cap.cls, cap.place, "producer"))
    return found


def _of_path(declared: Mapping[str, list[_Cap]], path: str) -> list[_Cap]:
    """The caps of a function, or of the type whose method it is."""
    return [*declared.get(path, ()), *declared.get(parent(path), ())]


def _hands(hit: Hit, dispatch: str) -> bool:
    return hit.seed is not None and hit.seed.api.dispatch == dispatch


def _hands_on(writes: Writes, function: Function) -> bool:
    """A sink that only hands the object on to others takes what they take."""
    return any(h.seed is not None and h.seed.api.dispatch for h in within(writes, function))


def _plain_sinks(
    program: Program, declared: Mapping[str, list[_Cap]], writes: Writes, production: Mapping[_Key, Callsite], shown: Mapping[_Key, str]
) -> Iterator[Sink]:
    """Functions with a declared cap that are called to write, and take no event objects: an API itself, or a wrapper of one."""
    reaching: dict[str, list[tuple[Callsite, str]]] = {}
    for key, hit in sorted(writes.hits.items()):
        called = {path for way in chains(writes, hit) for step in way if (path := _called(step)) and _of_path(declared, path)}
        for path in called if key in production else ():
            reaching.setdefault(path, []).append((production[key], shown.get(key, "")))
    for path in sorted(reaching):
        function = next((f for f in program.functions_named(last(path)) if path in (f.name, program.key(f))), None)
        sink = _sink(program, function, _of_path(declared, path), reaching[path])
        if function is not None:
            yield sink
        elif sink.above:
            # Nothing of it stands in the workspace but its calls.
            yield sink._replace(place=sink.above[0][0], name=path)


def _called(hit: Hit) -> str:
    """The function that a hit calls, `""` for a statement and for what hands an event object on."""
    return hit.target or (hit.seed.path if hit.seed is not None and not hit.seed.api.dispatch else "")


def _sink(program: Program, function: Function | None, caps: Iterable[_Cap], reaching: Iterable[tuple[Callsite, str]]) -> Sink:
    lowest, *others = sorted(caps)
    above = tuple((Place(s.path, s.span), cls, s.event.names) for s, shown in reaching if (cls := _class(s, shown)) > lowest.cls)
    place, name = lowest.place, ""
    if function is not None:
        place, name = Place(program.path_of.get(function.name, ""), function.span), program.key(function)
    higher = tuple((cap.place, cap.cls) for cap in others if cap.cls > lowest.cls)
    return Sink(place, name, lowest.cls, above, lowest.place, lowest.by, higher)


def _class(site: Callsite, shown: str) -> str:
    return join((site.annotations[0].high if site.annotations else "", shown))


def _stated(program: Program, function: Function) -> list[_Cap]:
    """The nearest cap that a comment states: on the function, its `impl`, its type, or the module."""
    path = program.path_of.get(function.name, "")
    type_ = program.type(program.owner(function)) if function.owner else None
    file = program.files.get(path)
    module = [c for c in file.comments if c.level == "module"] if file else []
    of_type = [(program.path_of.get(type_.name, path), c) for c in type_.comments] if type_ else []
    comments = [*((path, c) for c in (*function.comments, *function.owner_comments)), *of_type, *((path, c) for c in module)]
    return list(islice((cap for where, comment in comments for cap in _in_comment(where, comment)), 1))


def _in_comment(path: str, comment: Comment) -> Iterator[_Cap]:
    for line, span in zip(comment.lines, comment.spans, strict=False):
        for found in (each for pattern in _CAPS for each in pattern.finditer(line)):
            yield _Cap(found[2] or found[1], Place(path, span), "comment")


def as_data(sink: Sink) -> dict[str, Any]:
    """A sink as rules see it."""
    return subject(
        *sink.place,
        (
            *(Related(place, f"{cls} reaches it") for place, cls, _ in sink.above),
            *(Related(place, f"{cls} is allowed here") for place, cls in sink.higher),
        ),
        name=sink.name,
        cap=sink.cap,
        stated=_said(sink.stated),
        by=sink.by,
        otherwise=[{"path": p.path, "line": p.span.line, "message": f"{cls} is allowed here"} for p, cls in sink.higher],
        highest=join(cls for _, cls, _ in sink.above) if sink.above else "",
        above=[{"path": p.path, "line": p.span.line, "message": f"{cls} reaches it"} for p, cls, _ in sink.above],
        events=sorted({name for _, _, names in sink.above for name in names}),
        _place=Place(sink.place.path, opening(sink.place.span)),
        _confidence="medium",
    )


def _said(place: Place) -> str:
    return f"{place.path}:{place.span.line}"
