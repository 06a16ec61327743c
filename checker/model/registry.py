"""What a workspace declares about its telemetry, joined from all its sources."""

from typing import NamedTuple

from checker.model.errors import Complaint
from checker.model.place import Place

#: Sensitivity classes, lowest first (mission: S0 coarse counters … S3 content).
CLASSES = ("S0", "S1", "S2", "S3")
TRANSMISSIONS = ("local_only", "explicit_operator_export", "approved_usage_upload")
PLANES = ("UsageTelemetry", "Diagnostics", "ContentPersistence", "OperationalTracing")
STATUSES = ("planned", "shipped", "deprecated", "removed")


class Event(NamedTuple):
    """One registered event as one source states it. `""` or `()` where the source says nothing.

    `low` and `high` are the class and, for a range, its upper end (equal for a single class). `session` is a pattern such as
    `bench:{repository_id}`. `source` is the format it was read by; `place` its row.
    """

    name: str
    place: Place
    source: str
    family: str = ""
    status: str = ""
    low: str = ""
    high: str = ""
    transmission: str = ""
    plane: str = ""
    session: str = ""
    owners: tuple[str, ...] = ()
    store: str = ""
    retention: str = ""
    toggle: str = ""
    schema: str = ""
    expires: str = ""
    description: str = ""
    constant: str = ""


class SessionPrefix(NamedTuple):
    """A declared session-id prefix (`bench:`), from a family's `session` or a `SESSION_PREFIX_*` constant."""

    prefix: str
    place: Place


class Reading(NamedTuple):
    """What one source gave. `files` are the paths it read (for coverage); complaints are what is malformed in them."""

    events: tuple[Event, ...] = ()
    prefixes: tuple[SessionPrefix, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    files: tuple[str, ...] = ()


class Registry(NamedTuple):
    """All sources joined. `events` maps a name to its row, each field from the first source that states it; `statements` keeps what
    every source said, in order, for disagreements and evidence."""

    events: dict[str, Event]
    statements: dict[str, tuple[Event, ...]]
    prefixes: tuple[SessionPrefix, ...]
    complaints: tuple[Complaint, ...]
    files: tuple[str, ...]
