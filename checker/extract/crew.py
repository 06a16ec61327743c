"""The extraction of a large workspace on several processors: each process reads, searches and parses its own share of the files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar

from checker import languages
from checker.extract.engine import Extractor, Tally, load_parser
from checker.extract.rounds import answered, search
from checker.extract.shares import MANY, processes, shared
from checker.extract.worker import Copy, Worker, beside, hire
from checker.model.facts import FileFacts
from checker.model.source import SourceFile, Wanted, Workspace

T = TypeVar("T")


class Facts:
    """`model.source.FactSource` over one extractor in this process and any number of workers; same answers in the same order."""

    def __init__(self, own: Extractor, workers: Sequence[Worker], files: Iterable[SourceFile], copies: list[Copy]) -> None:
        """`copies` is told of those that are started, for whoever has to see to their end."""
        self._own = own
        self._workers = list(workers)
        self._copies = copies
        self._modules: dict[str, list[str]] = {}
        #: The process that has parsed a file, 0 being this one, and so answers for it.
        self._home: dict[str, int] = {}
        self._met: set[str] = set()
        self._paths = {file.path for file in files}
        self._asked: set[Wanted] = set()
        self._copied = False
        self._ahead: tuple[Wanted, ...] | None = None
        for file in files:
            self._modules.setdefault(file.module, []).append(file.path)

    def about(self, wanted: Iterable[Wanted]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.about`."""
        asked = tuple(wanted)
        self._asked.update(asked)
        if asked != self._ahead:
            self.ahead(asked)
        self._ahead = None
        found = answered(self._own, self._workers, self._home, self._own.hits(asked))
        yield from sorted(found, key=lambda f: f.path)

    def ahead(self, wanted: tuple[Wanted, ...]) -> None:
        """Begin to search for what `about` is asked next. Another question in between costs the search."""
        self._settled()
        for worker in self._workers:
            search(worker, wanted)
        self._ahead = wanted

    def _settled(self) -> None:
        """Drop the search under way, if there is one."""
        self._ahead = None
        for worker in self._workers:
            while worker.asked:
                worker.answer()

    def at(self, module: str, names: frozenset[str]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.at`."""
        return (f for path in self._modules.get(module, ()) for f in self.file(path, names))

    def file(self, path: str, names: frozenset[str]) -> Iterable[FileFacts]:
        """See `model.source.FactSource.file`."""
        # The first answer is never empty: it brings the file's imports.
        if path not in self._paths or (path in self._home and not self._own.may_define(path, names)):
            return ()
        home = self._home.setdefault(path, 0)
        if home == 0:
            return self._own.file(path, names)
        self._settled()
        worker = self._workers[home - 1]
        worker.ask("file", path, names)
        found: Iterable[FileFacts] = worker.answer()
        return found

    def is_module(self, path: str) -> bool:
        """See `model.source.FactSource.is_module`."""
        return path in self._modules

    def beside(self, work: Callable[[], T]) -> Callable[[], T]:
        """See `model.source.FactSource.beside`. A worker has a line for one copy: what comes later is done where it is waited for."""
        if not self._workers or self._copied:
            return work
        self._copied = True
        self._settled()

        def copied() -> tuple[T, set[Wanted], dict[str, int]]:
            self._workers = [worker.for_copy() for worker in self._workers]
            for number, worker in enumerate(self._workers, 1):
                worker.ask("told", [path for path, home in self._home.items() if home == number])
                worker.answer()
            return work(), self._asked, self._home

        copy = beside(copied)
        self._copies.append(copy)

        def result() -> T:
            done: T
            done, asked, home = copy.answer()
            self._asked |= asked
            # Whom to ask about these files the copy settled with its own lines; here they are only known to have been asked about.
            self._met |= home.keys()
            return done

        return result

    def rests_on(self) -> tuple[frozenset[Wanted], frozenset[str]]:
        """All that was looked for in every file so far, and the paths of the files that had something to answer. What another file says
        has changed nothing, for as long as nothing of the first stands in it."""
        return frozenset(self._asked), frozenset(self._met | self._home.keys())

    def tally(self) -> Tally:
        """What all processes have read so far."""
        self._settled()
        for worker in self._workers:
            worker.ask("tally")
        parts: list[Any] = [self._own.tally(), *(w.answer() for w in self._workers)]
        return Tally(sum(t.parsed for t in parts), tuple(sorted({f for t in parts for f in t.failed})))


#: Waits for the workspace and its facts.
Begun: TypeAlias = Callable[[], tuple[Workspace, Facts]]


@contextmanager
def extracting(find: Callable[[], Workspace], jobs: int) -> Iterator[Begun]:
    """The workspace that `find` discovers and the facts of its files, for as long as the block lasts; what is yielded waits for them.

    `find` starts at once, beside us where there is a process to spare, which then stays for its share of the files.
    `jobs`: processes to use, 0 for as many as pay.
    """
    scout = hire(find, jobs, 1) if processes(MANY, jobs) > 1 else None
    workers, copies = [scout] if scout else [], list[Copy]()
    try:
        yield lambda: _begun(_found(scout) if scout else find(), workers, copies, jobs)
    finally:
        for copy in copies:
            copy.end()
        for worker in workers:
            worker.dismiss()
        for worker in workers:
            worker.wait()


def _found(scout: Worker) -> Workspace:
    """What the scout discovers; until it has, the parsers come in that nearly every workspace needs."""
    for name in languages.names():
        if not scout.has_answered():
            load_parser(name)
    workspace: Workspace = scout.answer()
    return workspace


def _begun(workspace: Workspace, workers: list[Worker], copies: list[Copy], jobs: int) -> tuple[Workspace, Facts]:
    """The facts of a workspace; hires whoever is missing among the `workers`."""
    shares = shared(workspace.files, jobs)
    workers += [hire(lambda: workspace, jobs, i, told=True) for i in range(len(workers) + 1, len(shares))]
    own = Extractor(workspace.root, workspace.files, shares[0])
    if len(shares) > 1:
        own.prepare()  # as all others do at this moment
    return workspace, Facts(own, workers[: len(shares) - 1], workspace.files, copies)
