"""The files that a registry source names, and whether a path in a contract leads to a file of the workspace."""

import os
from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from typing import TypeAlias

from checker.contracts import SHIPPED, Document, load, read
from checker.contracts.noted import noted
from checker.data import folder
from checker.model.errors import Complaint, Unusable

_MARKS = "*?["
#: Where contracts are read from: a folder, or a function that gives the content of a file (of another revision) by its path.
Tree: TypeAlias = str | Callable[[str], bytes]


def matching(patterns: Iterable[str], paths: Sequence[str]) -> tuple[tuple[str, ...], tuple[Complaint, ...]]:
    """The paths that the patterns name, in their order, and a complaint for each pattern that names none."""
    found, complaints = dict[str, None](), []
    for pattern in patterns:
        matches = [pattern] if pattern.startswith(SHIPPED) else fitting(pattern, paths)
        found |= dict.fromkeys(matches)
        if not matches:
            complaints.append(Complaint(pattern, 0, 0, "no such file, and the configuration names it as a registry source"))
    return tuple(found), tuple(complaints)


def is_plain(pattern: str) -> bool:
    """Whether it names one path."""
    return not any(mark in pattern for mark in _MARKS)


def fitting(pattern: str, paths: Sequence[str]) -> list[str]:
    """The paths that a path or glob names."""
    if is_plain(pattern):
        return [path for path in paths if path == pattern]
    # Most paths are told apart by plain text: by what stands before the first mark, and by a last segment without one.
    before = pattern[: min(pattern.find(mark) for mark in _MARKS if mark in pattern)]
    last = pattern.rpartition("/")[2]
    behind = "" if any(mark in last for mark in _MARKS) else last
    return [path for path in paths if path.startswith(before) and path.endswith(behind) and matches(pattern, path)]


def matches(pattern: str, path: str) -> bool:
    """Whether a glob fits a whole path: `*`, `?` and `[…]` within one segment, `**` over any number of them."""
    parts = pattern.split("/")
    states = _over(parts, {0})
    for segment in path.split("/"):
        inside = {at for at in states if at < len(parts) and (parts[at] == "**" or fnmatchcase(segment, parts[at]))}
        states = _over(parts, {at if parts[at] == "**" else at + 1 for at in inside})
    return len(parts) in states


def _over(parts: list[str], states: set[int]) -> set[int]:
    """The states with those that a `**` for no segment at all leads to."""
    reached = set(states)
    for at, part in enumerate(parts):
        if at in reached and part == "**":
            reached.add(at + 1)
    return reached


def documents(root: Tree, patterns: Iterable[str], paths: Sequence[str]) -> tuple[tuple[Document, ...], tuple[str, ...], list[Complaint]]:
    """The contracts that the patterns name, the paths of all that were found, and what is wrong with those that cannot be read."""
    files, missing = matching(patterns, paths)
    found, complaints = list[Document](), [_unlisted(root, complaint) for complaint in missing]
    for path in files:
        try:
            found.append(document(root, path))
        except Unusable as unusable:
            complaints += unusable.complaints
    return tuple(found), files, complaints


def _unlisted(root: Tree, missing: Complaint) -> Complaint:
    """What is said of a path that names no file of the workspace, but something that is there."""
    if isinstance(root, str) and "\0" not in missing.path and os.path.lexists(noted(os.path.join(root, missing.path))):
        return missing._replace(message="no file of the workspace: it is a link that leads out, a folder, excluded, or ignored by git")
    return missing


def is_page(document: Document) -> bool:
    """Whether a document is a Markdown page, whose data are its tables."""
    return document.path.endswith((".md", ".markdown"))


def document(root: Tree, path: str) -> Document:
    """A contract of the workspace, or one shipped with telint. Raises `Unusable`."""
    if path.startswith(SHIPPED):
        return _shipped(path)
    if not isinstance(root, str):
        return load(path, root(path))
    if not inside(root, path):
        raise Unusable(Complaint(path, 0, 0, "leads out of the workspace"))
    return read(root, path)


def _shipped(path: str) -> Document:
    home, name = folder("contracts"), path.removeprefix(SHIPPED)
    if not inside(home, name):
        raise Unusable(Complaint(path, 0, 0, "leads out of the shipped contracts"))
    try:
        return read(home, name)._replace(path=path)
    except Unusable as unusable:
        raise Unusable(*(complaint._replace(path=path) for complaint in unusable.complaints)) from unusable


def stays(path: str) -> bool:
    """Whether a path that a contract states names something within the workspace. Links are looked at when it is read."""
    return not os.path.isabs(path) and "\0" not in path and (".." not in path or not os.path.normpath(path).startswith(".."))


def inside(root: str, path: str) -> bool:
    """Whether `path`, relative to `root`, stays within it, links followed."""
    home = os.path.realpath(root)
    if os.path.isabs(path) or "\0" in path:
        return False
    return os.path.commonpath((home, os.path.realpath(noted(os.path.join(home, path))))) == home
