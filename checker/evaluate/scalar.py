"""Where a character of a YAML scalar stands in the file, for plain, quoted, folded and literal scalars."""


def place_in_scalar(text: str, start: int, value: str, offset: int) -> tuple[int, int]:
    """Line and column (1-based) in `text` of the character `offset` of `value`, whose scalar starts at `start`.

    Folding changes white space only, so the n-th visible character of the value is the n-th visible one of the scalar, but for
    escapes inside quotes, which are stepped over. Exact for what people write; `\\x41` in double quotes is off by its length.
    """
    visible = len("".join(value.split()))
    wanted = len("".join(value[:offset].split()))
    behind = visible > 0 and wanted == visible  # an expression that ends too early: the place is behind its last character
    at = _visible(text, _content(text, start), wanted - behind, text[start : start + 1]) + behind
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _content(text: str, start: int) -> int:
    """Where the scalar's own characters begin: behind the quote, or on the line below `>-`."""
    if text[start : start + 1] in ("'", '"'):
        return start + 1
    if text[start : start + 1] in ("|", ">"):
        return text.find("\n", start) + 1
    return start


def _visible(text: str, at: int, wanted: int, style: str) -> int:
    """The offset of visible character number `wanted` (0-based) from `at` on."""
    while at < len(text):
        if not text[at].isspace():
            at += (style == "'" and text.startswith("''", at)) or (style == '"' and text[at] == "\\")
            if not wanted:
                break
            wanted -= 1
        at += 1
    return min(at, len(text))


def offset_of(value: str, line: int, column: int) -> int:
    """The offset in `value` of a 1-based line and column; 0 where they name no place."""
    if line < 1 or column < 1:
        return 0
    before = sum(len(row) + 1 for row in value.split("\n")[: line - 1])
    return min(before + column - 1, len(value))
