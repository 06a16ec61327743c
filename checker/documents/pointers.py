"""Pages that must point at the page on trust."""

from collections.abc import Iterator, Sequence

from checker.documents.library import Library
from checker.documents.page import Page
from checker.documents.places import Places, found, is_foreign, resolved, split
from checker.model.judged import Subject, subject
from checker.model.place import FILE_START


def pointers(paths: Sequence[str], trust: str, library: Library, places: Places) -> Iterator[Subject]:
    """A subject for each page that has to point at `trust`. A code span with its path points, too."""
    for path in paths:
        there = found(places, path) != ""
        page = library.page(path) if there else None
        if page or not there:
            points = page is not None and trust in _reached(page, places)
            yield subject(path, FILE_START, name=path, target=trust, points=points, missing=not there)


def _reached(page: Page, places: Places) -> set[str]:
    targets = (link.target for link in page.links if link.defined and not is_foreign(link.target))
    linked = (resolved(page.path, path) for target in targets if (path := split(target)[0]))
    return {found(places, path) for path in linked if path} | {code.text.strip() for code in page.codes}
