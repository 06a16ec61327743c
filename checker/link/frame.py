"""Values in their context: which function they stand in and what its parameters are bound to by the call that led there."""

from collections.abc import Iterator
from typing import NamedTuple

from checker.model.facts import Function
from checker.model.value import Argument, Item, Member, Name, Parameter, Record, Unknown, Value


class Frame(NamedTuple):
    """The inside of a function as reached by one call. `scope` is where names are resolved from; `bound` maps a parameter's
    position (-1: the receiver) to its argument and that argument's own frame. `called`: a call led here, so that a
    parameter that is not bound has its default."""

    function: Function | None
    scope: str
    bound: "dict[int, tuple[Value, Frame]]"
    called: bool = False


def same(one: Function | None, other: Function | None) -> bool:
    """Whether two facts speak of one function; they can differ in how much was asked."""
    return one is not None and other is not None and one.name == other.name and one.span == other.span


def free(function: Function | None, scope: str) -> Frame:
    """The inside of a function that nobody is known to have called: its parameters stand for themselves."""
    return Frame(function, scope, {})


def enter(function: Function, args: tuple[Argument, ...], receiver: Value | None, caller: Frame) -> Frame:
    """The inside of `function` when called with `args` from `caller`."""
    bound: dict[int, tuple[Value, Frame]] = {}
    plain = [a.value for a in args if not a.name]
    if receiver is not None:
        bound[-1] = (receiver, caller)
    elif function.receiver and function.owner and len(plain) > len(function.params):
        bound[-1] = (plain[0], caller)
        args = without_first(args)
    named = {a.name: a.value for a in args if a.name}
    unpacked = "*" in named or "**" in named
    plain = [a.value for a in args if not a.name]
    for i, param in enumerate(function.params):
        if unpacked or param.name[:1] == "*":
            value = _argument(param.name, i, function, args)
        else:
            value = named.get(param.name) or (plain[i] if i < len(plain) else None)
        if value is not None:
            bound[i] = (value, caller)
    return Frame(function, function.name, bound, called=True)


def without_first(args: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """The arguments without the first positional one, which is a method's receiver where it is called by its type's path."""
    first = next((i for i, a in enumerate(args) if not a.name), len(args))
    return (*args[:first], *args[first + 1 :])


def _argument(name: str, position: int, function: Function, args: tuple[Argument, ...]) -> Value | None:
    if name.startswith("**"):
        known = {p.name for p in function.params}
        items = tuple(Item(a.name, a.value) for a in spread(args) if a.name.isidentifier() and a.name not in known)
        return Record("json", items, open=any(a.name == "**" for a in spread(args)))
    if name.startswith("*"):
        rest = [a.value for a in args if not a.name][position:]
        return Record("tuple", tuple(Item(str(n), v) for n, v in enumerate(rest)), open=any(a.name == "*" for a in args))
    return given(args, name, position)


def given(args: tuple[Argument, ...], keyword: str, position: int) -> Value | None:
    """The argument of that keyword (`""`: none) or at that position; else a part of what `**` passes through, where it may be."""
    known = [a for a in spread(args) if keyword and a.name in (keyword, "**")]
    named = next((a.value for a in known if a.name == keyword), None) or positional(args, position)
    return named or next((Member(a.value, keyword) for a in known), None)


def positional(args: tuple[Argument, ...], position: int) -> Value | None:
    """The argument at a position; a part of what is unpacked there (`send(*output)`)."""
    plain = [a for a in args if a.name in ("", "*")]
    for i, argument in enumerate(plain):
        if argument.name == "*" and 0 <= i <= position:
            return Member(argument.value, str(position - i))
        if i == position:
            return argument.value
    return None


def spread(args: tuple[Argument, ...]) -> Iterator[Argument]:
    """The arguments with `**{…}` of a known record as keywords."""
    for argument in args:
        if argument.name == "**" and isinstance(argument.value, Record):
            yield from (Argument(i.name, i.value) for i in argument.value.items)
        else:
            yield argument


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
