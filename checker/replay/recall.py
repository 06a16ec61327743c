"""Whether an earlier run still holds, and what it said."""

from __future__ import annotations

import os

from checker.git import process, tree
from checker.replay import state, store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    #: What a run said, as pairs of the stream (`out` or `err`) and a text, in order; and its exit code.
    Said: TypeAlias = tuple[list[tuple[str, str]], int]


def said(path: str, key: list[str]) -> Said | None:
    """What the run recorded at `path` for the call `key` said, if it would say the same now."""
    record = store.load(path)
    try:
        return _said(record, key) if record else None
    except (KeyError, ValueError, IndexError):  # not what we have written
        return None


def _said(record: store.Record, key: list[str]) -> Said | None:
    if record["key"] != key or record["today"] != [state.today()] or record["tool"] != state.tool():
        return None
    (root,) = record["root"]
    top = tree.work_tree(root)
    if top is None or not _holds(record, root, top):
        return None
    words = record["said"]
    return list(zip(words[::2], words[1::2], strict=True)), int(record["code"][0])


def _holds(record: store.Record, root: str, top: str) -> bool:
    try:
        running = tree.untracked(root, top)  # while the files are looked at
    except tree.NotListed:
        return False
    still = _files_hold(record, root)
    entries, _ = tree.tracked(top)
    ended = process.finish(running, tree.PATIENCE)
    return still and entries is not None and tree.everything(top, entries, root, ended) == record["listing"]


def _files_hold(record: store.Record, root: str) -> bool:
    looked = zip(record["looked"], record["presence"], strict=True)
    if any(state.presence(path) != then for path, then in looked):
        return False
    seen = zip(record["seen"], record["content"], strict=True)
    different = [path for path, then in seen if state.content(os.path.join(root, path)) != then]
    blobs = dict(zip(record["spoken"], record["blobs"], strict=True)) if different else {}
    changed = [path for path in different if not blobs.get(path) or state.digest(os.path.join(root, path)) != blobs[path]]
    return not changed or _says_nothing(record, root, changed)


def _says_nothing(record: store.Record, root: str, different: list[str]) -> bool:
    sources = dict(zip(record["sources"], zip(record["languages"], record["modules"], strict=True), strict=True))
    if not sources.keys() >= set(different):
        return False
    from checker.replay import silent  # brings in the search

    return silent.silent(root, [(path, *sources[path]) for path in different], silent.wanted(record["asked"]), int(record["most"][0]))
