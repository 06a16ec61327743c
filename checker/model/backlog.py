"""Ticked lines of a backlog held against the workspace."""

from typing import NamedTuple

from checker.model.place import Span

#: The verdicts on a ticked line.
BORNE_OUT, CONTRADICTED, UNCHECKABLE = "borne out", "contradicted", "not checkable"


class Check(NamedTuple):
    """One thing that a line claims and that can be looked up. `holds` is None for what is only told (where a file is now). `path` and
    `line` are the evidence, `""` and 0 where there is none."""

    said: str
    holds: bool | None
    path: str = ""
    line: int = 0


class Claim(NamedTuple):
    """A ticked line with the verdict on it and what that rests on."""

    path: str
    span: Span
    text: str
    verdict: str
    checks: tuple[Check, ...]


class Backlog(NamedTuple):
    """A backlog: its ticked lines, and how many are not ticked."""

    path: str
    claims: tuple[Claim, ...]
    open: int
