"""Source files -> facts, on demand: search for names, parse what matches. The only place for reading, caching and processes."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from checker import languages
from checker.model.facts import FileFacts, Problem
from checker.model.place import FILE_START
from checker.model.source import Language, Source, SourceFile, Wanted

#: Up to this many names a plain substring search beats an automaton (measured over 21.6 MB: 8 ms a name against 38 ms for any number).
_PLAIN_SEARCH = 4


class Extractor:
    """Answers the linker's questions (`model.source.FactSource`) from the files of one workspace, reading each at most once."""

    def __init__(self, root: str, files: Sequence[SourceFile]) -> None:
        self._root = root
        self._files = tuple(sorted(files))
        self._data: dict[str, bytes] = {}
        self._modules: dict[str, list[SourceFile]] = {}
        self._facts: dict[tuple[str, bool, frozenset[str]], FileFacts] = {}
        self._failed: dict[str, str] = {}
        for file in self._files:
            self._modules.setdefault(file.module, []).append(file)

    def about(self, wanted: Iterable[Wanted]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.about`."""
        everything = tuple(wanted)
        inside = [w for w in everything if w.within]
        beside = [(w, _near(w)) for w in everything if w.beside and not w.within]
        plain = frozenset(w.name for w in everything if not w.within and not w.beside)
        # What has to stand beside a commonplace name is searched for instead of the name: it is rarer.
        hit = _finder(plain.union(*(w.beside for w, _ in beside)))
        for file in self._files:
            own = [w.name for w in inside if _below(file.module, w.within)]
            own += [w.name for w, _ in beside if w.home == file.module]
            if own or plain or beside:
                data = self._read(file)
                if own or hit(data):
                    names = {*own, *plain, *(w.name for w, near in beside if near(data))}
                    if present := _present(names, data):
                        yield self._extract(file, data, present)

    def at(self, module: str, names: frozenset[str]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.at`."""
        return (f for file in self._modules.get(module, ()) for f in self._definitions(file, names))

    def file(self, path: str, names: frozenset[str]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.file`."""
        return (f for file in self._files if file.path == path for f in self._definitions(file, names))

    def _definitions(self, file: SourceFile, names: frozenset[str]) -> Iterator[FileFacts]:
        data = self._read(file)
        # Also where none of the names stands: a glob import may bring them in.
        yield self._extract(file, data, _present(names, data), definitions=True)

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
        return len({path for path, _, _ in self._facts})

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
    if b"\0" in source.data:
        why = Problem(FILE_START, "binary content in a source file")
        return FileFacts(source.file.path, source.file.language, source.file.module, problems=(why,))
    return language.extract(source, names, definitions)


def _finder(names: frozenset[str]) -> Callable[[bytes], object]:
    needles = sorted(n.rstrip("*").encode() for n in names)
    if len(needles) <= _PLAIN_SEARCH:
        return lambda data: any(n in data for n in needles)
    search: Callable[[bytes], object] = _pattern(needles).search
    return search


def _pattern(needles: Iterable[bytes]) -> Any:
    import re2  # costs its import only where there are many names

    return re2.compile(b"|".join(re2.escape(n) for n in needles))


def _near(wanted: Wanted) -> Callable[[bytes], object]:
    """Whether a file has one of the words that have to stand beside a name."""
    if not wanted.near:
        return _finder(wanted.beside)
    import re2

    # The words of a module's path stand on the first line of an import in both languages.
    any_word = b"|".join(re2.escape(w.encode()) for w in sorted(wanted.beside))
    search: Callable[[bytes], object] = re2.compile(rb"(?m)^.*\b(?:use|import|from)\b.*\b(?:" + any_word + rb")\b").search
    return search


def _below(module: str, top: str) -> bool:
    return module == top or module.startswith(top + ".")


def _present(names: Iterable[str], data: bytes) -> frozenset[str]:
    """The bare names among `names` that stand in the data."""
    return frozenset(n.lstrip(".") for n in names if _stands(n, data))


def _stands(name: str, data: bytes) -> bool:
    """Whether a name stands in the data as a whole word (as the start of one with `*`)."""
    needle = name.rstrip("*").encode()
    at = data.find(needle)
    if name[0] == ".":
        needle, at = needle[1:], at + 1 if at >= 0 else at
    while at >= 0:
        before, after = data[at - 1 : at], data[at + len(needle) : at + len(needle) + 1]
        if not _wordy(before) and (name[-1] in "* " or not _wordy(after)):
            return True
        at = data.find(needle, at + 1)
    return False


def _wordy(character: bytes) -> bool:
    return character.isalnum() or character == b"_"


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
