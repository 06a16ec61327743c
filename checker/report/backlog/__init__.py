"""Ticked lines with their evidence as a document: a module of this folder is a format, and adding one edits nothing."""

import importlib
from typing import NamedTuple

from checker.model.backlog import BORNE_OUT, CONTRADICTED, UNCHECKABLE, Backlog, Check
from checker.report.shared import folder


class Verified(NamedTuple):
    """All that a format may show of one `phases --verify`. `width` is the columns of the terminal it is for, 0 where it is for none."""

    tool: tuple[str, str]
    backlog: Backlog
    colour: bool = False
    width: int = 0


def formats() -> tuple[str, ...]:
    return folder.modules(__path__)


def render(format: str, verified: Verified) -> str:
    """The document, ending in a newline. `format` is one of `formats()`."""
    document: str = importlib.import_module(f"{__name__}.{format}").render(verified)
    return document


def totals(backlog: Backlog) -> str:
    """`99 ticked lines: 35 borne out, 15 contradicted, 49 not checkable; 3 not ticked`."""
    verdicts = [claim.verdict for claim in backlog.claims]
    counts = ", ".join(f"{verdicts.count(verdict):,} {verdict}" for verdict in (BORNE_OUT, CONTRADICTED, UNCHECKABLE))
    return f"{len(verdicts):,} ticked {'line' if len(verdicts) == 1 else 'lines'}: {counts}; {backlog.open:,} not ticked"


def spoken(check: Check) -> str:
    """A check with the place that shows it."""
    return f"{check.said}: {check.path}:{check.line}" if check.line else check.said
