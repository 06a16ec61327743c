"""Runs git beside us and collects what it says, within a time limit. `subprocess` would cost ten milliseconds of import."""

import os
import select
import time
from typing import NamedTuple

#: What git may know of the environment: where it is, and the user's own settings. No `GIT_*`: a hook that calls us sets several.
_KEPT = ("PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR")


class Running(NamedTuple):
    """A started process with the read ends of its two pipes."""

    pid: int
    out: int
    err: int


class Ended(NamedTuple):
    """What a process left: its exit code (negative: a signal, or cut off by the time limit) and what it wrote."""

    code: int
    out: bytes
    err: bytes


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
        return Running(os.posix_spawnp(argv[0], argv, environment, file_actions=actions), out, err)
    except OSError:
        os.close(out)
        os.close(err)
        raise
    finally:
        os.close(out_child)
        os.close(err_child)


def finish(running: Running, seconds: float) -> Ended:
    """Waits until the process has closed its output; kills it after `seconds`."""
    texts: dict[int, list[bytes]] = {running.out: [], running.err: []}
    waiting = [running.out, running.err]
    deadline = time.monotonic() + seconds
    while waiting and (left := deadline - time.monotonic()) > 0:
        for pipe in select.select(waiting, [], [], left)[0]:
            if data := os.read(pipe, 1 << 16):
                texts[pipe].append(data)
            else:
                waiting.remove(pipe)
    return _reap(running, b"".join(texts[running.out]), b"".join(texts[running.err]), bool(waiting))


def _reap(running: Running, out: bytes, err: bytes, late: bool) -> Ended:
    if late:
        os.kill(running.pid, 9)
        err = b"took too long"
    code = os.waitstatus_to_exitcode(os.waitpid(running.pid, 0)[1])
    os.close(running.out)
    os.close(running.err)
    return Ended(code, out, err)
