"""Text from code and contracts made safe to show: what a terminal would obey, hide or reorder is spelled out."""


def visible(text: str) -> str:
    """`text` with control, bidirectional, invisible and unassigned characters as escapes: ESC is shown as `\\x1b`."""
    return text if text.isprintable() else "".join(map(shown, text))


def shown(char: str) -> str:
    """One character as `visible` writes it. A byte of a file name that is not UTF-8 (a lone surrogate in Python) is `\\xff`."""
    if char.isprintable():
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")


def encodable(text: str) -> str:
    """`text` with only those characters escaped that no encoding can write; for formats that escape the rest themselves."""
    return text if text.isascii() else "".join(shown(char) if 0xD800 <= ord(char) <= 0xDFFF else char for char in text)


def one_line(text: str) -> str:
    """`text` with each run of white space as one space, made visible."""
    return visible(" ".join(text.split()))
