"""Which pages are read for which kind of subject."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from checker.documents.blockers import blockers
from checker.documents.concerns import concerns
from checker.documents.library import Library
from checker.documents.links import leads_among, links
from checker.documents.listings import listings
from checker.documents.mentions import in_code, on_pages
from checker.documents.places import Places, found, places_of
from checker.documents.pointers import pointers
from checker.model.config import Documents, Upload
from checker.model.judged import Subject
from checker.registry.files import matching


class _Asked(NamedTuple):
    """What a run is about: the settings, where they come from, the pages they name, and the source files that hold telemetry."""

    settings: Documents
    upload: Upload
    config: str
    pages: tuple[str, ...]
    code: tuple[str, ...]
    library: Library
    places: Places


def subjects(
    root: str, settings: Documents, upload: Upload, config: str, paths: Sequence[str], code: Iterable[str], kinds: Iterable[str]
) -> tuple[dict[str, list[Subject]], tuple[tuple[str, str], ...]]:
    """The subjects of `kinds`, and what could not be read; see `checker.documents.read`."""
    places = places_of(root, paths)
    library = Library(places)
    named, missing = matching(settings.pages, paths)
    library.failed |= {complaint.path: "no such file, and the configuration names it as a page" for complaint in missing}
    asked = _Asked(settings, upload, config, named, tuple(sorted(set(code))), library, places)
    made = {kind: [*_MAKERS[kind](asked)] for kind in kinds}
    return made, tuple(sorted(library.failed.items()))


def _links(asked: _Asked) -> Iterator[Subject]:
    yield from links(filter(None, map(asked.library.page, asked.pages)), asked.library, asked.places)
    # Where contributors start, links to the programme's pages are told, and other links are not the programme's.
    others = [path for path in asked.settings.pointers if path not in asked.pages and found(asked.places, path)]
    named = (*asked.settings.pages, asked.settings.trust_page)
    starts = filter(None, map(asked.library.page, others))
    yield from links(starts, asked.library, asked.places, lambda page, link: leads_among(page, link, named))


def _mentions(asked: _Asked) -> Iterator[Subject]:
    yield from on_pages(filter(None, map(asked.library.page, asked.pages)), asked.places)
    for path in asked.code if asked.pages else ():
        yield from in_code(path, asked.library.text(path) or "", asked.places)


def _concerns(asked: _Asked) -> Iterator[Subject]:
    pages = [page for path in asked.pages if (page := asked.library.page(path))]
    return concerns(pages, asked.places, asked.settings.primaries, asked.config)


def _pointers(asked: _Asked) -> Iterator[Subject]:
    trust = asked.settings.trust_page
    return pointers(asked.settings.pointers, trust, asked.library, asked.places) if trust else iter(())


def _listings(asked: _Asked) -> Iterator[Subject]:
    settings = asked.settings
    both = settings.env_registry and settings.env_page
    return listings(settings.env_registry, settings.env_page, settings.env_names, asked.library) if both else iter(())


def _ticks(asked: _Asked) -> Iterator[Subject]:
    from checker.documents.backlog.subjects import ticks

    return ticks(filter(None, map(asked.library.page, asked.settings.backlogs)), asked.library, asked.places)


def _blockers(asked: _Asked) -> Iterator[Subject]:
    pages = filter(None, map(asked.library.page, asked.upload.blockers))
    return blockers(pages, asked.settings, asked.upload, asked.library, asked.places)


_MAKERS: dict[str, Callable[[_Asked], Iterator[Subject]]] = {
    "link": _links,
    "mention": _mentions,
    "concern": _concerns,
    "pointer": _pointers,
    "listing": _listings,
    "tick": _ticks,
    "blocker": _blockers,
}
