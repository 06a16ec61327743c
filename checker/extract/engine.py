"""Source files -> facts, on demand: search for names, parse what matches. One process's share of the work."""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from checker import languages
from checker.extract.search import finder, near, present
from checker.model.facts import FileFacts, Problem
from checker.model.place import FILE_START
from checker.model.source import Language, Source, SourceFile, Wanted

#: The module and path of files, sorted.
_Modules: TypeAlias = list[tuple[str, str]]
#: Bytes up to which a file is read at once, which nearly all are.
_MOST = 1 << 16


class Tally(NamedTuple):
    """How many files were parsed, and the files that could not be read with the reason: those count against completeness."""

    parsed: int
    failed: tuple[tuple[str, str], ...]


class Hit(NamedTuple):
    """A file with the names that stand in it, and its size in bytes: what is large is parsed first."""

    path: str
    names: frozenset[str]
    size: int


class Extractor:
    """Answers questions about the files of a workspace (see `model.source.FactSource`), reading each at most once.

    `share` are those that it searches; it can be asked about any.
    """

    def __init__(self, root: str, files: Sequence[SourceFile], share: Sequence[SourceFile]) -> None:
        self._root = root
        self._share = share
        self._data: dict[str, bytes] = {}
        self._paths = {file.path: file for file in files}
        self._by_module: _Modules = sorted((file.module, file.path) for file in share)
        self._facts: dict[tuple[str, bool, frozenset[str]], FileFacts] = {}
        self._failed: dict[str, str] = {}

    def prepare(self) -> None:
        """Read the files and bring in the parsers before anybody asks."""
        for file in self._share:
            self._read(file)
        for name in sorted({file.language for file in self._paths.values()}):
            load_parser(name)

    def hits(self, wanted: Iterable[Wanted], part: int = 0, parts: int = 1) -> list[Hit]:
        """The files that have some of what is wanted, or that cannot be read for it; of so many parts of all only one."""
        if not self._share:
            return []
        everything = tuple(wanted)
        own = self._within(everything)
        beside = _beside(everything)
        plain = frozenset(w.name for w in everything if not (w.within or w.beside or w.home))
        # What has to stand beside a commonplace name is searched for instead of the name: it is rarer.
        hit = finder(plain.union(b.rpartition(".")[2] for w in everything if not w.within for b in w.beside))
        files = self._share if plain or beside else [self._paths[path] for path in own]
        found = []
        for file in files[part::parts]:
            data = self._read(file)
            mine = own.get(file.path, ())
            standing = frozenset[str]()
            if mine or hit(data):
                standing = present({*mine, *plain, *(name for close, names in beside if close(data) for name in names)}, data)
            if standing:
                found.append(Hit(file.path, standing, len(data)))
            elif b"\0" in data:
                found.append(Hit(file.path, frozenset(), 0))
        return found

    def facts(self, hits: Iterable[Hit]) -> list[FileFacts]:
        """What the files say about the names that stand in them."""
        named = [(self._paths[hit.path], hit.names) for hit in hits]
        return [self._extract(file, self._read(file), names) for file, names in named]

    def _within(self, wanted: Iterable[Wanted]) -> dict[str, list[str]]:
        """The names that are looked for in some files whatever else stands there, by path."""
        own: dict[str, list[str]] = {}
        for each in wanted:
            files = _below(self._by_module, each.within) if each.within else _of(self._by_module, each.home) if each.home else ()
            for _, path in files:
                own.setdefault(path, []).append(each.name)
        return own

    def file(self, path: str, names: frozenset[str]) -> list[FileFacts]:
        """See `model.source.FactSource.file`."""
        file = self._paths[path]
        data = self._read(file)
        # Also where none of the names stands: a glob import may bring them in.
        return [self._extract(file, data, present(names, data), definitions=True)]

    def may_define(self, path: str, names: frozenset[str]) -> bool:
        """Whether a file may define one of the names."""
        file = self._paths[path]
        return languages.load(file.language).may_define(self._read(file), names)

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
            return read_file(f"{self._root}/{file.path}")
        except OSError as error:
            self._failed[file.path] = f"unreadable: {error.strerror}"
            return b""

    def _extract(self, file: SourceFile, data: bytes, names: frozenset[str], definitions: bool = False) -> FileFacts:
        key = (file.path, definitions, names)
        if key not in self._facts:
            self._facts[key] = _facts(languages.load(file.language), Source(file, data), names, definitions)
        return self._facts[key]


def load_parser(language: str) -> None:
    """Bring in what a language needs to read its first file."""
    languages.load(language).extract(Source(SourceFile("", language, "", "", "production"), b""), frozenset())


def _facts(language: Language, source: Source, names: frozenset[str], definitions: bool) -> FileFacts:
    # UTF-16 would hide every name from the search, so such a file must not count as read.
    if b"\0" in source.data:
        why = Problem(FILE_START, "holds NUL bytes: not a text in UTF-8")
        return FileFacts(source.file.path, source.file.language, source.file.module, problems=(why,))
    return language.extract(source, names, definitions)


def _beside(wanted: Iterable[Wanted]) -> list[tuple[Callable[[bytes], object], list[str]]]:
    """The names that count beside the same words, with the test for these: an API has many names and one package."""
    names: dict[tuple[frozenset[str], bool], list[str]] = {}
    for each in wanted:
        if each.beside and not each.within:
            names.setdefault((each.beside, each.near), []).append(each.name)
    return [(near(words, imported), those) for (words, imported), those in names.items()]


def _of(by_module: _Modules, module: str) -> _Modules:
    """The files of a module."""
    return by_module[bisect_left(by_module, (module, "")) : bisect_left(by_module, (module + "\0", ""))]


def _below(by_module: _Modules, top: str) -> _Modules:
    """The files of a module and of those below it."""
    inside = by_module[bisect_left(by_module, (top + ".", "")) : bisect_left(by_module, (top + "/", ""))]  # `/` follows `.`
    return [*_of(by_module, top), *inside]


def read_file(path: str) -> bytes:
    """The bytes of a plain file."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = os.read(handle, _MOST)  # asking for the size first would take as long
        return data if len(data) < _MOST else data + _rest(handle)
    finally:
        os.close(handle)


def _rest(handle: int) -> bytes:
    parts = []
    while part := os.read(handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)
