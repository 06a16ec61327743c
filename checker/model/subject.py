"""What rules judge: callsites, annotations, registered events and unreadable regions; `model.registry` has the others."""

from typing import NamedTuple

from checker.model.check import Check
from checker.model.directive import Directive
from checker.model.errors import Complaint
from checker.model.facts import Column
from checker.model.finding import Related
from checker.model.place import Place, Span
from checker.model.registry import Event, Retention, Tool, Variable
from checker.model.upload import Leaving


class Step(NamedTuple):
    """One step of a chain from callsite to table: a call in `path` at `line`, of the function or table `name`."""

    path: str
    line: int
    name: str


class Mistake(NamedTuple):
    """Something malformed in an annotation, at its own span: `unknown key "famly"`, and the nearest valid spelling or `""`."""

    span: Span
    message: str
    nearest: str


class Annotation(NamedTuple):
    """A classification comment, read. `low`/`high` are the class (equal unless a range), `""` where it states none or a wrong one.

    `level` is where it stands relative to a write (`call`, `function`, `impl`, `module`, `wrapper`, `type`, `constant`, `registry`,
    or `none`); `source` is `structured`, `prose` or `registry`. `keys` are its pairs in order.
    """

    path: str
    span: Span
    low: str
    high: str
    keys: tuple[tuple[str, str], ...]
    level: str
    source: str
    mistakes: tuple[Mistake, ...] = ()
    attached: bool = True


class EventName(NamedTuple):
    """What a write's event name can be. `names`: the finite set, sorted; `pattern`: a known prefix with `*` (`lint.*`) or `""`;
    `reason`: why it is not known in full, `""` when it is. `none`: the API or variant carries no event name."""

    names: tuple[str, ...] = ()
    pattern: str = ""
    reason: str = ""
    none: bool = False


class Payload(NamedTuple):
    """What a write carries: type path (`json` for literals, `""` unknown), wire names of its fields, and whether that is all."""

    type: str = ""
    fields: tuple[str, ...] = ()
    closed: bool = False


class Callsite(NamedTuple):
    """One place that writes telemetry. Fields are those of `inventory --format json` version 1 (`cli.md`).

    `annotations` are all that apply, nearest first; the effective one is the first. `decides`: the event is fixed here, neither
    by a caller nor further in, so this is where its name, class and owner are judged. `callers` are the callsites that lead here
    through the function this one stands in, when that function is a wrapper. `switches` dominate it on every way, where anybody asks.
    `fate` is what lets a failure of the call out (`model.facts.Call`).
    """

    path: str
    span: Span
    kind: str
    api: str
    producer: str
    language: str
    unit: str
    function: str
    context: str
    event: EventName
    status: str
    session_prefix: str | None
    tables: tuple[str, ...]
    payload: Payload
    annotations: tuple[Annotation, ...]
    guards: tuple[str, ...]
    chain: tuple[Step, ...]
    decides: bool
    callers: tuple[Place, ...] = ()
    switches: frozenset[str] = frozenset()
    fate: str = ""


class RegisteredEvent(NamedTuple):
    """A registry row with what the code does about it: the callsites that write it. `content`: it is stored in a table of content."""

    event: Event
    writes: tuple[Place, ...]
    content: bool = False


class StoredTable(NamedTuple):
    """A table that telemetry is written to, or that a retention policy names.

    `telemetry`: a producer or a registered event stores telemetry in it; `content`: it is declared to hold content. `defined` are the
    statements of production code that make it, `whole`: they are known in full, so that `columns` are all it has. `rule` is its own row
    in a policy. `coverage` is how its rows go: `rule`, `cascade` (with a parent whose rule prunes; `via` are the parents on the way and
    `parent` is that rule), `kept` (a rule that deletes nothing by itself), or `none`. `classes` are those stated for it, nearest first.
    """

    name: str
    place: Place
    telemetry: bool
    content: bool
    defined: tuple[Place, ...]
    whole: bool
    columns: tuple[Column, ...]
    rule: Retention | None
    coverage: str
    via: tuple[str, ...]
    parent: Retention | None
    classes: tuple[Annotation, ...]
    events: tuple[str, ...]
    writes: tuple[Place, ...]


class Insertion(NamedTuple):
    """A statement that writes rows of a table whose columns are known. `unknown` are columns that it names and the table has not,
    `missing` those that the table requires and it leaves out; `uneven`: the lengths of its rows that differ from its columns."""

    place: Place
    table: str
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    uneven: tuple[int, ...]
    defined: tuple[Place, ...]
    known: tuple[str, ...]


class Promise(NamedTuple):
    """How long a source of the registry says that events are kept, with the rule of the table that they are stored in. `events` are
    those that the same words of the source speak of; `via` the parents with which the table's rows go."""

    place: Place
    events: tuple[str, ...]
    source: str
    days: int
    table: str
    rule: Retention
    via: tuple[str, ...]


class Reading(NamedTuple):
    """A place that reads a variable, with the function that it stands in and what it asks of the value."""

    place: Place
    function: str
    check: Check


class Drift(NamedTuple):
    """A read of a variable that does not take the same values for yes as another one (`other`). `here` are the values, in words, that only
    this one takes, `there` those that only the other takes; `same` are further reads that agree with this one."""

    place: Place
    name: str
    here: tuple[str, ...]
    there: tuple[str, ...]
    other: Place
    same: tuple[Place, ...] = ()


class Toggle(NamedTuple):
    """A variable of the environment that switches or steers telemetry.

    `declared` is how the registry's lists and pages state it; `lists` and `pages` say whether there are any; `events` are the registered
    events that it switches. `reads` are the places of production code that read it, `mentions` those that name it in a way of which
    nothing can be told. `nearest` is the declared name most like it, where it is not declared. `readings` are the reads that ask something
    known.
    """

    name: str
    place: Place
    declared: tuple[Variable, ...]
    lists: bool
    pages: bool
    events: tuple[Event, ...]
    reads: tuple[Place, ...]
    mentions: tuple[Place, ...]
    nearest: str
    readings: tuple[Reading, ...] = ()


class Flow(NamedTuple):
    """Content of one kind that can reach a write. `into`: `payload`, `session` or `event`; `field` is its path in the payload.

    `cls` is the class of what arrives, `declared` that of the write (`""`: none); `origin` says in words what it starts as, `steps` the
    way from there; `sure` whether a known type or source says so, not a name alone; `callers` hand the same thing in; `long`: nothing on
    the way bounds its length; `at` is the call that adds it to the write, where that is another.
    """

    site: Callsite
    into: str
    field: str
    kind: str
    group: str
    label: str
    cls: str
    declared: str
    sure: bool
    origin: str
    steps: tuple[Related, ...]
    callers: tuple[Place, ...] = ()
    long: bool = False
    at: Place | None = None


class PayloadMisfit(NamedTuple):
    """A write whose payload cannot be valid by the schema of the event it carries: what does not fit, in words, each of its `kind`."""

    place: Place
    event: Event
    faults: tuple[str, ...]
    kinds: tuple[str, ...]


class LoosePayload(NamedTuple):
    """A write whose payload can have keys that nobody sees in the code, at a field (`""`: the payload itself) whose keys the schema of the
    event lists; `what` they come from, in words."""

    place: Place
    event: Event
    field: str
    what: str


class ToolDrift(NamedTuple):
    """A tool of an MCP server whose description does not agree with the registry: what is wrong, in words, and the rows it speaks of."""

    tool: Tool
    faults: tuple[str, ...]
    related: tuple[Related, ...]


class Sink(NamedTuple):
    """A function that takes events, with the highest class that is allowed for it, and the writes above it that reach it: place, class,
    event names.

    `stated` is where that class is allowed, `by` a `comment` or a `producer` file; `higher` are places that allow more.
    """

    place: Place
    name: str
    cap: str
    above: tuple[tuple[Place, str, tuple[str, ...]], ...]
    stated: Place
    by: str
    higher: tuple[tuple[Place, str], ...] = ()


class Dropping(NamedTuple):
    """A function that takes event objects and does nothing with kinds of them that are written: each kind with where. `rest` says whether
    an arm that does nothing takes them (`idle`) or none does (`none`)."""

    place: Place
    name: str
    rest: str
    kinds: tuple[tuple[str, tuple[Place, ...]], ...]


class Unheard(NamedTuple):
    """A program that writes through a global front, and that no install of a recorder is reached from: where it starts, a place that it
    writes at, what would install one, and where other programs do."""

    place: Place
    unit: str
    installs: tuple[str, ...]
    write: Place
    elsewhere: tuple[Place, ...]


class Dangling(NamedTuple):
    """A function or type that a producer file of the workspace names as a `cap`, as `redaction` or as what `installs`, and that is not
    there; `nearest` is the one most like it, `""` for none."""

    place: Place
    kind: str
    name: str
    nearest: str


class Carried(NamedTuple):
    """A type of payloads (`kind` `type`) or a constant that names an event (`constant`) which production code writes. `classified`: its own
    comment states a class."""

    place: Place
    name: str
    kind: str
    classified: bool
    events: tuple[str, ...]
    writes: tuple[Place, ...]


class Subjects(NamedTuple):
    """Everything a run can judge. `regions` are unreadable parts of source files.
    `unanswered` counts, by reason, what could not be told (`event name: parameter of …` -> 3); `directives` are those of each path."""

    callsites: tuple[Callsite, ...]
    events: tuple[RegisteredEvent, ...]
    unanswered: dict[str, int]
    directives: dict[str, tuple[Directive, ...]]
    annotations: tuple[Annotation, ...] = ()
    regions: tuple[Complaint, ...] = ()
    flows: tuple[Flow, ...] = ()
    tables: tuple[StoredTable, ...] = ()
    insertions: tuple[Insertion, ...] = ()
    promises: tuple[Promise, ...] = ()
    toggles: tuple[Toggle, ...] = ()
    payloads: tuple[PayloadMisfit, ...] = ()
    tools: tuple[ToolDrift, ...] = ()
    sinks: tuple[Sink, ...] = ()
    carried: tuple[Carried, ...] = ()
    leaving: Leaving = Leaving()
    dropped: tuple[Dropping, ...] = ()
    loose: tuple[LoosePayload, ...] = ()
    unheard: tuple[Unheard, ...] = ()
    dangling: tuple[Dangling, ...] = ()
