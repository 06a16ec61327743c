"""`use` and `extern crate`: the names a file brings in, wherever in it they stand."""

import re
from collections.abc import Iterator

from checker.languages.rust.attributes import is_public
from checker.languages.rust.frame import File, Frame, descend, outermost
from checker.languages.rust.offsets import span
from checker.languages.rust.scopes import meant, scope_of
from checker.model.facts import Import

#: Each starts with a plain word, which `re` looks for as fast as `bytes.find`.
_STARTS = (re.compile(rb"use\b"), re.compile(rb"extern\s+crate\b"))
_TOKEN = re.compile(rb"//[^\n]*|/\*.*?\*/|r#|(\w+|[{},*;])", re.DOTALL)
#: The most frequent form, taken apart at once: `use a::b::c;`, but for a last word that means something else.
_PLAIN = re.compile(rb"[ \t]+((?:\w+::){1,60})(?!self\b)(\w+);")
_LINE_FEED = ord("\n")
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'\".")
#: Segments of a path after which a use tree is not followed.
_MAX_DEPTH = 64
#: Bytes of a line that are looked at before a keyword.
_MAX_LINE = 500
_KINDS = frozenset({"use_declaration", "extern_crate_declaration"})


def imports(file: File) -> tuple[Import, ...]:
    """All imports of a file, in order."""
    data, top = file.data, outermost(file)
    found = sorted([m.span() for pattern in _STARTS for m in pattern.finditer(data) if not _no_keyword(data, m.start())])
    return tuple([i for start, end in found for i in _at(top, start, end)])


def _no_keyword(data: bytes, start: int) -> bool:
    """A cheap look that spares most of the words `use` in names and comments."""
    if start == 0 or data[start - 1] == _LINE_FEED:
        return False
    near = max(0, start - _MAX_LINE)
    line = data.rfind(b"\n", near, start) + 1
    return data[start - 1] in _WORD or (bool(line or not near) and data[line:start].lstrip().startswith(b"//"))


def _at(top: Frame, start: int, end: int) -> Iterator[Import]:
    file = top.file
    frame = descend(top, end - 1, macros=False)
    if frame.kind not in _KINDS and frame.up is not None:
        frame = frame.up
    finish = frame.node.end_byte
    if frame.kind not in _KINDS or finish < end:
        return
    # Nothing but a visibility can stand before the keyword.
    public = frame.node.start_byte != start and is_public(frame.node)
    scope = scope_of(frame) if frame.depth > 1 else file.module
    plain = _PLAIN.fullmatch(file.data, end, finish)
    for path, alias, first, last in [_whole(plain)] if plain is not None else _tree(file.data, end, finish):
        target = _target(path, frame)
        if target or alias == "*":
            yield Import(alias, target, scope, public, span(file.lines, first, last))


def _target(path: tuple[str, ...], frame: Frame) -> str:
    parts = path[:-1] if path and path[-1] == "self" and len(path) > 1 else path
    return meant(parts, frame) if parts else ""


_Leaf = tuple[tuple[str, ...], str, int, int]


def _whole(plain: re.Match[bytes]) -> _Leaf:
    path = tuple((plain[1] + plain[2]).decode().split("::"))
    return path, path[-1], plain.start(2), plain.end(2)


def _tree(data: bytes, start: int, end: int) -> Iterator[_Leaf]:
    """Each name in a use tree: its path, its alias and where it stands.

    Works on tokens: a group has many leaves and the syntax tree is slow for them.
    """
    prefix: list[tuple[str, ...]] = [()]
    path: tuple[str, ...] = ()
    alias, first, last, renamed = "", start, start, False
    for token in _TOKEN.finditer(data, start, end):
        word = token[1]
        if word is None:
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
