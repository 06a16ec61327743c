"""Where the data of a value comes from: down through locals, parameters, records, strings and function returns to what it starts as."""

from collections.abc import Callable, Iterator
from typing import Any

from checker.link.frame import Frame
from checker.link.lexicon import PLAIN
from checker.link.naming import holds, of_words
from checker.link.tracing.calls import traced_call
from checker.link.tracing.leaves import of_parameter, traced_member, traced_name, traced_parameter
from checker.link.tracing.parts import traced_record
from checker.link.tracing.words import MAX_PARTS, Found, Tracer, Way, meant, origin
from checker.link.values import taken
from checker.model.value import Choice, Invoke, Join, Member, Name, Number, Parameter, Record, Text, Unknown, Value


def trace(tracer: Tracer, value: Value, frame: Frame, way: Way) -> Iterator[Found]:
    """All that `value` can start as."""
    if way.left <= 0 or not tracer.program.burn():
        yield origin(None, True, "", way)
        return
    yield from _HANDLERS[type(value)](tracer, value, frame, way._replace(left=way.left - 1))


def _plain(_tracer: Tracer, _value: Any, _frame: Frame, way: Way) -> Iterator[Found]:
    yield origin("", True, "", way)


def _choice(tracer: Tracer, choice: Choice, frame: Frame, way: Way) -> Iterator[Found]:
    # Looking at what decides costs more than looking at one alternative too many, where no caller's argument is looked at.
    for option in taken(tracer.program, choice, frame) if _handed_in(choice.subject, frame) else choice.options:
        yield from tracer.follow(tracer, option.value, frame, way)


def _join(tracer: Tracer, join: Join, frame: Frame, way: Way) -> Iterator[Found]:
    for part in join.parts[:MAX_PARTS]:
        yield from tracer.follow(tracer, part, frame, way)


def _handed_in(value: Value | None, frame: Frame) -> bool:
    """Whether a choice looks at (a part of) an argument: only then can a caller decide it."""
    return bool(frame.bound) and of_parameter(value)


def _unknown(tracer: Tracer, unknown: Unknown, frame: Frame, way: Way) -> Iterator[Found]:
    way = way._replace(bounded=True)
    named_in = [p for w in unknown.words if (p := _own_parameter(frame, w)) is not None] if holds(tracer.lexicon, unknown) else []
    for parameter in named_in:
        yield from tracer.follow(tracer, parameter, frame, way)
    if named_in:
        return
    said, what = of_words(tracer.lexicon, unknown)
    yield meant(said, what, way, typed=said == PLAIN or said is None or unknown.reason in ("an error value", "exception"))


def _own_parameter(frame: Frame, word: str) -> Parameter | None:
    params = frame.function.params if frame.function else ()
    return next((Parameter(i, word) for i, p in enumerate(params) if p.name == word), None)


_HANDLERS: dict[type, Callable[[Tracer, Any, Frame, Way], Iterator[Found]]] = {
    Text: _plain,
    Number: _plain,
    Choice: _choice,
    Join: _join,
    Record: traced_record,
    Parameter: traced_parameter,
    Name: traced_name,
    Member: traced_member,
    Invoke: traced_call,
    Unknown: _unknown,
}
