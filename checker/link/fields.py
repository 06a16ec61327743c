"""What a field of an object is set to: by its constructor, in its class body, or in a base."""

from collections.abc import Iterator
from typing import TypeAlias

from checker.link.frame import Frame, enter, free
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.model.facts import Function, Type
from checker.model.value import Argument, Parameter, Record, Unknown, Value

#: A value that has yet to be followed, with the context it stands in.
Held: TypeAlias = tuple[Value, Frame]

#: What constructors of a struct are called, by convention.
CONSTRUCTORS = ("new", "default")
#: Bases of bases after which a class is taken for its own base.
_MAX_BASES = 16


def constructed(program: Program, callee: str, args: tuple[Argument, ...], name: str, frame: Frame) -> Iterator[Held]:
    """A part of what a constructor made: by keyword, by position (tuple variants, dataclasses), or as `__init__` sets it."""
    type_ = program.type(callee)
    order = [f.name for f in type_.fields] if type_ else []
    position = int(name) if name.isdigit() else order.index(name) if name in order else -1
    plain = [a.value for a in args if not a.name]
    named = [a.value for a in args if a.name == name]
    maker = program.methods(callee, "__init__") if type_ else ()
    if named and not maker:
        yield named[0], frame
    elif maker and type_:
        yield from field(program, type_, name, enter(maker[0], args, Parameter(-1, "self"), frame))
    elif 0 <= position < len(plain):
        yield plain[position], frame
    elif type_:
        yield from field(program, type_, name, frame)
    else:
        yield Unknown((name,), f"`{name}` of what `{last(callee)}` gives back"), frame


def field(program: Program, type_: Type, name: str, frame: Frame) -> Iterator[Held]:
    """What a field of a type is set to in its class body or constructor, here or in a base."""
    for holder in with_bases(program, type_):
        own = next((f.value for f in holder.fields if f.name == name and f.value is not None), None)
        inside = maker(program, holder, frame)
        if own is not None:
            yield own, inside
            return
        above = program.methods(_base(program, holder), "__init__") if holder.bases else ()
        given = next((a.value for a in holder.handed_up or () if a.name == name), None)
        if given is not None and not above:
            yield given, inside  # a dataclass takes its fields by their names
            return
        frame = _upwards(program, holder, above, inside)
    made = made_with(program, type_, name)
    yield from made or [(Unknown((name,), f"field `{name}` of `{last(type_.name)}`"), frame)]


def _upwards(program: Program, holder: Type, above: tuple[Function, ...], inside: Frame) -> Frame:
    """The context of a base's constructor, called from that of `holder`; free where `holder` has one that does not call it."""
    if above and holder.handed_up is not None:
        return enter(above[0], holder.handed_up, Parameter(-1, "self"), inside)
    made = inside.function
    return free(None, inside.scope) if made is not None and program.owner(made) == holder.name else inside


def _base(program: Program, type_: Type) -> str:
    return program.resolve(type_.bases[0], parent(type_.name))


def with_bases(program: Program, type_: Type) -> Iterator[Type]:
    """A class and its first bases upwards."""
    for _ in range(_MAX_BASES):
        yield type_
        bases = (program.type(program.resolve(b, parent(type_.name))) for b in type_.bases)
        above = next((b for b in bases if b is not None and b.name != type_.name), None)
        if above is None:
            return
        type_ = above


def made_with(program: Program, type_: Type, name: str) -> list[Held]:
    """What the constructors of a struct put into a field."""
    made = [f for constructor in CONSTRUCTORS for f in program.methods(type_.name, constructor)] if type_.kind == "struct" else []
    return [
        (item.value, free(f, f.name))
        for f in made
        for value in program.returns(f)
        if isinstance(value, Record) and program.resolve(value.type, f.scope) == type_.name
        for item in value.items
        if item.name == name
    ]


def maker(program: Program, type_: Type, frame: Frame) -> Frame:
    """The context of what a class sets its fields to: its `__init__`, as called if `frame` is inside it."""
    if frame.called and frame.function and last(frame.function.name) == "__init__":
        return frame
    made = program.methods(type_.name, "__init__")
    return free(made[0], made[0].name) if made else free(None, parent(type_.name) or type_.name)
