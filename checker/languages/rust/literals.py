"""Literals: strings of all kinds without their escapes, and format strings taken apart."""

import re
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.rust.frame import text
from checker.model.value import Number, Text

STRINGS = frozenset({"string_literal", "raw_string_literal"})
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F_]{1,8})\}|x([0-9a-fA-F]{2})|\n\s*|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_HOLE = re.compile(r"\{\{|\}\}|\{([^{}:]*)(?::([^{}]*))?\}")


class Hole(NamedTuple):
    """A placeholder: its name, position or `""`, and how it is shown (`?`, `>8`)."""

    name: str
    form: str


def string(node: Node) -> str:
    """What a string literal says: `"a\\n"`, `r#"x"#`, `b"x"`, `c"x"`, with lines joined that end in a backslash."""
    written = text(node).replace("\r\n", "\n")
    if node.type == "raw_string_literal":
        fence = written[: written.find('"') + 1]
        return written[len(fence) : len(written) - fence.count("#") - 1]
    return unescaped(written[written.find('"') + 1 : -1])


def unescaped(written: str) -> str:
    """Escapes replaced by what they stand for; what is no valid escape stays as it is."""
    return _ESCAPE.sub(_character, written) if "\\" in written else written


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        number = int(code.replace("_", "") or "0", 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]
    return _SIMPLE.get(match[3], match[3]) if match[3] else ""


def literal(node: Node) -> Text | Number | None:
    """The value of a literal node; None for other nodes."""
    match node.type:
        case "string_literal" | "raw_string_literal":
            return Text(string(node))
        case "char_literal":
            return Text(unescaped(text(node).removeprefix("b")[1:-1]))
        case "integer_literal" | "float_literal" | "boolean_literal" | "negative_literal" | "unit_expression":
            return Number(text(node))
    return None


def format_parts(template: str) -> list[str | Hole]:
    """`"a{}b{x:?}"` -> `["a", Hole("", ""), "b", Hole("x", "?")]`."""
    parts: list[str | Hole] = []
    plain, at = "", 0
    for match in _HOLE.finditer(template):
        plain += template[at : match.start()]
        at = match.end()
        if match[0] in ("{{", "}}"):
            plain += match[0][0]
            continue
        parts += [plain, Hole(match[1].strip(), match[2] or "")]
        plain = ""
    return [p for p in (*parts, plain + template[at:]) if p != ""]
