"""Paths -> source files with their unit: what there is to check, by git where it knows, else by walking."""

import os
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import NamedTuple, cast

from checker import languages
from checker.discover import files, git, globs, named, units, walk
from checker.discover.listed import Stream
from checker.discover.named import selected
from checker.discover.revision import Revision, revision
from checker.git import tree
from checker.languages.home import Paths
from checker.model.errors import Complaint, Unusable
from checker.model.source import Skipped, SourceFile, Unit, Workspace

__all__ = ["Revision", "discover", "revision", "selected", "sources_among"]


def discover(root: str, paths: Sequence[str], exclude: Sequence[str], max_bytes: int) -> Workspace:
    """All of the workspace at `root`, because names resolve across files: `paths` are only checked, `selected` tells which files they mean.

    `exclude` are globs (`globs`). `blob` is git's blob id with the size of the file, for files that are as git recorded them.
    """
    top = os.path.realpath(root)
    if not os.path.isdir(top):
        raise Unusable(Complaint(root, 0, 0, "no such folder"))
    asked = named.check(top, paths)
    spoken = _languages()
    suffixes = tuple(suffix for language in spoken for suffix in language.SUFFIXES)
    found = _found(top, exclude, suffixes, max_bytes)
    placed = [_placed(top, language, found) for language in spoken]
    sources = sorted(source for part in placed for source in part.sources)
    skipped = [*found.skipped, *(s for part in placed for s in part.skipped)]
    skipped += named.unlisted(asked, frozenset(found.paths), skipped)
    others = tuple(path for path in found.paths if path not in found.sources)
    known = tuple(unit for part in placed for unit in part.units)
    packages = tuple(path for part in placed for path in part.packages)
    return Workspace(top, tuple(sources), known, others, tuple(sorted(skipped)), packages, found.listing)


def sources_among(paths: Iterable[str]) -> dict[str, SourceFile]:
    """The source files among paths of which there need be no files here, by path; without unit and module."""
    kinds = [(language.SUFFIXES, language.NAME) for language in _languages()]
    return {path: SourceFile(path, name, "", "", "production") for path in paths for suffixes, name in kinds if path.endswith(suffixes)}


def _found(root: str, exclude: Sequence[str], suffixes: tuple[str, ...], max_bytes: int) -> files.Found:
    top = tree.work_tree(root)
    why, whole = "", list[str]()
    if top is not None:
        try:
            found = files.look(root, _without(git.listing(root, top, whole), exclude), suffixes, max_bytes)
            if found.paths or found.skipped:
                return found._replace(listing="\0".join(whole))
            why = "git lists no file here (an ignored folder, or nothing in it)"
        except tree.NotListed as error:
            why = str(error)
    found = files.look(root, _without(walk.listing(root), exclude), suffixes, max_bytes)
    note = (Skipped(".git", f"not used, the folder was walked instead: {why}", failed=False),) if why else ()
    return found._replace(skipped=(*note, *found.skipped))


def _without(listing: Stream, exclude: Sequence[str]) -> Stream:
    if not exclude:
        return listing
    excluded = globs.matcher(exclude)
    return (Skipped(e.path, "excluded by configuration", failed=False) if excluded(e.path) else e for e in listing)


def _languages() -> list[Paths]:
    return [cast(Paths, import_module(f"checker.languages.{name}.paths")) for name in languages.names()]


class _Placed(NamedTuple):
    """The sources of one language with their units, the package files, and those of them that could not be read."""

    sources: list[SourceFile]
    units: list[Unit]
    packages: list[str]
    skipped: list[Skipped]


def _placed(root: str, language: Paths, found: files.Found) -> _Placed:
    mine = [path for path in found.sources if path.endswith(language.SUFFIXES)]
    if not mine:
        return _Placed([], [], [], [])
    ending = "/" + language.MANIFEST
    packages = [path for path in found.paths if path.endswith(ending) or path == language.MANIFEST]
    known, unreadable = units.manifests(root, language, packages)
    placed, made = units.place(language, mine, known, frozenset(found.paths), os.path.basename(root))
    context, blobs = language.context, found.sources
    sources = [SourceFile(path, language.NAME, unit, _importable(module), context(path), blobs[path]) for path, unit, module in placed]
    return _Placed(sources, made, packages, unreadable)


def _importable(module: str) -> str:
    """A module path as it could stand in a source. No import can name a file whose name is not UTF-8, so its bytes do not matter."""
    return module if module.isascii() else module.encode("utf-8", "replace").decode()
