"""The rows of a taxonomy document: each event with what it inherits, and the place where each field is stated."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.contracts import Document, span
from checker.model.place import Place
from checker.model.registry import PLANES, STATUSES, TRANSMISSIONS, Event, SessionPrefix
from checker.registry.files import stays
from checker.registry.statements import DISPUTED
from checker.registry.words import class_range, is_date, is_event_name, is_retention, prefix_of, session_fault

#: What an event takes from its family where it does not say otherwise.
INHERITED = ("description", "owner", "sensitivity", "transmission", "plane", "session", "store", "retention", "toggle")
_CHOICES = {"transmission": TRANSMISSIONS, "plane": PLANES, "status": STATUSES}

_Pointer = tuple[str | int, ...]


class Row(NamedTuple):
    """An event of a taxonomy, not yet judged. `fields` are its own and inherited, `stated` where each stands, `at` the event itself."""

    family: str
    fields: dict[str, Any]
    stated: dict[str, _Pointer]
    at: _Pointer

    @property
    def name(self) -> str:
        """The event's name, `""` where it is not one."""
        return self.text("metric_type") if is_event_name(self.text("metric_type")) else ""

    def text(self, field: str) -> str:
        """The field where it is text and one of its choices, else `""`."""
        value = self.fields.get(field, "")
        return value if isinstance(value, str) and value in _CHOICES.get(field, (value,)) else ""


def families(document: Document) -> Iterator[tuple[_Pointer, dict[str, Any]]]:
    """The families that are mappings; what else stands there, the schema reports."""
    listed = document.data.get("families") if isinstance(document.data, dict) else None
    for number, family in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(family, dict):
            yield ("families", number), family


def rows(document: Document) -> Iterator[Row]:
    """Every event of the document that is a mapping."""
    for at, family in families(document):
        events = family.get("events")
        name = family.get("family")
        for number, event in enumerate(events if isinstance(events, list) else ()):
            if isinstance(event, dict):
                yield _row(name if isinstance(name, str) else "", at, family, (*at, "events", number), event)


def _row(name: str, above: _Pointer, family: dict[str, Any], at: _Pointer, event: dict[str, Any]) -> Row:
    inherited = {field: family[field] for field in INHERITED if field in family}
    stated = {field: (*above, field) for field in inherited} | {field: (*at, field) for field in event}
    return Row(name, inherited | event, stated, at)


def event_of(document: Document, row: Row, source: str) -> Event:
    """The row as a registered event; fields that are malformed are left out."""
    low, high = class_range(row.text("sensitivity"))
    session = row.text("session")
    return Event(
        name=row.name,
        place=Place(document.path, span(document, (*row.at, "metric_type"))),
        source=source,
        family=row.family,
        low=low,
        high=high,
        session="" if session_fault(session) else session,
        owners=_owners(row.fields.get("owner")),
        retention=row.text("retention") if is_retention(row.text("retention")) else "",
        expires=row.text("expires") if is_date(row.text("expires")) else "",
        schema=row.text("schema") if stays(row.text("schema")) else "",
        stated=tuple((field, span(document, row.stated[field])) for field in (*DISPUTED, "schema") if field in row.stated),
        status=row.text("status"),
        transmission=row.text("transmission"),
        plane=row.text("plane"),
        store=row.text("store"),
        toggle=row.text("toggle"),
        description=row.text("description"),
    )


def _owners(stated: Any) -> tuple[str, ...]:
    listed = stated if isinstance(stated, list) else [stated]
    return tuple(owner for owner in listed if isinstance(owner, str))


def prefix(document: Document, row: Row) -> SessionPrefix | None:
    """The session prefix that the row declares, at the place that states it."""
    session = row.text("session")
    fixed = prefix_of(session)
    if not fixed or session_fault(session):
        return None
    return SessionPrefix(fixed, Place(document.path, span(document, row.stated["session"])))
