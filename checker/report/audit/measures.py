"""What an audit counts: how far the writes, the families and the phases have come."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from checker.model.finding import PHASES, SEVERITIES, Finding, Rule
from checker.model.subject import Callsite, RegisteredEvent
from checker.report.audit import Audit
from checker.report.shared.sites import class_of, classification

_T = TypeVar("_T")


class Writes(NamedTuple):
    """Production writes. `named`: those with an event name or pattern to judge; `registered`: those of them whose every name the registry
    has; `classified`: with a class in code; `errors`, `remarks`: with an open error, with an open warning or note only."""

    total: int
    named: int
    registered: int
    unresolved: int
    classified: int
    errors: int
    remarks: int

    @property
    def clean(self) -> int:
        return self.total - self.errors - self.remarks


class Open(NamedTuple):
    """Findings by severity, without those that are accepted (ignored or in the baseline)."""

    errors: int
    warnings: int
    notes: int
    accepted: int

    @property
    def total(self) -> int:
        return self.errors + self.warnings + self.notes


class PhaseRow(NamedTuple):
    """A phase of the programme. `rules` of it were run; `holding` of those have no open finding."""

    phase: int
    title: str
    rules: int
    holding: int
    open: Open


class UnitRow(NamedTuple):
    """A unit (crate, package) with its production writes, its writes in tests and examples, and the findings in its files."""

    unit: str
    writes: Writes
    others: int
    open: Open


class FamilyRow(NamedTuple):
    """An event family: its class, owners and transmission as declared; its events by what the code does about them; production writes."""

    family: str
    classes: str
    transmission: str
    owners: tuple[str, ...]
    written: int
    unwritten: int
    planned: int
    retired: int
    writes: int
    open: Open


class RuleRow(NamedTuple):
    """A rule that was run, with its findings."""

    rule: Rule
    open: Open


def production(sites: Iterable[Callsite]) -> list[Callsite]:
    return [site for site in sites if site.context == "production"]


def counted(findings: Iterable[Finding]) -> Open:
    found = list(findings)
    by = Counter(finding.severity for finding in found if not finding.suppressed)
    return Open(by["error"], by["warning"], by["note"], sum(bool(finding.suppressed) for finding in found))


def writes(sites: Iterable[Callsite], findings: Iterable[Finding]) -> Writes:
    """What holds of the production writes among `sites`."""
    ours = production(sites)
    status = Counter(site.status for site in ours)
    worst = _worst(findings)
    judged = Counter(worst.get((site.path, site.span.start), "") for site in ours)
    in_code = sum(classified(site) for site in ours)
    named = len(ours) - status["none"]
    remarks = judged["warning"] + judged["note"]
    return Writes(len(ours), named, status["registered"], status["unresolved"], in_code, judged["error"], remarks)


def classified(site: Callsite) -> bool:
    """Whether a comment in code gives the write a class; the registry's row alone does not count."""
    return any(annotation.low and annotation.source != "registry" for annotation in site.annotations)


def classes(sites: Iterable[Callsite]) -> dict[str, int]:
    """Production writes by effective class, lowest first; `""` is no class."""
    found = Counter(_class(site) for site in production(sites))
    return dict(sorted(found.items(), key=lambda pair: (not pair[0], pair[0])))


def phases(audit: Audit) -> list[PhaseRow]:
    rows = rules(audit)
    found = []
    for phase, title in enumerate(PHASES):
        ours = [row for row in rows if row.rule.phase == phase]
        total = Open._make(sum(numbers) for numbers in zip((0, 0, 0, 0), *(row.open for row in ours), strict=True))
        found.append(PhaseRow(phase, title, len(ours), sum(not row.open.total for row in ours), total))
    return found


def rules(audit: Audit) -> list[RuleRow]:
    by_rule = _grouped((finding.rule, finding) for finding in audit.report.findings)
    ordered = sorted(audit.report.rules, key=lambda rule: (rule.phase, rule.group, rule.name))
    return [RuleRow(rule, counted(by_rule.get(rule.name, ()))) for rule in ordered]


def units(audit: Audit) -> list[UnitRow]:
    """Every unit that writes or has findings; those with most to do first."""
    sites = _grouped((site.unit, site) for site in audit.callsites)
    findings = _grouped((audit.units.get(finding.path, ""), finding) for finding in audit.report.findings)
    rows = [
        UnitRow(
            unit,
            writes(sites.get(unit, ()), findings.get(unit, ())),
            len(sites.get(unit, ())) - len(production(sites.get(unit, ()))),
            counted(findings.get(unit, ())),
        )
        for unit in {*sites, *findings}
    ]
    return sorted(rows, key=lambda row: (-row.open.total, -row.writes.total, row.unit))


def families(audit: Audit) -> list[FamilyRow]:
    """Every family of the registry, by name."""
    events = _grouped((found.event.family, found) for found in audit.events)
    findings = _grouped((finding.subject, finding) for finding in audit.report.findings)
    return [_family(family, events[family], findings) for family in sorted(events, key=lambda name: (not name, name))]


def standing(found: RegisteredEvent) -> str:
    """`written`, `unwritten` (production code should write it and does not), `planned`, or `retired`."""
    if found.event.status in ("deprecated", "removed"):
        return "retired"
    if found.writes:
        return "written"
    return "planned" if found.event.status == "planned" else "unwritten"


def _family(family: str, events: list[RegisteredEvent], findings: dict[str, list[Finding]]) -> FamilyRow:
    by = Counter(map(standing, events))
    ours = [finding for found in events for finding in findings.get(found.event.name, ())]
    ranges = {class_range(found) for found in events} - {""}
    ways = {found.event.transmission for found in events} - {""}
    who = sorted({owner for found in events for owner in found.event.owners})
    counts = (by["written"], by["unwritten"], by["planned"], by["retired"], sum(len(found.writes) for found in events))
    return FamilyRow(family, ", ".join(sorted(ranges)), ", ".join(sorted(ways)), tuple(who), *counts, counted(ours))


def class_range(found: RegisteredEvent) -> str:
    """The declared class: `S1`, `S1-S2`, or `""`."""
    low, high = found.event.low, found.event.high
    return low if high in ("", low) else f"{low}-{high}"


def _class(site: Callsite) -> str:
    nearest = classification(site)
    return class_of(nearest) if nearest else ""


def _worst(findings: Iterable[Finding]) -> dict[tuple[str, int], str]:
    """The highest severity of the open findings by place."""
    worst: dict[tuple[str, int], str] = {}
    for finding in findings:
        place = (finding.path, finding.span.start)
        if not finding.suppressed and (place not in worst or SEVERITIES.index(finding.severity) < SEVERITIES.index(worst[place])):
            worst[place] = finding.severity
    return worst


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, list[_T]]:
    groups: dict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)
