"""Values in their context: which function they stand in and what its parameters are bound to by the call that led there."""

from collections.abc import Iterator
from typing import NamedTuple

from checker.model.facts import Call, Function
from checker.model.value import Argument, Item, Name, Parameter, Record, Unknown, Value


class Frame(NamedTuple):
    """The inside of a function as reached by one call. `scope` is where names are resolved from; `bound` maps a parameter's
    position (-1: the receiver) to its argument and that argument's own frame. `called`: a call led here, so that a
    parameter that is not bound has its default."""

    function: Function | None
    scope: str
    bound: "dict[int, tuple[Value, Frame]]"
    called: bool = False


def free(function: Function | None, scope: str) -> Frame:
    """The inside of a function that nobody is known to have called: its parameters stand for themselves."""
    return Frame(function, scope, {})


def enter(function: Function, args: tuple[Argument, ...], receiver: Value | None, caller: Frame) -> Frame:
    """The inside of `function` when called with `args` from `caller`."""
    bound: dict[int, tuple[Value, Frame]] = {}
    positional = [a.value for a in args if not a.name]
    if receiver is not None:
        bound[-1] = (receiver, caller)
    elif function.receiver and function.owner and len(positional) > len(function.params):
        bound[-1] = (positional.pop(0), caller)
    bound |= {i: (v, caller) for i, v in enumerate(positional) if i < len(function.params)}
    bound |= _by_name(function, args, caller)
    rest = _variadic(function, positional, args, caller)
    return Frame(function, function.name, bound | rest, called=True)


def call_args(call: Call) -> tuple[Argument, ...]:
    """The arguments of a call with `**{…}` of a known record spread out to keywords."""
    return tuple(_spread(call.args))


def _by_name(function: Function, args: tuple[Argument, ...], caller: Frame) -> dict[int, tuple[Value, Frame]]:
    position = {p.name: i for i, p in enumerate(function.params)}
    return {position[a.name]: (a.value, caller) for a in _spread(args) if a.name in position}


def _spread(args: tuple[Argument, ...]) -> Iterator[Argument]:
    for argument in args:
        if argument.name == "**" and isinstance(argument.value, Record):
            yield from (Argument(i.name, i.value) for i in argument.value.items)
        else:
            yield argument


def _variadic(
    function: Function, positional: list[Value], args: tuple[Argument, ...], caller: Frame
) -> dict[int, tuple[Value, Frame]]:
    bound: dict[int, tuple[Value, Frame]] = {}
    names = {p.name for p in function.params}
    for i, param in enumerate(function.params):
        if param.name.startswith("**"):
            items = [Item(a.name, a.value) for a in _spread(args) if a.name and a.name not in names and a.name[0] != "*"]
            passed = any(a.name == "**" for a in _spread(args))
            bound[i] = (Record("json", tuple(items), open=passed), caller)
        elif param.name.startswith("*"):
            rest = tuple(Item(str(n), v) for n, v in enumerate(positional[i:]))
            bound[i] = (Record("tuple", rest, open=any(a.name == "*" for a in args)), caller)
    return bound


def described(value: Value, frame: Frame) -> str:
    """Why a value that could not be followed further is not known, for a person."""
    match value:
        case Parameter(position, name):
            where = frame.function.name.rpartition(".")[2] if frame.function else "module"
            return f"parameter `{name}` of `{where}`" if position >= 0 else f"a field of `{where}`'s own object"
        case Unknown(_, reason):
            return reason
        case Name(path):
            return f"`{path}` is not a constant of the workspace"
        case _:
            return "computed"
