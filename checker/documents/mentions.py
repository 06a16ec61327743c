"""Paths that pages and comments of telemetry code name in passing: whether what they name is there."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.contracts.locate import Locator
from checker.documents.page import Page, Word
from checker.documents.places import Places, exists, moved, resolved
from checker.model.judged import Subject, subject
from checker.model.place import Span

#: A path with folders, up to a line number, an anchor or a name inside the file.
_PATH = re.compile(r"(?P<path>(?:\.{1,2}/)*(?:[\w.@+-]{1,100}/){1,20}[\w.@+-]{0,100})(?:(?::\d|#L\d|::)[\w:,.L()-]{0,100})?\Z")
_IN_COMMENT = re.compile(r"(?<![\w/.:\\$}>*-])(?:[\w.@+-]{1,100}/){1,20}[\w@+.-]{0,100}\w\.[A-Za-z]{1,8}(?![\w/*{<])")
_ENDING = re.compile(r"\w\.[A-Za-z][A-Za-z0-9]{0,7}\Z")
#: The line says itself that the file is not there, or not yet.
_ABSENT = re.compile(
    r"(?i)\b(?:add|added|adding|absent|create[ds]?|creating|delete[ds]?|deprecated|e\.g|example|former|formerly|future|generate[ds]?"
    r"|gone|legacy|missing|moved|new|no longer|obsolete|old|placeholder|planned|previous|previously|proposed|remove[ds]?"
    r"|rename[ds]?|replace[ds]?|retired|superseded|will|was|were)\b"
)
#: A comment in Rust or Python, to the end of its line; the strings that hold such signs are seldom paths.
_COMMENT = re.compile(r"(?m)^[ \t]*(?://[/!]?|#|\*)[ \t]?(.*)$|(?:[;,{)\]][ \t]*)//[ \t](.*)$")
_DOCSTRING = re.compile(r"(?m)^[ \t]*[rR]?(\"\"\"|''')((?:.|\n){0,20000}?)\1")


class Place(NamedTuple):
    """A path as it is named, and the line that names it."""

    text: str
    span: Span
    line: str


def on_pages(pages: Iterable[Page], places: Places) -> Iterator[Subject]:
    """A subject for each path in a code span of a page."""
    for page in pages:
        lines = page.text.splitlines()
        for code in page.codes:
            line = lines[code.span.line - 1] if code.span.line <= len(lines) else ""
            yield from _mention(page.path, Place(code.text, code.span, line), places)


def in_code(path: str, text: str, places: Places) -> Iterator[Subject]:
    """A subject for each path in a comment of a source file."""
    locator = Locator(text)
    for start, comment in _comments(path, text):
        for found in _IN_COMMENT.finditer(comment):
            span = locator.span(start + found.start(), start + found.end())
            yield from _mention(path, Place(found[0], span, _line_at(comment, found.start())), places)


def _comments(path: str, text: str) -> Iterator[tuple[int, str]]:
    """The comments of a source file with the offset of each; in Python its docstrings, too."""
    for found in _COMMENT.finditer(text):
        group = 1 if found[1] is not None else 2
        yield found.start(group), found[group]
    if path.endswith((".py", ".pyi")):
        yield from ((found.start(2), found[2]) for found in _DOCSTRING.finditer(text))


def _line_at(text: str, offset: int) -> str:
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)]


def _mention(page: str, named: Place, places: Places) -> Iterator[Subject]:
    path = path_in(page, Word(named.text, named.span), places)
    if path:
        stale = not exists(places, path) and not _ABSENT.search(named.line)
        now = moved(places, path) if stale else ""
        yield subject(page, named.span, name=path, target=path, stale=stale, moved=now)


def path_in(page: str, word: Word, places: Places) -> str:
    """The path of this workspace that a word names, from its root; `""` where it names none or could mean something else."""
    found = _PATH.match(word.text.strip())
    if not found or not (found["path"].endswith("/") or _ENDING.search(found["path"])):
        return ""
    written = found["path"].rstrip("/")
    if written.startswith("."):
        return resolved(page, written) or "" if written.startswith(("./", "../")) else _ours(written, places)
    beside = resolved(page, written)
    return beside if beside and exists(places, beside) else _ours(written, places)


def _ours(path: str, places: Places) -> str:
    """The path if it starts in a folder of the workspace: others belong to other code, to a site, or to a user's disk."""
    top = path.partition("/")[0]
    return path if top in places.folders and (not top.startswith(".") or top == ".github") else ""
