"""A list of events, or of families still to come: `events` with `{id, schema_path, owner_crate, retention_days, description}`,
`families` with `{id, status, summary}`."""

from collections.abc import Iterator, Sequence

from checker.contracts import Document
from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.registry import STATUSES, Event, Reading
from checker.model.source import FactSource
from checker.registry.entries import Entry, faults, listed, misshapen
from checker.registry.files import Tree, documents, stays
from checker.registry.statements import repeated, stated
from checker.registry.words import is_event_name, is_retention

FORMAT = "events-catalog"
_TEXTS = ("schema_path", "owner_crate", "description", "status", "summary")
_OPTIONAL: dict[str, type] = {"retention_days": int} | dict.fromkeys(_TEXTS, str)
_PLACES = {"owner": "owner_crate", "retention": "retention_days", "schema": "schema_path"}


def read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """The events of the source, in its order. An id may be the catalogue's own, so that a schema says which events it speaks of."""
    found, files, complaints = documents(root, source.paths, paths)
    entries = [entry for document in found for entry in listed(document, _key(document))]
    complaints += (c for document in found for c in misshapen(document, _key(document), list))
    complaints += (c for entry in entries for c in _faults(entry))
    events = [_event(entry) for entry in entries if is_event_name(entry.text("id"))]
    kept, again = repeated(events)
    return Reading(kept, complaints=tuple(complaints), files=files, repeated=again)


def _key(document: Document) -> str:
    return "families" if isinstance(document.data, dict) and "events" not in document.data and "families" in document.data else "events"


def _faults(entry: Entry) -> Iterator[Complaint]:
    yield from faults(entry, {"id": str}, _OPTIONAL)
    name, status, path = entry.text("id"), entry.text("status"), entry.text("schema_path")
    if name and not is_event_name(name):
        yield entry.wrong("id", f'"{name[:80]}" is not an event name: one line of 1 to 200 characters')
    if status and status not in STATUSES:
        yield entry.wrong("status", f'"status" is "{status[:40]}", not one of: {", ".join(STATUSES)}')
    days = entry.data.get("retention_days")
    if isinstance(days, int) and not isinstance(days, bool) and not is_retention(_days(entry)):
        yield entry.wrong("retention_days", f'"retention_days" is {days}, not a number of days')
    if not stays(path):
        yield entry.wrong("schema_path", f'"{path}" leads out of the workspace')


def _days(entry: Entry) -> str:
    return f"{entry.number('retention_days')}d"


def _event(entry: Entry) -> Event:
    path = entry.text("schema_path")
    return Event(
        entry.text("id"),
        entry.place("id"),
        FORMAT,
        status=entry.text("status") if entry.text("status") in STATUSES else "",
        owners=(entry.text("owner_crate"),) if entry.text("owner_crate") else (),
        retention=_days(entry) if is_retention(_days(entry)) else "",
        schema=path if stays(path) else "",
        description=entry.text("description") or entry.text("summary"),
        stated=stated({name: entry.place(field) for name, field in _PLACES.items() if field in entry.data}),
        loose=True,
    )
