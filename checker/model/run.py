"""What a command asks for, and what a run has to say: the words between the command line and the stages."""

from typing import Any, NamedTuple

from checker.model.config import Config
from checker.model.edit import Draft
from checker.model.finding import Coverage, Finding, Rule
from checker.model.registry import Change
from checker.model.source import SourceFile, Wanted
from checker.model.subject import Callsite, RegisteredEvent, StoredTable


class Request(NamedTuple):
    """What a command was asked: where to start, the named paths (empty: all), and the options that change the result.

    `today` is the day for what expires, as `2027-01-31` (empty: that of the clock); without `baseline` its entries count for nothing.
    """

    start: str
    paths: tuple[str, ...] = ()
    config: str | None = None
    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    jobs: int = 0
    fail_on: str | None = None
    today: str = ""
    baseline: bool = True


class Basis(NamedTuple):
    """What a run rests on beside the files that it opened for themselves, to tell whether another would find the same.

    `listing` as in `Workspace`; `seen` are the files that were looked at, read or left out; `asked` is what was looked for in all sources,
    `met` are those of them that had something to answer, `most` is the size in bytes up to which a source is read.
    """

    listing: str = ""
    seen: tuple[str, ...] = ()
    asked: frozenset[Wanted] = frozenset()
    met: frozenset[str] = frozenset()
    most: int = 0


class Outcome(NamedTuple):
    """What a run found. `failing`: a finding counts for the gate; `complete`: everything that was to be read was read.

    `events` are the registered events with what the code does about them, `files` the source files with their units; `fail_on` is
    the lowest severity that fails; `baseline`: the findings were held against one.
    """

    root: str
    findings: tuple[Finding, ...]
    coverage: Coverage
    rules: tuple[Rule, ...]
    notes: tuple[str, ...]
    failing: bool
    complete: bool
    callsites: tuple[Callsite, ...]
    events: tuple[RegisteredEvent, ...] = ()
    files: tuple[SourceFile, ...] = ()
    fail_on: str = "error"
    baseline: bool = False
    tables: tuple[StoredTable, ...] = ()
    basis: Basis = Basis()


class Drafted(NamedTuple):
    """Comments that are missing, beside what the run found."""

    outcome: Outcome
    draft: Draft


class Judgement(NamedTuple):
    """An outcome with all rules there are, every subject by kind (as rules see it), and the settings."""

    outcome: Outcome
    rules: tuple[Rule, ...]
    subjects: dict[str, list[dict[str, Any]]]
    config: Config


class Changes(NamedTuple):
    """What changed in the registry since the commit `revision`."""

    revision: str
    changes: tuple[Change, ...]
