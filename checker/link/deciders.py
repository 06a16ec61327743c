"""Who decides the event of a write: the parameters that its name comes from, through matches, parts and joined strings."""

from collections.abc import Iterator

from checker.link.chains import Hit, by_object, event_value, root
from checker.link.frame import Frame
from checker.link.program import Program
from checker.link.values import heads, variants
from checker.model.facts import Function
from checker.model.value import Choice, Join, Member, Parameter, Value


def deciders(program: Program, hit: Hit, frame: Frame) -> Iterator[tuple[Parameter, Function | None]]:
    """The parameters, with their function, that decide the event's name at an API's call or a statement: handed through as they are,
    as one of their fields, or as part of a string. What is computed from a parameter is not decided by the caller.

    For an event object (dispatched on, or with a name attribute) only its kind decides, not what it carries; it can be `self`.
    """
    value = event_value(hit)
    for parameter, function in _deciders(program, value, frame, 8) if value is not None else ():
        if parameter.position >= 0 or by_object(hit):
            yield parameter, function


def told(program: Program, hit: Hit, frame: Frame) -> Iterator[Function | None]:
    """The functions that are told the event's name itself, or an event object, and not something that also has a name."""
    value = event_value(hit)
    for head, where in _decided_by(program, value, frame, 8) if value is not None else ():
        if isinstance(_whole(head), Parameter) or by_object(hit):
            yield where.function


def _whole(value: Value) -> Value:
    """What a value is an item of, or a result: `*pair`, `pair[0]`; a named field is something else."""
    while isinstance(value, Member) and not value.name.isidentifier():
        value = value.base
    return value


def _deciders(program: Program, value: Value, frame: Frame, steps: int) -> Iterator[tuple[Parameter, Function | None]]:
    for head, where in _decided_by(program, value, frame, steps):
        outermost = root(head)
        if isinstance(outermost, Parameter):
            yield outermost, where.function


def _decided_by(program: Program, value: Value, frame: Frame, steps: int) -> Iterator[tuple[Value, Frame]]:
    for subject, where in open_choices(program, value, frame, steps):
        yield from _decided_by(program, subject, where, steps - 1)
    for head, where in heads(program, value, frame):
        if isinstance(root(head), Parameter):
            yield head, where
        elif isinstance(head, Join) and steps > 0:
            for part in head.parts:
                yield from _decided_by(program, part, where, steps - 1)


def open_choices(program: Program, value: Value, frame: Frame, steps: int) -> Iterator[tuple[Value, Frame]]:
    """What the matches on the way to a value look at, where that is not known: whoever decides it decides the value."""
    value = root(value)
    if steps <= 0:
        return
    if isinstance(value, Parameter) and value.position in frame.bound:
        yield from open_choices(program, *frame.bound[value.position], steps - 1)
    elif isinstance(value, Choice) and value.subject is not None and not variants(program, value.subject, frame):
        yield value.subject, frame
