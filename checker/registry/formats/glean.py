"""Mozilla Glean's `metrics.yaml`: categories of metrics, each with its kind, data sensitivity, expiry, bugs and reviews."""

from collections.abc import Iterator, Sequence

from checker.contracts import Document, complain, suggestion
from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.registry import Event, Reading
from checker.model.source import FactSource
from checker.registry.entries import Entry, faults, merged
from checker.registry.files import Tree, documents
from checker.registry.statements import repeated, stated
from checker.registry.words import is_date, is_event_name

FORMAT = "glean"

#: Glean's kinds of data in our classes: technical data are counters and versions, interaction data operational, the web activity and
#: what is stored of it close to the user's own content, the rest content.
_CLASSES = {"technical": "S0", "interaction": "S1", "web_activity": "S2", "stored_content": "S3", "highly_sensitive": "S3"}
#: What Glean demands of every metric.
_REQUIRED: dict[str, type] = {"type": str, "description": str, "bugs": list, "data_reviews": list, "notification_emails": list}
_OPTIONAL: dict[str, type] = {"data_sensitivity": list, "disabled": bool}
#: Keys of the file that are no category.
_OWN = ("no_lint",)


def read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """The metrics of the source as events, named `category.metric`. A metric that is disabled or has expired is deprecated."""
    found, files, complaints = documents(root, source.paths, paths)
    entries = [entry for document in found for entry in _metrics(document)]
    complaints += (c for document in found for c in _misshapen(document))
    complaints += (c for entry in entries for c in _faults(entry))
    events, again = repeated(_event(entry) for entry in entries if is_event_name(_name(entry)))
    return Reading(events, complaints=tuple(complaints), files=files, repeated=again)


def _categories(document: Document) -> Iterator[str]:
    for key in document.data if isinstance(document.data, dict) else ():
        if not key.startswith("$") and key not in _OWN:
            yield key


def _is_metrics(document: Document) -> bool:
    """Pings and tags are kept in files of the same shape, with a schema of their own."""
    return isinstance(document.data, dict) and "/metrics/" in str(document.data.get("$schema", "/metrics/"))


def _metrics(document: Document) -> Iterator[Entry]:
    for category in _categories(document) if _is_metrics(document) else ():
        metrics = document.data[category]
        for name, metric in metrics.items() if isinstance(metrics, dict) else ():
            if isinstance(metric, dict) and name != "<<":
                yield Entry(document, (category, name), merged(metric), name)


def _misshapen(document: Document) -> Iterator[Complaint]:
    if not isinstance(document.data, dict):
        yield complain(document, (), "the file must be a mapping of categories")
        return
    if not _is_metrics(document):
        yield complain(document, ("$schema",), f'"{str(document.data["$schema"])[:80]}" is not the schema of Glean metrics')
        return
    for category in _categories(document):
        metrics = document.data[category]
        if not isinstance(metrics, dict):
            yield complain(document, (category,), f'the category "{category}" must be a mapping of metrics')
        for name, metric in metrics.items() if isinstance(metrics, dict) else ():
            if not isinstance(metric, dict):
                yield complain(document, (category, name), f'the metric "{name}" must be a mapping')


def _faults(entry: Entry) -> Iterator[Complaint]:
    yield from faults(entry, _REQUIRED, _OPTIONAL)
    if "expires" not in entry.data:
        yield complain(entry.document, entry.at, f'the key "expires" is missing in "{entry.name}"', key=True)
    elif not _expiry(entry):
        yield entry.wrong("expires", f'"expires" must be a date, a version, never or expired, not "{str(entry.data["expires"])[:40]}"')
    for number, kind in enumerate(entry.data.get("data_sensitivity") or () if isinstance(entry.data.get("data_sensitivity"), list) else ()):
        if kind not in _CLASSES:
            words = f'no data sensitivity is named "{str(kind)[:40]}"{suggestion(str(kind), _CLASSES)}'
            yield complain(entry.document, (*entry.at, "data_sensitivity", number), words)


def _expiry(entry: Entry) -> bool:
    value = entry.data["expires"]
    return (isinstance(value, int) and not isinstance(value, bool) and value > 0) or (
        isinstance(value, str) and (value in ("never", "expired") or value.isdecimal() or is_date(value))
    )


def _name(entry: Entry) -> str:
    return f"{entry.at[0]}.{entry.name}"


def _event(entry: Entry) -> Event:
    kinds = entry.data.get("data_sensitivity")
    known = [_CLASSES[kind] for kind in kinds if kind in _CLASSES] if isinstance(kinds, list) else []
    expires = entry.text("expires")
    return Event(
        _name(entry),
        entry.place(),
        FORMAT,
        family=str(entry.at[0]),
        status="deprecated" if expires == "expired" or entry.data.get("disabled") is True else "",
        low=max(known, default=""),
        high=max(known, default=""),
        expires=expires if is_date(expires) else "",
        description=" ".join(entry.text("description").split()),
        stated=stated({"sensitivity": entry.place("data_sensitivity")}) if known else (),
    )
