"""Bytes to a syntax tree, and what could not be read of them."""

import codecs
import re
from functools import lru_cache

import tree_sitter
import tree_sitter_python
from tree_sitter import Node

from checker.languages.python.offsets import Parsed, line_span, span, text, uncounted
from checker.model.facts import Problem
from checker.model.place import FILE_START
from checker.model.source import Source

_LANGUAGE = tree_sitter.Language(tree_sitter_python.language())
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
#: tree-sitter-python's scanner writes out of bounds after 512 levels of indentation; each takes a column at least.
_DEEP = re.compile(rb"(?m)^[ \t\f]{500}")
#: Codecs that are no file encodings, or that take more than linear time.
_REFUSED = frozenset({"idna", "punycode", "mbcs", "oem", "undefined", "unicode_escape", "raw_unicode_escape"})
#: Trees are kept for the next question about the same file: many small ones, few large ones (each takes twenty times its source).
_SMALL = 64 * 1024
_MOST_PROBLEMS = 200


def parse(source: Source) -> Parsed:
    """The tree of a source; the same one for the same source asked again soon."""
    return _small(source) if len(source.data) <= _SMALL else _large(source)


def _parse(source: Source) -> Parsed:
    data, why, bad = _utf8(source.data)
    holed = b"\0" in data
    data = data.replace(b"\0", b" ")
    if _DEEP.search(data):
        refused = (Problem(FILE_START, "indented deeper than the parser can bear"),)
        return Parsed(source.file, b"", tree_sitter.Parser(_LANGUAGE).parse(b"").root_node, uncounted(b""), {"problems": refused})
    tree = tree_sitter.Parser(_LANGUAGE).parse(data)
    parsed = Parsed(source.file, data, tree.root_node, uncounted(data), {})
    problems = [Problem(line_span(parsed, bad, bad, data.count(b"\n", 0, bad)), why)] if why else []
    problems += [Problem(FILE_START, "holds NUL bytes")] if holed else []
    parsed.memo["problems"] = (*problems, *_regions(parsed))
    return parsed


_small = lru_cache(maxsize=512)(_parse)
_large = lru_cache(maxsize=64)(_parse)


def problems(parsed: Parsed) -> tuple[Problem, ...]:
    """The regions of the file that could not be read."""
    found: tuple[Problem, ...] = parsed.memo["problems"]
    return found


def _utf8(data: bytes) -> tuple[bytes, str, int]:
    """The UTF-8 form of a file, what is wrong with its encoding (`""`: nothing), and the offset of the first place where that shows."""
    if data.isascii() and b"coding" not in data[:400]:
        return data, "", 0
    encoding, why = _encoding(data)
    bad = 0
    try:
        decoded = data.decode(encoding)
    except (UnicodeError, LookupError, ValueError) as error:
        why = why or f"not valid {encoding.upper()}"
        decoded = data.decode("utf-8", "replace")
        first = error.start if isinstance(error, UnicodeDecodeError) else 0
        bad = len(data[:first].decode("utf-8", "replace").encode())
    return (data if encoding == "utf-8" and not why else decoded.encode("utf-8", "replace")), why, bad


def _encoding(data: bytes) -> tuple[str, str]:
    for line in data[:1000].removeprefix(codecs.BOM_UTF8).split(b"\n", 2)[:2]:
        if match := _COOKIE.match(line):
            return _known(match[1].decode("ascii"))
        if line.strip() and not line.lstrip().startswith(b"#"):
            break
    return "utf-8", ""


def _known(cookie: str) -> tuple[str, str]:
    try:
        name = codecs.lookup(cookie).name
        name.encode().decode(name)
    except (LookupError, ValueError):
        return "utf-8", f"unknown encoding {cookie!r}"
    if name in _REFUSED:
        return "utf-8", f"unknown encoding {cookie!r}"
    return name, ""


def _regions(parsed: Parsed) -> tuple[Problem, ...]:
    merged: list[tuple[Node, Node, str]] = []
    for node, why in _broken(parsed.root):
        gap = parsed.data[merged[-1][1].end_byte : node.start_byte] if merged else b"x"
        if merged and not gap.strip() and gap.count(b"\n") <= 1:
            merged[-1] = (merged[-1][0], node, merged[-1][2])
        else:
            merged.append((node, node, why))
    return tuple(Problem(span(parsed, first, last), why) for first, last, why in merged)


def _broken(root: Node) -> list[tuple[Node, str]]:
    found: list[tuple[Node, str]] = []
    stack = [root]
    while stack and len(found) < _MOST_PROBLEMS:
        node = stack.pop()
        if node.is_missing:
            found.append((node, f'expected "{node.type}"'))
        elif node.is_error:
            found.append((node, _unexpected(node)))
        elif node.has_error:
            stack.extend(reversed(node.children))
    return found


def _unexpected(node: Node) -> str:
    scrap = text(node)[:40].split("\n")[0].strip()
    return f"not understood: {scrap}" if scrap.isprintable() and scrap else "not understood"
