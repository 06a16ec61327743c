"""A document held against its JSON Schema in `contracts/schema/`, every mistake at its place and in words for people."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from checker.contracts.document import Document, complain
from checker.contracts.nearest import suggestion
from checker.model.errors import Complaint

#: Nobody reads more, and a hostile file could hold a million.
MAX_COMPLAINTS = 1000
_TYPES = {
    "string": "text",
    "array": "a list",
    "object": "a mapping",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


def validate(document: Document, schema_name: str) -> tuple[Complaint, ...]:
    """All that the schema `schema_name` (`taxonomy.v1.schema.json`) finds wrong, in the order of the file."""
    import jsonschema_rs

    schema = schema_of(schema_name)
    validator = jsonschema_rs.validator_for(schema)
    found = (c for error in validator.iter_errors(document.data) for c in _complaints(document, schema, error))
    return tuple(sorted(set(islice(found, MAX_COMPLAINTS))))


def schema_of(name: str) -> dict[str, Any]:
    """The shipped JSON Schema of that file name (`rule.v1.schema.json`, or `rule.v1` for short)."""
    from checker.data import folder

    name = name if name.endswith(".json") else f"{name}.schema.json"
    with open(f"{folder('contracts')}/schema/{name}", encoding="utf-8") as file:
        schema: dict[str, Any] = json.load(file)
    return schema


def _complaints(document: Document, schema: dict[str, Any], error: Any) -> Iterator[Complaint]:
    pointer, kind = list(error.instance_path), error.kind
    rule = _below(schema, list(error.schema_path)[:-1])
    if kind.name == "additionalProperties":
        for name in kind.unexpected:
            words = f'unknown key "{name}"' + suggestion(name, rule.get("properties", ()))
            yield complain(document, [*pointer, name], words, key=True)
    elif kind.name == "required":
        yield complain(document, pointer, f'the key "{kind.property}" is missing{_inside(pointer)}')
    else:
        yield complain(document, pointer, _message(error, rule, _label(pointer)))


def _message(error: Any, rule: dict[str, Any], label: str) -> str:
    kind, value = error.kind, error.instance
    if kind.name == "type":
        return f"{label} must be {' or '.join(_TYPES[t] for t in kind.types)}, not {_type_of(value)}"
    if kind.name == "enum":
        listed = ", ".join(str(o) for o in kind.options)
        near = suggestion(value, [o for o in kind.options if isinstance(o, str)]) if isinstance(value, str) else ""
        return f"{label} is {_quoted(value)}, not one of: {listed}{near}"
    if kind.name == "const":
        return f"{label} must be {json.dumps(kind.expected_value)}, not {_quoted(value)}"
    if kind.name == "pattern":
        return f"{label} is {_quoted(value)}, not {rule.get('x-says', 'of the form ' + rule['pattern'])}"
    return f"{label}: {error.message}"


def _below(schema: Any, path: list[str | int]) -> dict[str, Any]:
    for step in path:
        schema = schema[step]
    found: dict[str, Any] = schema
    return found


def _label(pointer: list[str | int]) -> str:
    if not pointer:
        return "the file"
    if isinstance(pointer[-1], int):
        return f"item {pointer[-1] + 1} of {_label(pointer[:-1])}"
    return f'"{pointer[-1]}"'


def _inside(pointer: list[str | int]) -> str:
    return f" in {_label(pointer)}" if pointer else ""


def _type_of(value: Any) -> str:
    names = {str: "string", list: "array", dict: "object", bool: "boolean", int: "integer", float: "number"}
    return _TYPES[names.get(type(value), "null")]


def _quoted(value: Any) -> str:
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 80 else words[:77] + "…"
