"""Whether an earlier run still holds, and what it said."""

from __future__ import annotations

import os

from checker.git import process, tree
from checker.replay import state, store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    #: What a run said, as pairs of the stream (`out` or `err`) and a text, in order; and its exit code.
    Shown: TypeAlias = tuple[list[tuple[str, str]], int]


def shown(path: str, key: list[str]) -> Shown | None:
    """What the run recorded at `path` for the call `key` said, if it would say the same now."""
    record = store.load(path)
    try:
        if not record or record["key"] != key or record["today"] != [state.today()] or record["tool"] != state.tool():
            return None
        if not _holds(record, path):
            return None
        words = record["said"]
        return list(zip(words[::2], words[1::2], strict=True)), int(record["code"][0])
    except (OSError, KeyError, ValueError, IndexError):  # not what we have written, or telint is being changed
        return None


def _holds(record: store.Record, path: str) -> bool:
    (root,) = record["root"]
    top = tree.work_tree(root)
    try:
        running = tree.untracked(root, top or root)  # while the files are looked at
    except tree.NotListed:
        return False
    try:
        still = _places_hold(record, root) and _files_hold(record, root, path)
        entries, _ = tree.tracked(top or root)
    finally:
        ended = process.finish(running, tree.PATIENCE)
    return still and top is not None and entries is not None and tree.everything(top, entries, root, ended) == record["listing"]


def _places_hold(record: store.Record, root: str) -> bool:
    """Whether what was looked for is, or is not, where it was, and the folders on the way to the files are links where they were links."""
    looked = zip(record["looked"], record["presence"], strict=True)
    folders = zip(record["folders"], record["linked"], strict=True)
    return all(state.presence(place) == then for place, then in looked) and all(
        str(os.path.islink(os.path.join(root, folder))) == then for folder, then in folders
    )


def _files_hold(record: store.Record, root: str, path: str) -> bool:
    now = {file: state.content(os.path.join(root, file)) for file in record["seen"]}
    different = [file for file, then in zip(record["seen"], record["content"], strict=True) if now[file] != then]
    if not different:
        return True
    try:
        beside, began = store.begin(os.path.dirname(path))
    except OSError:
        return _same(record, root, different)
    try:
        same = _same(record, root, different)
        # Looked at before its content was, and not touched since: next time, that will do.
        if same and all(state.touched(now[file]) < began for file in different):
            store.save(beside, path, record | {"content": [*now.values()]})
        return same
    finally:
        store.discard(beside)


def _same(record: store.Record, root: str, different: list[str]) -> bool:
    """Whether files whose state is different have the content that they had, or are silent."""
    blobs: Mapping[str, str] = dict(zip(record["spoken"], record["blobs"], strict=True))
    spoken = [file for file in different if file in blobs]
    if not all(blobs[file] and state.digest(os.path.join(root, file)) == blobs[file] for file in spoken):
        return False
    sources = dict(zip(record["sources"], zip(record["languages"], record["modules"], strict=True), strict=True))
    rest = [file for file in different if file not in blobs]
    if not sources.keys() >= set(rest):
        return False
    if not rest:
        return True
    from checker.replay import silent  # brings in the search

    return silent.silent(root, [(file, *sources[file]) for file in rest], silent.wanted(record["asked"]), int(record["most"][0]))
