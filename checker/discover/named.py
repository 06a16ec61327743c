"""The files and folders that a user named: whether they are there, and which files of the workspace they mean."""

import os
from collections.abc import Sequence

from checker.model.errors import Complaint, Unusable
from checker.model.source import Skipped, Workspace


def check(root: str, paths: Sequence[str]) -> tuple[str, ...]:
    """The named paths relative to `root`. Raises `Unusable` with every one that is missing or lies outside."""
    complaints = [Complaint(path, 0, 0, why) for path in paths if (why := _wrong(root, path))]
    if complaints:
        raise Unusable(*complaints)
    return tuple(_relative(root, path) for path in paths)


def selected(workspace: Workspace, paths: Sequence[str]) -> frozenset[str]:
    """The source files of the workspace that are named or lie in a named folder; all of them if nothing is named."""
    files = frozenset(file.path for file in workspace.files)
    return frozenset().union(*(_at(files, _relative(workspace.root, path)) for path in paths)) if paths else files


def unlisted(named: Sequence[str], listed: frozenset[str], skipped: Sequence[Skipped]) -> list[Skipped]:
    """Named paths where nothing will be looked at, and no reason is known: to pass over them in silence would be to call them fine."""
    reasons = frozenset(s.path for s in skipped)
    unknown = [path for path in named if not _at(listed, path) and not _at(reasons, path)]
    return [Skipped(path or ".", "named, but no file there is listed (ignored by git, or empty)", failed=True) for path in unknown]


def _at(files: frozenset[str], path: str) -> frozenset[str]:
    """Those of `files` that are `path` or lie below it."""
    return frozenset([path]) if path in files else frozenset(f for f in files if not path or f.startswith(path + "/"))


def _wrong(root: str, path: str) -> str:
    place = os.path.join(root, path)
    if "\0" in path or not os.path.exists(place):
        return "no such file or folder"
    real = os.path.realpath(place)
    return "" if real == root or real.startswith(root.rstrip(os.sep) + os.sep) else f"lies outside the workspace {root}"


def _relative(root: str, path: str) -> str:
    relative = os.path.relpath(os.path.realpath(os.path.join(root, path)), root).replace(os.sep, "/")
    return "" if relative == "." else relative
