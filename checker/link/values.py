"""Following a value to what it is made of: through locals, parameters, constants, fields, variants and function returns."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeAlias

from checker.link.declared import bases, constructed_type, field_type, parameter_type, result_type
from checker.link.fields import constructed, field, maker, with_bases
from checker.link.frame import Frame, enter, free, same
from checker.link.paths import last, parent
from checker.link.patterns import covers, kind
from checker.link.program import Program
from checker.model.facts import Function
from checker.model.value import LITERALS, SEQUENCES, Choice, Invoke, Member, Name, Number, Option, Parameter, Record, Unknown, Value

Head: TypeAlias = tuple[Value, Frame]

#: Steps after which following a value stops: deeper than any wrapper chain seen, and it keeps recursion finite.
MAX_STEPS = 32
#: Alternatives after which the rest is not looked at: with the steps this bounds the work for one value.
_MAX_HEADS = 128
#: Entering a context gives the manager itself, unless it says otherwise.
GIVE_THEMSELVES = ("__enter__", "__aenter__")
_TOO_DEEP = Unknown((), "followed too far")


def heads(program: Program, value: Value, frame: Frame, steps: int = MAX_STEPS) -> Iterator[Head]:
    """All that `value` can be, followed until it is a literal, a record, a join, a constructor, or cannot be followed.

    Names in what comes back are full paths. An unbound parameter comes back as itself.
    """
    return islice(_heads(program, value, frame, steps), _MAX_HEADS)


def _heads(program: Program, value: Value, frame: Frame, steps: int) -> Iterator[Head]:
    if steps <= 0 or not program.burn():
        yield _TOO_DEEP, frame
        return
    match value:
        case Choice():
            yield from _alternatives(program, value, frame, steps - 1)
        case Parameter():
            yield from _argument(program, value, frame, steps - 1)
        case Name(path):
            yield from _named(program, path, frame, steps - 1)
        case Member(base, name):
            for head, where in heads(program, base, frame, steps - 1):
                yield from _part(program, head, name, where, steps - 1)
        case Invoke():
            yield from _result(program, value, frame, steps - 1)
        case _:
            yield value, frame


def _alternatives(program: Program, choice: Choice, frame: Frame, steps: int) -> Iterator[Head]:
    for option in taken(program, choice, frame, steps):
        yield from heads(program, option.value, frame, steps)


def taken(program: Program, choice: Choice, frame: Frame, steps: int = MAX_STEPS) -> tuple[Option, ...]:
    """The alternatives that can be chosen with what is known of what the choice looks at."""
    subject = variants(program, choice.subject, frame, steps) if choice.subject is not None else frozenset()
    if not subject:
        return choice.options
    exact = tuple(o for o in choice.options if o.pattern and covers(program, o.pattern, subject, frame))
    return exact or tuple(o for o in choice.options if o.pattern in ("", "_")) or choice.options


def _argument(program: Program, value: Parameter, frame: Frame, steps: int) -> Iterator[Head]:
    bound = frame.bound.get(value.position)
    if bound is not None:
        yield from heads(program, bound[0], bound[1], steps)
        return
    params = frame.function.params if frame.function else ()
    default = params[value.position].default if 0 <= value.position < len(params) else None
    if frame.called and default is not None and frame.function:
        yield from heads(program, default, free(None, frame.function.scope), steps)
    else:
        yield value, frame


def inside_of(function: Function, frame: Frame) -> Frame:
    """The context of a function that a closure stands in: as called, where that is the context already."""
    return frame if same(frame.function, function) else free(function, function.scope)


def _named(program: Program, path: str, frame: Frame, steps: int) -> Iterator[Head]:
    outer = program.captured(path)
    if outer is not None:
        function, position = outer
        yield from _argument(program, Parameter(position, last(path)), inside_of(function, frame), steps)
        return
    full = program.resolve(path, frame.scope)
    constant = program.constant(full)
    owner = program.type(parent(full))
    if constant is None or (owner is not None and owner.kind == "enum"):
        yield Name(full), frame
    else:
        yield from heads(program, constant.value, free(None, parent(full)), steps)


def _result(program: Program, invoke: Invoke, frame: Frame, steps: int) -> Iterator[Head]:
    called = tuple(callees(program, invoke, frame, steps))
    if not called or any(not program.returns(f) for f in called):
        yield from _foreign(program, invoke, frame, steps)
        return
    for function in called:
        inside = enter(function, invoke.args, invoke.receiver, frame)
        for value in program.returns(function):
            yield from heads(program, value, inside, steps)


def _foreign(program: Program, invoke: Invoke, frame: Frame, steps: int) -> Iterator[Head]:
    """A call that cannot be followed; what a function that was handed in gives back is the caller's to say."""
    if invoke.receiver is None and program.captured(invoke.callee) is not None:
        yield from heads(program, Name(invoke.callee), frame, steps)
        return
    callee = invoke.callee if invoke.receiver is not None else program.resolve(invoke.callee, frame.scope)
    yield Invoke(callee, invoke.args, invoke.receiver), frame


def callees(program: Program, invoke: Invoke, frame: Frame, steps: int) -> Iterator[Function]:
    """The functions of the workspace that an invocation can reach; none for constructors and what is foreign."""
    if invoke.receiver is not None:
        for type_ in types(program, invoke.receiver, frame, steps):
            yield from program.methods(type_, invoke.callee)
        return
    if program.captured(invoke.callee) is not None:
        given = [h for h, _ in heads(program, Name(invoke.callee), frame, steps - 1)]
        yield from (f for h in given if isinstance(h, Name) and (f := program.function(h.path)) is not None)
        return
    full = program.resolve(invoke.callee, frame.scope)
    functions = program.functions(full)
    if functions:
        yield from functions
    elif program.type(parent(full)) is not None:
        yield from program.methods(parent(full), last(full))


def _part(program: Program, head: Value, name: str, frame: Frame, steps: int) -> Iterator[Head]:
    match head:
        case Record():
            yield from _each(program, _items(head, name, frame), steps)
        case Parameter(-1, _) if name != "[]":
            yield from _own_field(program, head, name, frame, steps)
        case Parameter() | Member() if name != "[]":
            yield Member(head, name), frame
        case Invoke(callee, args, None) if name != "[]":
            yield from _each(program, constructed(program, callee, args, name, frame), steps)
        case Name(path) if name != "[]":
            yield from _attribute(program, path, name, frame, steps)
        case Number():
            return
        case _:
            yield Unknown((name,), "loop variable" if name == "[]" else f"`{name}` of a computed value"), frame


def _items(record: Record, name: str, frame: Frame) -> list[Head]:
    """The items of a record under a name, each of a list for `[]`."""
    if name == "[]" and record.type in SEQUENCES:
        return [(item.value, frame) for item in record.items]
    found: list[Head] = [(item.value, frame) for item in record.items if item.name == name]
    hidden: Head = (Unknown((name,), f"`{name}` of a record that is not known in full"), frame)
    return found or ([hidden] if record.open else [])


def _each(program: Program, held: Iterable[Head], steps: int) -> Iterator[Head]:
    for value, frame in held:
        yield from heads(program, value, frame, steps)


def _attribute(program: Program, path: str, name: str, frame: Frame, steps: int) -> Iterator[Head]:
    constant = program.constant(path)
    owner = program.type(parent(path))
    if constant is not None and owner is not None and owner.kind == "enum" and name == "value":
        yield from heads(program, constant.value, free(None, parent(path)), steps)
        return
    type_ = program.type(path)
    if type_ is not None:
        yield from _each(program, field(program, type_, name, frame), steps)
        return
    attribute = program.resolve(f"{path}.{name}", "")
    found = program.constant(attribute)
    if found is not None:
        yield from heads(program, found.value, free(None, parent(attribute)), steps)
    else:
        yield Name(attribute), frame


def _own_field(program: Program, head: Value, name: str, frame: Frame, steps: int) -> Iterator[Head]:
    owner = program.owner(frame.function) if frame.function else ""
    program.look(parent(owner), last(owner))
    type_ = program.type(owner)
    if type_ is None:
        yield Member(head, name), frame
        return
    for candidate in (type_, *(t for t in program.subclasses(type_.name) if t.name != type_.name)):
        yield from _each(program, field(program, candidate, name, frame), steps)


def variants(program: Program, value: Value | None, frame: Frame, steps: int = MAX_STEPS) -> frozenset[str]:
    """Full paths of the enum variants or classes, or the texts, that `value` can be; empty when any alternative is not known."""
    return kinds(program, heads(program, value, frame, steps)) if value is not None else frozenset()


def kinds(program: Program, followed: Iterable[Head]) -> frozenset[str]:
    """The variants, classes or texts that a followed value can be, see `variants`."""
    found = set()
    for head, where in followed:
        known = kind(program, head, where)
        if not known:
            return frozenset()
        found.add(known)
    return frozenset(found)


def types(program: Program, value: Value, frame: Frame, steps: int = MAX_STEPS) -> frozenset[str]:
    """Full paths of the types `value` can have, of the workspace or not; empty when nothing is known."""
    if steps <= 0 or not program.burn():
        return frozenset()
    match value:
        case Parameter(-1, _) if -1 not in frame.bound:
            return _some(program.owner(frame.function) if frame.function else "")
        case Parameter(position, _):
            return _parameter_types(program, position, frame, steps - 1)
        case Record(type_, _, _):
            return _some(program.resolve(type_, frame.scope)) if type_ not in LITERALS else frozenset()
        case Choice(options):
            return frozenset(t for o in options for t in types(program, o.value, frame, steps - 1))
        case Member(base, "[]"):
            return types(program, base, frame, steps - 1)
        case Member(base, name):
            return frozenset(t for b in types(program, base, frame, steps - 1) for t in _field_types(program, b, name, steps))
        case Name(path):
            return _name_types(program, path, frame, steps - 1)
        case Invoke():
            return _result_types(program, value, frame, steps - 1)
        case _:
            return frozenset()


def _some(path: str) -> frozenset[str]:
    return frozenset((path,)) if path else frozenset()


def _parameter_types(program: Program, position: int, frame: Frame, steps: int) -> frozenset[str]:
    written = parameter_type(program, position, frame)
    bound = frame.bound.get(position)
    return _some(written) if written or not bound else types(program, bound[0], bound[1], steps)


def _field_types(program: Program, owner: str, name: str, steps: int) -> frozenset[str]:
    type_ = program.type(owner)
    for holder in with_bases(program, type_) if type_ else ():
        for each in holder.fields:
            if each.name == name:
                written = field_type(program, holder, each)
                if written or each.value is None:
                    return _some(written)
                return types(program, each.value, maker(program, holder, free(None, "")), steps - 1)
    return frozenset()


def _name_types(program: Program, path: str, frame: Frame, steps: int) -> frozenset[str]:
    outer = program.captured(path)
    if outer is not None:
        return types(program, Parameter(outer[1], last(path)), inside_of(outer[0], frame), steps)
    full = program.resolve(path, frame.scope)
    constant = program.constant(full)
    if constant is not None:
        return types(program, constant.value, free(None, parent(full)), steps)
    own = program.type(full)
    if own is not None and own.kind == "struct" and not own.fields:
        return _some(own.name)  # the name of a struct without fields is the one object there is
    owner = program.type(parent(full))
    return _some(owner.name if owner is not None and owner.kind == "enum" else "")


def _result_types(program: Program, invoke: Invoke, frame: Frame, steps: int) -> frozenset[str]:
    if invoke.callee == "super" and invoke.receiver is None:
        return bases(program, frame)
    if invoke.callee in GIVE_THEMSELVES and invoke.receiver is not None:
        return types(program, invoke.receiver, frame, steps)
    called = tuple(callees(program, invoke, frame, steps))
    found = frozenset(t for f in called for t in _declared(program, f, invoke, frame, steps))
    if called or invoke.receiver is not None:
        return found
    return _some(constructed_type(program, program.resolve(invoke.callee, frame.scope)))


def _declared(program: Program, function: Function, invoke: Invoke, frame: Frame, steps: int) -> frozenset[str]:
    written = result_type(program, function)
    if written:
        return _some(written)
    inside = enter(function, invoke.args, invoke.receiver, frame)
    return frozenset(t for v in program.returns(function) for t in types(program, v, inside, steps))
