"""Values as strings: event names and session ids."""

from collections.abc import Iterator

from checker.link.frame import Frame, described, enter
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.strings import NOTHING, Strings, concat, text, union, unknown
from checker.link.values import MAX_STEPS, heads
from checker.model.facts import Type
from checker.model.value import Choice, Invoke, Join, Member, Name, Number, Parameter, Record, Text, Value

#: What languages call the method that turns an enum value into a string.
_SPELLERS = ("as_str", "to_str", "name", "as_static_str", "fmt", "__str__", "to_string")


def strings(program: Program, value: Value, frame: Frame, steps: int = MAX_STEPS) -> Strings:
    """What `value` can be as a string. Null is no alternative: an optional name that is absent writes none."""
    return union(_string(program, head, where, steps - 1) for head, where in heads(program, value, frame, steps))


def _string(program: Program, value: Value, frame: Frame, steps: int) -> Strings:
    match value:
        case Text(content):
            return text(content)
        case Number(written):
            return NOTHING if written in ("None", "null", "()") else text(written)
        case Join(parts):
            return concat(strings(program, p, frame, steps) for p in parts) if steps > 0 else unknown("followed too far")
        case Name(path):
            return _spelled(program, path, frame, steps)
        case Invoke() if _converts(value):
            return strings(program, value.args[0].value, frame, steps)
        case _:
            return unknown(described(value, frame))


def convention(program: Program, value: Value, frame: Frame) -> Strings:
    """`value` as a string by how it is built: what is put into a pattern (`bench:{id}`) stays open even where it is known here."""
    return union(
        concat(_fixed_part(program, p, where) for p in head.parts) if isinstance(head, Join) else _string(program, head, where, MAX_STEPS)
        for head, where in heads(program, value, frame)
    )


def _fixed_part(program: Program, part: Value, frame: Frame) -> Strings:
    if isinstance(part, Text | Name | Join):
        return strings(program, part, frame)
    return unknown("put in where it is called")


def _converts(invoke: Invoke) -> bool:
    """A constructor around one plain value, `EventName("x")`, is spelled as that value where nothing else is known of it."""
    return invoke.receiver is None and len(invoke.args) == 1 and not invoke.args[0].name and last(invoke.callee)[:1].isupper()


def _spelled(program: Program, path: str, frame: Frame, steps: int) -> Strings:
    """An enum member as a string: its value, or what its type's spelling method gives for it."""
    constant = program.constant(path)
    if constant is not None:
        return strings(program, constant.value, Frame(None, parent(path), {}), steps)
    type_ = program.type(parent(path))
    for variant in type_.variants if type_ else ():
        if variant.name == last(path) and variant.value is not None:
            return strings(program, variant.value, Frame(None, parent(parent(path)), {}), steps)
    return _by_method(program, type_, path, frame, steps) if type_ and steps > 0 else unknown(described(Name(path), frame))


def _by_method(program: Program, type_: Type, path: str, frame: Frame, steps: int) -> Strings:
    for speller in _SPELLERS:
        for method in program.methods(type_.name, speller):
            inside = enter(method, (), Name(path), frame)
            return union(strings(program, value, inside, steps) for value in program.returns(method))
    return unknown(described(Name(path), frame))


def parameters(program: Program, value: Value, frame: Frame, steps: int = MAX_STEPS) -> Iterator[Parameter]:
    """The parameters of the outermost function that `value` is made from, directly or through calls on the way."""
    if steps <= 0:
        return
    if isinstance(value, Parameter):
        bound = frame.bound.get(value.position)
        if bound is None:
            yield value
        else:
            yield from parameters(program, bound[0], bound[1], steps - 1)
    for part in parts(value):
        yield from parameters(program, part, frame, steps - 1)


def parts(value: Value) -> Iterator[Value]:
    """What a value is made of, one level down."""
    match value:
        case Member(base, _):
            yield base
        case Join(parts):
            yield from parts
        case Record(_, items, _, rest):
            yield from (i.value for i in items)
            yield from rest
        case Choice(options, _):
            yield from (o.value for o in options)
        case Invoke(_, args, receiver):
            yield from (a.value for a in args)
            if receiver is not None:
                yield receiver


