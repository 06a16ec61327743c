"""What is kept of a run: what it said, and all that it rests on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from checker.model.run import Outcome
from checker.replay import silent, state, store


class Heard(NamedTuple):
    """What went on during a run that began at the moment `began` of its file system: what it said, which files it opened, with the state of
    their content then, and what it looked for, with what stood there."""

    began: int
    said: list[tuple[str, str]]
    opened: dict[str, str]
    looked_for: dict[str, str]


def kept(outcome: Outcome, code: int, heard: Heard) -> store.Record | None:
    """The record of a run; None where it cannot be told whether another would find the same, because a file changed meanwhile."""
    basis, root = outcome.basis, outcome.root
    quiet = [file for file in outcome.files if file.path not in basis.met and os.path.join(root, file.path) not in heard.opened]
    blobs = {file.path: file.blob for file in outcome.files if file.path in basis.met and file.blob}
    # Before the states are compared: what was read for this was read before, too.
    blobs |= {path: state.digest(path) for path in heard.opened}
    contents = {path: state.content(os.path.join(root, path)) for path in basis.seen} | heard.opened
    folders = _folders(basis.seen)
    there = {path: state.content(os.path.join(root, path)) for path in folders}
    lost = not all(contents[file.path] for file in outcome.files)
    if not basis.listing or lost or _changed([*contents.values(), *there.values()], heard):
        return None
    return {
        "root": [root],
        "code": [str(code)],
        "said": [word for pair in heard.said for word in pair],
        "listing": basis.listing.split("\0"),
        "seen": [*contents],
        "content": [*contents.values()],
        "spoken": [*blobs],
        "blobs": [*blobs.values()],
        "looked": [*heard.looked_for],
        "presence": [*heard.looked_for.values()],
        "folders": folders,
        "linked": [str(os.path.islink(os.path.join(root, path))) for path in folders],
        "sources": [file.path for file in quiet],
        "languages": [file.language for file in quiet],
        "modules": [file.module for file in quiet],
        "asked": silent.words(basis.asked),
        "most": [str(basis.most)],
    }


def _folders(paths: Iterable[str]) -> list[str]:
    """The folders on the way to the files, below the root."""
    found: dict[str, None] = {}
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in found:
            found[path] = None
    return [*found]


def _changed(states: Iterable[str], heard: Heard) -> bool:
    """Whether a file, or a folder, may have changed since the run began."""
    if any(state.content(path) != then for path, then in heard.opened.items()):
        return True
    if any(state.presence(path) != then for path, then in heard.looked_for.items()):
        return True
    return any(state.touched(each) >= heard.began for each in states)
