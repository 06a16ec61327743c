"""Judges subjects by rules: plain dicts in, findings out, in an order and with fingerprints that depend on nothing else."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from checker.evaluate.expression import VARIABLES, Failed, compiled, environment, value_of
from checker.evaluate.subject import identity, subject_name
from checker.model.errors import Complaint, Unusable
from checker.model.finding import Finding, Related, Rule
from checker.model.place import Place

#: What a subject carries beside the fields rules see.
PLACE, RELATED, FLOW, CONFIDENCE = "_place", "_related", "_flow", "_confidence"

Subject = Mapping[str, Any]


class _Hit(NamedTuple):
    """A subject that a rule speaks of, and what it says."""

    rule: Rule
    subject: Subject
    place: Place
    message: str


def prepare(rules: Iterable[Rule]) -> None:
    """Compile what rules ask, where there is nothing else to do yet."""
    for rule in rules:
        compiled(rule.when)


def evaluate(rules: Sequence[Rule], subjects: Mapping[str, Sequence[Subject]]) -> tuple[Finding, ...]:
    """The findings of `rules` over `subjects` (kind -> subjects in the form of `subjects.v1.schema.json`), by path, line, column and rule.

    A subject also carries its `Place` under `_place` and, where there are any, tuples of `Related` under `_related` and `_flow`; with
    `medium` under `_confidence` less is known of it than a rule of high confidence takes for granted. One
    finding a rule, span and message. Raises `Unusable` for every rule that compiles but cannot be evaluated.
    """
    judged = [(kind, [rule for rule in rules if rule.subject == kind], found) for kind, found in subjects.items()]
    judged = [(kind, asked, found) for kind, asked, found in judged if asked and found]
    if not judged:
        return ()
    complaints: list[Complaint] = []
    hits = [hit for kind, asked, found in judged for hit in _hits(kind, asked, found, complaints)]
    if complaints:
        raise Unusable(*complaints)
    return _findings(hits)


def _hits(kind: str, rules: Sequence[Rule], subjects: Sequence[Subject], complaints: list[Complaint]) -> Iterator[_Hit]:
    env = environment()
    conditions = {rule: compiled(rule.when) for rule in rules}
    # Fields that no rule names are left out: handing a whole subject over costs more than judging it.
    named = {word for rule in rules for word in re.findall(r"\w+", f"{rule.when} {rule.message}")} - {PLACE, RELATED, FLOW, CONFIDENCE}
    for subject in subjects:
        activation = env.Activation({VARIABLES[kind]: {name: _sound(subject[name]) for name in named & subject.keys()}})
        place: Place = subject[PLACE]
        for rule in [*conditions]:
            try:
                if value_of(conditions[rule], activation):
                    # Compiled when the first hit needs it: most rules of most runs have none.
                    yield _Hit(rule, subject, place, value_of(compiled(rule.message), activation))
            except Failed as failed:
                del conditions[rule]  # one complaint a rule says it all
                complaints.append(_complaint(rule, kind, place, failed))


def _sound(value: Any) -> Any:
    """A field with what no encoding can write (a byte of a file name, half of a surrogate pair) spelled out: CEL refuses such text."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [_sound(each) for each in value]
    return {name: _sound(each) for name, each in value.items()} if isinstance(value, dict) else value


def _complaint(rule: Rule, kind: str, place: Place, failed: Failed) -> Complaint:
    where = f"{place.path}:{place.span.line}:{place.span.column}"
    return Complaint(rule.path, 0, 0, f"rule {rule.name} cannot be evaluated on the {kind} at {where}: {failed}")


def _findings(hits: Sequence[_Hit]) -> tuple[Finding, ...]:
    unique = {(hit.rule.name, hit.place, hit.message): hit for hit in reversed(hits)}
    ordered = sorted(unique.values(), key=_order)
    seen: dict[tuple[str, ...], int] = {}
    return tuple(_finding(hit, seen) for hit in ordered)


def _order(hit: _Hit) -> tuple[str, int, int, str, int, str]:
    span = hit.place.span
    return hit.place.path, span.line, span.column, hit.rule.name, span.end, hit.message


def _finding(hit: _Hit, seen: dict[tuple[str, ...], int]) -> Finding:
    rule, kind = hit.rule, hit.rule.subject
    same = (rule.name, hit.place.path, *identity(kind, hit.subject))
    seen[same] = seen.get(same, 0) + 1
    related: tuple[Related, ...] = tuple(hit.subject.get(RELATED, ()))
    name = subject_name(kind, hit.subject)
    print_ = _fingerprint((*same, str(seen[same])))
    where = (hit.place.path, hit.place.span)
    confidence = "medium" if "medium" in (rule.confidence, hit.subject.get(CONFIDENCE)) else rule.confidence
    flow: tuple[Related, ...] = tuple(hit.subject.get(FLOW, ()))
    return Finding(rule.name, rule.severity, confidence, *where, hit.message, rule.mend, name, related, flow, print_)


def _fingerprint(parts: tuple[str, ...]) -> str:
    from hashlib import sha256

    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
