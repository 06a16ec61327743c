"""The workspace as it was at a commit, laid out in a folder of its own. Git is asked for objects only: no filter, hook or checkout runs."""

import os
from collections.abc import Iterator, Mapping

from checker.discover.revision import Revision, revision, said
from checker.git.blobs import identity
from checker.model.errors import Complaint, Unusable

#: Files that some stage reads: sources, contracts, pages, clients.
_READ = (
    *(".rs", ".py", ".pyi", ".sql"),
    *(".yaml", ".yml", ".json", ".toml", ".md", ".mdx", ".markdown", ".gitignore"),
    *(".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", ".cts", ".cjs", ".html", ".htm", ".vue", ".svelte"),
)


def base_of(root: str, name: str) -> Revision:
    """The commit from which the work at `root` and the revision `name` parted. Raises `Unusable` where there is none."""
    then = revision(root, name)
    try:
        base = said(root, then.top, "merge-base", then.commit, "HEAD")
    except Unusable as unusable:
        raise Unusable(Complaint(name, 0, 0, "this revision and the work here have no common commit that git knows")) from unusable
    return revision(root, base.decode().strip())


def lay_out(then: Revision, folder: str) -> None:
    """Writes its files into `folder`: what is the same in the work tree from there, the rest from git; what no stage reads is empty."""
    rest = {}
    for home in sorted({os.path.dirname(path) for path in then.blobs}):
        os.makedirs(os.path.join(folder, home), exist_ok=True)
    for path, blob in then.blobs.items():
        if not path.endswith(_READ):
            _write(os.path.join(folder, path), b"")
        elif not _copied(then.root, path, blob, folder):
            rest[path] = blob
    for path, data in _contents(then, rest, folder):
        _write(os.path.join(folder, path), data)


def _copied(root: str, name: str, blob: str, folder: str) -> bool:
    """Whether the work tree has the same content, and it was put in place."""
    path = os.path.join(root, name)
    if os.path.islink(path) or not os.path.isfile(path):
        return False
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    if identity(data, len(blob)) != blob:
        return False
    _write(os.path.join(folder, name), data)
    return True


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def _contents(then: Revision, files: Mapping[str, str], folder: str) -> Iterator[tuple[str, bytes]]:
    """The contents of files by git: `<id> blob <size>`, a line break, the content, a line break, for each id that was asked."""
    if not files:
        return
    asked = os.path.join(folder, ".telint-objects")
    _write(asked, "".join(f"{blob}\n" for blob in files.values()).encode())
    told = said(then.root, then.top, "cat-file", "--batch", stdin=asked)
    os.unlink(asked)
    at = 0
    for path in files:
        end = told.index(b"\n", at)
        head = told[at:end].split(b" ")
        if len(head) != 3:
            raise Unusable(Complaint(path, 0, 0, "git does not have its content at that commit (a partial clone?)"))
        size = int(head[2])
        yield path, told[end + 1 : end + 1 + size]
        at = end + 2 + size
