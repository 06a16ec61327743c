"""What a string can be at run time: a finite set of texts, prefixes of texts, and the reasons why more is not known."""

from collections.abc import Iterable
from typing import NamedTuple

#: More alternatives than this are given up on: no event name has them, and products must stay small.
MAX_TEXTS = 64


class Strings(NamedTuple):
    """`texts` are whole, `prefixes` are the known beginnings of texts whose rest is unknown (`""` is never one);
    `reasons` say why something is not known in full. A lattice by union; bottom is no alternative at all."""

    texts: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()


NOTHING = Strings()
EMPTY = Strings(frozenset(("",)))


def text(value: str) -> Strings:
    """Exactly this text."""
    return Strings(frozenset((value,)))


def unknown(reason: str) -> Strings:
    """Any text, for this reason."""
    return Strings(reasons=frozenset((reason,)))


def union(parts: Iterable[Strings]) -> Strings:
    """One of the parts; commutative, associative, idempotent up to `MAX_TEXTS`."""
    texts: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    for part in parts:
        texts, prefixes, reasons = texts | part.texts, prefixes | part.prefixes, reasons | part.reasons
    return _bounded(Strings(texts, prefixes, reasons))


def concat(parts: Iterable[Strings]) -> Strings:
    """The parts one after the other: what is known up to the first unknown part stays known as a prefix."""
    done: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    open_texts = frozenset(("",))
    for part in parts:
        reasons |= part.reasons
        if part.prefixes:
            done |= frozenset(a + b for a in open_texts for b in part.prefixes)
        if part.reasons and not part.prefixes:
            done |= open_texts
        open_texts = frozenset(a + b for a in open_texts for b in part.texts)
        if len(open_texts) > MAX_TEXTS:
            return unknown("too many alternatives")
    return _bounded(Strings(open_texts, done - {""}, reasons))


def prefix(value: Strings) -> str | None:
    """The longest beginning that every alternative shares; `None` when nothing is known of any."""
    known = [*value.texts, *value.prefixes]
    if not known or (value.reasons and not value.prefixes):
        return None
    low, high = min(known), max(known)
    shared = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    return low[:shared] or None


def _bounded(value: Strings) -> Strings:
    if len(value.texts) + len(value.prefixes) <= MAX_TEXTS:
        return value
    return Strings(reasons=value.reasons | {"too many alternatives"})
