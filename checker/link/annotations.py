"""Classification comments in the structured form: `telemetry: S1 family=mcp_surface transmission=local_only`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from checker.contracts.nearest import nearest
from checker.model.facts import Comment
from checker.model.place import Span
from checker.model.registry import CLASSES, PLANES, TRANSMISSIONS
from checker.model.subject import Annotation, Mistake

KEYS = ("family", "metric", "transmission", "plane", "owner", "retention", "schema", "consent", "reason", "dynamic")
_MARKER = "telemetry: "
_TOKEN = re.compile(r'(?P<key>[A-Za-z_][\w-]*)=(?P<value>"[^"]*"?|[^\s"]*)|(?P<word>\S+)')
_CLASS = re.compile(r"(?P<low>[A-Za-z]\d+)(?:[-–](?P<high>[A-Za-z]\d+))?")
_VALUES = {"transmission": TRANSMISSIONS, "plane": PLANES}
_PATTERNS = {"retention": re.compile(r"\d+d"), "metric": re.compile(r"[\w.:,-]+"), "family": re.compile(r"[\w.:-]+")}


class _Word(NamedTuple):
    """A word of an annotation: a class, or `key=value`, with its place."""

    key: str
    value: str
    span: Span
    closed: bool


def annotations(path: str, comment: Comment, level: str) -> Iterator[Annotation]:
    """The annotations in a comment: each run of lines that start with `telemetry: ` is one. Ordinary prose gives none."""
    run: list[tuple[str, Span]] = []
    for line, span in zip(comment.lines, comment.spans, strict=True):
        if line.startswith(_MARKER) and _structured(line):
            run.append((line, span))
        elif run:
            yield _annotation(path, run, level)
            run = []
    if run:
        yield _annotation(path, run, level)


def _structured(line: str) -> bool:
    """A line is ours when its first word looks like a class, or any of its words has a known key."""
    words = line[len(_MARKER) :].split()
    return bool(words) and (bool(_CLASS.fullmatch(words[0])) or any(w.partition("=")[0] in KEYS and "=" in w for w in words))


def _annotation(path: str, run: list[tuple[str, Span]], level: str) -> Annotation:
    words = [w for line, span in run for w in _words(line, span)]
    low, high, mistakes = "", "", list(_mistakes(words))
    for word in words:
        if not word.key and not low and (found := _CLASS.fullmatch(word.value)):
            low, high = found["low"], found["high"] or found["low"]
    if low not in CLASSES or high not in CLASSES or low > high:
        low = high = ""
    first, final = run[0][1], run[-1][1]
    span = Span(first.start, final.end, first.line, first.column, final.end_line, final.end_column)
    keys = tuple((w.key, w.value) for w in words if w.key)
    return Annotation(path, span, low, high, keys, level, "structured", tuple(mistakes), level != "none")


def _words(line: str, span: Span) -> Iterator[_Word]:
    for found in _TOKEN.finditer(line, len(_MARKER)):
        place = _within(line, span, found.start(), found.end())
        if found["key"]:
            value = found["value"]
            closed = not value.startswith('"') or (len(value) > 1 and value.endswith('"'))
            yield _Word(found["key"], value.strip('"'), place, closed)
        else:
            yield _Word("", found["word"], place, True)


def _within(line: str, span: Span, start: int, end: int) -> Span:
    first, size = len(line[:start].encode()), len(line[start:end].encode())
    column = span.column + start
    return Span(span.start + first, span.start + first + size, span.line, column, span.line, column + end - start)


def _mistakes(words: list[_Word]) -> Iterator[Mistake]:
    seen: set[str] = set()
    classes = 0
    for word in words:
        if word.key:
            yield from _key_mistakes(word, seen)
            seen.add(word.key)
        else:
            classes += 1
            yield from _class_mistakes(word, classes)
    if not classes:
        yield Mistake(words[0].span, "no class", "one of S0, S1, S2, S3")


def _key_mistakes(word: _Word, seen: set[str]) -> Iterator[Mistake]:
    if word.key not in KEYS:
        yield Mistake(word.span, f'unknown key "{word.key}"', nearest(word.key, KEYS))
    elif word.key in seen:
        yield Mistake(word.span, f'key "{word.key}" stands twice', "")
    elif not word.closed:
        yield Mistake(word.span, "unterminated quote", "")
    elif not word.value:
        yield Mistake(word.span, f'key "{word.key}" has no value', "")
    elif word.key in _VALUES and word.value not in _VALUES[word.key]:
        yield Mistake(word.span, f'"{word.value}" is no {word.key}', nearest(word.value, _VALUES[word.key]))
    elif word.key in _PATTERNS and not _PATTERNS[word.key].fullmatch(word.value):
        yield Mistake(word.span, f'"{word.value}" is no {word.key}', "")


def _class_mistakes(word: _Word, nth: int) -> Iterator[Mistake]:
    found = _CLASS.fullmatch(word.value)
    if nth > 1:
        yield Mistake(word.span, f'"{word.value}" is neither a key nor the one class', "")
    elif not found:
        yield Mistake(word.span, f'unknown class "{word.value}"', nearest(word.value, CLASSES))
    else:
        ends = [found["low"], found["high"] or found["low"]]
        wrong = [e for e in ends if e not in CLASSES]
        if wrong:
            yield Mistake(word.span, f'unknown class "{wrong[0]}"', nearest(wrong[0].upper(), CLASSES))
        elif ends[0] > ends[1]:
            yield Mistake(word.span, "the range runs downwards", f"{ends[1]}-{ends[0]}")

