"""A telemetry API, as a producer file (`rules/producers/*.yaml`) describes it: what a call of it writes, and where its event stands."""

from typing import NamedTuple

from checker.model.place import Place


class Argument(NamedTuple):
    """Where in a call something stands: `position` (0-based, without the receiver, -1: none) or `keyword` (`""`: none).

    `of`: `call` looks at the call's own arguments; `receiver` at those of the call that made the object written to, for
    instruments with their name at construction (`Counter("jobs_total", …).inc()`, `meter.u64_counter("jobs").build().add(1, &[])`).
    `field`: the part of the argument that holds it (`"event"` in `capture({"event": "x"})`), `""` for the argument itself.
    """

    position: int = -1
    keyword: str = ""
    of: str = "call"
    field: str = ""


class Api(NamedTuple):
    """One call shape. `kind`: `macro`, `function`, `method`, `decorator`.

    `names` are full dotted paths (`vox_telemetry.record_event`, `posthog.Posthog.capture`: for a method the path of its type).
    `role`: `facade` (hands an event to a global front), `recorder` (to a recorder object), `sink` (the append itself).
    `distinctive`: the bare name alone tells, so that an unknown receiver counts. `dispatch`: full name of the trait or base method
    that takes the event value and decides its name (an enum-dispatching sink). `attribute`: the event argument is an object whose
    class attribute of that name is the event's name. `event` is None where the API has no event name. `fixed`: the name every call
    writes. `imported`: count unknown receivers only in files that import this top-level package. `makers`: bare names of the calls
    that make such a receiver, for objects whose type cannot be seen (`meter.create_counter("jobs").add(1)`). `adds`: it writes nothing
    itself, but adds to the write that made its object, `field` is where the name of what it adds stands.
    """

    kind: str
    names: tuple[str, ...]
    role: str
    event: Argument | None = None
    session: Argument | None = None
    payload: Argument | None = None
    value: Argument | None = None
    dispatch: str = ""
    attribute: str = ""
    fixed: str = ""
    distinctive: bool = False
    imported: str = ""
    makers: tuple[str, ...] = ()
    adds: bool = False
    field: Argument | None = None


class TableApi(NamedTuple):
    """A telemetry table that raw statements may write; the columns hold event, session and payload (`""`: none)."""

    name: str
    event: str = ""
    session: str = ""
    payload: str = ""


class EnvApi(NamedTuple):
    """One way to read a variable of the environment. `kind`: `function`, `method`, `macro`, `attribute` (`#[arg(env = "X")]`), `subscript`
    (`os.environ["X"]`) or `settings` (a class whose fields are read, with a prefix, from variables of their names).

    `names` are full dotted paths, for an attribute its bare name. `position` and `keyword` say where the variable's name stands. A secret
    manager is given a key instead: `record` is then the bare name of the type that lists which variable a key stands for, with the
    fields `key` and `field` (the variable). `gives` are the bare names of methods of what is given back that give the value.
    """

    kind: str
    names: tuple[str, ...]
    position: int = -1
    keyword: str = ""
    record: str = ""
    key: str = ""
    field: str = ""
    gives: tuple[str, ...] = ()


class Cap(NamedTuple):
    """The class that a sink takes at most. `names` are full dotted paths of functions, or of types whose methods take events; `place` is
    where the file says so."""

    names: tuple[str, ...]
    cls: str
    place: Place


class Redaction(NamedTuple):
    """Functions, by their full dotted paths, with the class that they leave at most of what passes through them (S0: nothing of it; S3: all
    of it)."""

    names: tuple[str, ...]
    cls: str


class Declared(NamedTuple):
    """A function or type that a workspace's own producer file names as a `cap`, as `redaction` or as what `installs`, and where."""

    kind: str
    name: str
    place: Place


class Producer(NamedTuple):
    """A producer file. `name` is its stem; `languages` those it speaks of; `path` where it stands; `content` names tables that hold
    content and are no telemetry; `environment` are ways to read variables of the environment; `caps` and `redaction` say what sinks may
    take and what lowers. `exporters` are functions, and methods of traits and bases, that are handed what is to be sent; `queues` those
    that hand out what waits. `installs` are functions, by their full dotted paths, that install what takes the events of a global
    front; `declared` are the names of a workspace's own file that have to be there. `additions` are calls that add fields to an earlier
    write, such as to a span that was started."""

    name: str
    description: str
    languages: tuple[str, ...]
    apis: tuple[Api, ...]
    tables: tuple[TableApi, ...]
    path: str
    content: tuple[str, ...] = ()
    environment: tuple[EnvApi, ...] = ()
    caps: tuple[Cap, ...] = ()
    redaction: tuple[Redaction, ...] = ()
    exporters: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    installs: tuple[str, ...] = ()
    declared: tuple[Declared, ...] = ()
    additions: tuple[Api, ...] = ()
