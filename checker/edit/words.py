"""Text of a workspace inside drafted YAML and TOML: nothing in it ends a comment or a string."""

import re

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
#: Characters of a name or path that a comment shows.
_LONGEST = 200
_YAML_WORDS = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])


def scalar(text: str) -> str:
    """A string in YAML, bare where that is safe."""
    if _BARE.fullmatch(text) and text.lower() not in _YAML_WORDS:
        return text
    return '"' + "".join(map(_char, text)) + '"'


def remark(text: str) -> str:
    """Words for a comment: on one line, every character that does not show spelled out, the end of very long ones left out."""
    line = " ".join(text[: 2 * _LONGEST].split())
    shown = "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in line)
    return shown if len(shown) <= _LONGEST and len(text) <= 2 * _LONGEST else f"{shown[:_LONGEST]}…"


def listed(names: tuple[str, ...] | list[str], most: int) -> str:
    """The first names, and how many more there are."""
    left = len(names) - most
    return ", ".join(map(remark, names[:most])) + (f" and {left:,} more" if left > 0 else "")


def _char(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    code = ord(char)
    return char if char.isprintable() and not 0xD800 <= code <= 0xDFFF else f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
