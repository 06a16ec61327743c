"""What earlier runs over the same workspace found, for the course of a backlog over time."""

from typing import NamedTuple


class Run(NamedTuple):
    """One recorded run: when it ended (`2027-01-31T12:00:00Z`), the tool's version, open findings by severity, those that are
    accepted (ignored or in the baseline), the writes that it saw, with how many of them are classified, and the files it could not read."""

    at: str
    version: str
    errors: int
    warnings: int
    notes: int
    accepted: int
    writes: int
    classified: int
    unread: int = 0

    @property
    def open(self) -> int:
        return self.errors + self.warnings + self.notes


class Mended(NamedTuple):
    """A finding of an earlier run that is gone; `at` is the first run without it."""

    phase: int
    path: str
    rule: str
    message: str
    at: str


class Trend(NamedTuple):
    """All recorded runs, oldest first, the present one last; since when each open finding (by fingerprint) is open; what is mended."""

    runs: tuple[Run, ...]
    since: dict[str, str]
    mended: tuple[Mended, ...]
