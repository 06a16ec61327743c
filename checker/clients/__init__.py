"""What clients show to people: texts that speak of telemetry, and settings that have to say where their data goes.

Most runs have no client to read: what reads them is imported by the runs that have.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from checker.model.config import Clients

#: The kinds of subjects that come from here.
KINDS = frozenset(("label", "setting"))


class Read(NamedTuple):
    """Subjects by kind, and the files that could not be read with the reason."""

    subjects: dict[str, list[dict[str, Any]]]
    failed: tuple[tuple[str, str], ...]


def read(root: str, settings: Clients, trust: str, paths: Sequence[str], kinds: frozenset[str]) -> Read:
    """The subjects of `kinds` in the workspace at `root` with the files `paths`. `trust` is the page that settings have to name."""
    wanted = sorted(kinds & KINDS)
    if not wanted or settings == Clients():
        return Read({}, ())
    from checker.clients.reading import subjects

    return Read(*subjects(root, settings, trust, paths, wanted))
