"""Findings in, document out: a module of this folder is a format, and adding one edits nothing."""

import importlib
from collections.abc import Callable
from typing import NamedTuple

from checker.model.finding import Coverage, Finding, Rule
from checker.report.shared import folder


class Summary(NamedTuple):
    """What a run came to. The severities leave out what is suppressed; `callsites` counts the writes that were judged."""

    errors: int
    warnings: int
    notes: int
    ignored: int
    baselined: int
    callsites: int


class Report(NamedTuple):
    """All that a format may show of one `check`.

    `tool` is name and version. `line_of(path, line)` gives a source line without its end, `""` where there is none. `root` names the
    workspace for people. `width` is the columns of the terminal it is for, 0 where it is for none. `notes` say what the run rests on
    (`registry: contracts/taxonomy.yaml (42 events)`). `fail_on` is the lowest severity that fails the run, `exit_code` what it ends with;
    `baseline`: the findings were held against one.
    """

    tool: tuple[str, str]
    root: str
    findings: tuple[Finding, ...]
    coverage: Coverage
    rules: tuple[Rule, ...]
    summary: Summary
    line_of: Callable[[str, int], str]
    colour: bool = False
    width: int = 0
    notes: tuple[str, ...] = ()
    fail_on: str = "error"
    exit_code: int = 0
    baseline: bool = False


def summarise(findings: tuple[Finding, ...], callsites: int) -> Summary:
    open_ones = [finding.severity for finding in findings if not finding.suppressed]
    by = [finding.suppressed for finding in findings if finding.suppressed]
    baselined = by.count("baseline")
    return Summary(open_ones.count("error"), open_ones.count("warning"), open_ones.count("note"), len(by) - baselined, baselined, callsites)


def formats() -> tuple[str, ...]:
    return folder.modules(__path__)


def render(format: str, report: Report) -> str:
    """The document, ending in a newline unless it is empty. `format` is one of `formats()`."""
    document: str = importlib.import_module(f"{__name__}.{format}").render(report)
    return document
