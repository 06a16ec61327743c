"""Reads of one variable that do not take the same values for yes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from checker.model.check import Check, answer, negated, texts
from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.subject import Drift, Reading, Toggle

#: A text that no code names: it stands for any other value.
_OTHER = "\0"
#: What people say yes and no with, by which it is told which answer of a question means on.
_ON, _OFF = ("1", "true", "on", "yes"), ("0", "false", "off", "no", "", None)
_WORDS = {None: "no value", "": "an empty value", _OTHER: "any other value"}
_MOST_NAMED = 4


def drifts(toggles: Iterable[Toggle]) -> Iterator[Drift]:
    """For each variable the reads that differ from most others, each group of them once, at its first place."""
    for toggle in toggles:
        readings = _alone(sorted(toggle.readings))
        values = _values(readings)
        groups: dict[tuple[bool, ...], list[Reading]] = {}
        for reading in readings:
            groups.setdefault(tuple(answer(_upright(reading.check), v) for v in values), []).append(reading)
        usual, *others = sorted(groups.items(), key=lambda group: -len(group[1])) or [((), [])]
        for answers, group in others:
            each = list(zip(values, answers, usual[0], strict=True))
            if _matters(each):
                here = tuple(_said(v) for v, mine, theirs in each if mine and not theirs)
                there = tuple(_said(v) for v, mine, theirs in each if theirs and not mine)
                yield Drift(group[0].place, toggle.name, here, there, usual[1][0].place, tuple(r.place for r in group[1:]))


def _matters(each: Sequence[tuple[str | None, bool, bool]]) -> bool:
    """Whether two questions differ in more than an empty value, and are not the two ends of one with three answers: one asks for what says
    on, the other for what says off, and what says neither is left to a default."""
    named = any(mine != theirs for v, mine, theirs in each if v not in (_OTHER, "", None))
    ends = {v: (mine, theirs) for v, mine, theirs in each if v in (_OTHER, None)}
    three = not named and ends[_OTHER][0] != ends[_OTHER][1] and _says_both(each)
    return named or (not three and any(mine != theirs for mine, theirs in ends.values()))


def _says_both(each: Sequence[tuple[str | None, bool, bool]]) -> bool:
    """Whether values are named that both take for yes, and others that both take for no."""
    agreed = {mine for v, mine, theirs in each if mine == theirs and v not in (_OTHER, "", None)}
    return agreed == {True, False}


def _alone(readings: Sequence[Reading]) -> list[Reading]:
    """The reads of functions that ask one question: of several in one, each is a part of what the function asks."""
    asked: dict[tuple[str, str], set[Check]] = {}
    for reading in readings:
        asked.setdefault((reading.place.path, reading.function), set()).add(reading.check)
    return [r for r in readings if not r.function or len(asked[r.place.path, r.function]) == 1]


def _values(readings: Iterable[Reading]) -> list[str | None]:
    """What can tell the questions apart: each text that one names, as it is, in lower and in upper case."""
    named = {text for reading in readings for text in texts(reading.check)}
    spelled = {*named, *(t.lower() for t in named), *(t.upper() for t in named)} - {""}
    return [*sorted(spelled, key=lambda t: (t != t.lower(), t)), _OTHER, "", None]


def _upright(check: Check) -> Check:
    """The question, or its opposite where yes means off."""
    on, off = [answer(check, v) for v in _ON], [answer(check, v) for v in _OFF]
    turned = sum(off) / len(off) > sum(on) / len(on)
    return negated(check) if turned else check


def _said(value: str | None) -> str:
    return _WORDS.get(value, f"`{value}`")


def as_data(drift: Drift) -> dict[str, Any]:
    """One such read, as rules see it."""
    return subject(
        *drift.place,
        (Related(drift.other, "read otherwise here"), *(Related(p, "read the same way here") for p in drift.same[:8])),
        name=drift.name,
        here=_few(drift.here),
        there=_few(drift.there),
        other=f"{drift.other.path}:{drift.other.span.line}",
    )


def _few(said: Sequence[str]) -> list[str]:
    """The first of the values, those that differ in case alone only once."""
    kept = {word.lower(): word for word in reversed(said)}
    listed = [word for word in said if word in kept.values()]
    return listed[:_MOST_NAMED]
