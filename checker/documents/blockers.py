"""Blockers of an upload, as pages mark them: whether the changelog and the page on trust have them, too."""

import re
from collections.abc import Iterable, Iterator

from checker.documents.library import Library
from checker.documents.page import Page
from checker.documents.places import Places
from checker.model.config import Documents, Upload
from checker.model.judged import Subject, subject

#: `- **Blocker:** no legal sign-off`, `Open blocker (TB-3): retention`; the mark opens the paragraph or item.
_MARK = re.compile(
    r"(?i)\A(?:\[[ x]\][ ]+)?[*_]{0,2}(?:open )?blocker(?: \(([^()]{1,40})\)| ([A-Z]{1,10}-\d{1,6}))?"
    r"[*_]{0,2}[ ]?(?::|—|–|-)[*_]{0,2}[ ]?(.+)\Z"
)
_DONE = re.compile(r"\A\[x\] ", re.IGNORECASE)


def blockers(pages: Iterable[Page], settings: Documents, upload: Upload, library: Library, places: Places) -> Iterator[Subject]:
    """A subject for each blocker that is open; `missing` are the pages that do not have it. A ticked one is settled."""
    wanted = [path for path in (upload.changelog, settings.trust_page) if path]
    for page in pages:
        for paragraph in page.paragraphs:
            found = _MARK.match(paragraph.text)
            if found and not _DONE.match(paragraph.text):
                name = found[1] or found[2] or _first_sentence(found[3])
                missing = [path for path in wanted if path != page.path and not _stands(name, path, library, places)]
                yield subject(page.path, paragraph.span, name=name, missing=missing)


def _first_sentence(text: str) -> str:
    return re.split(r"[.;](?:\s|\Z)", text, maxsplit=1)[0].strip(" *_")


def _stands(name: str, path: str, library: Library, places: Places) -> bool:
    """Whether a page has the words of a blocker, in whatever dress and over however many lines."""
    text = library.text(path) if path in places.paths else ""
    return _words(name) in _words(text or "")


def _words(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "
