"""Tick lists -> verdicts on their ticked lines: what each claims, looked up in the files that it names."""

from checker.documents.backlog.claims import words_of
from checker.documents.backlog.lookup import checks
from checker.documents.library import Library
from checker.documents.page import Page, Tick
from checker.documents.places import Places
from checker.model.backlog import BORNE_OUT, CONTRADICTED, UNCHECKABLE, Backlog, Check, Claim


def verify(page: Page, library: Library, places: Places) -> Backlog:
    """The backlog on a page, each ticked line with its verdict and evidence."""
    claims = tuple(_claim(page, tick, library, places) for tick in page.ticks if tick.done)
    return Backlog(page.path, claims, sum(not tick.done for tick in page.ticks))


def _claim(page: Page, tick: Tick, library: Library, places: Places) -> Claim:
    found = tuple(checks(words_of(page, tick, places), library, places))
    return Claim(page.path, tick.span, tick.text, _verdict(found), found)


def _verdict(found: tuple[Check, ...]) -> str:
    """One claim that fails contradicts the line; that files are there is no evidence for what was done to them."""
    if any(check.holds is False for check in found):
        return CONTRADICTED
    return BORNE_OUT if any(check.holds for check in found) else UNCHECKABLE
