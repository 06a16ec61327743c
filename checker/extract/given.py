"""Facts about files whose content is at hand: those of another revision, of which there is no folder to search."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from checker import languages
from checker.extract.search import present
from checker.model.facts import FileFacts
from checker.model.source import Source, SourceFile, Wanted

T = TypeVar("T")


class Given(NamedTuple):
    """A `FactSource` of single files: `read` gives the content of one by its path. It answers no question about all of them."""

    files: Mapping[str, SourceFile]
    read: Callable[[str], bytes]

    def about(self, wanted: Iterable[Wanted]) -> Iterable[FileFacts]:
        """Nothing: there is no folder to search."""
        return ()

    def at(self, module: str, names: frozenset[str]) -> Iterable[FileFacts]:
        """Nothing: modules are not looked for."""
        return ()

    def file(self, path: str, names: frozenset[str]) -> Iterator[FileFacts]:
        """See `model.source.FactSource.file`."""
        if path in self.files:
            file, data = self.files[path], self.read(path)
            yield languages.load(file.language).extract(Source(file, data), present(names, data), True)

    def beside(self, work: Callable[[], T]) -> Callable[[], T]:
        """The work, done when it is asked for: there is no process to spare."""
        return work

    def is_module(self, path: str) -> bool:
        """No: modules are not looked for."""
        return False
