"""A payload's shape against a JSON Schema: what cannot be valid, whatever runs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checker.contracts.nearest import nearest
from checker.model.shape import Part, Shape

#: References that lead on and on: nobody nests schemas deeper.
_DEEPEST = 12
_LONGEST_TEXT = 60
_LONGEST_PATTERN = 1000
_TYPES = ("string", "integer", "number", "boolean", "null", "array", "object")


class Misfit(NamedTuple):
    """Something in a payload that its schema does not allow. `kind`: `missing`, `absent` (may be left out), `extra`, `type`, `null`,
    `value`, `range`, `alternative`; `field` is the way to it (`a.b`, `list[].c`, `""` for the payload itself)."""

    kind: str
    field: str
    message: str


def misfits(shape: Shape, schema: Any) -> tuple[Misfit, ...]:
    """What does not fit. What is not known fits; so does what the schema says in ways that are not understood."""
    return tuple(dict.fromkeys(_judged(shape, schema, schema, "", 0)))


def _judged(shape: Shape, part: Any, root: Any, at: str, depth: int) -> Iterator[Misfit]:
    if not isinstance(part, dict) or not shape.types or depth > _DEEPEST:
        return
    if isinstance(part.get("$ref"), str):
        yield from _judged(shape, target(root, part["$ref"]), root, at, depth + 1)
    wrong = next(_type(shape, part, at), None)
    if wrong is not None:
        yield wrong
        return
    yield from _values(shape, part, at)
    yield from _range(shape, part, at)
    yield from _text(shape, part, at)
    for each in _list(part.get("allOf")):
        yield from _judged(shape, each, root, at, depth + 1)
    for key in ("oneOf", "anyOf"):
        yield from _alternatives(shape, _list(part.get(key)), root, at, depth)
    if shape.types == {"object"} and (shape.parts or shape.closed):
        yield from _object(shape, part, root, at, depth)
    if shape.types == {"array"} and shape.item is not None and isinstance(part.get("items"), dict):
        yield from _judged(shape.item, part["items"], root, f"{at}[]", depth + 1)


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def target(root: Any, reference: str) -> Any:
    """What a reference within the schema points to; None for all others."""
    if reference.startswith("#/"):
        for step in reference[2:].split("/"):
            root = root.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(root, dict) else None
        return root
    return root if reference == "#" else None


def _type(shape: Shape, part: Mapping[str, Any], at: str) -> Iterator[Misfit]:
    stated = part.get("type")
    allowed = [stated] if isinstance(stated, str) else [t for t in _list(stated) if isinstance(t, str)]
    if not allowed or not set(allowed) <= set(_TYPES):
        return
    # A number without a fraction is an integer, so that neither rules the other out.
    taken = {*allowed, *(("integer", "number") if {"integer", "number"} & set(allowed) else ())}
    if not shape.types & taken:
        yield Misfit("type", at, f"{_named(at)} is {_a(shape)}, where the schema has {' or '.join(allowed)}")
    elif "null" in shape.types - taken:
        yield Misfit("null", at, f"{_named(at)} can be null, where the schema has {' or '.join(allowed)}")


def _a(shape: Shape) -> str:
    kinds = sorted(shape.types)
    return " or ".join(f"{'an' if k[0] in 'aio' else 'a'} {k}" if k != "null" else "null" for k in kinds)


def _named(at: str) -> str:
    return f"`{at}`" if at else "the payload"


def _values(shape: Shape, part: Mapping[str, Any], at: str) -> Iterator[Misfit]:
    allowed = [part["const"]] if "const" in part else part.get("enum")
    if not shape.values or not isinstance(allowed, list):
        return
    wrong = [v for v in shape.values if not any(_same(v, a) for a in allowed)]
    if wrong:
        texts = [a for a in allowed if isinstance(a, str)]
        near = nearest(wrong[0], texts) if isinstance(wrong[0], str) and len(allowed) > 1 else ""
        expected = f"the schema has {_shown(allowed[0])}" if len(allowed) == 1 else "which the schema does not list"
        joined = f"{_named(at)} is {_shown(wrong[0])}, " + (f"where {expected}" if len(allowed) == 1 else expected)
        yield Misfit("value", at, joined + (f", did you mean {_shown(near)}?" if near else ""))


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: `true` is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _shown(value: Any) -> str:
    words = {True: "true", False: "false", None: "null"}
    text = f'"{value}"' if isinstance(value, str) else words[value] if value is None or isinstance(value, bool) else str(value)
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def _range(shape: Shape, part: Mapping[str, Any], at: str) -> Iterator[Misfit]:
    low, high = _number(part.get("minimum")), _number(part.get("maximum"))
    numbers = [v for v in shape.values if isinstance(v, int) and not isinstance(v, bool)]
    least = min(numbers) if numbers else shape.low
    most = max(numbers) if numbers else shape.high
    if shape.types <= {"integer"} and low is not None and most is not None and most < low:
        yield Misfit("range", at, f"{_named(at)} is at most {most}, below the schema's minimum of {low}")
    if shape.types <= {"integer"} and high is not None and least is not None and least > high:
        yield Misfit("range", at, f"{_named(at)} is at least {least}, above the schema's maximum of {high}")


def _text(shape: Shape, part: Mapping[str, Any], at: str) -> Iterator[Misfit]:
    """Texts that are too short, too long, or not of the schema's pattern."""
    texts = [v for v in shape.values if isinstance(v, str)]
    if not texts:
        return
    shortest, longest, pattern = part.get("minLength"), part.get("maxLength"), part.get("pattern")
    if isinstance(shortest, int) and any(len(t) < shortest for t in texts):
        yield Misfit("range", at, f"{_named(at)} can be {_shown(min(texts, key=len))}, shorter than the schema's {shortest}")
    if isinstance(longest, int) and any(len(t) > longest for t in texts):
        yield Misfit("range", at, f"{_named(at)} can be {_shown(max(texts, key=len))}, longer than the schema's {longest}")
    found = _search(pattern) if isinstance(pattern, str) else None
    odd = [t for t in texts if found is not None and found(t) is None]
    if odd:
        yield Misfit("value", at, f"{_named(at)} is {_shown(odd[0])}, which is not of the schema's pattern {_shown(pattern)}")


def _search(pattern: str) -> Callable[[str], object] | None:
    """The search for a pattern in linear time; None for what that cannot do, such as looking ahead."""
    import re2  # only where a schema has a pattern and a payload a text for it

    if len(pattern) > _LONGEST_PATTERN:
        return None
    quiet = re2.Options()
    quiet.log_errors = False
    try:
        found: Callable[[str], object] = re2.compile(pattern, quiet).search
    except re2.error:
        return None
    return found


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _alternatives(shape: Shape, parts: Sequence[Any], root: Any, at: str, depth: int) -> Iterator[Misfit]:
    """What fits none of the alternatives; the one that the payload's own tag names says why."""
    judged = [(part, list(_judged(shape, part, root, at, depth + 1))) for part in parts]
    if not judged or any(not found for _, found in judged):
        return
    tagged = [found for part, found in judged if _tagged(shape, part, root)]
    if len(tagged) == 1:
        yield from tagged[0]
    else:
        yield Misfit("alternative", at, f"{_named(at)} fits none of the {len(parts)} alternatives of the schema")


def _tagged(shape: Shape, part: Any, root: Any) -> bool:
    """Whether a constant of an alternative is what the payload has there, as `event` in `{"event": {"const": "capture"}}`."""
    if isinstance(part, dict) and isinstance(part.get("$ref"), str):
        part = target(root, part["$ref"])
    properties = part.get("properties") if isinstance(part, dict) else None
    held = {p.name: p.shape.values for p in shape.parts}
    stated = {n: each["const"] for n, each in (properties or {}).items() if isinstance(each, dict) and "const" in each}
    return any(held.get(name) == (const,) for name, const in stated.items())


def _object(shape: Shape, part: Mapping[str, Any], root: Any, at: str, depth: int) -> Iterator[Misfit]:
    found: dict[str, Part] = {p.name: p for p in shape.parts}
    listed = part.get("properties")
    properties: Mapping[str, Any] = listed if isinstance(listed, dict) else {}
    for name in [r for r in _list(part.get("required")) if isinstance(r, str)]:
        if name not in found and shape.closed:
            yield Misfit("missing", _join(at, name), f"`{_join(at, name)}` is missing, which the schema requires")
        elif name in found and found[name].optional:
            yield Misfit("absent", _join(at, name), f"`{_join(at, name)}` may be left out, though the schema requires it")
    more = part.get("additionalProperties", True)
    for name, each in found.items():
        if name in properties:
            yield from _judged(each.shape, properties[name], root, _join(at, name), depth + 1)
        elif more is False and not part.get("patternProperties") and _closes(part):
            near = nearest(name, properties)
            hint = f", did you mean `{near}`?" if near else ""
            yield Misfit("extra", _join(at, name), f"`{_join(at, name)}` is not allowed by the schema{hint}")
        elif isinstance(more, dict):
            yield from _judged(each.shape, more, root, _join(at, name), depth + 1)


def _closes(part: Mapping[str, Any]) -> bool:
    """Whether the properties stated beside `additionalProperties` are all that it speaks of: a reference beside it states others in
    old dialects only, where it is all that counts."""
    return "$ref" not in part


def _join(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name
