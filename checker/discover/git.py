"""Lists a git work tree: what is tracked, from the index, and what is untracked but not ignored, from git."""

from __future__ import annotations

import os

from checker.discover.listed import Listed, Stream
from checker.git import index, process, tree
from checker.git.tree import PATIENCE, NotListed, inside
from checker.model.source import Skipped


def listing(root: str, top: str, whole: list[str]) -> Stream:
    """The files of `root`, which is `top` or a folder in it; at the end `whole` holds all that it was made of, or nothing where git's index
    is in a form that is not read here. Raises `NotListed`, at the end too.

    What is tracked comes first, while git walks the folders for the rest: each takes about as long.
    """
    running = tree.untracked(root, top)
    entries, written = tree.tracked(top)
    yield from _tracked(entries or [], _prefix(root, top), written)
    ended = process.finish(running, PATIENCE)
    yield from _untracked(root, ended)
    if entries is None:
        yield from _told(root, top)
    else:
        whole += tree.everything(top, entries, root, ended)


def _untracked(root: str, ended: process.Ended) -> Stream:
    _, _, complaints = ended
    for path in _paths(ended):
        yield _repository(path.rstrip("/")) if path.endswith("/") else Listed(path, os.path.islink(f"{root}/{path}"))
    for line in complaints.splitlines():
        if b"could not open directory" in line:
            yield Skipped(*_unopened(line), failed=True)


def _unopened(line: bytes) -> tuple[str, str]:
    """`warning: could not open directory 'a/b/': Permission denied` -> `a/b`, `unreadable: Permission denied`."""
    path, _, why = os.fsdecode(line).partition("directory '")[2].rpartition("': ")
    return path.rstrip("/"), f"unreadable: {why}"


def _told(root: str, top: str) -> Stream:
    """What is tracked, by git's own account, where its index is not in a form that is read here; no blob ids then."""
    for line in _paths(process.finish(tree.started(root, top, "ls-files", "-z", "--stage"), PATIENCE)):
        mode, path = int(line[:6], 8), line.partition("\t")[2]
        yield _repository(path) if mode == index.REPOSITORY else Listed(path, mode == index.LINK)


def _paths(ended: process.Ended) -> list[str]:
    code, out, complaints = ended
    if code != 0:
        raise NotListed(f"git failed: {' '.join(os.fsdecode(complaints).split())[:300] or code}")
    paths = os.fsdecode(out).split("\0")[:-1]
    if not all(map(inside, paths)):
        raise NotListed("git lists paths outside the workspace")
    return paths


def _prefix(root: str, top: str) -> str:
    return "" if root == top else os.path.relpath(root, top).replace(os.sep, "/") + "/"


def _tracked(entries: index.Entries, prefix: str, written: int) -> Stream:
    for path, record in entries:
        if not path.startswith(prefix) or not inside(path):
            continue
        name, kind = path[len(prefix) :], index.kind(record)
        if kind == index.REPOSITORY:
            yield _repository(name)
        else:  # what changed in the same instant as the index proves nothing, by git's own rule
            yield Listed(name, kind == index.LINK, record if index.is_before(record, written) else None)


def _repository(path: str) -> Skipped:
    return Skipped(path, "a git repository of its own", failed=False)
