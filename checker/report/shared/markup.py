"""Names and sentences of a workspace inside Markdown: nothing in them is markup, in CommonMark or where HTML is let through."""

import re
from collections.abc import Iterable, Sequence

from checker.report.shared.visible import one_line

#: ASCII punctuation that can begin something; `_` inside of a word cannot, and is common in names. Also `@name`, which calls a person,
#: and what makes a link of a bare address.
_SPECIAL = re.compile(r"([\\`*\[\]<>|~$@#!&])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?i:(?<=http)|(?<=https)|(?<=ftp)|(?<=www))[:.]")
_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")


def plain(text: str) -> str:
    """A sentence; what it has between single backquotes stays code."""
    parts = _CODE.split(one_line(text))
    return "".join(code(part) if number % 2 else _escaped(part) for number, part in enumerate(parts))


def code(text: str) -> str:
    """A name as code: between more backquotes than it holds; a bar, which would end a table's cell even there, is escaped."""
    shown = one_line(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}" if shown else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found.group()}", text)
