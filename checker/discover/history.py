"""The workspace as it was at a commit, laid out in a folder of its own. Git is asked for objects only: no filter, hook or checkout runs."""

import os
from collections.abc import Iterator, Mapping
from hashlib import sha1, sha256
from typing import NamedTuple

from checker.discover import git, process
from checker.model.errors import Complaint, Unusable

_SECONDS = 120.0
#: Files that some stage reads: sources, contracts, pages, clients.
_READ = (
    *(".rs", ".py", ".pyi", ".sql"),
    *(".yaml", ".yml", ".json", ".toml", ".md", ".mdx", ".markdown", ".gitignore"),
    *(".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", ".cts", ".cjs", ".html", ".htm", ".vue", ".svelte"),
)
_LINK, _REPOSITORY = "120000", "160000"


class Blob(NamedTuple):
    """A file of a commit: its path below the workspace's root, and git's id of its content."""

    path: str
    id: str


def base_of(root: str, revision: str) -> str:
    """The commit from which the work at `root` and `revision` parted. Raises `Unusable` where there is none."""
    commit = _ask(root, revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return _ask(root, revision, "merge-base", commit, "HEAD")


def blobs(root: str, commit: str) -> tuple[Blob, ...]:
    """The files of the commit below `root`, links and repositories in it left out."""
    found = []
    for line in _run(root, "ls-tree", "-r", "-z", commit).split(b"\0"):
        told, _, path = os.fsdecode(line).partition("\t")
        mode, _, rest = told.partition(" ")
        if path and mode not in (_LINK, _REPOSITORY) and git.inside(path):
            found.append(Blob(path, rest.partition(" ")[2]))
    return tuple(found)


def lay_out(root: str, files: tuple[Blob, ...], folder: str) -> None:
    """Writes the files into `folder`: what is the same in the work tree from there, the rest from git; what no stage reads is empty."""
    read = [blob for blob in files if blob.path.endswith(_READ)]
    rest = [blob for blob in read if not _copied(root, blob, folder)]
    for path, data in _contents(root, rest, folder):
        _write(os.path.join(folder, path), data)
    for blob in files:
        if not blob.path.endswith(_READ):
            _write(os.path.join(folder, blob.path), b"")


def _copied(root: str, blob: Blob, folder: str) -> bool:
    """Whether the work tree has the same content, and it was put in place."""
    path = os.path.join(root, blob.path)
    if os.path.islink(path) or not os.path.isfile(path):
        return False
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    if _id(data, len(blob.id)) != blob.id:
        return False
    _write(os.path.join(folder, blob.path), data)
    return True


def _id(data: bytes, length: int) -> str:
    """Git's id of a content; 40 digits are SHA-1, which git uses for identity and not for security, 64 are SHA-256."""
    digest = sha1(usedforsecurity=False) if length == 40 else sha256()
    digest.update(b"blob %d\0" % len(data) + data)
    return digest.hexdigest()


def _write(path: str, data: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def _contents(root: str, files: list[Blob], folder: str) -> Iterator[tuple[str, bytes]]:
    """The contents of files by git: `<id> blob <size>`, a line break, the content, a line break, for each id that was asked."""
    if not files:
        return
    asked = os.path.join(folder, ".telint-objects")
    _write(asked, "".join(f"{blob.id}\n" for blob in files).encode())
    told = _run(root, "cat-file", "--batch", stdin=asked)
    os.unlink(asked)
    at = 0
    for blob in files:
        end = told.index(b"\n", at)
        head = told[at:end].split(b" ")
        if len(head) != 3:
            raise Unusable(Complaint(blob.path, 0, 0, "git does not have its content at that commit (a partial clone?)"))
        size = int(head[2])
        yield blob.path, told[end + 1 : end + 1 + size]
        at = end + 2 + size


def _ask(root: str, revision: str, *words: str) -> str:
    try:
        return os.fsdecode(_run(root, *words)).strip()
    except Unusable as unusable:
        why = f'--since: "{revision}" and the work here have no common commit that git knows'
        raise Unusable(Complaint("", 0, 0, f"{why}: {unusable.complaints[0].message}")) from unusable


def _run(root: str, *words: str, stdin: str = os.devnull) -> bytes:
    top = git.work_tree(root)
    if top is None:
        raise Unusable(Complaint("", 0, 0, "there is no git work tree here"))
    settings: Mapping[str, str] = git.environment(top)
    try:
        ended = process.finish(process.start(git.command(root, *words), dict(settings), stdin), _SECONDS)
    except (OSError, AttributeError) as error:
        raise Unusable(Complaint("", 0, 0, f"git cannot be started: {error}")) from error
    if ended.code != 0:
        said = " ".join(os.fsdecode(ended.err).split())[:300]
        raise Unusable(Complaint("", 0, 0, f"git failed: {said or ended.code}"))
    return ended.out
