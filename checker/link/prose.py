"""Classes stated in prose: `S1 — tool execution`, `**S1–S2**`, `Sensitivity: S1`, where they mark a classification and nothing else."""

import re
from collections.abc import Collection, Iterator

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
_ANY = re.compile(r"S[0-3]|s[0-3]")
#: What the same letters mean elsewhere: a bucket, a search API, a sprint or a milestone.
_OTHER = re.compile(r"\s*(?:/|:\s|bucket|search|adds|api|storage|compatible)", re.IGNORECASE)
_BEFORE = re.compile(r"(?:sprint|milestone|phase|stage|amazon|aws)\s+\Z", re.IGNORECASE)
_WIDER = re.compile(r"\b(?:may reach|can reach|up to)\s+(S[0-3])\b|\b(S[0-3]) when\b")


def prose(path: str, comment: Comment, level: str, names: Collection[str] = ()) -> Iterator[Annotation]:
    """The class that a comment states, at most one: of several that on a line which speaks of one of `names`, else the first."""
    found = [(line, a) for line, span in zip(comment.lines, comment.spans, strict=True) for a in _of_line(path, line, span, level)]
    about = [a for line, a in found if any(n in line for n in names)]
    yield from (about or [a for _, a in found])[:1]


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
