"""Rules as loaded and findings as reported."""

from typing import NamedTuple

from checker.model.place import Place, Span

SEVERITIES = ("error", "warning", "note")
#: What each phase of a telemetry programme is about; a rule's `phase` is an index into this.
PHASES = (
    "Documents",
    "Taxonomy and contracts",
    "Retention and sensitivity",
    "Producer normalisation",
    "Clients and operators",
    "Central sink",
)


class Rule(NamedTuple):
    """A rule file (`rules/<group>/<name>.yaml`). `when` and `message` are CEL over the subject; `confidence` is `high` or `medium`."""

    name: str
    group: str
    summary: str
    phase: int
    severity: str
    confidence: str
    subject: str
    when: str
    message: str
    why: str
    mend: str
    source: str
    path: str


class Related(NamedTuple):
    """Another place that a finding speaks of: the registry row, the wrapper, the other level."""

    place: Place
    message: str


class Finding(NamedTuple):
    """One defect at the place where it is mended. `subject` is a short name of what it is about (event, table); `fingerprint`
    survives moved lines; `suppressed` says by what (`ignore`, `baseline`) or `""`, and `reason` why, where somebody gave one."""

    rule: str
    severity: str
    confidence: str
    path: str
    span: Span
    message: str
    mend: str
    subject: str
    related: tuple[Related, ...]
    flow: tuple[Related, ...]
    fingerprint: str
    suppressed: str = ""
    reason: str = ""


def counts(finding: Finding, lowest: str) -> bool:
    """Whether a finding fails a run that fails from the severity `lowest` on: what is only likely, or answered for, never does."""
    severe = SEVERITIES.index(finding.severity) <= SEVERITIES.index(lowest)
    return severe and finding.confidence == "high" and not finding.suppressed


def in_order(finding: Finding) -> tuple[str, int, int, str, int, str]:
    """What findings are sorted by: path, place and rule, so that the same input gives the same report."""
    span = finding.span
    return finding.path, span.line, span.column, finding.rule, span.end, finding.message


class Coverage(NamedTuple):
    """What was read: files seen (listed), searched, parsed; skipped and failed with the reason by path."""

    seen: int
    parsed: int
    skipped: tuple[tuple[str, str], ...]
    failed: tuple[tuple[str, str], ...]
