"""The words by which telemetry is recognised where nobody has said what writes it."""

import re
from collections.abc import Iterable, Mapping

#: In the name of a function, type, module or table, one of these says that it is about telemetry.
HOUSE = frozenset(["telemetry", "analytics", "metric", "metrics", "usage", "track", "tracker", "tracking", "statsd"])
#: Of these, the ones that mean nothing else: around them, a name need not begin with a verb.
PLAIN = frozenset(["telemetry", "analytics"])
#: What is recorded: with a verb before it, it makes a name that sounds like telemetry.
OBJECTS = frozenset(["event", "events", "stat", "stats", "counter", "timing"])
VERBS = frozenset(
    [
        "add", "append", "capture", "count", "dispatch", "emit", "fire", "inc", "incr", "increment", "ingest", "insert", "log", "observe",
        "post", "publish", "push", "record", "report", "send", "store", "submit", "track", "write",
    ]
)  # fmt: skip
_SPANS = frozenset(["span"])
#: What can stand before the verb.
_BEFORE = frozenset(["try", "maybe", "safe", "safely", "spawn", "async", "do", "queue"])
#: A function that begins or ends so reads, makes or decorates; or what it is handed is a part of an event.
_NOT_FIRST = frozenset(
    [
        "aggregate", "bind", "build", "calculate", "can", "check", "collect", "compute", "create", "display", "extract", "find",
        "format", "from", "get", "handle", "has", "init", "initialize", "instrument", "is", "list", "load", "make", "new", "on",
        "parse", "prepare", "query", "read", "register", "render", "resolve", "sample", "scrape", "set", "setup", "should",
        "start", "to", "update", "validate", "with",
    ]
)  # fmt: skip
_NOT_IN = frozenset(
    [
        "attribute", "attributes", "callback", "client", "config", "field", "fields", "handler", "header", "label", "labels", "listener",
        "sql", "tag", "tags",
    ]
)  # fmt: skip
#: What a parameter that holds an event's name is called; the second of these hold other things, too.
_NAMING = frozenset(["event", "metric", "name", "action", "feature", "command", "counter", "topic", "signal", "stat"])
_MAYBE_NAMING = frozenset(["category", "key", "kind", "label", "operation", "type"])
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "event": ("event", "event_name", "event_type", "event_kind", "metric", "metric_name", "metric_type", "action"),
    "session": ("session_id", "session", "distinct_id"),
    "payload": ("payload", "payload_json", "properties", "metadata", "metadata_json", "attributes", "data", "body", "details"),
}
#: What identifiers that are looked for contain.
STEMS = tuple(sorted({*HOUSE, *OBJECTS} - {"tracker", "tracking", "metrics", "events", "stats"}))


def words(name: str) -> list[str]:
    """The words of a name in lower case: `recordUsageEvent`, `record_usage_event` -> `record`, `usage`, `event`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word for word in spaced.lower().split("_") if word]


def sounds(path: str) -> bool:
    """Whether a function (its dotted path, or its name alone) sounds like one that records telemetry."""
    owner, _, name = path.rpartition(".")
    spoken = words(name)
    while len(spoken) > 1 and spoken[0] in _BEFORE:
        spoken = spoken[1:]
    if not spoken or name[:1].isupper() or spoken[0] in _NOT_FIRST or not _NOT_IN.isdisjoint(spoken):
        return False
    if not PLAIN.isdisjoint((*spoken, *_above(owner))) and not (HOUSE | OBJECTS | _SPANS).isdisjoint(spoken):
        return True
    return spoken[0] in VERBS and not (HOUSE | OBJECTS).isdisjoint((*spoken, *_above(owner)))


def certain(path: str) -> bool:
    """Whether the words of a function's path leave no doubt: `event` alone is also said of windows, queues and calendars."""
    owner, _, name = path.rpartition(".")
    return not HOUSE.isdisjoint((*words(name), *_above(owner)))


def plain(path: str) -> bool:
    """Whether a function belongs to something that is called telemetry, or is called so itself."""
    owner, _, name = path.rpartition(".")
    return not PLAIN.isdisjoint((*words(name), *_above(owner)))


def names_events(parameter: str, names: int) -> bool:
    """Whether a parameter of this name, at which so many names stand, holds an event's name. `""`: not known."""
    spoken = frozenset(words(parameter))
    return not parameter or not _NAMING.isdisjoint(spoken) or (names > 3 and not _MAYBE_NAMING.isdisjoint(spoken))


def table_sounds(name: str) -> bool:
    """Whether a table of this name holds telemetry."""
    return not HOUSE.isdisjoint(words(name))


def column(role: str, columns: Iterable[str]) -> str:
    """The column that holds the event, the session or the payload, by its name; `""` where none is called so."""
    return next((name for name in columns if name in _COLUMNS[role]), "")


def _above(owner: str) -> list[str]:
    return [word for part in owner.split(".") for word in words(part)]
