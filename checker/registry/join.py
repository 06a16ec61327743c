"""Several sources, one registry: statements about the same event meet under its name."""

from collections.abc import Sequence

from checker.model.registry import Event, Reading, Registry

#: Who states an event and where; not part of what is stated.
_IDENTITY = ("name", "place", "source", "low", "high")
_FIELDS = tuple(name for name in Event._fields if name not in _IDENTITY)
#: What sources list beside events, in the order of the registry's fields.
_LISTED = ("variables", "retention", "tools", "contracts")


def join(readings: Sequence[Reading]) -> Registry:
    """The registry of all readings, in their order: of each field the first statement counts, and every statement is kept."""
    statements = dict[str, list[Event]]()
    for reading in readings:
        for event in reading.events:
            statements.setdefault(event.name, []).append(event)
    return Registry(
        {name: _joined(events) for name, events in statements.items()},
        {name: tuple(events) for name, events in statements.items()},
        tuple(dict.fromkeys(prefix for reading in readings for prefix in reading.prefixes)),
        tuple(sorted({complaint for reading in readings for complaint in reading.complaints})),
        tuple(dict.fromkeys(file for reading in readings for file in reading.files)),
        *(tuple(entry for reading in readings for entry in getattr(reading, part)) for part in _LISTED),
    )


def _joined(events: Sequence[Event]) -> Event:
    stated = {field: value for event in reversed(events) for field in _FIELDS if (value := getattr(event, field))}
    low, high = next(((event.low, event.high) for event in events if event.low), ("", ""))
    return events[0]._replace(low=low, high=high, **stated)
