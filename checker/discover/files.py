"""Looks at what was listed: what is a plain file inside the workspace, small enough, and as git recorded it."""

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from checker.discover.listed import Listed, Stream
from checker.git import index
from checker.model.source import Skipped


class Found(NamedTuple):
    """`paths` are all files, sorted; `sources` those of a known language that can be read, with their blob or `""`; `listing` as in
    `Workspace`."""

    paths: tuple[str, ...]
    sources: dict[str, str]
    skipped: tuple[Skipped, ...]
    listing: str = ""


def look(root: str, stream: Stream, suffixes: tuple[str, ...], max_bytes: int) -> Found:
    """Sorts a listing into sources and others. Only sources and links are looked at on disk, for two microseconds each: an other
    file is what git last saw there, and whoever reads it has to look."""
    others: dict[str, str] = {}  # in the order of the listing, which is nearly sorted
    sources: dict[str, str] = {}
    skipped: list[Skipped] = []
    links: set[str] = set()
    folders = {"": False}
    for entry in stream:
        if isinstance(entry, Skipped):
            skipped.append(entry)
        elif _behind_link(root, entry.path[: max(entry.path.rfind("/"), 0)], folders):
            skipped.append(Skipped(entry.path, "behind a link", failed=False))
        elif entry.link:
            links.add(entry.path)
        elif not entry.path.endswith(suffixes):
            others[entry.path] = ""
        elif isinstance(seen := _source(root, entry, max_bytes), Skipped):
            skipped.append(seen)
        elif seen is None:
            links.add(entry.path)
        else:
            sources[entry.path] = seen
    for link, unused in _links(root, sorted(links), {*others, *sources} if links else set(), max_bytes):
        if unused:
            skipped.append(unused)
        else:
            (sources if link.endswith(suffixes) else others)[link] = ""
    return Found(tuple(sorted([*others, *sources])), sources, tuple(skipped))


def _behind_link(root: str, folder: str, known: dict[str, bool]) -> bool:
    """Whether a folder on the way is a symbolic link: git still lists what stood there before."""
    if folder in known:
        return known[folder]
    way = []
    while folder not in known:
        way.append(folder)
        folder = folder.rpartition("/")[0]
    linked = known[folder]
    for step in reversed(way):
        linked = known[step] = linked or os.path.islink(f"{root}/{step}")
    return linked


def _source(root: str, entry: Listed, max_bytes: int) -> str | Skipped | None:
    """The blob of a source file, or why it is not one; None for a link.

    Beside git's id stands the size in the work tree: what git converts (line endings, encodings) has one id and several contents.
    """
    try:
        status = os.lstat(f"{root}/{entry.path}")
    except OSError as error:
        return _unseen(entry.path, error)
    if stat.S_ISLNK(status.st_mode):
        return None
    if unfit := _unfit(entry.path, status, max_bytes):
        return unfit
    blob = index.blob(entry.record) if entry.record and index.is_of(entry.record, status) else ""
    return f"{blob}-{status.st_size}" if blob else ""


def _unseen(path: str, error: OSError) -> Skipped:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return Skipped(path, "not in the work tree", failed=False)
    return Skipped(path, f"unreadable: {error.strerror}", failed=True)


def _unfit(path: str, status: os.stat_result, max_bytes: int) -> Skipped | None:
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "not a regular file", failed=not stat.S_ISDIR(status.st_mode))
    if status.st_size > max_bytes:
        return Skipped(path, f"larger than {max_bytes / 1048576:g} MiB", failed=True)
    return None


def _links(root: str, links: list[str], reached: set[str], max_bytes: int) -> Iterator[tuple[str, Skipped | None]]:
    """A link counts as a file where it leads to one inside the workspace that has not been `reached` yet; else why it does not."""
    for link in links:
        target = os.path.relpath(os.path.realpath(f"{root}/{link}"), root).replace(os.sep, "/")
        unused = _unused(root, link, target, reached, max_bytes)
        if not unused:
            reached.add(target)
        yield link, unused


def _unused(root: str, link: str, target: str, reached: set[str], max_bytes: int) -> Skipped | None:
    if target == ".." or target.startswith("../"):
        return Skipped(link, "link out of the workspace", failed=False)
    if target in reached:
        return Skipped(link, f"link to {target}", failed=False)
    try:
        status = os.stat(f"{root}/{target}")
    except OSError as error:
        return Skipped(link, f"link to {target}: {error.strerror}", failed=False)
    if stat.S_ISDIR(status.st_mode):
        return Skipped(link, f"link to the folder {target}", failed=False)
    return _unfit(link, status, max_bytes)
