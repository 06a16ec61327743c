"""Which process has which files."""

import os
from collections.abc import Iterable, Sequence

from checker.extract.engine import Hit
from checker.model.source import SourceFile

#: Files from which a second process pays for itself (what it has to send costs about as much as reading this many).
MANY = 300


def processes(files: int, jobs: int) -> int:
    """How many processes work on that many files. `jobs`: how many were asked for, 0 for as many as pay."""
    if not hasattr(os, "fork"):
        return 1
    if jobs:
        return max(1, min(jobs, files))
    return 2 if files >= MANY and (os.cpu_count() or 1) > 1 else 1


def shared(files: Sequence[SourceFile], jobs: int) -> tuple[tuple[SourceFile, ...], ...]:
    """The files of each process, the first of which is the one that asks; neighbours apart, because they cost alike."""
    ordered = sorted(files)
    count = processes(len(ordered), jobs)
    return tuple(tuple(ordered[i::count]) for i in range(count))


def divided(hits: Iterable[Hit], home: dict[str, int], count: int) -> list[list[Hit]]:
    """The files that each of `count` processes has to answer for: those it has parsed, and of the others as many bytes as anyone.

    `home` says which process has parsed a file, and is told of the new ones.
    """
    shares: list[list[Hit]] = [[] for _ in range(count)]
    loads = [0] * count
    # The largest first: what comes last evens out what came before.
    for hit in sorted(hits, key=lambda hit: (hit.path not in home, -hit.size, hit.path)):
        at = home.setdefault(hit.path, loads.index(min(loads)))
        shares[at].append(hit)
        loads[at] += hit.size
    return shares
