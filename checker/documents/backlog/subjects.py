"""Ticked lines as rules see them."""

from collections.abc import Iterable, Iterator

from checker.documents.backlog import verify
from checker.documents.library import Library
from checker.documents.page import Page
from checker.documents.places import Places
from checker.model.backlog import Check, Claim
from checker.model.judged import Subject, subject


def ticks(pages: Iterable[Page], library: Library, places: Places) -> Iterator[Subject]:
    """A subject for each ticked line of the backlogs."""
    for page in pages:
        for claim in verify(page, library, places).claims:
            yield _subject(claim)


def _subject(claim: Claim) -> Subject:
    against = "; ".join(check.said for check in claim.checks if check.holds is False)
    evidence = [_spoken(check) for check in claim.checks]
    return subject(claim.path, claim.span, name=claim.text, verdict=claim.verdict, reason=against, evidence=evidence)


def _spoken(check: Check) -> str:
    return f"{check.said} ({check.path}:{check.line})" if check.line else check.said
