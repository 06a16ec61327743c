"""The words of tracing: what is found, how far one has come, and the places on the way."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from checker.link.frame import Frame
from checker.link.lexicon import Lexicon, Meaning
from checker.link.program import Program
from checker.model.facts import Function
from checker.model.finding import Related
from checker.model.place import Place, Span
from checker.model.value import Value

#: Steps down for one value: payloads are nested a few deep, and helpers call helpers.
MAX_STEPS = 24
#: Helpers within helpers that are looked into for one value: what lies deeper says little of what comes out.
MAX_CALLS = 3
#: Parts of one record or string that are looked at.
MAX_PARTS = 200


class Leaf(NamedTuple):
    """A parameter, or a part of one, that a value starts as: whoever calls `function` says more of it, at the end of `way`."""

    value: Value
    function: Function
    way: "Way"


class Way(NamedTuple):
    """How far a value was followed: the field it is for, what it was lowered to, the steps so far from the payload down, the
    class that a comment on the field states, whether it is only something that an object gives which a method is called on, and whether
    its length is bounded on the way, or may be."""

    field: str = ""
    limit: str = "S3"
    steps: tuple[Related, ...] = ()
    own: str = ""
    part: bool = False
    left: int = MAX_STEPS
    calls: int = MAX_CALLS
    bounded: bool = False


class Found(NamedTuple):
    """One thing that a value can start as. `kind`: a content kind, `""` for plain data, `None` where that cannot be told.

    `what` is the origin in words; `by_type`: only the fields of its type say so, and whoever makes one can say more.
    """

    kind: str | None
    sure: bool
    what: str
    way: Way
    leaf: Leaf | None = None
    by_type: bool = False


class Tracer(NamedTuple):
    """What tracing needs. `follow` traces a value further: what a value is made of is traced by one module, each kind of it by others."""

    program: Program
    lexicon: Lexicon
    prose: bool
    follow: "Callable[[Tracer, Value, Frame, Way], Iterator[Found]]"


def origin(kind: str | None, sure: bool, what: str, way: Way) -> Found:
    """Something found at the end of a way."""
    return Found(kind, sure, what, way)


def meant(said: Meaning | None, what: str, way: Way, typed: bool = True) -> Found:
    """What a name means, found at the end of a way; of a thing whose type is not known no name is sure."""
    if said is None:
        return origin(None, True, what, way)
    return origin(said.kind, said.sure and typed, what, way)


def below(way: Way, name: str) -> Way:
    """On to a part of the payload."""
    return way._replace(field=f"{way.field}.{name}" if way.field else name)


def via(way: Way, place: Place | None, message: str) -> Way:
    """One step further that people are told of."""
    return way._replace(steps=(*way.steps, Related(place, message))) if place is not None else way


def start_of(tracer: Tracer, function: Function | None) -> Place | None:
    """The first line of a function."""
    path = tracer.program.path_of.get(function.name, "") if function else ""
    if function is None or not path:
        return None
    at = function.span
    return Place(path, Span(at.start, at.start, at.line, at.column, at.line, at.column))
