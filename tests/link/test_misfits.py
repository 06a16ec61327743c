"""Shapes of payloads against JSON Schemas: whatever is said not to fit, no payload of that shape is valid."""

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from checker.link.misfits import misfits
from checker.model.shape import UNKNOWN, Part, Shape, either

STRING = Shape(frozenset(("string",)))
INTEGER = Shape(frozenset(("integer",)))
NUMBER = Shape(frozenset(("number",)))


def text(value: str) -> Shape:
    return STRING._replace(values=(value,))


def thing(closed: bool = True, **parts: Shape) -> Shape:
    return Shape(frozenset(("object",)), parts=tuple(Part(n, s) for n, s in parts.items()), closed=closed)


def kinds(shape: Shape, schema: Any) -> list[tuple[str, str]]:
    return [(m.kind, m.field) for m in misfits(shape, schema)]


@pytest.mark.parametrize(
    ("shape", "schema", "expected"),
    [
        (STRING, {"type": "string"}, []),
        (STRING, {"type": ["integer", "null"]}, [("type", "")]),
        (UNKNOWN, {"type": "integer"}, []),
        (INTEGER, {"type": "number"}, []),
        (NUMBER, {"type": "integer"}, []),
        (Shape(frozenset(("string", "integer"))), {"type": "integer"}, []),
        (Shape(frozenset(("string", "null"))), {"type": "string"}, [("null", "")]),
        (text("a"), {"enum": ["b"]}, [("value", "")]),
        (Shape(frozenset(("boolean",)), (True,)), {"const": 1}, [("value", "")]),
        (STRING, {"enum": ["b"]}, []),
        (INTEGER._replace(low=0, high=255), {"minimum": 256}, [("range", "")]),
        (INTEGER._replace(low=-128, high=127), {"minimum": 0}, []),
        (INTEGER._replace(values=(-1,)), {"minimum": 0}, [("range", "")]),
        (INTEGER._replace(values=(101,)), {"maximum": 100}, [("range", "")]),
        (text(""), {"minLength": 1}, [("range", "")]),
        (text("abc"), {"maxLength": 2}, [("range", "")]),
        (text("abc"), {"pattern": "^[0-9]+$"}, [("value", "")]),
        (text("a7"), {"pattern": "[0-9]"}, []),
        (text("abc"), {"pattern": "(?=x)"}, []),
        (text("abc"), {"pattern": "("}, []),
        (STRING, {"pattern": "^[0-9]+$", "maxLength": 0}, []),
        (thing(a=STRING), {"required": ["a", "b"]}, [("missing", "b")]),
        (thing(False, a=STRING), {"required": ["b"]}, []),
        (thing(a=STRING), {"additionalProperties": False, "properties": {"b": {}}}, [("extra", "a")]),
        (thing(a=STRING), {"additionalProperties": {"type": "integer"}}, [("type", "a")]),
        (thing(a=STRING), {"additionalProperties": False, "patternProperties": {"^a": {}}}, []),
        (thing(a=thing(b=STRING)), {"properties": {"a": {"properties": {"b": {"type": "null"}}}}}, [("type", "a.b")]),
        (Shape(frozenset(("array",)), item=STRING), {"items": {"type": "integer"}}, [("type", "[]")]),
        (STRING, {"$ref": "#/$defs/n", "$defs": {"n": {"type": "integer"}}}, [("type", "")]),
        (STRING, {"$ref": "https://example.org/x", "$defs": {}}, []),
        (STRING, {"allOf": [{}, {"type": "integer"}]}, [("type", "")]),
        (STRING, {"anyOf": [{"type": "integer"}, {"type": "string"}]}, []),
        (STRING, {"anyOf": [{"type": "integer"}, {"type": "null"}]}, [("alternative", "")]),
        (STRING, True, []),
        (STRING, {"type": "odd"}, []),
    ],
)
def test_what_does_not_fit(shape: Shape, schema: Any, expected: list[tuple[str, str]]) -> None:
    assert kinds(shape, schema) == expected


def test_a_field_that_may_be_left_out_is_not_required() -> None:
    shape = thing()._replace(parts=(Part("a", STRING, optional=True),))

    assert kinds(shape, {"required": ["a"]}) == [("absent", "a")]


def test_a_tag_picks_the_alternative() -> None:
    one = {"properties": {"kind": {"const": "a"}, "x": {"type": "string"}}, "required": ["x"]}
    other = {"properties": {"kind": {"const": "b"}, "y": {"type": "string"}}, "required": ["y"]}

    assert kinds(thing(kind=text("b"), y=INTEGER), {"oneOf": [one, other]}) == [("type", "y")]


def test_messages_name_the_nearest() -> None:
    (extra,) = misfits(thing(hots=STRING), {"additionalProperties": False, "properties": {"host": {}}})
    (value,) = misfits(text("passt"), {"enum": ["passed", "failed"]})

    assert extra.message == "`hots` is not allowed by the schema, did you mean `host`?"
    assert value.message == 'the payload is "passt", which the schema does not list, did you mean "passed"?'


def test_circles_end() -> None:
    assert misfits(STRING, {"$ref": "#"}) == ()
    assert misfits(STRING, {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}) == ()


def test_two_objects_are_no_object_that_is_known() -> None:
    assert either([thing(a=STRING), thing(b=STRING)]) == UNKNOWN
    assert either([STRING, INTEGER]).types == {"string", "integer"}
    assert either([text("a"), text("b")]).values == ("a", "b")
    assert either([STRING, UNKNOWN]) == UNKNOWN
    assert either([]) == UNKNOWN


SCALARS = some.one_of(some.none(), some.booleans(), some.integers(-3, 3), some.sampled_from(["", "a", "bb"]))
VALUES = some.recursive(
    SCALARS, lambda inner: some.lists(inner, max_size=2) | some.dictionaries(some.sampled_from("abc"), inner, max_size=3), max_leaves=5
)
TYPES = some.sampled_from(["string", "integer", "number", "boolean", "null", "array", "object"])
PLAIN = some.one_of(
    some.builds(lambda t: {"type": t}, some.one_of(TYPES, some.lists(TYPES, min_size=1, max_size=3, unique=True))),
    some.builds(lambda v: {"enum": v}, some.lists(SCALARS, min_size=1, max_size=3)),
    some.builds(lambda v: {"const": v}, SCALARS),
    some.builds(lambda n: {"minimum": n}, some.integers(-2, 2)),
    some.builds(lambda n: {"maximum": n}, some.integers(-2, 2)),
    some.just({"minLength": 1}),
    some.just({"maxLength": 1}),
    some.just({"pattern": "^b"}),
)
SCHEMAS = some.recursive(
    PLAIN,
    lambda inner: some.one_of(
        some.builds(
            lambda p, r, more: {"properties": p, "required": r, "additionalProperties": more},
            some.dictionaries(some.sampled_from("abc"), inner, max_size=3),
            some.lists(some.sampled_from("abc"), max_size=2, unique=True),
            some.booleans() | inner,
        ),
        some.builds(lambda i: {"items": i}, inner),
        some.builds(lambda k, i: {k: i}, some.sampled_from(["allOf", "anyOf"]), some.lists(inner, min_size=1, max_size=2)),
    ),
    max_leaves=4,
)


def shape_of(value: Any) -> Shape:
    """All that could be known of a value."""
    match value:
        case bool():
            return Shape(frozenset(("boolean",)), (value,))
        case None:
            return Shape(frozenset(("null",)), (None,))
        case int():
            return INTEGER._replace(values=(value,))
        case str():
            return text(value)
        case list():
            return Shape(frozenset(("array",)), item=shape_of(value[0]) if len(value) == 1 else None)
    return Shape(frozenset(("object",)), parts=tuple(Part(k, shape_of(v)) for k, v in value.items()), closed=True)


@settings(max_examples=300, deadline=None)
@given(VALUES, SCHEMAS)
def test_what_is_said_not_to_fit_is_not_valid(value: Any, schema: Any) -> None:
    if misfits(shape_of(value), schema):
        assert not jsonschema_rs.validator_for(schema).is_valid(value)
