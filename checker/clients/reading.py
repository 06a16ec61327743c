"""Which files of a client are read for which kind of subject."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from checker.clients import markup, script
from checker.clients.contributions import settings as settings_of
from checker.clients.contributions import titles
from checker.clients.text import Shown, Visible, visible
from checker.contracts import Document, read
from checker.contracts.locate import Locator
from checker.contracts.text import read_text
from checker.data import folder
from checker.model.config import Allowed, Clients
from checker.model.errors import Unusable
from checker.model.judged import Subject, subject
from checker.model.place import Span
from checker.registry.files import matching

_VISIBLE = "clients/visible.v1.yaml"
_WORD = re.compile(r"(?i)telemetry")


def subjects(
    root: str, settings: Clients, trust: str, paths: Sequence[str], kinds: Iterable[str]
) -> tuple[dict[str, list[Subject]], tuple[tuple[str, str], ...]]:
    """The subjects of `kinds`, and what could not be read; see `checker.clients.read`."""
    failed: dict[str, str] = {}
    manifests = [document for path in _named(settings.settings, paths, failed) if (document := _document(root, path, failed))]
    files = _named(settings.files, paths, failed)
    made = {
        "label": lambda: [*_labels(root, files, manifests, settings, failed)],
        "setting": lambda: [each for document in manifests for each in _settings(document, settings, trust)],
    }
    return {kind: made[kind]() for kind in kinds}, tuple(sorted(failed.items()))


def _named(patterns: Sequence[str], paths: Sequence[str], failed: dict[str, str]) -> tuple[str, ...]:
    found, missing = matching(patterns, paths)
    failed |= {complaint.path: "no such file, and the configuration names it as a client's" for complaint in missing}
    return found


def _document(root: str, path: str, failed: dict[str, str]) -> Document | None:
    try:
        return read(root, path)
    except Unusable as unusable:
        failed[path] = "; ".join(str(complaint._replace(path="")) for complaint in unusable.complaints)
        return None


def _labels(root: str, files: Sequence[str], manifests: Sequence[Document], settings: Clients, failed: dict[str, str]) -> Iterator[Subject]:
    known = visible(read(folder("contracts"), _VISIBLE).data)
    for path in files:
        found = read_text(root, path)
        if found.why:
            failed[path] = found.why
        # Most files of a client do not even hold the word, and then no parser is loaded.
        elif _WORD.search(found.text):
            yield from (_label(path, each.text, at, each.where, known, settings) for each, at in _shown(path, found.text, known))
    for document in manifests:
        for title in titles(document):
            if _speaks(title.text):
                yield _label(document.path, title.text, title.span, title.where, known, settings)


def _shown(path: str, text: str, known: Visible) -> Iterator[tuple[Shown, Span]]:
    """The texts of a file that hold the word, each with its place, in their order."""
    locator = Locator(text)
    if path.endswith(script.SUFFIXES):
        data = text.encode()
        for each in sorted((each for each in script.shown(path, data, known) if _speaks(each.text)), key=lambda each: each.start):
            start = len(data[: each.start].decode("utf-8", "replace"))
            yield each, locator.span(start, start + len(data[each.start : each.end].decode("utf-8", "replace")))
    else:
        yield from ((each, locator.span(each.start, each.end)) for each in markup.shown(text, known) if _speaks(each.text))


def _speaks(text: str) -> bool:
    """Whether a text has the word itself, and not only in the path or address of a page."""
    return any(_WORD.search(word) and "/" not in word for word in text.split())


def _label(path: str, text: str, at: Span, where: str, known: Visible, settings: Clients) -> Subject:
    reason = next((allowed.reason for allowed in settings.allow if _allows(allowed, path, text)), "")
    clear = any(words in text.lower() for words in known.clear)
    return subject(path, at, name=text[:200], text=text[:200], where=where, clear=clear, allowed=reason != "", reason=reason)


def _allows(allowed: Allowed, path: str, text: str) -> bool:
    return fnmatchcase(path, allowed.path) and (not allowed.text or allowed.text in text)


def _settings(document: Document, settings: Clients, trust: str) -> Iterator[Subject]:
    """Settings that have to name the trust page: by name, or because they speak of telemetry themselves."""
    pages = [page for page in (trust, *settings.disclosures) if page]
    for setting in settings_of(document):
        concerned = any(fnmatchcase(setting.name, pattern) for pattern in settings.setting_names)
        if concerned or _speaks(f"{setting.name} {setting.text}"):
            names = next((page for page in pages if _names(setting.text, page)), "")
            yield subject(document.path, setting.span, name=setting.name, discloses=names != "", names=names, pages=pages)


def _names(text: str, page: str) -> bool:
    """Whether a text names a page, by its path or by the end of a link to it."""
    stem = page.rpartition("/")[2].rpartition(".")[0]
    return page in text or re.search(rf"/{re.escape(stem)}(?:\.md|\.html|/|\b)", text) is not None
