"""Git asked about a work tree: what is tracked, from the index, and what is untracked but not ignored, from git.

The repository is not trusted: its configuration must not get git to run a program or to look elsewhere. So git is asked for little, which
reads no file content (no filters), and everything that could start something is switched off; see `_SAFE`.
"""

from __future__ import annotations

import os

from checker.git import index, process

#: Seconds that git gets to list a folder.
PATIENCE = 60.0

#: A repository's own configuration cannot override what the command line sets.
_SAFE = (
    "core.fsmonitor=false",  # a program that is asked for changed files
    f"core.hooksPath={os.devnull}",
    "safe.bareRepository=explicit",  # a folder that looks like a bare repository is not taken for one
    "protocol.allow=never",  # no fetching of what a partial clone left out
)


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


def tracked(top: str) -> tuple[index.Entries | None, int]:
    """What the index tracks, and when it was written; None if it cannot be read here."""
    try:
        with open(os.path.join(folder(top), "index"), "rb") as file:
            return index.read(file.read()), os.fstat(file.fileno()).st_mtime_ns
    except FileNotFoundError:
        return [], 0  # nothing was ever added
    except (OSError, index.Unreadable):
        return None, 0


def untracked(root: str, top: str) -> process.Running:
    """Git at work on the paths below `root` that are neither tracked nor ignored. Raises `NotListed`."""
    return started(root, top, "ls-files", "-z", "--others", "--exclude-standard")


def everything(top: str, entries: index.Entries, root: str, ended: process.Ended) -> list[str]:
    """All that a listing of `root` is made of, to be compared with another: what is tracked with its kind, what is untracked, and what git
    complained of. For links it is also where they lead."""
    code, out, complaints = ended
    others = os.fsdecode(out).split("\0")
    links = [f"{top}/{path}" for path, record in entries if index.kind(record) == index.LINK]
    led = [_target(path) for path in (*links, *(f"{root}/{path}" for path in others))]
    return [*(f"{index.kind(record):o} {path}" for path, record in entries), *led, *others, os.fsdecode(complaints), str(code)]


def _target(path: str) -> str:
    try:
        return os.readlink(path)
    except (OSError, ValueError):
        return ""  # no link


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


def inside(path: str) -> bool:
    """An index can be forged: nothing above the workspace, and no path longer than a system takes."""
    return len(path) < 4096 and not path.startswith("/") and (".." not in path or ".." not in path.split("/"))


def folder(top: str) -> str:
    """`.git`, or where a `.git` file of a linked work tree or submodule points."""
    path = os.path.join(top, ".git")
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return os.path.join(top, file.read(4096).removeprefix("gitdir:").strip())
    except OSError:
        return path
