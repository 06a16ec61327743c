"""Source files -> facts, on demand: search for names, parse what matches. The only place for reading, caching and processes."""

import os
from collections.abc import Callable, Iterator, Sequence

from checker import languages
from checker.model.facts import FileFacts, Problem
from checker.model.place import FILE_START
from checker.model.source import Language, Source, SourceFile

#: Up to this many names a plain substring search beats an automaton (measured over 21.6 MB: 8 ms a name against 38 ms for any number).
_PLAIN_SEARCH = 4


class Extractor:
    """Answers the linker's questions (`model.source.FactSource`) from the files of one workspace, reading each at most once."""

    def __init__(self, root: str, files: Sequence[SourceFile]) -> None:
        self._root = root
        self._files = tuple(sorted(files))
        self._data: dict[str, bytes] = {}
        self._modules: dict[str, list[SourceFile]] = {}
        self._facts: dict[tuple[str, frozenset[str]], FileFacts] = {}
        self._failed: dict[str, str] = {}
        for file in self._files:
            self._modules.setdefault(file.module, []).append(file)

    def about(
        self, names: frozenset[str], within: str = "", beside: frozenset[str] = frozenset(), near: bool = False
    ) -> Iterator[FileFacts]:
        """See `model.source.FactSource.about`."""
        hit, close = _finder(names), _importer(beside) if near else _finder(beside)
        bare = frozenset(n.lstrip(".") for n in names)
        for file in self._files:
            if within and file.module != within and not file.module.startswith(within + "."):
                continue
            data = self._read(file)
            if hit(data) and (not beside or close(data)):
                yield self._extract(file, data, bare)

    def at(self, module: str, names: frozenset[str]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.at`."""
        for file in self._modules.get(module, ()):
            yield self._extract(file, self._read(file), names)

    def is_module(self, path: str) -> bool:
        """See `model.source.FactSource.is_module`."""
        return path in self._modules

    def text(self, path: str) -> str:
        """The text of a file of the workspace, for showing code lines; broken bytes are replaced."""
        data = self._data.get(path)
        return (data if data is not None else _read(os.path.join(self._root, path))).decode("utf-8", "replace")

    @property
    def failed(self) -> dict[str, str]:
        """Files that could not be read, with the reason; they count against completeness."""
        return dict(self._failed)

    @property
    def parsed(self) -> int:
        """How many files were parsed."""
        return len({path for path, _ in self._facts})

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

    def _extract(self, file: SourceFile, data: bytes, names: frozenset[str]) -> FileFacts:
        present = frozenset(n for n in names if n.rstrip("*").encode() in data)
        key = (file.path, present)
        if key not in self._facts:
            self._facts[key] = _facts(languages.load(file.language), Source(file, data), present)
        return self._facts[key]


def _facts(language: Language, source: Source, names: frozenset[str]) -> FileFacts:
    if b"\0" in source.data:
        why = Problem(FILE_START, "binary content in a source file")
        return FileFacts(source.file.path, source.file.language, source.file.module, problems=(why,))
    return language.extract(source, names)


def _finder(names: frozenset[str]) -> Callable[[bytes], object]:
    needles = sorted(n.rstrip("*").encode() for n in names)
    if len(needles) <= _PLAIN_SEARCH:
        return lambda data: any(n in data for n in needles)
    import re2  # costs its import only where there are many names

    search: Callable[[bytes], object] = re2.compile(b"|".join(re2.escape(n) for n in needles)).search
    return search


def _importer(words: frozenset[str]) -> Callable[[bytes], object]:
    """Finds a line that imports with one of the words in it; the words of a module's path stand on its first line in both languages."""
    import re2

    any_word = b"|".join(re2.escape(w.encode()) for w in sorted(words))
    search: Callable[[bytes], object] = re2.compile(rb"(?m)^.*\b(?:use|import|from)\b.*\b(?:" + any_word + rb")\b").search
    return search


def _read(path: str) -> bytes:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return _read_all(handle)
    finally:
        os.close(handle)


def _read_all(handle: int) -> bytes:
    size = os.fstat(handle).st_size
    chunks = [os.read(handle, size + 1)]
    while chunks[-1]:
        chunks.append(os.read(handle, 1 << 20))
    return b"".join(chunks)
