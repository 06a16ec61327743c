"""Which writes made an object: the call that started a span, behind locals, parameters, fields, contexts and what functions give back."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from checker.link.chains import Hit, Key, key_of
from checker.link.frame import Frame, enter, free
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.values import GIVE_THEMSELVES, callees, heads, inside_of, taken
from checker.model.facts import Call
from checker.model.value import Argument, Choice, Invoke, Member, Name, Number, Parameter, Value

#: Steps from an object to the call that made it.
_MAX_STEPS = 12

#: The place of the first argument where there is none.
_NOWHERE = (-1, -1)
#: Writes by what an expression that is one of their calls looks like: file, bare name, place of the first argument.
_Index: TypeAlias = dict[tuple[str, str, tuple[int, int]], list[Hit]]


class Origin(NamedTuple):
    """What an object comes from: a write by its place, or what cannot be followed to one."""

    value: Value
    frame: Frame
    write: Key | None = None


class Makers(NamedTuple):
    """What is needed to tell: the writes' calls, and the files of the modules."""

    program: Program
    calls: _Index
    homes: dict[str, str]


def makers(program: Program, hits: Iterable[Hit]) -> Makers:
    """The writes as makers of objects."""
    calls: _Index = {}
    for hit in hits:
        if isinstance(hit.site, Call):
            calls.setdefault((hit.path, last(hit.site.callee), _first(hit.site.args)), []).append(hit)
    return Makers(program, calls, {facts.module: path for path, facts in program.files.items()})


def made_by(made: Makers, value: Value, frame: Frame, steps: int = _MAX_STEPS) -> Iterator[Origin]:
    """All that an object can come from; null is nothing."""
    if steps <= 0 or not made.program.burn():
        yield Origin(value, frame)
        return
    match value:
        case Choice():
            for option in taken(made.program, value, frame):
                yield from made_by(made, option.value, frame, steps - 1)
        case Invoke():
            yield from _by_call(made, value, frame, steps - 1)
        case Parameter(position, _) if position in frame.bound:
            yield from made_by(made, *frame.bound[position], steps - 1)
        case Name(path):
            yield from _by_name(made, path, frame, steps - 1)
        case Member():
            for head, where in heads(made.program, value, frame):
                yield from (Origin(head, where),) if isinstance(head, Member) else made_by(made, head, where, steps - 1)
        case Number():
            return
        case _:
            yield Origin(value, frame)


def _by_call(made: Makers, call: Invoke, frame: Frame, steps: int) -> Iterator[Origin]:
    """A context gives what it was made with, and a builder goes on with what it was begun with."""
    begun = list(made_by(made, call.receiver, frame, steps)) if call.receiver is not None else []
    written = [o for o in begun if o.write is not None] or [Origin(call, frame, key_of(hit)) for hit in _written(made, call, frame)]
    if written or (begun and call.callee in GIVE_THEMSELVES):
        yield from written or begun
        return
    functions = [f for f in callees(made.program, call, frame, steps) if made.program.returns(f)]
    for function in functions:
        inside = enter(function, call.args, call.receiver, frame)
        for value in made.program.returns(function):
            yield from made_by(made, value, inside, steps)
    if not functions:
        yield Origin(call, frame)


def _by_name(made: Makers, path: str, frame: Frame, steps: int) -> Iterator[Origin]:
    outer = made.program.captured(path)
    full = made.program.resolve(path, frame.scope) if outer is None else ""
    constant = made.program.constant(full) if full else None
    if outer is not None:
        yield from made_by(made, Parameter(outer[1], last(path)), inside_of(outer[0], frame), steps)
    elif constant is not None:
        yield from made_by(made, constant.value, free(None, parent(full)), steps)
    else:
        yield Origin(Name(path), frame)


def _written(made: Makers, call: Invoke, frame: Frame) -> list[Hit]:
    """The writes that an expression is the call of; one without arguments is known by its name within its function only."""
    function = frame.function.name if frame.function else ""
    path = made.program.path_of.get(function, "") if function else made.homes.get(frame.scope, "")
    first = _first(call.args)
    found = made.calls.get((path, last(call.callee), first), [])
    return found if first != _NOWHERE else [h for h in found if h.site.function == function]


def _first(args: tuple[Argument, ...]) -> tuple[int, int]:
    return args[0].span if args else _NOWHERE
