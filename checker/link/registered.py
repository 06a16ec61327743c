"""Registered events as rules see them: what the sources state, what the code does about it, and what is missing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from checker.contracts import SHIPPED
from checker.model.finding import Related
from checker.model.place import Place
from checker.model.registry import Event, Registry
from checker.model.subject import RegisteredEvent

#: The formats whose rows can name a JSON Schema; elsewhere the registry itself says what a payload holds.
_WITH_SCHEMAS = ("taxonomy", "events-catalog")


def events_data(events: Iterable[RegisteredEvent], registry: Registry, today: str) -> Iterator[dict[str, Any]]:
    """Every event. Its place is where the workspace itself states it, where it does: a shipped taxonomy is not theirs to mend."""
    schemas = any(event.schema for event in registry.events.values())
    today = today or (_today() if any(event.expires for event in registry.events.values()) else "")
    return (_event(each, registry, schemas, today) for each in events)


def _today() -> str:
    from datetime import date

    return date.today().isoformat()


def _event(registered: RegisteredEvent, registry: Registry, schemas: bool, today: str) -> dict[str, Any]:
    event = registered.event
    said = registry.statements.get(event.name, (event,))
    own = [each for each in said if not each.place.path.startswith(SHIPPED)]
    place = min(own, key=lambda each: each.loose, default=event).place
    return {
        "name": event.name,
        "family": event.family,
        "status": event.status,
        "low": event.low,
        "high": event.high,
        "owners": list(event.owners),
        "source": event.source,
        "path": place.path,
        "line": place.span.line,
        "written": len(registered.writes),
        "writers": [{"path": p.path, "line": p.span.line, "message": "written here"} for p in registered.writes],
        "session": event.session,
        "transmission": event.transmission,
        "retention": event.retention,
        "plane": event.plane,
        "store": event.store,
        "content_store": registered.content,
        "toggle": event.toggle,
        "schema": event.schema,
        "schema_wanted": schemas and event.source in _WITH_SCHEMAS,
        "expires": event.expires,
        "expired": bool(event.expires) and event.expires < today,
        "documented": registry.mentioned is None or event.name in registry.mentioned,
        "_place": place,
        "_related": _related(said, place, registered),
    }


def _related(said: Sequence[Event], place: Place, registered: RegisteredEvent) -> tuple[Related, ...]:
    rows = (Related(each.place, "also stated here") for each in said if each.place != place)
    return (*rows, *(Related(written, "written here") for written in registered.writes))
