"""OpenTelemetry semantic conventions: groups of attributes, metrics and events (`groups`, or the lists of `definition/2`)."""

from collections.abc import Iterator, Sequence

from checker.contracts import Document, complain
from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.registry import Event, Reading
from checker.model.source import FactSource
from checker.registry.entries import Entry, faults, listed
from checker.registry.files import Tree, documents
from checker.registry.statements import repeated
from checker.registry.words import is_event_name

FORMAT = "otel-semconv"

#: The lists of the second form. Only metrics and events are written under a name of their own.
_LISTS = frozenset(("attributes", "attribute_groups", "entities", "events", "metrics", "spans")) | frozenset(
    f"{kind}_refinements" for kind in ("entity", "event", "metric", "span")
)
#: A model has one file that says what it is and on what it builds.
_MANIFEST = ("schema_url", "schema_base_url", "registry_manifest")
#: Where a group of the first form has its name.
_NAMED = {"metric": "metric_name", "event": "name"}


def read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """The metrics and events of the source; what is deprecated there is so here."""
    found, files, complaints = documents(root, source.paths, paths)
    complaints += (c for document in found for c in _misshapen(document))
    named = [(entry, field) for document in found for entry, field in _entries(document)]
    complaints += (c for entry, field in named for c in faults(entry, {field: str}, {"brief": str}))
    events, again = repeated(_event(entry, field) for entry, field in named if is_event_name(_name(entry, field)))
    return Reading(events, complaints=tuple(complaints), files=files, repeated=again)


def _misshapen(document: Document) -> Iterator[Complaint]:
    if not isinstance(document.data, dict):
        yield complain(document, (), "the file must be a mapping")
        return
    known = [key for key in document.data if key in ("groups", "imports") or key in _LISTS]
    if not known and not any(key in document.data for key in _MANIFEST):
        yield complain(document, (), 'the file has neither "groups" nor one of the lists of semantic conventions')
    for key in known:
        if key != "imports" and not isinstance(document.data[key], list):
            yield complain(document, (key,), f'"{key}" must be a list')
    for entry in listed(document, "groups"):
        yield from faults(entry, {"id": str}, {"type": str})


def _entries(document: Document) -> Iterator[tuple[Entry, str]]:
    """The metrics and events of a file, with the field that holds their name."""
    for entry in listed(document, "groups"):
        kind = entry.text("type")
        if kind == "event" and "name" not in entry.data and entry.text("id"):
            yield entry, "id"  # before events had names of their own
        elif kind in _NAMED:
            yield entry, _NAMED[kind]
    for key in ("metrics", "events"):
        for entry in listed(document, key):
            yield entry, "name"


def _name(entry: Entry, field: str) -> str:
    return entry.text(field).removeprefix("event.") if field == "id" else entry.text(field)


def _event(entry: Entry, field: str) -> Event:
    name = _name(entry, field)
    return Event(
        name,
        entry.place(field),
        FORMAT,
        family=name.partition(".")[0],
        status="deprecated" if entry.data.get("deprecated") else "",
        description=" ".join(entry.text("brief").split()),
    )
