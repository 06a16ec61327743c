"""Parameters, names and parts of things: followed to what they stand for, or read by their type and name."""

from collections.abc import Iterator

from checker.link.frame import Frame, free, same
from checker.link.lexicon import Meaning, called, meaning, reads_environment
from checker.link.naming import UNSAID, Said, named, of_member
from checker.link.paths import last, parent
from checker.link.tracing.parts import expanded
from checker.link.tracing.words import MAX_CALLS, Found, Leaf, Tracer, Way, meant, origin, start_of, via
from checker.link.values import heads
from checker.model.facts import Param
from checker.model.place import Place
from checker.model.value import Invoke, Member, Name, Parameter, Unknown, Value

#: Steps through what holds a part, such as the return of a call: what lies deeper is read by its name.
_MAX_PARTS_DOWN = 10
#: Attributes that give the name of a type, whatever the object is.
_TYPE_NAMES = ("__name__", "__class__", "__qualname__", "__module__")


def traced_parameter(tracer: Tracer, value: Parameter, frame: Frame, way: Way) -> Iterator[Found]:
    """What a parameter was bound to; else its default, or what its type and name say."""
    bound = frame.bound.get(value.position)
    function = frame.function
    if bound is not None:
        called_ = last(function.name) if function else ""
        outside = way._replace(calls=min(way.calls + 1, MAX_CALLS))
        yield from tracer.follow(tracer, *bound, via(outside, start_of(tracer, function), f"passed as `{value.name}` to `{called_}`"))
        return
    param = function.params[value.position] if function and 0 <= value.position < len(function.params) else None
    if param is not None and function is not None and frame.called and param.default is not None:
        yield from tracer.follow(tracer, param.default, free(None, function.scope), way)
        return
    name = param.name if param else value.name
    where = f"the parameter `{name}` of `{last(frame.scope)}`"
    yield from _at_leaf(tracer, value, frame, _said_of(tracer, param, frame), (f"the parameter `{name}`", where), way)


def _said_of(tracer: Tracer, param: Param | None, frame: Frame) -> Said:
    if param is None:
        owner = tracer.program.owner(frame.function) if frame.function else ""
        return Said(None, True, owner)
    scope = frame.function.scope if frame.function else ""
    return named(tracer.program, tracer.lexicon, param.name, param.written or param.type, scope)


def _at_leaf(tracer: Tracer, value: Value, frame: Frame, said: Said, spoken: tuple[str, str], way: Way) -> Iterator[Found]:
    """What a leaf itself says, with the leaf for whoever calls the function; else what the fields of its type say.

    `spoken` is the origin in words, alone and as a step.
    """
    leaf = Leaf(value, frame.function, way) if frame.function and not frame.called and of_parameter(value) else None
    inside = via(way, start_of(tracer, frame.function), spoken[1])
    yield meant(said.meaning, spoken[0], inside, said.typed)._replace(leaf=leaf)
    if said.struct:
        yield from expanded(tracer, said.struct, inside)


def of_parameter(value: Value | None) -> bool:
    """Whether a value is a parameter or a part of one."""
    while isinstance(value, Member):
        value = value.base
    return isinstance(value, Parameter)


def traced_name(tracer: Tracer, name: Name, frame: Frame, way: Way) -> Iterator[Found]:
    """A captured variable, a constant, or something foreign."""
    program, path = tracer.program, name.path
    if _is_word(last(path)):
        yield origin("", True, "", way)
        return
    outer = program.captured(path)
    if outer is not None:
        function, position = outer
        inside = frame if same(frame.function, function) else free(function, function.scope)
        yield from traced_parameter(tracer, Parameter(position, last(path)), inside, way)
        return
    full = program.resolve(path, frame.scope)
    constant = program.constant(full)
    if constant is not None:
        where = Place(program.path_of[full], constant.span) if full in program.path_of else None
        yield from tracer.follow(tracer, constant.value, free(None, parent(full)), via(way, where, f"the constant `{last(full)}`"))
        return
    kind = called(tracer.lexicon, full, method=False)
    if kind:
        yield origin(kind, True, f"`{full}`", way)
    elif _is_word(last(full)) or program.type(parent(full)) is not None:
        yield origin("", True, "", way)
    else:
        yield meant(meaning(tracer.lexicon, last(path)), f"`{last(path)}`", way, typed=False)


def _is_word(name: str) -> bool:
    """A constant, an enum variant or a class by its capital letter: words of the code."""
    return name[:1].isupper()


def traced_member(tracer: Tracer, member: Member, frame: Frame, way: Way) -> Iterator[Found]:
    """A part of something: of the environment, of a source as a whole, or followed to what it was set to."""
    base, name = member
    if name in _TYPE_NAMES:
        yield origin("", True, "", way)
        return
    if isinstance(base, Name) and reads_environment(tracer.lexicon, tracer.program.resolve(base.path, frame.scope)):
        yield environment_variable(tracer, name, way)
        return
    whole = source_of(tracer, base, frame)
    if whole:
        yield origin(whole, True, f"`{spelled(Member(base, name))}`", way)
        return
    for head, where in heads(tracer.program, Member(base, name), frame, _MAX_PARTS_DOWN):
        if isinstance(head, Member):
            yield from _leaf_member(tracer, head, where, way, frame.called)
        elif isinstance(head, Unknown) and name in head.words:
            said = _of_part(tracer, base, name, frame, frame.called)
            yield meant(said.meaning, f"`{spelled(Member(base, name))}`", way, said.typed)
        else:
            yield from tracer.follow(tracer, head, where, way)


def _of_part(tracer: Tracer, base: Value, name: str, frame: Frame, given_back: bool) -> Said:
    """What a part means by its type and name. What a secret's own wrapper gives back may be any setting that is kept there."""
    said = of_member(tracer.program, tracer.lexicon, base, name, frame)
    by_type = said.meaning == Meaning("secret") and meaning(tracer.lexicon, name) != said.meaning
    return UNSAID if given_back and by_type else said


def source_of(tracer: Tracer, value: Value, frame: Frame) -> str:
    """The kind of a source that a value is a part of as a whole (`request.json()["q"]`)."""
    for _ in range(MAX_CALLS):
        if not isinstance(value, Invoke):
            break
        method = value.receiver is not None
        full = value.callee if method else tracer.program.resolve(value.callee, frame.scope)
        kind = called(tracer.lexicon, full, method)
        if kind or not method or last(full) not in tracer.lexicon.passes:
            return kind
        value = value.receiver or value
    return ""


def _leaf_member(tracer: Tracer, member: Member, frame: Frame, way: Way, given_back: bool) -> Iterator[Found]:
    """A field that cannot be followed: what its type says, then its name, also behind the name of what holds it (`turn.message`)."""
    said = _of_part(tracer, member.base, member.name, frame, given_back)
    if said.meaning is None and not said.struct:
        said = said._replace(meaning=meaning(tracer.lexicon, f"{last(spelled(member.base))}_{member.name}"))
    what = f"`{spelled(member)}`"
    yield from _at_leaf(tracer, member, frame, said, (what, f"{what} in `{last(frame.scope)}`"), way)


def spelled(value: Value) -> str:
    """A value as a dotted path, as far as it has one."""
    match value:
        case Member(base, "[]"):
            return spelled(base)
        case Member(base, name):
            return f"{spelled(base)}.{name}".lstrip(".")
        case Parameter(_, name) | Name(name):
            return name
        case Invoke(callee, _, _):
            return f"{last(callee)}()"
        case _:
            return ""


def environment_variable(tracer: Tracer, name: str, way: Way) -> Found:
    """An environment variable: what the lexicon says of it, else what its name says."""
    kind = tracer.lexicon.variables.get(name)
    what = f"the environment variable `{name}`"
    return origin(kind, True, what, way) if kind else meant(meaning(tracer.lexicon, name), what, way)
