"""A backlog held against the workspace: only its pages and files are looked at, no code is parsed."""

import os

from checker import config as configuration
from checker.discover import discover
from checker.model.backlog import Backlog
from checker.model.errors import Complaint, Unusable
from checker.pipeline import Request


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
    return found
