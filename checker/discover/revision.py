"""The files of a workspace as git recorded them in a revision. Nothing is checked out, and no filter of the repository runs."""

import os
from typing import NamedTuple

from checker.git import process
from checker.git.tree import NotListed, inside, started, work_tree
from checker.model.errors import Complaint, Unusable

_SECONDS = 120.0
_FILES = (b"100644", b"100755")


class Revision(NamedTuple):
    """A commit, and the blob of each file of the workspace in it, by path from the root."""

    root: str
    top: str
    commit: str
    blobs: dict[str, str]

    def read(self, path: str) -> bytes:
        """The content of a file of the revision. Raises `Unusable`."""
        if path not in self.blobs:
            raise Unusable(Complaint(path, 0, 0, "no such file in that revision"))
        return said(self.root, self.top, "cat-file", "blob", self.blobs[path])


def revision(root: str, name: str) -> Revision:
    """The revision that git knows by `name` (a branch, a tag, `HEAD~1`). Raises `Unusable` where there is none, or no git."""
    top = work_tree(root)
    if top is None:
        raise Unusable(Complaint(name, 0, 0, "the workspace is in no git work tree, so it has no revisions"))
    if not name or name.startswith("-") or "\0" in name:
        raise Unusable(Complaint(name, 0, 0, "not the name of a revision"))
    commit = said(root, top, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", unknown=name).decode().strip()
    listed = said(root, top, "ls-tree", "-r", "-z", "--full-tree", commit)
    prefix = b"" if root == top else os.fsencode(os.path.relpath(root, top).replace(os.sep, "/") + "/")
    entries = (entry.partition(b"\t") for entry in listed.split(b"\0")[:-1])
    # Links and repositories of their own are left out: what they lead to is not of this revision.
    files = ((os.fsdecode(path[len(prefix) :]), head.split()) for head, _, path in entries if path.startswith(prefix))
    blobs = {path: head[2].decode() for path, head in files if head[0] in _FILES and inside(path)}
    return Revision(root, top, commit, blobs)


def said(root: str, top: str, *words: str, unknown: str = "", stdin: str = os.devnull) -> bytes:
    """What git writes, given the file `stdin`; `unknown` is the name that git knows no revision by, where it fails. Raises `Unusable`."""
    try:
        code, out, complaints = process.finish(started(root, top, *words, stdin=stdin), _SECONDS)
    except NotListed as failed:
        raise Unusable(Complaint("", 0, 0, str(failed))) from failed
    if code != 0:
        why = " ".join(os.fsdecode(complaints).split())[:300] or str(code)
        raise Unusable(Complaint(unknown, 0, 0, "git knows no such revision") if unknown else Complaint("", 0, 0, f"git failed: {why}"))
    return out
