"""Classes stated in prose: `S1 — tool execution`, `**S1–S2**`, `Sensitivity: S1`, where they mark a classification and nothing else."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from checker.model.facts import Comment
from checker.model.place import Span
from checker.model.subject import Annotation

_RANGE = r"(?P<low>S[0-3])(?:\s?[-\u2013]\s?(?P<high>S[0-3]))?\b"
#: The ways a class is marked as one (annotations.md, "The prose form").
_MARKS = (
    re.compile(rf"\*\*{_RANGE}[^*]*\*\*"),
    re.compile(rf"\A(?:[-*]\s+)?{_RANGE}\s*(?P<label>\([^()]*\))?\s*(?:\u2014|\u2013|--?)\s"),
    re.compile(
        r"\b(?:sensitivity|classification|class|classified|tagged|treat(?:ed)? as)\b"
        rf"(?:(?!\.\s|S[0-3]).){{0,60}}?\b{_RANGE}",
        re.IGNORECASE,
    ),
    re.compile(rf"\bis {_RANGE}\s+content-bearing"),
)
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_ANY = re.compile(r"S[0-3]|s[0-3]")
#: What the same letters mean elsewhere: a bucket, a search API, a sprint or a milestone.
_OTHER = re.compile(r"\s*(?:/|:\s|bucket|search|adds|api|storage|compatible)", re.IGNORECASE)
_BEFORE = re.compile(r"(?:sprint|milestone|phase|stage|amazon|aws)\s+\Z", re.IGNORECASE)
_WIDER = re.compile(r"\b(?:may reach|can reach|up to)\s+\*{0,2}(S[0-3])\b|\b(S[0-3])\*{0,2} when\b")


def prose(path: str, comment: Comment, level: str, names: Collection[str] = ()) -> Iterator[Annotation]:
    """The class that a comment states, at most one: of several that of the list item which speaks of one of `names`, else the first."""
    found: list[tuple[int, Annotation]] = []
    for number, (line, span) in enumerate(zip(comment.lines, comment.spans, strict=True)):
        found += [(number, a) for a in _of_line(path, line, span, level)]
    about = _items_about(comment.lines, names) if len(found) > 1 else frozenset[int]()
    yield from ([a for number, a in found if number in about] or [a for _, a in found])[:1]


def _items_about(lines: tuple[str, ...], names: Collection[str]) -> frozenset[int]:
    """The numbers of the lines of those list items (or single lines) that speak of one of the names."""
    starts = [n for n, line in enumerate(lines) if n == 0 or not line.strip() or _ITEM.match(line)]
    items = [range(a, b) for a, b in pairwise([*starts, len(lines)])]
    return frozenset(n for item in items if any(name in lines[k] for k in item for name in names) for n in item)


def _of_line(path: str, line: str, span: Span, level: str) -> Iterator[Annotation]:
    if line.startswith("telemetry:") or not _ANY.search(line):
        return
    for mark in _MARKS:
        for found in mark.finditer(line):
            start, end = found.start("low"), found.end("high") if found["high"] else found.end("low")
            if not _OTHER.match(line, end) and not _BEFORE.search(line[:start]):
                place = Span(*_bytes(line, span, start, end), span.line, span.column + start, span.line, span.column + end)
                low, high = sorted((found["low"].upper(), _widest(line, (found["high"] or found["low"]).upper())))
                yield Annotation(path, place, low, high, (), level, "prose")
                return


def _bytes(line: str, span: Span, start: int, end: int) -> tuple[int, int]:
    first = span.start + len(line[:start].encode())
    return first, first + len(line[start:end].encode())


def _widest(line: str, high: str) -> str:
    return max([high, *(w[1] or w[2] for w in _WIDER.finditer(line))])
