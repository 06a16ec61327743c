"""What a payload looks like as JSON, as far as the code says it: its types, known values, fields and elements."""

import re
from typing import Any, NamedTuple

from checker.link.frame import Frame
from checker.link.paths import last
from checker.link.program import Program
from checker.link.typeshapes import field_shape, of_type, written_shape
from checker.link.values import MAX_STEPS, heads, types
from checker.model.shape import UNKNOWN, Part, Shape, either
from checker.model.value import LITERALS, Choice, Invoke, Join, Member, Name, Number, Parameter, Record, Text, Value

#: Functions and methods that only change a payload's form.
SERIALISERS = frozenset(
    {"to_string", "to_string_pretty", "to_value", "to_vec", "dumps", "asdict", "model_dump", "dict", "to_dict", "map", "and_then"}
)
_NUMBER = re.compile(r"(-?)(?:0x([0-9a-fA-F]+)|([0-9]+))(?:[iu](?:8|16|32|64|128|size))?\Z")
_FLOAT = re.compile(r"-?[0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]+)?(?:f32|f64)?\Z")
_WORDS: dict[str, Any] = {"true": True, "True": True, "false": False, "False": False}
_NULLS = ("null", "None", "NULL", "()")
#: What is written where there is no payload.
_ABSENT = (*_NULLS, "", "{}")
_DEEPEST = 6
#: What a conversion that values do not keep (`to_string`, `str(x)`, `as i64`) can make of a type.
_CONVERTED = {"integer": {"string"}, "number": {"string", "integer"}, "boolean": {"string", "integer"}}


class _Place(NamedTuple):
    """Where a value stands, and how deep in the payload."""

    program: Program
    frame: Frame
    depth: int


def shape(program: Program, value: Value, frame: Frame) -> Shape:
    """The shape of a payload at one end of a chain."""
    return _top(_Place(program, frame, 0), value, MAX_STEPS)


def _top(at: _Place, value: Value, steps: int) -> Shape:
    """The payload itself: what is serialised, not the text that comes out of it. An absent payload is none."""
    found = []
    for head, where in heads(at.program, value, at.frame, steps):
        inner = at._replace(frame=where)
        match head:
            case Invoke(callee, args, receiver) if last(callee) in SERIALISERS and steps > 0:
                given = receiver if receiver is not None else args[0].value if args else None
                partly = any(a.name.startswith(("exclude", "include", "by_", "default")) for a in args)
                found.append(_top(inner, given, steps - 1) if given is not None and not partly else UNKNOWN)
            case Record():
                found.append(_record(inner, head))
            case Number(text) | Text(text) if text in _ABSENT:
                continue
            case Parameter() | Member():
                found.append(_typed(inner, head))
            case _:
                return UNKNOWN
    return either(found)


def _typed(at: _Place, value: Value) -> Shape:
    """A payload of which only the type is known."""
    known = [at.program.type(path) for path in sorted(types(at.program, value, at.frame))]
    return either([of_type(at.program, t, at.depth) if t is not None else UNKNOWN for t in known])


def _value(at: _Place, value: Value) -> Shape:
    if at.depth > _DEEPEST:
        return UNKNOWN
    if isinstance(value, Choice):
        return either([_value(at, o.value) for o in value.options])
    return either([_head(at._replace(frame=where), head) for head, where in heads(at.program, value, at.frame, MAX_STEPS)])


def _head(at: _Place, value: Value) -> Shape:
    match value:
        case Text(text):
            return Shape(frozenset(("string",)), (text,))
        case Number(text):
            return _number(text)
        case Join():
            return Shape(frozenset(("string",)))
        case Record():
            return _record(at, value)
        case Parameter() | Member():
            return _converted(_declared(at, value))
        case Name("null"):
            return Shape(frozenset(("null",)), (None,))
        case Name(path) if _is_variant(at, path):
            return Shape(frozenset(("string", "integer")))
    return UNKNOWN


def _number(text: str) -> Shape:
    plain = text.replace("_", "")
    if plain in _WORDS:
        return Shape(frozenset(("boolean",)), (_WORDS[plain],))
    if plain in _NULLS:
        return Shape(frozenset(("null",)), (None,))
    whole = _NUMBER.match(plain)
    if whole:
        number = int(whole[2], 16) if whole[2] else int(whole[3])
        return Shape(frozenset(("integer",)), (-number if whole[1] else number,))
    return Shape(frozenset(("number",))) if _FLOAT.match(plain) else UNKNOWN


def _record(at: _Place, record: Record) -> Shape:
    below = at._replace(depth=at.depth + 1)
    if record.type in ("list", "tuple"):
        items = [_value(below, i.value) for i in record.items]
        return Shape(frozenset(("array",)), item=either(items) if items and not record.open else None)
    if record.type in LITERALS:
        parts = tuple(Part(i.name, _value(below, i.value), i.optional) for i in record.items)
        return Shape(frozenset(("object",)), parts=parts, closed=not record.open)
    return _struct(below, record)


def _struct(at: _Place, record: Record) -> Shape:
    """A struct literal: its fields as the type serialises them, with the values that are seen here."""
    known = at.program.type(at.program.resolve(record.type, at.frame.scope))
    whole = of_type(at.program, known, at.depth) if known is not None else UNKNOWN
    if known is None or "object" not in whole.types:
        return whole
    given = {f.wire: i.value for f in known.fields for i in record.items if f.name == i.name and f.wire}
    return whole._replace(parts=tuple(Part(p.name, _narrowed(at, p.shape, given.get(p.name)), p.optional) for p in whole.parts))


def _narrowed(at: _Place, declared: Shape, value: Value | None) -> Shape:
    """What a field's type says, with its values where they are all seen."""
    seen = _value(at, value) if value is not None else UNKNOWN
    return declared._replace(values=seen.values) if seen.values and seen.types <= declared.types else declared


def _declared(at: _Place, value: Value) -> Shape:
    """What the type that is written at a parameter or field says."""
    function = at.frame.function
    if isinstance(value, Parameter):
        if function is None or not 0 <= value.position < len(function.params):
            return UNKNOWN
        return written_shape(at.program, function.params[value.position].written, function.scope, at.depth)
    if not isinstance(value, Member):
        return UNKNOWN
    owners = [at.program.type(path) for path in sorted(types(at.program, value.base, at.frame))]
    return either([_field(at, owner.name, value.name) if owner is not None else UNKNOWN for owner in owners])


def _field(at: _Place, owner: str, name: str) -> Shape:
    holder = at.program.type(owner)
    fields = [f for f in holder.fields if f.name == name] if holder is not None else []
    return field_shape(at.program, holder, fields[0], at.depth) if holder is not None and fields else UNKNOWN


def _converted(declared: Shape) -> Shape:
    """A declared type after conversions that values do not keep; whether it can be absent is lost by them, too."""
    if not declared.types:
        return UNKNOWN
    plain = declared.types - {"null"}
    more = {t for each in plain for t in _CONVERTED.get(each, {"string"})}
    return declared._replace(types=plain | more, values=(), low=None, high=None) if plain else UNKNOWN


def _is_variant(at: _Place, path: str) -> bool:
    full = at.program.resolve(path, at.frame.scope)
    holder = at.program.type(full.rpartition(".")[0])
    return holder is not None and holder.kind == "enum" and any(v.name == last(full) for v in holder.variants)
