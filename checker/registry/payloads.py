"""What a JSON Schema lets a payload hold, flat: each field by its path, with its types, and the objects that take no other field."""

from collections.abc import Iterator
from typing import Any, NamedTuple

#: Schemas refer to each other and to themselves; nobody reads a payload deeper than this.
_DEEPEST = 8
_PARTS = ("allOf", "anyOf", "oneOf")


class Shape(NamedTuple):
    """`fields` maps a path (`a.b`, `list[].c`) to the types that it can have, none: any; `closed` are the objects that take no others
    (`""`: the payload itself)."""

    fields: dict[str, frozenset[str]]
    closed: frozenset[str]


def shape(schema: Any) -> Shape:
    """The shape of the payloads that a schema allows. Of alternatives all are counted; references are followed within the schema."""
    fields, closed = dict[str, frozenset[str]](), set[str]()
    for path, part in _parts(schema, schema, "", 0):
        fields[path] = fields.get(path, frozenset()) | _types(part)
        if part.get("additionalProperties", True) is False:
            closed.add(path)
    fields.pop("", None)
    return Shape(fields, frozenset(closed))


def _parts(schema: Any, part: Any, path: str, depth: int) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(part, dict) or depth > _DEEPEST:
        return
    yield path, part
    if isinstance(part.get("$ref"), str):
        yield from _parts(schema, _at(schema, part["$ref"]), path, depth + 1)
    for key in _PARTS:
        for each in part[key] if isinstance(part.get(key), list) else ():
            yield from _parts(schema, each, path, depth + 1)
    properties = part.get("properties")
    for name, each in properties.items() if isinstance(properties, dict) else ():
        yield from _parts(schema, each, f"{path}.{name}" if path else name, depth + 1)
    yield from _parts(schema, part.get("items"), f"{path}[]", depth + 1)


def _at(schema: Any, reference: str) -> Any:
    for step in reference.split("/")[1:] if reference.startswith("#/") else (None,):
        schema = schema.get(step) if isinstance(schema, dict) else None
    return schema


def _types(part: dict[str, Any]) -> frozenset[str]:
    stated = part.get("type", ())
    return frozenset([stated] if isinstance(stated, str) else [each for each in stated if isinstance(each, str)])
