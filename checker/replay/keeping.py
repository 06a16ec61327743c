"""What is kept of a run: what it said, and all that it rests on."""

from __future__ import annotations

import os
from collections.abc import Mapping
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
    contents = {path: state.content(os.path.join(root, path)) for path in basis.seen} | heard.opened
    read = [file.path for file in outcome.files]
    if not basis.listing or not all(contents[path] for path in read) or _changed(contents, heard):
        return None
    quiet = [file for file in outcome.files if file.path not in basis.met and os.path.join(root, file.path) not in heard.opened]
    blobs = {file.path: file.blob for file in outcome.files if file.path in basis.met and file.blob}
    blobs |= {path: state.digest(path) for path in heard.opened}
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
        "sources": [file.path for file in quiet],
        "languages": [file.language for file in quiet],
        "modules": [file.module for file in quiet],
        "asked": silent.words(basis.asked),
        "most": [str(basis.most)],
    }


def _changed(contents: Mapping[str, str], heard: Heard) -> bool:
    """Whether a file may have changed since the run began."""
    if any(state.content(path) != then for path, then in heard.opened.items()):
        return True
    if any(state.presence(path) != then for path, then in heard.looked_for.items()):
        return True
    return any(state.changed(content) >= heard.began for content in contents.values())
