"""`use` and `extern crate`: the names a file brings in, wherever in it they stand."""

import re
from collections.abc import Iterator

from checker.languages.rust.frame import File, Frame, item_at, text
from checker.languages.rust.offsets import span
from checker.languages.rust.scopes import dotted, join, scope_of
from checker.model.facts import Import

#: Each starts with a plain word, which `re` looks for as fast as `bytes.find`.
_STARTS = (re.compile(rb"use\b"), re.compile(rb"extern\s+crate\b"))
_TOKEN = re.compile(rb"//[^\n]*|/\*.*?\*/|\s+|r#|(\w+|[{},*;]|::)", re.DOTALL)
#: Segments of a path after which a use tree is not followed.
_MAX_DEPTH = 64
_KINDS = frozenset({"use_declaration", "extern_crate_declaration"})


def imports(file: File) -> tuple[Import, ...]:
    """All imports of a file, in order."""
    found = sorted(m.span() for pattern in _STARTS for m in pattern.finditer(file.data))
    return tuple(i for start, end in found for i in _at(file, start, end))


def _at(file: File, start: int, end: int) -> Iterator[Import]:
    if _no_keyword(file.data, start):
        return
    frame = item_at(file, end - 1)
    if frame.node.type not in _KINDS and frame.up is not None:
        frame = frame.up
    if frame.node.type not in _KINDS or frame.node.end_byte + frame.shift < end:
        return
    public = any(c.type == "visibility_modifier" and text(c) != "pub(self)" for c in frame.node.children)
    listed = _leaves(file.data, end, frame.node.end_byte + frame.shift)
    scope = scope_of(frame)
    for path, alias, first, last in listed:
        target = _target(path, frame)
        if target or alias == "*":
            yield Import(alias, target, scope, public, span(file.lines, first, last))


def _no_keyword(data: bytes, start: int) -> bool:
    """A cheap look that spares most of the words `use` in names and comments."""
    before = data[data.rfind(b"\n", 0, start) + 1 : start]
    return bool(before) and (before[-1:].isalnum() or before[-1:] in b"_'\"" or before.lstrip().startswith(b"//"))


def _target(path: tuple[str, ...], frame: Frame) -> str:
    parts = path[:-1] if path and path[-1] == "self" and len(path) > 1 else path
    return dotted("::".join(parts), frame) if parts else join()


def _leaves(data: bytes, start: int, end: int) -> Iterator[tuple[tuple[str, ...], str, int, int]]:
    """Each name in a use tree: its path, its alias and where it stands.

    Works on tokens: a group has many leaves and the tree is slow for them.
    """
    prefix: list[tuple[str, ...]] = [()]
    path: tuple[str, ...] = ()
    alias, first, last, renamed = "", start, start, False
    for token in _TOKEN.finditer(data, start, end):
        word = token[1]
        if word is None or word == b"::":
            continue
        if len(path) > _MAX_DEPTH:
            return
        if word == b"{":
            prefix.append(path)
        elif word in (b",", b"}", b";"):
            if alias:
                yield path, alias, first, last
            if word == b"}" and len(prefix) > 1:
                prefix.pop()
            path, alias, renamed = prefix[-1], "", False
        elif word == b"as":
            renamed = True
        else:
            name = word.decode("utf-8", "replace")
            first = first if renamed else token.start()
            last = token.end()
            alias = name if name != "self" or renamed else (path[-1] if path else "self")
            path = path if renamed or name == "*" else (*path, name)
