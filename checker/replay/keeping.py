"""What is kept of a run: what it said, and all that it rests on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from checker.model.run import Outcome
from checker.replay import silent, state, store


def kept(
    outcome: Outcome,
    said: Iterable[tuple[str, str]],
    code: int,
    opened: Mapping[str, str],
    looked_for: Mapping[str, str],
    began: int,
) -> store.Record | None:
    """The record of a run that began at a moment of its file system; None where it cannot be told whether it would still find the same,
    because a file changed meanwhile."""
    basis, root = outcome.basis, outcome.root
    contents = {path: state.content(os.path.join(root, path)) for path in basis.seen}
    read = {file.path for file in outcome.files}
    if not basis.listing or not all(contents[path] for path in read):
        return None
    if any(state.content(path) != then for path, then in opened.items()):
        return None
    if any(state.presence(path) != then for path, then in looked_for.items()):
        return None
    contents |= opened
    if any(state.changed(content) >= began for content in contents.values()):
        return None
    quiet = [file for file in outcome.files if file.path not in basis.met and os.path.join(root, file.path) not in opened]
    blobs = {file.path: file.blob for file in outcome.files if file.path in basis.met and file.blob}
    blobs |= {path: state.digest(path) for path in opened}
    return {
        "root": [root],
        "code": [str(code)],
        "said": [word for pair in said for word in pair],
        "listing": basis.listing.split("\0"),
        "seen": [*contents],
        "content": [*contents.values()],
        "spoken": [*blobs],
        "blobs": [*blobs.values()],
        "looked": [*looked_for],
        "presence": [*looked_for.values()],
        "sources": [file.path for file in quiet],
        "languages": [file.language for file in quiet],
        "modules": [file.module for file in quiet],
        "asked": silent.words(basis.asked),
        "most": [str(basis.most)],
    }
