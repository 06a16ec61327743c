"""What a workspace declares about its telemetry, joined from all its sources."""

from typing import Any, NamedTuple

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


class Variable(NamedTuple):
    """A declared environment variable. `source` is `registry` for a list of them, `page` for a table in documentation;
    `default` is spelled as in the file. A variable that both declare comes twice."""

    name: str
    place: Place
    source: str
    owner: str = ""
    kind: str = ""
    default: str = ""
    description: str = ""


class Retention(NamedTuple):
    """How long a policy keeps the rows of a table. `kind` is the policy's own word (`days`, `ms_days`, `expires_lt_now`, `manual`,
    `keep_forever`); `days` is 0 and `column` `""` where the row states none, and then their places are that of the row."""

    table: str
    place: Place
    kind: str
    days: int
    days_place: Place
    column: str
    column_place: Place


class Tool(NamedTuple):
    """A tool that an MCP server offers, as its registry lists it."""

    name: str
    place: Place
    description: str = ""


class Contract(NamedTuple):
    """A row of an index of contracts. `place` is its id, `path_place` where it states the path."""

    id: str
    place: Place
    path: str
    path_place: Place
    kind: str = ""
    owner: str = ""
    description: str = ""


class Reading(NamedTuple):
    """What one source gave. `files` are the paths it read (for coverage); complaints are what is malformed in them."""

    events: tuple[Event, ...] = ()
    prefixes: tuple[SessionPrefix, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    files: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    retention: tuple[Retention, ...] = ()
    tools: tuple[Tool, ...] = ()
    contracts: tuple[Contract, ...] = ()


class Registry(NamedTuple):
    """All sources joined. `events` maps a name to its row, each field from the first source that states it; `statements` keeps what
    every source said, in order, for disagreements and evidence. The rest stands as the sources state it, in their order.
    `schemas` are the JSON Schemas that events state, with their paths."""

    events: dict[str, Event]
    statements: dict[str, tuple[Event, ...]]
    prefixes: tuple[SessionPrefix, ...]
    complaints: tuple[Complaint, ...]
    files: tuple[str, ...]
    variables: tuple[Variable, ...] = ()
    retention: tuple[Retention, ...] = ()
    tools: tuple[Tool, ...] = ()
    contracts: tuple[Contract, ...] = ()
    schemas: tuple[tuple[str, Any], ...] = ()
