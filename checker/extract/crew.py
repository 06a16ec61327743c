"""The extraction of a large workspace on several processors: each process reads, searches and parses its own share of the files."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from checker import languages
from checker.extract.engine import Extractor, Tally
from checker.extract.worker import Worker, hire
from checker.model.facts import FileFacts
from checker.model.source import Source, SourceFile, Wanted

#: Files from which a second process pays for itself (a fork with what it has to send costs about as much as reading this many).
_MANY = 300


class Facts:
    """`model.source.FactSource` over one extractor in this process and any number of workers; same answers in the same order."""

    def __init__(self, own: Extractor, workers: Sequence[Worker], home: dict[str, int], modules: dict[str, tuple[str, ...]]) -> None:
        self._own = own
        self._workers = workers
        self._home = home
        self._modules = modules

    def about(self, wanted: Iterable[Wanted]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.about`."""
        asked = tuple(wanted)
        for worker in self._workers:
            worker.ask("about", asked)
        parts = [list(self._own.about(asked)), *(w.answer() for w in self._workers)]
        yield from sorted(chain.from_iterable(parts), key=lambda f: f.path) if self._workers else parts[0]

    def at(self, module: str, names: frozenset[str]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.at`."""
        return (f for path in self._modules.get(module, ()) for f in self.file(path, names))

    def file(self, path: str, names: frozenset[str]) -> Iterable[FileFacts]:
        """See `model.source.FactSource.file`."""
        home = self._home.get(path, 0)
        if home == 0:
            return self._own.file(path, names)
        worker = self._workers[home - 1]
        worker.ask("file", path, names)
        found: Iterable[FileFacts] = worker.answer()
        return found

    def is_module(self, path: str) -> bool:
        """See `model.source.FactSource.is_module`."""
        return path in self._modules

    def tally(self) -> Tally:
        """What all processes have read so far."""
        for worker in self._workers:
            worker.ask("tally")
        parts: list[Any] = [self._own.tally(), *(w.answer() for w in self._workers)]
        return Tally(sum(t.parsed for t in parts), tuple(sorted(chain.from_iterable(t.failed for t in parts))))


@contextmanager
def extracting(root: str, files: Sequence[SourceFile], jobs: int) -> Iterator[Facts]:
    """The facts of a workspace's source files, for as long as the block lasts. `jobs`: processes to use, 0 for as many as pay."""
    ordered = sorted(files)
    count = _processes(len(ordered), jobs)
    shares = [ordered[i::count] for i in range(count)]
    if count > 1:
        _load_parsers(ordered)
    workers = [hire(root, share) for share in shares[1:]]
    modules: dict[str, tuple[str, ...]] = {}
    for file in ordered:
        modules[file.module] = (*modules.get(file.module, ()), file.path)
    home = {file.path: i for i, share in enumerate(shares) for file in share}
    try:
        yield Facts(Extractor(root, shares[0]), workers, home, modules)
    finally:
        for worker in workers:
            worker.dismiss()
        for worker in workers:
            worker.wait()


def _load_parsers(files: Sequence[SourceFile]) -> None:
    """Bring in what each language needs once, before the fork, and not in every process."""
    for file in {f.language: f for f in files}.values():
        languages.load(file.language).extract(Source(file, b""), frozenset())


def _processes(files: int, jobs: int) -> int:
    if not hasattr(os, "fork"):
        return 1
    if jobs:
        return max(1, min(jobs, files))
    return 2 if files >= _MANY and (os.cpu_count() or 1) > 1 else 1
