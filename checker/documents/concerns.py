"""Concerns and the one page that is primary for each: by configuration, or by tables in the pages themselves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from checker.contracts import read, span
from checker.documents.page import Page, Table, Word
from checker.documents.places import Places, found, is_foreign, resolved, split
from checker.model.finding import Related
from checker.model.judged import Subject, subject
from checker.model.place import FILE_START, Place, Span

#: Headings of a table of primaries: the column of concerns and that of their pages.
_CONCERN = re.compile(r"(?i)\b(?:concern|topic|subject)s?\b")
_PRIMARY = re.compile(r"(?i)\b(?:primary|primaries|ssot|source of truth|authoritative|canonical)\b")
#: A page that says of itself what it is primary for.
_CLAIM = re.compile(
    r"(?i)\bth(?:is|e present) (?:page|document|file)[^.;]{0,60}?"
    r"\b(?:primary|ssot|single source of truth|source of truth|authoritative|canonical)\b"
    r"[^.;]{0,40}?\b(?:for|of|on) (?P<what>[^.;:]{3,160})"
)
_FRONT_CLAIM = re.compile(r"(?m)\A---[^\x00]{0,8000}?^primary[-_]for:[ \t]*\[?([^\]\r\n]{1,400})\]?[ \t]*$")


class Claim(NamedTuple):
    """A statement that `page` is primary for `concern`, and where it is made."""

    concern: str
    page: str
    place: Place


def concerns(pages: Sequence[Page], places: Places, stated: Sequence[tuple[str, str]], config: str) -> Iterator[Subject]:
    """A subject for each claim; `rival` is the page that an earlier claim for the same concern names, `""` for the first. `stated` are the
    primaries of the configuration `config`: they come before all others."""
    claims = [*_configured(places.root, config, stated)]
    claims += [claim for page in pages for table in page.tables for claim in _of_table(page, table, places)]
    claims += [claim for page in pages for claim in _of_front(page)]
    known = {_key(claim.concern): claim.concern for claim in claims}
    claims += [claim for page in pages for claim in _of_text(page, known)]
    first: dict[str, Claim] = {}
    for claim in dict.fromkeys(claims):
        before = first.setdefault(_key(claim.concern), claim)
        yield _subject(claim, before if before.page != claim.page else None, places)


def _configured(root: str, config: str, stated: Sequence[tuple[str, str]]) -> Iterator[Claim]:
    document = read(root, config) if config and stated else None
    above = ("documents", "primaries") if not config.endswith("pyproject.toml") else ("tool", "telint", "documents", "primaries")
    for concern, page in stated:
        # What a profile states has no place in the workspace but the page itself.
        yield Claim(concern, page, Place(config, span(document, (*above, concern))) if document else Place(page, FILE_START))


def _subject(claim: Claim, before: Claim | None, places: Places) -> Subject:
    related = (Related(before.place, f"{before.page} is primary for it here"),) if before else ()
    there = bool(found(places, claim.page))
    rival = before.page if before else ""
    return subject(claim.place.path, claim.place.span, related, name=claim.concern, primary=claim.page, rival=rival, missing=not there)


def _of_table(page: Page, table: Table, places: Places) -> Iterator[Claim]:
    what = _column(table, _CONCERN)
    which = _column(table, _PRIMARY)
    if what < 0 or which < 0 or what == which:
        return
    for row in table.rows:
        if len(row) > max(what, which):
            for path in _pages_in(page, row[which].links, places):
                yield Claim(_plain(row[what].text), path, Place(page.path, row[which].span))


def _column(table: Table, heading: re.Pattern[str]) -> int:
    return next((number for number, text in enumerate(table.headings) if heading.search(text)), -1)


def _pages_in(page: Page, links: Iterable[object], places: Places) -> Iterator[str]:
    """The Markdown pages that a cell links to: code and contracts beside a page are what it speaks of, not a second page."""
    for link in links:
        target = getattr(link, "target", "")
        path = "" if is_foreign(target) else resolved(page.path, split(target)[0])
        if path and path.endswith((".md", ".mdx")):
            yield found(places, path) or path


def _of_front(page: Page) -> Iterator[Claim]:
    stated = _FRONT_CLAIM.search(page.text)
    for concern in stated[1].split(",") if stated else ():
        yield Claim(concern.strip().strip("\"'"), page.path, Place(page.path, _line(page, stated)))


def _line(page: Page, at: re.Match[str] | None) -> Span:
    from checker.contracts.locate import Locator

    return Locator(page.text).span(at.start(1), at.end(1)) if at else FILE_START


def _of_text(page: Page, known: dict[str, str]) -> Iterator[Claim]:
    """Claims in running text count only for concerns that are known: what else a page calls itself primary for has no rival."""
    for paragraph in page.paragraphs:
        for claimed in _CLAIM.finditer(_plain(paragraph.text)):
            words = f" {_key(claimed['what'])} "
            for key in [key for key in known if f" {key} " in words]:
                yield Claim(known[key], page.path, _at(page, paragraph))


def _at(page: Page, paragraph: Word) -> Place:
    return Place(page.path, paragraph.span)


def _plain(text: str) -> str:
    """Text without the marks of Markdown."""
    return " ".join(re.sub(r"\[([^\]]{0,300})\]\([^)]{0,600}\)", r"\1", text).replace("`", "").replace("*", "").split())


def _key(concern: str) -> str:
    """What makes two spellings of a concern the same: its words, without case, articles and marks."""
    words = re.findall(r"\w+", _plain(concern).lower())
    return " ".join(word for word in words if word not in ("the", "a", "an", "of", "and", "or"))
