"""Lists a git work tree: what is tracked, from the index, and what is untracked but not ignored, from git.

The repository is not trusted: its configuration must not get git to run a program or to look elsewhere. So git is asked for one thing only,
which reads no file content (no filters), and everything that could start something is switched off; see `_SAFE`.
"""

import os
from typing import TypeAlias

from checker.discover import gitindex, process
from checker.discover.listed import Listed, Stream
from checker.model.source import Skipped

_SECONDS = 60.0

#: A repository's own configuration cannot override what the command line sets.
_SAFE = (
    "core.fsmonitor=false",  # a program that is asked for changed files
    f"core.hooksPath={os.devnull}",
    "safe.bareRepository=explicit",  # a folder that looks like a bare repository is not taken for one
    "protocol.allow=never",  # no fetching of what a partial clone left out
)

_Entries: TypeAlias = list[tuple[str, gitindex.Record]]


class NotListed(Exception):
    """Git could not list the folder; says why."""


def work_tree(root: str) -> str | None:
    """The folder at or above `root` that is a git work tree, by its `.git`."""
    folder = root
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def listing(root: str, top: str) -> Stream:
    """The files of `root`, which is `top` or a folder in it. Raises `NotListed`, at the end too.

    What is tracked comes first, while git walks the folders for the rest: each takes about as long.
    """
    running = started(root, top, "ls-files", "-z", "--others", "--exclude-standard")
    entries, written = _index(top)
    yield from _tracked(entries or [], _prefix(root, top), written)
    ended = process.finish(running, _SECONDS)
    yield from _untracked(root, ended)
    if entries is None:
        yield from _told(root, top)


def started(root: str, top: str, *words: str, stdin: str = os.devnull) -> process.Running:
    """Git at work in `root` on a subcommand that runs nothing of the repository's, given the file `stdin`. Raises `NotListed` where there
    is no git."""
    try:
        return process.start(command(root, *words), environment(top), stdin)
    except (OSError, AttributeError) as error:  # AttributeError: no posix_spawn on this system
        raise NotListed(f"git cannot be started: {error}") from None


def command(root: str, *words: str) -> list[str]:
    """A call of git in the folder `root`, with everything switched off that could run a program."""
    settings = [word for setting in _SAFE for word in ("-c", setting)]
    return ["git", "--no-optional-locks", "--no-pager", *settings, "-C", root, *words]


def environment(top: str) -> dict[str, str]:
    """`GIT_WORK_TREE` and the ceiling: not the folder that `core.worktree` names, and no repository further up."""
    return {
        "LC_ALL": "C",
        "GIT_WORK_TREE": top,
        "GIT_CEILING_DIRECTORIES": os.path.dirname(top),
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _untracked(root: str, ended: process.Ended) -> Stream:
    for path in _paths(ended):
        yield _repository(path.rstrip("/")) if path.endswith("/") else Listed(path, os.path.islink(f"{root}/{path}"))
    for line in ended.err.splitlines():
        if b"could not open directory" in line:
            yield Skipped(*_unopened(line), failed=True)


def _unopened(line: bytes) -> tuple[str, str]:
    """`warning: could not open directory 'a/b/': Permission denied` -> `a/b`, `unreadable: Permission denied`."""
    path, _, why = os.fsdecode(line).partition("directory '")[2].rpartition("': ")
    return path.rstrip("/"), f"unreadable: {why}"


def _told(root: str, top: str) -> Stream:
    """What is tracked, by git's own account, where its index is not in a form that is read here; no blob ids then."""
    for line in _paths(process.finish(started(root, top, "ls-files", "-z", "--stage"), _SECONDS)):
        mode, path = int(line[:6], 8), line.partition("\t")[2]
        yield _repository(path) if mode == gitindex.REPOSITORY else Listed(path, mode == gitindex.LINK)


def _paths(ended: process.Ended) -> list[str]:
    if ended.code != 0:
        raise NotListed(f"git failed: {' '.join(os.fsdecode(ended.err).split())[:300] or ended.code}")
    paths = os.fsdecode(ended.out).split("\0")[:-1]
    if not all(map(inside, paths)):
        raise NotListed("git lists paths outside the workspace")
    return paths


def inside(path: str) -> bool:
    """An index can be forged: nothing above the workspace, and no path longer than a system takes."""
    return len(path) < 4096 and not path.startswith("/") and (".." not in path or ".." not in path.split("/"))


def _index(top: str) -> tuple[_Entries | None, int]:
    """What the index tracks, and when it was written; None if it cannot be read here."""
    try:
        with open(os.path.join(_git_folder(top), "index"), "rb") as file:
            return gitindex.read(file.read()), os.fstat(file.fileno()).st_mtime_ns
    except FileNotFoundError:
        return [], 0  # nothing was ever added
    except (OSError, gitindex.Unreadable):
        return None, 0


def _prefix(root: str, top: str) -> str:
    return "" if root == top else os.path.relpath(root, top).replace(os.sep, "/") + "/"


def _tracked(entries: _Entries, prefix: str, written: int) -> Stream:
    for path, record in entries:
        if not path.startswith(prefix) or not inside(path):
            continue
        name, kind = path[len(prefix) :], gitindex.kind(record)
        if kind == gitindex.REPOSITORY:
            yield _repository(name)
        else:  # what changed in the same instant as the index proves nothing, by git's own rule
            yield Listed(name, kind == gitindex.LINK, record if gitindex.is_before(record, written) else None)


def _repository(path: str) -> Skipped:
    return Skipped(path, "a git repository of its own", failed=False)


def _git_folder(top: str) -> str:
    """`.git`, or where a `.git` file of a linked work tree or submodule points."""
    path = os.path.join(top, ".git")
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return os.path.join(top, file.read(4096).removeprefix("gitdir:").strip())
    except OSError:
        return path
