"""String literals as the text they stand for."""

import re

from tree_sitter import Node

from checker.languages.python.offsets import text

_ESCAPE = re.compile(r"\\(\r?\n|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[0-7]{1,3}|[\\'\"abfnrtv])")
_PLAIN = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\n": "", "\r\n": ""}
_HIGHEST = 0x10FFFF


def prefix(string: Node) -> str:
    """The letters before the opening quote, in lower case."""
    return text(string.named_children[0]).rstrip("'\"").lower() if string.named_child_count else ""


def content(scrap: str, letters: str) -> str:
    """What a stretch between quotes stands for, given the letters before them."""
    if "r" not in letters and "\\" in scrap:
        scrap = _ESCAPE.sub(_unescape, scrap)
    if "f" in letters or "t" in letters:
        scrap = scrap.replace("{{", "{").replace("}}", "}")
    return scrap


def _unescape(match: re.Match[str]) -> str:
    said = match[1]
    if said in _PLAIN:
        return _PLAIN[said]
    if said[0] in "xuU":
        return _character(int(said[1:], 16), match[0])
    if said[0] == "N":
        return _named(said[2:-1], match[0])
    return _character(int(said, 8), match[0])


def _character(point: int, written: str) -> str:
    return chr(point) if point <= _HIGHEST and not 0xD800 <= point < 0xE000 else written


def _named(name: str, written: str) -> str:
    from unicodedata import lookup

    try:
        return lookup(name)
    except KeyError:
        return written


def plain(node: Node) -> str | None:
    """The text of a string literal without holes, implicit concatenation included; None for anything else."""
    if node.type == "concatenated_string":
        parts = [plain(c) for c in node.named_children if c.type == "string"]
        return None if None in parts else "".join(p or "" for p in parts)
    if node.type != "string":
        return None
    letters = prefix(node)
    if any(c.type == "interpolation" for c in node.named_children):
        return None
    return "".join(content(text(c), letters) for c in node.named_children if c.type == "string_content")
