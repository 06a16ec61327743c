"""Payloads whose keys are decided at run time, where the schema of their event lists all there are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from checker.link.chains import Hit, Writes, handed
from checker.link.ends import ends, event
from checker.link.frame import Frame
from checker.link.misfits import target
from checker.link.naming import field_of
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.shapes import SERIALISERS
from checker.link.values import heads, types
from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.place import Place
from checker.model.registry import Event, Registry
from checker.model.subject import Callsite, LoosePayload
from checker.model.value import LITERALS, Invoke, Member, Parameter, Record, Value

#: Objects within each other that are looked into, and forms that one payload is put into on the way.
_DEEPEST, _MOST_FORMS = 6, 8
#: What is written around a type without changing what it holds.
_AROUND = re.compile(r"\A(?:&\s*|'\w+\s+|mut\s+|(?:\w+::)*(?:Option|Box|Arc|Rc|Cow|Optional|Annotated)\s*[<\[])+")
#: JSON of any form, and maps from texts.
_VALUE = re.compile(r"(?:(?:\w+::)*serde_json::|serde_json\.)?Value\b")
_MAP = re.compile(
    r"(?:\w+(?:::|\.))*(?:Map|HashMap|BTreeMap|IndexMap|dict|Dict|Mapping|MutableMapping)\s*(?:[<\[]\s*(?:&?(?:'\w+\s+)?str|String)\b|\Z|\|)"
)
#: What reads JSON of any form.
_PARSED = ("json.loads", "json.load")

_Key = tuple[str, int, int]


class _Closed(NamedTuple):
    """A part of a schema that may close an object, the schema that it is of, the way to it in the payload, and whether what the outermost
    function is given is for its callers to say."""

    part: Any
    root: Any
    field: str
    called: bool
    depth: int = 0


def loose_payloads(program: Program, writes: Writes, sites: Iterable[Callsite], registry: Registry) -> tuple[LoosePayload, ...]:
    """The payloads of production writes that can have keys which nobody sees, each told once, at the write whose own code says so."""
    schemas = dict(registry.schemas)
    schemed = {name: e for name, e in registry.events.items() if e.schema in schemas}
    if not schemed:
        return ()
    found: dict[_Key, dict[tuple[str, str, str], frozenset[_Key]]] = {}
    places: dict[_Key, Place] = {}
    for site in sites:
        if site.context == "production" and not schemed.keys().isdisjoint(site.event.names):
            key = (site.path, site.span.start, site.span.end)
            places[key] = Place(site.path, site.span)
            found[key] = dict(_of_write(program, writes, writes.hits[key], bool(site.callers), schemed, schemas))
    told = (
        LoosePayload(places[key], schemed[name], field, what)
        for key, ways in found.items()
        for (name, field, what), further in ways.items()
        if not any((name, field, what) in found.get(inner, {}) for inner in further)
    )
    return tuple(sorted(told, key=lambda each: (each.place, each.event.name, each.field)))


def _of_write(
    program: Program, writes: Writes, hit: Hit, called: bool, schemed: Mapping[str, Event], schemas: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, str, str], frozenset[_Key]]]:
    """Event, field and what is loose there, on each way from a write, with the writes further in on that way."""
    for end in ends(program, writes, hit):
        program.refuel()
        names = event(program, end)
        value = handed(end.chain[-1], "payload")
        if names is None or names.reasons or names.prefixes or len(names.texts) != 1 or value is None:
            continue
        (name,) = names.texts
        if name in schemed:
            root = schemas[schemed[name].schema]
            further = frozenset((h.path, h.site.span.start, h.site.span.end) for h in end.chain[1:])
            for field, what in _loose(program, value, end.frame, _Closed(root, root, "", called)):
                yield (name, field, what), further


def _loose(program: Program, value: Value, frame: Frame, at: _Closed) -> Iterator[tuple[str, str]]:
    part = _resolved(at.part, at.root)
    if not isinstance(part, dict) or at.depth > _DEEPEST:
        return
    at = at._replace(part=part)
    for head, where in heads(program, value, frame):
        yield from _of_head(program, *_serialised(program, head, where), at)


def _serialised(program: Program, value: Value, frame: Frame) -> tuple[Value, Frame]:
    """What is serialised, not the text that comes out of it."""
    for _ in range(_MOST_FORMS):
        given = (value.receiver or (value.args[0].value if value.args else None)) if isinstance(value, Invoke) else None
        if not isinstance(value, Invoke) or last(value.callee) not in SERIALISERS or given is None:
            break
        value, frame = next(heads(program, given, frame), (given, frame))
    return value, frame


def _of_head(program: Program, value: Value, frame: Frame, at: _Closed) -> Iterator[tuple[str, str]]:
    match value:
        case Record(type_, items, open_):
            if open_ and type_ == "json" and _closes(at.part):
                yield at.field, "keys that are put in at run time"
            for item in items if type_ == "json" or type_ not in LITERALS else ():
                yield from _of_part(program, item.name, item.value, frame, at, type_)
        case Parameter() | Member():
            yield from _of_declared(program, value, frame, at)
        case Invoke(callee, _, _) if callee in _PARSED and _closes(at.part):
            yield at.field, "JSON of any form"


def _of_part(program: Program, name: str, value: Value, frame: Frame, at: _Closed, type_: str) -> Iterator[tuple[str, str]]:
    """A field of a record, by the name that it has when serialised."""
    found = field_of(program, program.resolve(type_, frame.scope), name) if type_ not in LITERALS else None
    wire = found[1].wire if found is not None else name
    inner = _property(at, wire)
    if inner is not None:
        yield from _loose(program, value, frame, inner)


def _of_declared(program: Program, value: Value, frame: Frame, at: _Closed) -> Iterator[tuple[str, str]]:
    """What the type says that is written at a parameter or field."""
    written, scope = _written(program, value, frame)
    if at.called and isinstance(value, Parameter) and not frame.called:
        return
    if _free(program, written, scope):
        if _closes(at.part):
            yield at.field, f"`{_spelled(value)}`, which is {_article(written)}"
        return
    for path in sorted(types(program, value, frame)):
        yield from _of_type(program, path, at)


def _of_type(program: Program, path: str, at: _Closed) -> Iterator[tuple[str, str]]:
    """The fields of a struct or class that hold anything."""
    made = program.type(path)
    for field in made.fields if made is not None and at.depth < _DEEPEST else ():
        inner = _property(at, field.wire) if field.wire else None
        if made is None or inner is None:
            continue
        part = _resolved(inner.part, at.root)
        if _free(program, field.written, parent(made.name)) and isinstance(part, dict) and _closes(part):
            yield inner.field, f"the field `{field.name}` of `{last(made.name)}`, which is {_article(field.written)}"


def _written(program: Program, value: Value, frame: Frame) -> tuple[str, str]:
    """The type as written, and where."""
    function = frame.function
    if isinstance(value, Parameter):
        known = function is not None and 0 <= value.position < len(function.params)
        if not known or function is None:
            return "", ""
        param = function.params[value.position]
        return "dict" if param.name.startswith("**") else param.written, function.scope
    if isinstance(value, Member):
        for path in sorted(types(program, value.base, frame)):
            found = field_of(program, path, value.name)
            if found is not None:
                return found[1].written, parent(found[0].name)
    return "", ""


def _free(program: Program, written: str, scope: str) -> bool:
    """Whether a type holds whatever keys it is given."""
    inner = _AROUND.sub("", written.strip("\"' "))
    if _VALUE.match(inner):
        return program.type(program.resolve(inner.partition(">")[0].replace("::", ".").strip(), scope)) is None
    return _MAP.match(inner) is not None


def _property(at: _Closed, name: str) -> _Closed | None:
    """The part of the schema that speaks of a property, None where none does."""
    listed = at.part.get("properties")
    part = listed.get(name) if isinstance(listed, dict) else None
    return _Closed(part, at.root, f"{at.field}.{name}" if at.field else name, at.called, at.depth + 1) if part is not None else None


def _closes(part: Mapping[str, Any]) -> bool:
    """Whether a part of a schema lists all keys that an object may have."""
    return part.get("additionalProperties") is False and not part.get("patternProperties") and "$ref" not in part


def _resolved(part: Any, root: Any) -> Any:
    """A part of a schema with its reference within the schema followed."""
    for _ in range(_DEEPEST):
        reference = part.get("$ref") if isinstance(part, dict) else None
        if not isinstance(reference, str):
            break
        part = target(root, reference)
    return part


def _spelled(value: Value) -> str:
    if isinstance(value, Member):
        return f"{_spelled(value.base)}.{value.name}".lstrip(".")
    return value.name if isinstance(value, Parameter) else ""


def _article(written: str) -> str:
    return f"a `{written}`"


def as_data(found: LoosePayload) -> dict[str, Any]:
    """One such payload, as rules see it."""
    return subject(
        *found.place,
        (Related(found.event.place, f"`{found.event.name}` is registered here"),),
        event=found.event.name,
        schema=found.event.schema,
        field=found.field,
        what=found.what,
    )
