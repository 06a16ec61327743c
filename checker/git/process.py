"""Runs git beside us and collects what it says, within a time limit. `subprocess` would cost ten milliseconds of import."""

from __future__ import annotations

import os
import select
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    #: A started process: its id, and the read ends of its two pipes, for what it writes and what it complains of.
    Running: TypeAlias = tuple[int, int, int]
    #: What a process left: its exit code (negative: a signal, or cut off by the time limit), what it wrote, what it complained of.
    Ended: TypeAlias = tuple[int, bytes, bytes]

#: What git may know of the environment: where it is, and the user's own settings. No `GIT_*`: a hook that calls us sets several.
_KEPT = ("PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR")


def start(argv: list[str], settings: dict[str, str], stdin: str = os.devnull) -> Running:
    """Starts `argv` without a terminal, with `settings` and little else in its environment; `stdin` is a file to read. OSError if there
    is no such program."""
    out, out_child = os.pipe()
    err, err_child = os.pipe()
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | settings
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, out_child, 1),
        (os.POSIX_SPAWN_DUP2, err_child, 2),
    ]
    try:
        return os.posix_spawnp(argv[0], argv, environment, file_actions=actions), out, err
    except OSError:
        os.close(out)
        os.close(err)
        raise
    finally:
        os.close(out_child)
        os.close(err_child)


def finish(running: Running, seconds: float) -> Ended:
    """Waits until the process has closed its output; kills it after `seconds`."""
    pid, out, err = running
    texts: dict[int, list[bytes]] = {out: [], err: []}
    waiting = [out, err]
    deadline = time.monotonic() + seconds
    while waiting and (left := deadline - time.monotonic()) > 0:
        for pipe in select.select(waiting, [], [], left)[0]:
            if data := os.read(pipe, 1 << 16):
                texts[pipe].append(data)
            else:
                waiting.remove(pipe)
    if waiting:
        os.kill(pid, 9)
        texts[err] = [b"took too long"]
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(out)
    os.close(err)
    return code, b"".join(texts[out]), b"".join(texts[err])
