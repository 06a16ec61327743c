"""What a type looks like as JSON: scalars, containers, structs and classes, enums."""

import re
from collections.abc import Iterator

from checker.link.paths import last, parent
from checker.link.program import Program
from checker.model.facts import Field, Type
from checker.model.shape import UNKNOWN, Part, Shape, either

_STRINGS = ("str", "String", "char", "PathBuf", "Path", "Uuid", "OsString")
_FLOATS = ("f32", "f64", "float")
_BITS = {"8": 8, "16": 16, "32": 32, "64": 64, "128": 128, "size": 64}
_INTEGER = re.compile(r"([iu])(8|16|32|64|128|size)\Z")
_GENERIC = re.compile(r"([\w.:]+)\s*[<\[](.*)[>\]]\Z", re.DOTALL)
_NOISE = re.compile(r"&\s*|'\w+\s*,?\s*|\bmut\s+|\bdyn\s+|\bimpl\s+")
#: Containers that are written as what they hold.
_THROUGH = ("Box", "Arc", "Rc", "Cow", "Annotated", "Required", "Final", "ReadOnly")
_OPTIONS = ("Option", "Optional")
_LISTS = ("Vec", "VecDeque", "HashSet", "BTreeSet", "list", "List", "Sequence", "set", "Set", "Iterable", "tuple", "Tuple", "frozenset")
_MAPS = ("HashMap", "BTreeMap", "IndexMap", "Map", "dict", "Dict", "Mapping")
_QUOTED = re.compile(r"""["']([^"']*)["']\Z""")
_LONGEST, _DEEPEST = 500, 6
#: What makes a type that another tool serialises look as its fields are.
_SERIALISED = ("Serialize", "dataclass", "define", "frozen", "BaseModel", "TypedDict")
#: Marks of serde that change how a whole type is written.
_REWRITTEN = re.compile(r"\bserde\b.*\b(?:untagged|tag|content|into|transparent|remote|rename_all_fields)\b", re.DOTALL)


def written_shape(program: Program, written: str, scope: str, depth: int = 0) -> Shape:
    """The shape of a type as written in `scope`: `Option<Vec<u8>>`, `dict[str, int] | None`."""
    text = _NOISE.sub("", written).strip()
    if not text or len(text) > _LONGEST or depth > _DEEPEST:
        return UNKNOWN
    alternatives = [a.strip() for a in _split(text, "|")]
    if len(alternatives) > 1:
        return either([written_shape(program, a, scope, depth + 1) for a in alternatives])
    if text.startswith("[") and text.endswith("]"):
        return Shape(frozenset(("array",)), item=_known(written_shape(program, _split(text[1:-1], ";")[0], scope, depth + 1)))
    generic = _GENERIC.match(text)
    if generic:
        return _generic(program, generic[1].replace("::", ".").rpartition(".")[2], generic[2], scope, depth)
    return _scalar(text.replace("::", ".").rpartition(".")[2]) or _named(program, text.replace("::", "."), scope, depth)


def _generic(program: Program, name: str, inside: str, scope: str, depth: int) -> Shape:
    first = _split(inside, ",")[0]
    if name in _OPTIONS:
        held = written_shape(program, first, scope, depth + 1)
        return held._replace(types=held.types | {"null"}, values=()) if held.types else UNKNOWN
    if name in _THROUGH:
        return written_shape(program, first, scope, depth + 1)
    if name in _LISTS:
        return Shape(frozenset(("array",)), item=_known(written_shape(program, first, scope, depth + 1)))
    if name in _MAPS:
        return Shape(frozenset(("object",)))
    if name == "Union":
        return either([written_shape(program, a, scope, depth + 1) for a in _split(inside, ",")])
    if name == "Literal":
        texts = [_QUOTED.match(a.strip()) for a in _split(inside, ",")]
        return Shape(frozenset(("string",)), tuple(t[1] for t in texts if t)) if all(texts) else UNKNOWN
    return UNKNOWN


def _known(shape: Shape) -> Shape | None:
    return shape if shape.types else None


def _scalar(name: str) -> Shape | None:
    number = _INTEGER.match(name)
    if number:
        bits = _BITS[number[2]]
        low, high = (0, 2**bits - 1) if number[1] == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        return Shape(frozenset(("integer",)), low=low, high=high)
    if name in _STRINGS:
        return Shape(frozenset(("string",)))
    if name in _FLOATS:
        return Shape(frozenset(("number",)))
    kinds = {"int": "integer", "bool": "boolean", "None": "null", "()": "null", "dict": "object", "list": "array"}
    return Shape(frozenset((kinds[name],))) if name in kinds else None


def _named(program: Program, path: str, scope: str, depth: int) -> Shape:
    type_ = program.type(program.resolve(path.strip("\"'"), scope))
    return of_type(program, type_, depth + 1) if type_ is not None else UNKNOWN


def of_type(program: Program, type_: Type, depth: int = 0) -> Shape:
    """The shape of what a type is serialised to; not known where the code does not say how."""
    marks = "\n".join(type_.decorators)
    if depth > _DEEPEST or _REWRITTEN.search(marks) or not _is_serialised(type_):
        return UNKNOWN
    if type_.kind == "enum":
        plain = all(not v.fields and v.value is None for v in type_.variants)
        return Shape(frozenset(("string",)), tuple(v.wire for v in type_.variants)) if plain and type_.variants else UNKNOWN
    if any(f.name.isdigit() for f in type_.fields):
        return field_shape(program, type_, type_.fields[0], depth) if len(type_.fields) == 1 else UNKNOWN
    parts = tuple(_parts(program, type_, depth))
    known = all(p.name for p in parts) and all(last(b) in _SERIALISED for b in type_.bases)
    return Shape(frozenset(("object",)), parts=tuple(p for p in parts if p.name), closed=known)


def _is_serialised(type_: Type) -> bool:
    marks = (*type_.decorators, *type_.bases)
    return any(re.search(rf"\b{word}\b", mark) for mark in marks for word in _SERIALISED)


def _parts(program: Program, type_: Type, depth: int) -> Iterator[Part]:
    """The fields; one without a name stands for those that cannot be seen."""
    for field in type_.fields:
        inner = field_shape(program, type_, field, depth)
        if field.wire:
            # What is left out is mostly what would be null.
            yield Part(field.wire, inner._replace(types=inner.types - {"null"}) if field.left_out else inner, field.left_out)
        elif inner.closed:
            yield from inner.parts
        else:
            yield Part("", UNKNOWN)


def field_shape(program: Program, holder: Type, field: Field, depth: int) -> Shape:
    """The shape of a field as its type is written."""
    return written_shape(program, field.written, parent(holder.name), depth + 1)


def _split(text: str, separator: str) -> list[str]:
    """The parts of a type between separators that stand in no bracket."""
    parts, depth, start = [], 0, 0
    for i, letter in enumerate(text):
        depth += (letter in "<[(") - (letter in ">])")
        if letter == separator and not depth:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]
