"""Lists a folder that is no git work tree: every file below it that no `.gitignore` there excludes."""

import os
from collections.abc import Callable
from typing import NamedTuple

from checker.discover.listed import Listed, Stream
from checker.model.source import Skipped

_VERSION_CONTROL = frozenset({".git", ".hg", ".svn", ".jj"})

#: Files that say of their folder that a tool made it: build output and caches (https://bford.info/cachedir/), virtual environments.
_MADE_BY_TOOLS = {"CACHEDIR.TAG": "a cache folder (CACHEDIR.TAG)", "pyvenv.cfg": "a virtual environment (pyvenv.cfg)"}

_MAX_IGNORE_BYTES = 1 << 20


class _Ignore(NamedTuple):
    """One `.gitignore`: how long the path of its folder is, and its answer for a path below (None: says nothing)."""

    skip: int
    answer: Callable[[str], bool | None]


class _Folder(NamedTuple):
    """A folder still to be listed, `""` or with a slash at its end, and the ignore files that hold in it, outermost first."""

    path: str
    ignores: tuple[_Ignore, ...]


def listing(root: str) -> Stream:
    """All files below `root`, links not followed. Folders are taken from a stack, so that deep nesting costs no recursion."""
    folders = [_Folder("", ())]
    while folders:
        path, ignores = folders.pop()
        try:
            with os.scandir(os.path.join(root, path)) as found:
                inside = list(found)
        except OSError as error:
            yield Skipped(path.rstrip("/"), f"unreadable: {error.strerror}", failed=True)
            continue
        if path and (made := next((_MADE_BY_TOOLS[e.name] for e in inside if e.name in _MADE_BY_TOOLS), "")):
            yield Skipped(path.rstrip("/"), made, failed=False)
            continue
        scope = (*ignores, *_ignore(path, inside))
        for entry in inside:
            if entry.is_dir(follow_symlinks=False):
                below = path + entry.name + "/"
                if entry.name not in _VERSION_CONTROL and not _ignored(below, scope):
                    folders.append(_Folder(below, scope))
            elif not _ignored(path + entry.name, scope):
                yield Listed(path + entry.name, entry.is_symlink())


def _ignored(path: str, ignores: tuple[_Ignore, ...]) -> bool:
    """The closest `.gitignore` that says anything decides."""
    for ignore in reversed(ignores):
        answer = ignore.answer(path[ignore.skip :])
        if answer is not None:
            return answer
    return False


def _ignore(folder: str, inside: list["os.DirEntry[str]"]) -> tuple[_Ignore, ...]:
    file = next((e for e in inside if e.name == ".gitignore" and e.is_file(follow_symlinks=False)), None)
    if file is None:
        return ()
    try:
        with open(file.path, encoding="utf-8", errors="replace") as text:
            lines = text.read(_MAX_IGNORE_BYTES).splitlines()
    except OSError:
        return ()  # what cannot be read ignores nothing
    return (_Ignore(len(folder), _matcher(lines)),)


def _matcher(lines: list[str]) -> Callable[[str], bool | None]:
    import pathspec  # fifty milliseconds, only for a folder that git does not list

    def compiled(lines: list[str]) -> pathspec.GitIgnoreSpec:
        # re2: a pattern of many stars must not take exponential time.
        return pathspec.GitIgnoreSpec.from_lines(lines, backend="re2")

    def valid(line: str) -> bool:
        try:
            compiled([line])
        except ValueError:
            return False
        return True

    try:
        spec = compiled(lines)
    except ValueError:  # git passes over a line that is no pattern
        spec = compiled([line for line in lines if valid(line)])
    return lambda path: spec.check_file(path.encode("utf-8", "replace").decode()).include
