"""The report for people who work a backlog down: one page for a browser, a summary and a tick list in Markdown."""

import importlib
from collections.abc import Mapping
from typing import NamedTuple

from checker.model.finding import Finding
from checker.model.subject import Callsite, RegisteredEvent
from checker.model.trend import Trend
from checker.report import Report

#: The documents made here, by file name, with the module that renders each.
DOCUMENTS: Mapping[str, str] = {"index.html": "html", "report.md": "summary", "backlog.md": "backlog"}


class Audit(NamedTuple):
    """All that an audit may show: the report of a `check`, every write, every registered event.

    `units` gives the unit of a source file by path. `when` is the time of the run, for people. `trend` is the history of the workspace,
    `None` where none is kept.
    """

    report: Report
    callsites: tuple[Callsite, ...]
    events: tuple[RegisteredEvent, ...]
    units: Mapping[str, str]
    when: str
    trend: Trend | None = None


def render(document: str, audit: Audit) -> str:
    """The document named by a key of `DOCUMENTS`, ending in a newline."""
    text: str = importlib.import_module(f"{__name__}.{DOCUMENTS[document]}").render(audit)
    return text


def owners(audit: Audit) -> Mapping[str, tuple[str, ...]]:
    """Who mends a finding, by path or event name: the unit of a source file, the owners of a registered event."""
    return {found.event.name: found.event.owners for found in audit.events} | {path: (unit,) for path, unit in audit.units.items() if unit}


def owners_of(finding: Finding, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The owners of one finding: of the file where it is mended, else of the event that it speaks of; `()` where neither has one."""
    return known.get(finding.path) or known.get(finding.subject) or ()
