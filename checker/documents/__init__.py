"""What the pages of a telemetry programme say, as subjects: their links, the paths they name, who is primary for what, who points where.

Most runs have no pages to read: what reads them is imported by the runs that have.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from checker.model.config import Documents, Upload

#: The kinds of subjects that come from here.
KINDS = frozenset(("link", "mention", "concern", "pointer", "listing", "tick", "blocker"))


class Read(NamedTuple):
    """Subjects by kind, and the pages that could not be read with the reason."""

    subjects: dict[str, list[dict[str, Any]]]
    failed: tuple[tuple[str, str], ...]


def read(
    root: str, settings: Documents, upload: Upload, config: str, paths: Sequence[str], code: Iterable[str], kinds: frozenset[str]
) -> Read:
    """The subjects of `kinds` in the workspace at `root` with the files `paths`.

    `upload` names the pages with blockers; `config` is the file that `settings` come from; `code` are the source files that hold telemetry,
    whose comments may name paths.
    """
    wanted = sorted(kinds & KINDS)
    if not wanted or (settings == Documents() and not upload.blockers):
        return Read({}, ())
    from checker.documents.reading import subjects

    return Read(*subjects(root, settings, upload, config, paths, code, wanted))
