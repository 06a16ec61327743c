"""Sentences broken at the edge of a terminal, with later lines indented."""

from checker.report.shared.cells import text_width


def wrap(text: str, room: int, first: int, indent: str) -> str:
    """`text` in lines of at most `room` columns, the first of which starts at column `first`; 0 columns: as it is.

    A word longer than a line stays whole, so that names can be copied.
    """
    if not room:
        return text
    lines: list[str] = []
    line, used = "", first
    for word in text.split(" "):
        size = text_width(word)
        if line and used + 1 + size > room:
            lines.append(line)
            line, used = indent + word, len(indent) + size
        else:
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, used + size)
    return "\n".join([*lines, line])
