"""What a workspace declares about its telemetry, joined from all its sources."""

from typing import Any, NamedTuple

from checker.model.errors import Complaint
from checker.model.place import Place, Span

#: Sensitivity classes, lowest first (mission: S0 coarse counters … S3 content).
CLASSES = ("S0", "S1", "S2", "S3")
TRANSMISSIONS = ("local_only", "explicit_operator_export", "approved_usage_upload")
PLANES = ("UsageTelemetry", "Diagnostics", "ContentPersistence", "OperationalTracing")
STATUSES = ("planned", "shipped", "deprecated", "removed")


class Event(NamedTuple):
    """One registered event as one source states it. `""` or `()` where the source says nothing.

    `low` and `high` are the class and, for a range, its upper end (equal for a single class). `session` is a pattern such as
    `bench:{repository_id}`. `source` is the format it was read by; `place` its row, `stated` where it states those fields on
    which sources can disagree. `loose`: the name is an id of the source's own, so that a schema may say which events it speaks of.
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
    stated: tuple[tuple[str, Span], ...] = ()
    loose: bool = False


class SessionPrefix(NamedTuple):
    """A declared session-id prefix (`bench:`), from a family's `session` or a `SESSION_PREFIX_*` constant."""

    prefix: str
    place: Place


class Variable(NamedTuple):
    """A declared environment variable. `source` is `registry` for a list of them, `page` for a table in documentation;
    `default` is spelled as in the file. A variable that both declare comes twice. `owner_place` is where the owner is stated."""

    name: str
    place: Place
    source: str
    owner: str = ""
    kind: str = ""
    default: str = ""
    description: str = ""
    owner_place: Place | None = None


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


class Disagreement(NamedTuple):
    """Two statements about one event. `field` is what they state differently (`owner`, `sensitivity`, `transmission`, `retention`,
    `session`), or `""` where one source lists the event twice; `words` and `other_words` are what they state. `other` came first.
    """

    event: str
    field: str
    words: str
    place: Place
    source: str
    other_words: str
    other: Place
    other_source: str


class Owner(NamedTuple):
    """An owner that names no unit of the workspace, and the nearest that is one. `of` says what it is to own: ``event `x` ``."""

    name: str
    place: Place
    of: str
    nearest: str


class File(NamedTuple):
    """A contract file that the index of contracts `unlisted_in` should list. `why` says what makes it a contract."""

    path: str
    why: str
    unlisted_in: str


class Change(NamedTuple):
    """One difference between two registries. `field` is `""` where the event came or went, else a field of the event or `payload PATH`
    of what its schema allows; `kind` is `added`, `removed` or `changed`, `judgement` `widening`, `narrowing` or `neutral`."""

    event: str
    field: str
    kind: str
    before: str
    after: str
    judgement: str
    place: Place


class Reading(NamedTuple):
    """What one source gave. `files` are the paths it read (for coverage); complaints are what is malformed in them. `repeated` are
    the events that it lists again, each with the row that came first. `mentioned` are all words that a page sets as code, where the
    source is documentation. `covers` are the globs of files that an index of contracts promises to list."""

    events: tuple[Event, ...] = ()
    prefixes: tuple[SessionPrefix, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    files: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    retention: tuple[Retention, ...] = ()
    tools: tuple[Tool, ...] = ()
    contracts: tuple[Contract, ...] = ()
    repeated: tuple[tuple[Event, Event], ...] = ()
    mentioned: frozenset[str] = frozenset()
    covers: tuple[str, ...] = ()


class Registry(NamedTuple):
    """All sources joined. `events` maps a name to its row, each field from the first source that states it; `statements` keeps what
    every source said, in order, for evidence. Variables, retention, tools and contracts stand as the sources state them, in their order.

    `mentioned` are the words that documentation sets as code, None where no page is a source. `schemas` are the sound JSON Schemas with
    their paths, `unsound` what is wrong with the others, `absent` the places that state one for which there is no file. `units` are
    the names that an owner can have, as they are compared.
    """

    events: dict[str, Event]
    statements: dict[str, tuple[Event, ...]]
    prefixes: tuple[SessionPrefix, ...]
    complaints: tuple[Complaint, ...]
    files: tuple[str, ...]
    variables: tuple[Variable, ...] = ()
    retention: tuple[Retention, ...] = ()
    tools: tuple[Tool, ...] = ()
    contracts: tuple[Contract, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    unknown_owners: tuple[Owner, ...] = ()
    unlisted: tuple[File, ...] = ()
    dangling: tuple[Contract, ...] = ()
    mentioned: frozenset[str] | None = None
    schemas: tuple[tuple[str, Any], ...] = ()
    unsound: tuple[Complaint, ...] = ()
    absent: tuple[Complaint, ...] = ()
    units: frozenset[str] = frozenset()
