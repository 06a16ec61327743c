"""Whether a JSON Schema is plainly sound: made of keywords that everybody uses, each with a value that every meta-schema takes.

What is not plainly sound need not be wrong; the meta-schema decides then. This exists because loading a validator costs more than
everything else that is done to a schema, and nearly all schemas do without.
"""

import re
from collections.abc import Callable
from typing import Any

TYPES = frozenset({"string", "number", "integer", "boolean", "object", "array", "null"})
#: Expressions that read the same in every language of regular expressions.
_PLAIN_PATTERN = re.compile(r"(?:[\w ^$+*.,:/@|{}\[\]-]|\\[.dws-])*\Z", re.ASCII)
_PLAIN_REFERENCE = re.compile(r"[\w./:#$%~-]*\Z", re.ASCII)


def plainly_sound(schema: Any) -> bool:
    """Whether nothing in the schema needs a second look, so that its meta-schema accepts it."""
    if isinstance(schema, bool):
        return True
    if not isinstance(schema, dict):
        return False
    return all(key.startswith("x-") or (key in _KEYWORDS and _KEYWORDS[key](value)) for key, value in schema.items())


def _type(value: Any) -> bool:
    names = value if isinstance(value, list) else [value]
    return bool(names) and all(isinstance(name, str) and name in TYPES for name in names) and len(set(names)) == len(names)


def _schemas(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(plainly_sound, value))


def _named_schemas(value: Any) -> bool:
    return isinstance(value, dict) and all(map(plainly_sound, value.values()))


def _names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value) and len(set(value)) == len(value)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _list(value: Any) -> bool:
    return isinstance(value, list)


def _anything(value: Any) -> bool:
    return True


def _pattern(value: Any) -> bool:
    if not isinstance(value, str) or not _PLAIN_PATTERN.match(value):
        return False
    try:
        re.compile(value)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _reference(value: Any) -> bool:
    return isinstance(value, str) and _PLAIN_REFERENCE.match(value) is not None


def _id(value: Any) -> bool:
    return _reference(value) and "#" not in value


_BY_TEST: dict[Callable[[Any], bool], tuple[str, ...]] = {
    _type: ("type",),
    _schemas: ("allOf", "anyOf", "oneOf"),
    _named_schemas: ("properties", "$defs", "definitions"),
    plainly_sound: ("items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else"),
    _names: ("required",),
    _number: ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    _count: ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
    _text: ("title", "description", "$comment", "format", "$schema"),
    _flag: ("uniqueItems", "readOnly", "writeOnly"),
    _list: ("enum", "examples"),
    _anything: ("const", "default"),
    _pattern: ("pattern",),
    _reference: ("$ref",),
    _id: ("$id",),
}
_KEYWORDS = {keyword: test for test, keywords in _BY_TEST.items() for keyword in keywords}
