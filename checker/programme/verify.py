"""A backlog held against the workspace: pages and files are looked at, and code is judged only where a line says which finding is gone."""

import os
import re

from checker import config as configuration
from checker.discover import discover
from checker.model.backlog import BORNE_OUT, CONTRADICTED, UNCHECKABLE, Backlog, Check, Claim
from checker.model.errors import Complaint, Unusable
from checker.model.run import Outcome, Request
from checker.pipeline import check

#: What `telint audit` puts behind a line of its backlog: the rule and fingerprint of the finding that is to be mended.
_MARK = re.compile(r"\s*<!-- telint: (?P<rule>[a-z-]+) (?P<fingerprint>[0-9a-f]{32}) -->")


def verified(request: Request, path: str) -> Backlog:
    """The ticked lines of the page `path`, as seen from where the run starts. Raises `Unusable` where the page cannot be read or has no
    tick list: a claim that nobody made bears nothing out."""
    from checker.documents.backlog import verify
    from checker.documents.library import Library
    from checker.documents.places import places_of

    root, config = configuration.load(request.start, request.config, request.profile)
    workspace = discover(root, (), config.exclude, config.max_file_bytes)
    places = places_of(workspace.root, (*(f.path for f in workspace.files), *workspace.others))
    library = Library(places)
    inside = os.path.relpath(os.path.realpath(os.path.join(request.start, path)), workspace.root).replace(os.sep, "/")
    page = library.page(inside)
    if page is None:
        raise Unusable(Complaint(path, 0, 0, library.failed[inside]))
    if not page.ticks:
        raise Unusable(Complaint(path, 0, 0, "has no tick list (lines such as `- [x] path - claim`)"))
    found = verify(page, library, places)
    if library.failed:
        raise Unusable(*(Complaint(name, 0, 0, why) for name, why in sorted(library.failed.items())))
    return _settled(found, request) if any(_MARK.search(claim.text) for claim in found.claims) else found


def _settled(backlog: Backlog, request: Request) -> Backlog:
    """The backlog with the lines that speak of a finding judged by whether it is still there."""
    outcome = check(request)
    return backlog._replace(claims=tuple(_by_finding(claim, outcome) for claim in backlog.claims))


def _by_finding(claim: Claim, outcome: Outcome) -> Claim:
    marked = _MARK.search(claim.text)
    if marked is None:
        return claim
    rule, left = marked["rule"], next((f for f in outcome.findings if f.fingerprint == marked["fingerprint"]), None)
    if left is not None:
        verdict, seen = CONTRADICTED, Check(f"`{rule}` still finds it", False, left.path, left.span.line)
    elif rule in {each.name for each in outcome.rules} and outcome.complete:
        verdict, seen = BORNE_OUT, Check(f"`{rule}` finds it no more", True)
    else:
        verdict, seen = UNCHECKABLE, Check(f"`{rule}` did not judge everything", None)
    return claim._replace(text=_MARK.sub("", claim.text), verdict=verdict, checks=(seen,))
