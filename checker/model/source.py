"""The files of a workspace and the units they belong to."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, TypeVar

from checker.model.facts import FileFacts

T = TypeVar("T")


class Unit(NamedTuple):
    """A Cargo package or Python distribution or top-level package: what `owner` in a registry names.

    `root` is its folder relative to the workspace (`""` for the workspace itself); `name` as in its manifest;
    `modules` maps a folder below the workspace root to the dotted path of the module that stands there: for a Cargo package
    `{"crates/vox-db/src": "vox_db"}`, for a Python package `{"src": ""}` or `{"": ""}` (where imports start). `named`: something in
    the workspace gives it its name, so that an owner can be it.
    """

    name: str
    root: str
    language: str
    modules: tuple[tuple[str, str], ...]
    named: bool = True


def spelled(unit: str) -> str:
    """A unit's name as package indexes compare it: `My_App` is `my-app`."""
    return unit.lower().replace("_", "-").replace(".", "-")


class SourceFile(NamedTuple):
    """A file to look at. `path` relative to the root; `blob` is git's blob id where the work tree file is clean, else `""`."""

    path: str
    language: str
    unit: str
    module: str
    context: str
    blob: str = ""


class Skipped(NamedTuple):
    """A file that was not looked at and why (`link out of the workspace`, `unreadable: …`, `larger than 4 MiB`)."""

    path: str
    why: str
    failed: bool


class Workspace(NamedTuple):
    """What discovery found. `others` are the remaining files (contracts, documents), by path, `packages` those among them that units were
    read from; `listing` is all that git's listing was made of, with NUL between, to tell whether it still is (`""`: git was of no use)."""

    root: str
    files: tuple[SourceFile, ...]
    units: tuple[Unit, ...]
    others: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    packages: tuple[str, ...] = ()
    listing: str = ""


class Source(NamedTuple):
    """The bytes of one source file with what discovery knows of it."""

    file: SourceFile
    data: bytes


class Language(Protocol):
    """What a folder in `languages/` provides, as module attributes of its `__init__`."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def may_define(self, data: bytes, names: frozenset[str]) -> bool:
        """Whether a file's text leaves it open that it defines one of the names: a cheap look that spares most questions."""
        ...

    def extract(self, source: Source, names: frozenset[str], definitions: bool = False) -> FileFacts:
        """The facts of `source` that concern `names`: bare identifiers, or table names for statements.

        With `definitions` only what defines the names is wanted (constants, types, functions, implementations): no calls, no
        statements, and no functions but those named.

        A name concerns: calls (and decorators and references) whose callee's last segment it is, or whose callee is a
        local alias of it; functions, constants, types, enum members with that last segment; implementations of a trait
        with that name; classes with a base of that name; SQL statements on a table of that name. Functions that
        enclose a listed call or statement are listed too. Never raises for bad input: a `Problem` instead.
        """
        ...


class Wanted(NamedTuple):
    """A name to look for and where: with a leading `.` or `::` as a member only (`.add`), with a `*` for any part (`asked`).

    `within` limits it to the module of that dotted path and those below it; `beside` to files that also contain one of these
    words (with `near`, that import one of these modules, given by their last two segments), or that are the module `home`; which
    alone limits it to that module.
    """

    name: str
    within: str = ""
    beside: frozenset[str] = frozenset()
    near: bool = False
    home: str = ""


class FactSource(Protocol):
    """How the linker asks for facts; implemented by `extract`."""

    def about(self, wanted: Iterable[Wanted]) -> Iterable[FileFacts]:
        """Facts about what is wanted from every file of the workspace that has some of it, in path order."""
        ...

    def at(self, module: str, names: frozenset[str]) -> Iterable[FileFacts]:
        """What the files whose module path is `module` define under `names`."""
        ...

    def file(self, path: str, names: frozenset[str]) -> Iterable[FileFacts]:
        """What the file at `path` defines under `names`; nothing if it is no source file."""
        ...

    def is_module(self, path: str) -> bool:
        """Whether a file of the workspace has this dotted module path."""
        ...

    def beside(self, work: Callable[[], T]) -> Callable[[], T]:
        """Do a part of the work at the same time, where a process is to spare: starts it, and gives back what waits for its result.

        What it learns of the workspace stays with it.
        """
        ...
