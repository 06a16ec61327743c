"""The JSON Schemas of a workspace: valid JSON, valid by their meta-schema, every reference within the workspace leading somewhere.

Nothing is fetched: a reference to another host is taken as it stands, and says nothing about a payload.
"""

from collections.abc import Iterable, Iterator, Set
from itertools import islice
from typing import Any, NamedTuple

from checker.contracts import SHIPPED, Document, complain, glance, suggestion
from checker.model.errors import Complaint, Unusable
from checker.model.registry import Event
from checker.registry.files import document
from checker.registry.references import faults
from checker.registry.soundness import TYPES, plainly_sound

#: What `$schema` may say, and what is taken where it says nothing.
DIALECTS = ("http://json-schema.org/draft-07/schema", "https://json-schema.org/draft/2020-12/schema")


#: Nobody reads more about one file.
MAX_COMPLAINTS = 20


class Schemas(NamedTuple):
    """The sound schemas by path; what is not JSON; what is JSON and no schema."""

    sound: dict[str, Any]
    malformed: tuple[Complaint, ...]
    unsound: tuple[Complaint, ...]


def schemas(root: str, paths: Iterable[str]) -> Schemas:
    """The schemas at `paths`, which are files of the workspace at `root`."""
    sound, malformed, unsound = dict[str, Any](), list[Complaint](), list[Complaint]()
    for path in sorted(set(paths)):
        seen = glance(root, path)
        if seen is not None and not any(_judged(root, seen)):
            sound[path] = seen.data
            continue
        try:
            schema = document(root, path)
        except Unusable as unusable:
            malformed += unusable.complaints
            continue
        wrong = sorted({*_judged(root, schema)})
        unsound += wrong
        if not wrong:
            sound[path] = schema.data
    return Schemas(sound, tuple(malformed), tuple(unsound))


def absent(events: Iterable[Event], there: Set[str], paths: Iterable[str]) -> tuple[Complaint, ...]:
    """The places that state a schema for which there is no file. A shipped taxonomy speaks of more schemas than one workspace has."""
    found = dict[tuple[str, int], Complaint]()
    for event in events:
        if event.schema and event.schema not in there and not event.place.path.startswith(SHIPPED):
            span = dict(event.stated).get("schema", event.place.span)
            near = suggestion(event.schema, (path for path in paths if path.endswith(".json")))
            message = f'the schema of `{event.name}`, "{event.schema}", is not there{near}'
            found.setdefault((event.place.path, span.start), Complaint(event.place.path, span.line, span.column, message))
    return tuple(sorted(found.values()))


def _judged(root: str, schema: Document) -> Iterator[Complaint]:
    if not isinstance(schema.data, dict | bool):
        yield complain(schema, (), "a JSON Schema must be a mapping, or true or false")
        return
    if _dialect(schema.data) not in DIALECTS:
        yield complain(schema, ("$schema",), f'"$schema" must be {DIALECTS[0]}# or {DIALECTS[1]}')
        return
    wrong = [] if plainly_sound(schema.data) else [*_by_meta_schema(schema)]
    # A broken schema has no references that could be followed.
    yield from wrong or faults(root, schema)


def _dialect(data: Any) -> str:
    return str(data.get("$schema", DIALECTS[-1])).removesuffix("#") if isinstance(data, dict) else DIALECTS[-1]


def _by_meta_schema(schema: Document) -> Iterator[Complaint]:
    import jsonschema_rs  # takes longer to load than all the rest; most schemas are plainly sound and do without

    dialect = _dialect(schema.data)
    meta = jsonschema_rs.validator_for({"$schema": dialect, "$ref": dialect}, retriever=_refuse, validate_formats=True)
    for error in islice(meta.iter_errors(schema.data), MAX_COMPLAINTS):
        at = [*error.instance_path]
        yield complain(schema, at, f"not a valid JSON Schema: {_said(at, error)}")


def _said(at: list[str | int], error: Any) -> str:
    words = [step for step in at if isinstance(step, str)]
    if words and words[-1] == "type" and isinstance(error.instance, str):
        return f'no type is named "{error.instance[:40]}"{suggestion(error.instance, TYPES)}'
    return (f'"{words[-1]}": ' if words else "") + str(error.message)


def _refuse(address: str) -> Any:
    raise ValueError(f"{address} is not fetched")
