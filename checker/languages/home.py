"""Where a source file belongs: its package and the folder its module path starts from. Each language answers; discovery asks."""

import re
from collections.abc import Mapping, Set
from typing import NamedTuple, Protocol


class Manifest(NamedTuple):
    """What a package file states: the package's `name`, and for a library with a place of its own its module name and root file."""

    name: str
    library: str = ""
    library_path: str = ""


class Malformed(ValueError):
    """A package file that cannot be read; the message says where and why."""


class Home(NamedTuple):
    """The package (`name`, `root`) of a folder, and its modules: a file below `start` is `prefix` and its path from there.

    `named`: something in the workspace gives the name, and not the folder into which the workspace happens to be put.
    """

    name: str
    root: str
    start: str
    prefix: str
    named: bool = True


class Paths(Protocol):
    """What `paths.py` of a language folder provides: all that is asked before a file is opened."""

    NAME: str
    SUFFIXES: tuple[str, ...]
    MANIFEST: str

    def module(self, relative: str) -> str:
        """The dotted module of a path below a source root."""
        ...

    def context(self, path: str) -> str:
        """`production`, `test` or `example`, as far as the path tells."""
        ...

    def manifest(self, text: str) -> Manifest | None:
        """What a manifest states, None if it is of no package. Raises `Malformed`."""
        ...

    def home(self, folder: str, manifests: Mapping[str, Manifest], files: Set[str], workspace: str, /) -> Home:
        """Where the files of `folder` belong; `manifests` by folder, `files` all of the workspace, `workspace` its folder's name."""
        ...


def join(*parts: str) -> str:
    """Folders or paths put together with `/`; empty ones are left out, because the workspace root is `""`."""
    return "/".join(p for p in parts if p)


def below(path: str, folder: str) -> str | None:
    """`path` relative to `folder`, None if it does not lie there: `a/b/c` below `a` is `b/c`."""
    if not folder or path == folder:
        return path if not folder else ""
    return path[len(folder) + 1 :] if path.startswith(folder + "/") else None


def parent(folder: str) -> str:
    """The folder above; that of a top-level folder is `""`."""
    return folder.rpartition("/")[0]


def nearest(folder: str, manifests: Mapping[str, Manifest]) -> str | None:
    """The closest folder at or above `folder` that has a package file, None if there is none."""
    while folder not in manifests:
        if not folder:
            return None
        folder = parent(folder)
    return folder


def toml_string(text: str, table: str, key: str) -> str | None:
    """The string `key` of `[table]`, None if the table is not mentioned or does not state it. Raises `Malformed`.

    A look at the one table by pattern, because a workspace has hundreds of these files and needs a name of each; only what this
    does not find is left to the real parser.
    """
    head = re.search(rf"^[ \t]*\[[ \t]*{re.escape(table)}[ \t]*\][ \t]*(?:#.*)?$", text, re.MULTILINE)
    if head:
        following = re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, head.end())
        body = text[head.end() : following.start() if following else len(text)]
        found = re.search(rf"^[ \t]*{key}[ \t]*=[ \t]*(?:\"([^\"\\\n]*)\"|'([^'\n]*)')[ \t\r]*(?:#.*)?$", body, re.MULTILINE)
        if found:
            return found[1] if found[1] is not None else found[2]
        if key not in body:
            return None
    mentioned = re.search(rf"^[ \t]*\[?[ \t]*[\"']?{re.escape(table.partition('.')[0])}\b", text, re.MULTILINE)
    return _parsed(text, table, key) if mentioned else None


def _parsed(text: str, table: str, key: str) -> str | None:
    import tomllib  # only for what the pattern cannot tell

    try:
        value: object = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Malformed(str(error)) from None
    for part in (*table.split("."), key):
        value = value.get(part) if isinstance(value, dict) else None
    if value is not None and not isinstance(value, str):
        raise Malformed(f"`{key}` in [{table}] is not a string")
    return value
