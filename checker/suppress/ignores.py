"""Ignores beside the code: findings that they answer for, and what each ignore comes to, as subjects of rules."""

import time
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from checker.contracts import nearest
from checker.model.directive import Directive
from checker.model.finding import Finding, Related
from checker.model.judged import subject
from checker.model.place import Place
from checker.suppress.allow import Allow, allow


class Ignored(NamedTuple):
    """Findings, those that are ignored marked, and the ignores as rules see them (`subjects.v1.schema.json#/$defs/ignore`)."""

    findings: tuple[Finding, ...]
    subjects: list[dict[str, Any]]


class Judged(NamedTuple):
    """What the run can tell about: all rules by name, those that ran, and the files that could be read only in part."""

    known: Collection[str]
    ran: Collection[str]
    unread: Collection[str]


def named(directives: Mapping[str, Iterable[Directive]]) -> frozenset[str]:
    """The rules that some directive names."""
    return frozenset(rule for found in directives.values() for each in found for rule in allow(each).rules)


def ignored(findings: tuple[Finding, ...], directives: Mapping[str, Iterable[Directive]], judged: Judged, today: str = "") -> Ignored:
    """`findings` held against the directives of each path. `today` is the day for `until=`, as `2027-01-31`; empty: the clock's, in UTC."""
    if not directives:
        return Ignored(findings, [])
    day = today or time.strftime("%Y-%m-%d", time.gmtime())
    allows = {path: [allow(each) for each in found] for path, found in directives.items()}
    used: dict[tuple[str, int, str], list[Finding]] = {}
    marked = tuple(_marked(finding, allows.get(finding.path, ()), day, used) for finding in findings)
    return Ignored(marked, [_subject(path, each, judged, day, used) for path in sorted(allows) for each in allows[path]])


def _marked(finding: Finding, allows: Iterable[Allow], day: str, used: dict[tuple[str, int, str], list[Finding]]) -> Finding:
    for each in allows:
        if each.mistake or not each.reason or finding.rule not in each.rules or not each.covers(finding.span.line):
            continue
        used.setdefault((finding.path, each.directive.span.start, finding.rule), []).append(finding)
        if not _expired(each, day):
            return finding._replace(suppressed="ignore", reason=each.reason)
        place = Place(finding.path, each.directive.span)
        finding = finding._replace(related=(*finding.related, Related(place, f"this ignored it until {each.until}")))
    return finding


def _expired(each: Allow, day: str) -> bool:
    return bool(each.until) and each.until < day


def _subject(path: str, each: Allow, judged: Judged, day: str, used: Mapping[tuple[str, int, str], list[Finding]]) -> dict[str, Any]:
    span = each.directive.span
    known = [rule for rule in each.rules if rule in judged.known]
    met = {rule: used.get((path, span.start, rule), []) for rule in known}
    # A rule that did not run and a file that was not read in full leave it open whether there is something to ignore.
    asked = [rule for rule in known if rule in judged.ran] if each.reason and not each.mistake and path not in judged.unread else []
    unknown = [] if each.mistake else [rule for rule in each.rules if rule not in judged.known]
    lapsed = [rule for rule in asked if met[rule] and _expired(each, day)]
    return subject(
        path,
        span,
        tuple(Related(Place(f.path, f.span), f"{f.rule} is found here") for rule in lapsed for f in met[rule]),
        rules=list(each.rules),
        reason=each.reason,
        until=each.until,
        mistake=each.mistake,
        unknown=unknown,
        nearest=nearest(unknown[0], judged.known) if unknown else "",
        idle=[rule for rule in asked if not met[rule]],
        expired=lapsed,
    )
