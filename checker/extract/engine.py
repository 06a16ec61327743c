"""Source files -> facts, on demand: search for names, parse what matches. One process's share of the work."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from checker import languages
from checker.extract.search import finder, near, present
from checker.model.facts import FileFacts, Problem
from checker.model.place import FILE_START
from checker.model.source import Language, Source, SourceFile, Wanted


class Tally(NamedTuple):
    """How many files were parsed, and the files that could not be read with the reason: those count against completeness."""

    parsed: int
    failed: tuple[tuple[str, str], ...]


class Extractor:
    """Answers questions about some files of a workspace (see `model.source.FactSource`), reading each at most once."""

    def __init__(self, root: str, files: Sequence[SourceFile]) -> None:
        self._root = root
        self._files = tuple(sorted(files))
        self._data: dict[str, bytes] = {}
        self._paths = {file.path: file for file in files}
        self._facts: dict[tuple[str, bool, frozenset[str]], FileFacts] = {}
        self._failed: dict[str, str] = {}

    def about(self, wanted: Iterable[Wanted]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.about`."""
        everything = tuple(wanted)
        inside = [w for w in everything if w.within]
        beside = [(w, near(w)) for w in everything if w.beside and not w.within]
        plain = frozenset(w.name for w in everything if not w.within and not w.beside)
        # What has to stand beside a commonplace name is searched for instead of the name: it is rarer.
        hit = finder(plain.union(b.rpartition(".")[2] for w, _ in beside for b in w.beside))
        for file in self._files:
            own = [w.name for w in inside if _below(file.module, w.within)]
            own += [w.name for w, _ in beside if w.home == file.module]
            if own or plain or beside:
                data = self._read(file)
                if own or hit(data):
                    names = {*own, *plain, *(w.name for w, close in beside if close(data))}
                    if standing := present(names, data):
                        yield self._extract(file, data, standing)
                elif b"\0" in data:
                    yield self._extract(file, data, frozenset())

    def file(self, path: str, names: frozenset[str]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.file`."""
        file = self._paths.get(path)
        if file is not None:
            data = self._read(file)
            # Also where none of the names stands: a glob import may bring them in.
            yield self._extract(file, data, present(names, data), definitions=True)

    def tally(self) -> Tally:
        """What has been read so far."""
        return Tally(len({path for path, _, _ in self._facts}), tuple(sorted(self._failed.items())))

    def _read(self, file: SourceFile) -> bytes:
        data = self._data.get(file.path)
        if data is None:
            data = self._data[file.path] = self._load(file)
        return data

    def _load(self, file: SourceFile) -> bytes:
        try:
            return _read(os.path.join(self._root, file.path))
        except OSError as error:
            self._failed[file.path] = f"unreadable: {error.strerror}"
            return b""

    def _extract(self, file: SourceFile, data: bytes, names: frozenset[str], definitions: bool = False) -> FileFacts:
        key = (file.path, definitions, names)
        if key not in self._facts:
            self._facts[key] = _facts(languages.load(file.language), Source(file, data), names, definitions)
        return self._facts[key]


def _facts(language: Language, source: Source, names: frozenset[str], definitions: bool) -> FileFacts:
    # UTF-16 would hide every name from the search, so such a file must not count as read.
    if b"\0" in source.data:
        why = Problem(FILE_START, "holds NUL bytes: not a text in UTF-8")
        return FileFacts(source.file.path, source.file.language, source.file.module, problems=(why,))
    return language.extract(source, names, definitions)


def _below(module: str, top: str) -> bool:
    return module == top or module.startswith(top + ".")


def _read(path: str) -> bytes:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return _read_all(handle)
    finally:
        os.close(handle)


def _read_all(handle: int) -> bytes:
    size = os.fstat(handle).st_size
    chunks = [os.read(handle, size + 1)]
    while chunks[-1] and sum(map(len, chunks)) != size:
        chunks.append(os.read(handle, 1 << 20))
    return b"".join(chunks)
