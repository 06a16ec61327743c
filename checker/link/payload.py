"""What a write carries: the type of its payload and the names of its fields as far as they can be seen."""

from collections.abc import Iterable, Iterator

from checker.link.declared import variant_type
from checker.link.frame import Frame
from checker.link.paths import last
from checker.link.program import Program
from checker.link.values import MAX_STEPS, heads, types
from checker.model.facts import Guard, Type
from checker.model.subject import Payload
from checker.model.value import LITERALS, Invoke, Member, Number, Record, Value

#: Functions and methods that only change a payload's form, not its fields.
_SERIALISERS = ("to_string", "to_string_pretty", "to_value", "to_vec", "dumps", "asdict", "model_dump", "dict", "to_dict", "map")


def payload(program: Program, value: Value | None, frame: Frame, guards: Iterable[Guard] = ()) -> Payload:
    """The payload at one end of a chain; empty where nothing is known of it. `guards`: the arms that the call there stands in."""
    found = list(_shapes(program, value, frame, MAX_STEPS)) if value is not None else []
    if value is not None and not any(each.type for each in found):
        found += _of_arm(program, value, frame, guards)
    if not found:
        return Payload()
    return max(found, key=lambda p: (bool(p.type), len(p.fields)))


def _shapes(program: Program, value: Value, frame: Frame, steps: int) -> Iterator[Payload]:
    for head, where in heads(program, value, frame, steps):
        match head:
            case Record(type_, items, open_):
                name = type_ if type_ in LITERALS else program.resolve(type_, where.scope)
                known = program.type(name)
                wire = {f.name: f.wire for f in known.fields} if known else {}
                yield Payload(name, tuple(sorted(wire.get(i.name, i.name) for i in items)), not open_)
            case Invoke(callee, args, receiver) if steps > 0 and last(callee) in _SERIALISERS:
                inner = receiver if receiver is not None else args[0].value if args else None
                if inner is not None:
                    yield from _shapes(program, inner, where, steps - 1)
            case Invoke(callee, _, None) if (made := program.type(callee)) is not None:
                yield _of_type(made)
            case Number():
                continue
            case _:
                yield from (_of_type(t) for path in sorted(types(program, head, where)) if (t := program.type(path)))


def _of_arm(program: Program, value: Value, frame: Frame, guards: Iterable[Guard]) -> Iterator[Payload]:
    """A part of the value that a `match` takes apart: `Event::Done(body) => send(to_string(&body))` has the type that `Done` holds."""
    part = _serialised(value)
    for guard in guards if isinstance(part, Member) else ():
        if guard.kind == "arm" and isinstance(part, Member) and guard.subject == part.base:
            made = program.type(variant_type(program, program.resolve(guard.pattern, frame.scope), part.name))
            yield from (_of_type(made),) if made else ()


def _serialised(value: Value) -> Value:
    for _ in range(MAX_STEPS):
        if not (isinstance(value, Invoke) and last(value.callee) in _SERIALISERS):
            break
        value = value.receiver or (value.args[0].value if value.args else value)
    return value


def _of_type(type_: Type) -> Payload:
    return Payload(type_.name, tuple(sorted(f.wire for f in type_.fields if f.wire)), bool(type_.fields))
