"""The claims of a line looked up: each check with the place that bears it out, or what is missing."""

import re
from collections.abc import Iterator

from checker.documents.backlog.claims import Words, fitting
from checker.documents.library import Library
from checker.documents.places import Places, exists, moved
from checker.model.backlog import Check

_PLANE = re.compile(
    r"(?i)\b(?:usage ?(?:telemetry|analytics)|diagnostics?|content[ -]?(?:plane|persistence|bearing)|operational ?tracing)\b"
)
_STATED = re.compile(r"\bS[0-3]\b")
#: What a line of a file has to hold to state a class: the structured form, bold, or a lead word in a comment.
_CLASS = re.compile(r"(?i)^\s*(?://|#|/?\*|--|\"\"\"|\w+:|\||-|>).*?\bS[0-3]\b|\*\*S[0-3]|telemetry: S[0-3]")


def checks(words: Words, library: Library, places: Places) -> Iterator[Check]:
    """Every check of a line. Where the file it is about is gone, nothing else can be looked up."""
    subject = words.subject
    if subject:
        where = _where(subject, places)
        yield where
        subject = where.path
        if not subject:
            return
        words = words._replace(elsewhere=words.elsewhere or _parts(subject, words.subject, places))
    yield from (check for path in words.files for check in _file(path, words, places))
    if words.elsewhere:
        yield from _elsewhere(words, library, places)
    lines = _lines(subject, library, places)
    if lines is None:
        return
    if not words.elsewhere:
        yield from _names(words, subject, lines)
    yield from _pages(words, subject, lines)
    yield from _classes(words, subject, lines)
    yield from _submitted(words, subject, lines, places)


def _parts(now: str, before: str, places: Places) -> tuple[str, ...]:
    """The files into which one was split, if it was."""
    folder, stem = now.rpartition("/")[0], before.rpartition("/")[2].partition(".")[0]
    split = now != before and now.endswith(("/mod.rs", "/__init__.py")) and folder.rpartition("/")[2] == stem
    return tuple(sorted(path for path in places.paths if path.startswith(f"{folder}/"))) if split else ()


def _lines(path: str, library: Library, places: Places) -> list[str] | None:
    text = library.text(path) if path in places.paths else None
    return None if text is None else text.split("\n")


def _where(path: str, places: Places) -> Check:
    """Where a file is: there, elsewhere, or gone."""
    if exists(places, path):
        return Check(f"`{path}` is there", None, path)
    now = moved(places, path)
    return Check(f"`{path}` is now `{now}`", None, now) if now else Check(f"there is no `{path}`", False)


def _file(path: str, words: Words, places: Places) -> Iterator[Check]:
    where = _where(path, places)
    yield where._replace(holds=None) if words.open else where


def _names(words: Words, subject: str, lines: list[str]) -> Iterator[Check]:
    for name in words.names:
        line = _line_of(name, lines)
        if words.removes:
            yield Check(f"`{name}` still stands there" if line else f"`{name}` is gone", not line, subject, line)
        elif line:
            yield Check(f"`{name}` stands there", None if words.each else True, subject, line)
        elif not words.open:
            yield Check(f"`{name}` does not stand in `{subject}`", False, subject)


def _elsewhere(words: Words, library: Library, places: Places) -> Iterator[Check]:
    """The names looked up in another page; where several have its name, the one that bears most of them out counts."""
    found = [[*_names(words, page, _lines(page, library, places) or [])] for page in words.elsewhere]
    yield from max(found, key=lambda checks: sum(bool(check.holds) for check in checks), default=[])


def _line_of(name: str, lines: list[str]) -> int:
    """The first line that holds a name as a word, 0 for none; with `*` at its end, that starts so."""
    bare = name.rstrip("*")
    pattern = re.compile(rf"(?<!\w){re.escape(bare)}" + ("" if name.endswith("*") else r"(?!\w)"))
    return next((number for number, line in enumerate(lines, 1) if bare in line and pattern.search(line)), 0)


def _pages(words: Words, subject: str, lines: list[str]) -> Iterator[Check]:
    """A page is pointed at where its name stands, wherever it is now."""
    for page in (*words.pages, *(path for path in words.files if not words.submits)):
        name = page.rpartition("/")[2]
        line = _line_of(name, lines) or _line_of(name.removesuffix(".md"), lines)
        if line:
            yield Check(f"it points at `{name}`", None if page in words.files and not words.points else True, subject, line)
        elif not words.open and page != subject and page in words.pages:
            yield Check(f"it does not point at `{name}`", False, subject)


def _classes(words: Words, subject: str, lines: list[str]) -> Iterator[Check]:
    """Classes that the file states. Where a line only happens to name a class, that the file states none proves nothing."""
    if not (words.classifies or words.sorts or words.classes):
        return
    stated = [(group, number) for number, line in enumerate(lines, 1) if _CLASS.search(line) for group in _STATED.findall(line)]
    first = dict(reversed(stated))
    held = [name for name in words.classes if name in first]
    for name in held or ([stated[0][0]] if stated and not words.classes else []):
        yield Check(f"it states {name}", None if words.each else True, subject, first[name])
    if words.sorts and not stated:
        yield from ((Check("it says what kind of data it is", True, subject, line)) for line in _plane(lines))
    if words.classifies and not stated:
        yield Check("it states no sensitivity class", False, subject)
    elif words.classifies and words.classes and not held:
        yield Check(f"it states {stated[0][0]}, not {' or '.join(words.classes)}", False, subject, stated[0][1])


def _plane(lines: list[str]) -> list[int]:
    """The first line that names a plane of data; without one nothing is proved, because it can be said in other words."""
    return next(([number] for number, line in enumerate(lines, 1) if _PLANE.search(line)), [])


def _submitted(words: Words, subject: str, lines: list[str], places: Places) -> Iterator[Check]:
    """Files that a line says it enters in a list: each has to stand there by its path."""
    if not words.submits:
        return
    files = [path for path in words.files if path in places.paths] + [path for glob in words.globs for path in fitting(glob, places)]
    for path in dict.fromkeys(files):
        line = _line_of(path, lines)
        yield Check(f"`{path}` is listed" if line else f"`{path}` is not listed in `{subject}`", bool(line), subject, line)
