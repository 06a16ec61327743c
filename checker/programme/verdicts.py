"""Verdicts on the demands of a programme: from rules, findings and the subjects that were judged, without knowing any of them by name."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from checker.model.finding import Finding, Rule
from checker.model.programme import Covered, Demand, Phase, Programme, Share, Standing, Verdict
from checker.programme.subjects import Census, Subject, spot

#: Reasons that are spelled out; the rest is counted.
_MOST_REASONS = 3


class Evidence(NamedTuple):
    """What a run gives to judge by. `known` are all rules, `chosen` those that ran; `configured` says whether a setting is there;
    `unread` counts the files that could not be read."""

    known: tuple[Rule, ...]
    chosen: frozenset[str]
    findings: tuple[Finding, ...]
    census: Census
    configured: Callable[[str], bool]
    unread: int


def standings(programme: Programme, evidence: Evidence) -> tuple[Standing, ...]:
    """Each phase with its verdicts: on its demands in their order, then on the rules of the phase that no demand names."""
    named = {rule for phase in programme.phases for demand in phase.demands for rule in demand.rules}
    others = [rule for rule in evidence.known if rule.name not in named]
    return tuple(Standing(phase.number, phase.title, tuple(_phase(phase, programme, others, evidence))) for phase in programme.phases)


def _phase(phase: Phase, programme: Programme, others: Sequence[Rule], evidence: Evidence) -> Iterator[Verdict]:
    for stated in programme.phases:
        for demand in stated.demands:
            part = _part(demand, phase.number, stated.number, evidence)
            if part:
                yield _verdict(part, evidence)
    for rule in others:
        if rule.phase == phase.number:
            yield _verdict(Demand(f"None of these: {rule.summary[:1].lower()}{rule.summary[1:].rstrip('.')}", (rule.name,)), evidence)


def _part(demand: Demand, phase: int, stated: int, evidence: Evidence) -> Demand | None:
    """The part of a demand that belongs to a phase: its rules of that phase, and those that do not exist yet where it is stated."""
    phases = {rule.name: rule.phase for rule in evidence.known}
    mine = tuple(rule for rule in demand.rules if phases.get(rule, stated) == phase)
    if not any(rule in phases for rule in mine) and any(rule in phases for rule in demand.rules):
        return None  # what is left over of a demand that another phase has
    return demand._replace(rules=mine) if mine else None


def _verdict(demand: Demand, evidence: Evidence) -> Verdict:
    rules = [rule for rule in evidence.known if rule.name in demand.rules]
    found = [finding for finding in evidence.findings if finding.rule in demand.rules]
    unknown = [*_unknown(demand, evidence)]
    doubtful = {spot(subject) for _, subject in unknown}
    against = tuple(f for f in found if f.suppressed != "ignore" and (f.path, f.span.line, f.span.column) not in doubtful)
    kinds = list(dict.fromkeys(rule.subject for rule in rules))
    counted = {kind: len(evidence.census.of(kind)) for kind in kinds}
    whys = [*_whys(demand, rules, unknown, evidence)]
    settings = [] if against else _settings(demand, rules, evidence)
    if settings:
        return Verdict(demand.text, demand.rules, "not configured", "", f"nothing is judged without {' and '.join(settings)}", ())
    if against:
        verdict = "fails"
    elif not any(counted.values()) and not _by_defects(kinds, evidence):
        return _nothing(demand, rules, kinds, evidence)
    else:
        verdict = "cannot tell" if whys else "holds"
    accepted = sum(f.suppressed == "ignore" for f in found)
    return Verdict(demand.text, demand.rules, verdict, _judged(counted, evidence), "; ".join(whys), against, accepted)


def _by_defects(kinds: Iterable[str], evidence: Evidence) -> bool:
    """Whether none of a kind is as it should be."""
    return any(evidence.census.kind(kind).defects for kind in kinds)


def _nothing(demand: Demand, rules: Sequence[Rule], kinds: Sequence[str], evidence: Evidence) -> Verdict:
    """The verdict where nothing was judged."""
    off = [*_absent(demand, rules), *_switched_off(rules, evidence), *_unset(demand, rules, evidence)]
    return Verdict(demand.text, demand.rules, "cannot tell", "", "; ".join(off) or _none(kinds, evidence), ())


def _none(kinds: Sequence[str], evidence: Evidence) -> str:
    """What is said where there is none of any kind."""
    said = [evidence.census.kind(kind).none for kind in kinds if evidence.census.kind(kind).none]
    nouns = " or ".join(evidence.census.kind(kind).noun for kind in kinds if not evidence.census.kind(kind).none)
    return "; ".join([*([f"there is no {nouns} to judge"] if nouns else []), *said])


def _settings(demand: Demand, rules: Sequence[Rule], evidence: Evidence) -> list[str]:
    """The settings without which none of the rules judges anything; empty where one does."""
    if demand.needs and not any(map(evidence.configured, demand.needs)):
        return [" or ".join(map(_named, demand.needs))]
    lacking = [(setting, idle) for setting, idle in demand.without if not evidence.configured(setting)]
    idle_all = {name for _, idle in lacking for name in idle}
    return [_named(setting) for setting, _ in lacking] if rules and all(rule.name in idle_all for rule in rules) else []


def _unset(demand: Demand, rules: Sequence[Rule], evidence: Evidence) -> Iterator[str]:
    """The rules that judge nothing because a setting is not there."""
    there = {rule.name for rule in rules}
    for setting, idle in demand.without:
        mine = [name for name in idle if name in there]
        if mine and not evidence.configured(setting):
            yield f"without {_named(setting)} nothing is judged by {', '.join(mine)}"


def _named(setting: str) -> str:
    """A setting as people find it."""
    table, _, name = setting.partition(".")
    return f"a [[registry]] of format {name}" if table == "registry" else setting


def _whys(demand: Demand, rules: Sequence[Rule], unknown: Sequence[tuple[str, Subject]], evidence: Evidence) -> Iterator[str]:
    """What stands against a clear answer."""
    if unknown:
        yield _reasons(demand, unknown, evidence)
    yield from _absent(demand, rules)
    yield from _switched_off(rules, evidence)
    yield from _unset(demand, rules, evidence)
    if evidence.unread:
        yield f"{evidence.unread:,} {'file' if evidence.unread == 1 else 'files'} could not be read"


def _absent(demand: Demand, rules: Sequence[Rule]) -> Iterator[str]:
    there = {rule.name for rule in rules}
    absent = [name for name in demand.rules if name not in there]
    if absent:
        yield f"no rule in this version judges {', '.join(absent)}"


def _switched_off(rules: Sequence[Rule], evidence: Evidence) -> Iterator[str]:
    off = [rule.name for rule in rules if rule.name not in evidence.chosen]
    if off:
        yield f"switched off by configuration: {', '.join(off)}"


def _unknown(demand: Demand, evidence: Evidence) -> Iterator[tuple[str, Subject]]:
    for kind, condition in demand.unknown:
        for subject in evidence.census.fitting(kind, evidence.census.of(kind), condition):
            yield kind, subject


def _reasons(demand: Demand, unknown: Sequence[tuple[str, Subject]], evidence: Evidence) -> str:
    because = dict(demand.because)
    reasons = Counter(evidence.census.said(kind, subject, because.get(kind, "")) or "no reason is known" for kind, subject in unknown)
    ranked = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [f"{reason} ({number})" for reason, number in ranked[:_MOST_REASONS]]
    more = [f"{len(ranked) - _MOST_REASONS} more reasons"] if len(ranked) > _MOST_REASONS else []
    noun = evidence.census.kind(unknown[0][0]).noun
    return f"of {_plural(len(unknown), noun)} it cannot be told: {', '.join([*shown, *more])}"


def _judged(counted: Mapping[str, int], evidence: Evidence) -> str:
    seen = [(kind, number) for kind, number in counted.items() if number and not evidence.census.kind(kind).defects]
    return ", ".join(_plural(number, evidence.census.kind(kind).noun) for kind, number in seen)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def shares(programme: Programme, evidence: Evidence) -> tuple[Covered, ...]:
    """What is covered of each kind of thing that the programme counts."""
    return tuple(_share(share, evidence) for share in programme.shares)


def _share(share: Share, evidence: Evidence) -> Covered:
    if not evidence.census.known(share.kind):
        return Covered(share.what, share.meaning, 0, -1)
    whole = evidence.census.of(share.kind, share.of)
    if share.covered:
        return Covered(share.what, share.meaning, len(evidence.census.fitting(share.kind, whole, share.covered)), len(whole))
    kinds = {rule.name: rule.subject for rule in evidence.known}
    faulty = {(f.path, f.span.line, f.span.column) for f in evidence.findings if kinds.get(f.rule) == share.kind and not f.suppressed}
    return Covered(share.what, share.meaning, sum(spot(subject) not in faulty for subject in whole), len(whole))
