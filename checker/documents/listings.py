"""The page of environment variables held against their registry: each telemetry switch stands in both."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from checker.contracts import Document, read, span
from checker.documents.library import Library
from checker.documents.page import Page
from checker.model.errors import Unusable
from checker.model.judged import Subject, subject
from checker.model.place import Span

_NAME = re.compile(r"[A-Z][A-Z0-9]{0,60}(?:_[A-Z0-9]{1,60}){1,20}")


def listings(registry: str, page_path: str, patterns: Sequence[str], library: Library) -> Iterator[Subject]:
    """A subject for each variable that fits one of the globs `patterns` and that the registry file or the page names. What cannot be read
    is among the library's `failed`."""
    page = library.page(page_path)
    document = _document(registry, library)
    if page is None or document is None:
        return
    listed = {name: place for name, place in _rows(document) if _fits(name, patterns)}
    named = {name: place for name, place in _names(page) if _fits(name, patterns)}
    for name in sorted({*listed, *named}):
        path, at = (registry, listed[name]) if name in listed else (page_path, named[name])
        yield subject(path, at, name=name, registered=name in listed, documented=name in named, registry=registry, page=page_path)


def _document(path: str, library: Library) -> Document | None:
    try:
        return read(library.root, path)
    except Unusable as unusable:
        library.failed[path] = "; ".join(str(c._replace(path="")) for c in unusable.complaints)
        return None


def _rows(document: Document) -> Iterator[tuple[str, Span]]:
    """The `name` of every row of every list at the top of the document."""
    top = document.data if isinstance(document.data, dict) else {}
    for key, rows in top.items():
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict) and isinstance(row.get("name"), str):
                yield row["name"], span(document, (key, number, "name"))


def _names(page: Page) -> Iterator[tuple[str, Span]]:
    """The variables that the page speaks of in code spans: the first place of each."""
    seen = set[str]()
    for code in page.codes:
        for name in _NAME.findall(code.text):
            if name not in seen:
                seen.add(name)
                yield name, code.span


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
