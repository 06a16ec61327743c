"""Directives in files that are no source code: comments of YAML and TOML, and of Markdown outside its code."""

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from checker.contracts import MAX_BYTES, SHIPPED, load
from checker.contracts.document import Node
from checker.contracts.noted import noted
from checker.model.directive import ALLOW, Directive, spoken
from checker.model.errors import Unusable
from checker.model.place import span_at

# As texts: most runs find no directive in a document, and compiling these takes longer than looking for one.
#: A string or a comment of TOML; only texts that were read as TOML are scanned, so that every string has its end.
_TOML = (
    r'(?s)"{3}(?:[^\\]|\\.)*?"{3}|"(?:[^"\\\n]|\\.)*"'
    r"|'{3}.*?'{3}|'[^'\n]*'|(?P<comment>#[^\n]*)"
)
_HASH = r"(?m)(?:(?<=\s)|^)#[^\n]*"
_FENCES = ("```", "~~~")

#: Where a comment starts and ends, in characters.
_Place: TypeAlias = tuple[int, int]
_Reader: TypeAlias = Callable[[str, str], Iterator[_Place]]


def directives(root: str, paths: Iterable[str]) -> dict[str, tuple[Directive, ...]]:
    """The directives in documents of the workspace at `root`; what cannot be read has none, which hides nothing."""
    found = {path: tuple(_directives(path, text)) for path in paths if (text := _text(root, path))}
    return {path: listed for path, listed in found.items() if listed}


def _text(root: str, path: str) -> str:
    """The text of a document that speaks to telint, without a byte order mark; else `""`."""
    full = os.path.realpath(noted(os.path.join(root, path)))
    if path.startswith(SHIPPED) or _reader(path) is None or os.path.commonpath((full, root)) != root or not os.path.isfile(full):
        return ""
    try:
        with open(full, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        return data.decode().removeprefix("\ufeff") if ALLOW.encode() in data and len(data) <= MAX_BYTES else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _reader(path: str) -> _Reader | None:
    for suffixes, reader in (((".yaml", ".yml"), _yaml), ((".toml",), _toml), ((".md",), _markdown)):
        if path.endswith(suffixes):
            return reader
    return None


def _directives(path: str, text: str) -> Iterator[Directive]:
    reader = _reader(path)
    lines = text.split("\n")
    for start, end in _comments(reader, path, text) if reader else ():
        at = text.find(ALLOW, start, end)
        data = text[start:end].encode()
        place = spoken(data, 0, data.find(ALLOW.encode())) if at >= 0 else None
        if place is not None:
            said = data[slice(*place)].decode()
            alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
            below = _below(lines, text.count("\n", 0, end) + 1) if alone else 0
            yield Directive(said, span_at(text, at, at + len(said)), below, below)


def _comments(reader: _Reader, path: str, text: str) -> list[_Place]:
    try:
        return list(reader(path, text))
    except Unusable:
        return []


def _below(lines: list[str], last: int) -> int:
    """The line that a comment which ends on line `last` stands above, other comments between left out."""
    while last < len(lines) and lines[last].lstrip().startswith(("#", "<!--")):
        last += 1
    return last + 1


def _yaml(path: str, text: str) -> Iterator[_Place]:
    taken = sorted(_scalars(load(path, text).root))
    starts = [start for start, _ in taken]
    for match in re.finditer(_HASH, text):
        before = bisect_right(starts, match.start()) - 1
        if before < 0 or taken[before][1] <= match.start():
            yield match.span()


def _scalars(root: Node) -> Iterator[_Place]:
    pending = [root]
    while pending:
        node = pending.pop()
        pending += node.parts.values()
        yield from node.keys.values()
        if not node.parts:
            yield node.start, node.end


def _toml(path: str, text: str) -> Iterator[_Place]:
    load(path, text)
    return (match.span() for match in re.finditer(_TOML, text) if match["comment"])


def _markdown(path: str, text: str) -> Iterator[_Place]:
    """Comments outside of fenced blocks and of code within a line, each part of the text looked at once."""
    fence, at, end = "", 0, -1
    while at < len(text):
        if at > end:
            newline = text.find("\n", at)
            end = newline if newline >= 0 else len(text)
            mark = text[at : at + 6].lstrip(" ")[:3]
            if mark in _FENCES and fence in ("", mark):
                fence = "" if fence else mark
        start = -1 if fence else text.find("<!--", at, end)
        if start < 0 or text.count("`", at, start) % 2:
            at = end + 1
            continue
        close = text.find("-->", start)
        if close < 0:
            return
        yield start, close + 3
        at = close + 3
