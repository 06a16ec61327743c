"""One question about names: the files are searched in parts, and what is found is parsed by whoever has nothing to do."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

from checker.extract.engine import Extractor, Hit
from checker.extract.worker import Worker
from checker.model.facts import FileFacts
from checker.model.source import Wanted

#: Answers of one search: parsing begins with the first.
_PARTS = 4
#: Questions that a worker has before it, so that it need not wait for the next while this process parses.
_AHEAD = 2


class Open:
    """What is still to be parsed: by the process that has parsed the file before (`home`, 0 being this one), else by any, large ones first.

    What is parsed last is small, so that all are done at nearly the same time.
    """

    def __init__(self, home: dict[str, int]) -> None:
        self._home = home
        self._bound: dict[int, list[Hit]] = {}
        self._free: list[tuple[int, str, Hit]] = []

    def add(self, hits: Iterable[Hit]) -> None:
        """Put some more to it."""
        for hit in hits:
            home = self._home.get(hit.path)
            if home is None:
                heappush(self._free, (-hit.size, hit.path, hit))
            else:
                self._bound.setdefault(home, []).append(hit)

    def next(self, process: int) -> list[Hit]:
        """What a process is to parse now."""
        bound = self._bound.pop(process, None)
        if bound is not None or not self._free:
            return bound or []
        _, path, hit = heappop(self._free)
        self._home[path] = process
        return [hit]


def search(worker: Worker, wanted: tuple[Wanted, ...]) -> None:
    """Have a worker search its share."""
    # What is looked for in a few modules alone is found at once.
    parts = 1 if all(w.within or (w.home and not w.beside) for w in wanted) else _PARTS
    for part in range(parts):
        worker.ask("hits", wanted, part, parts)


def answered(own: Extractor, workers: Sequence[Worker], home: dict[str, int], hits: Iterable[Hit]) -> list[FileFacts]:
    """The facts of `hits` and of all that the workers find in the search they have begun. `home` is told who has parsed what."""
    todo, found = Open(home), list[FileFacts]()
    todo.add(hits)
    while True:
        for worker in workers:
            while worker.asked and worker.has_answered():
                found += _taken(worker, todo)
        # Not before all are heard: what one has found can be another's to parse.
        for number, worker in enumerate(workers, 1):
            while len(worker.asked) < _AHEAD and (share := todo.next(number)):
                worker.ask("facts", share)
        if share := todo.next(0):
            found += own.facts(share)
        elif busy := next((worker for worker in workers if worker.asked), None):
            found += _taken(busy, todo)
        else:
            return found


def _taken(worker: Worker, todo: Open) -> list[FileFacts]:
    """The facts in a worker's next answer; what it has found is put to the rest."""
    searched = worker.asked[0] == "hits"
    answer = worker.answer()
    if not searched:
        return list(answer)
    todo.add(answer)
    return []
