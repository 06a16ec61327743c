"""Lines of bytes: where one starts, how it is indented, how it ends."""


def line_start(data: bytes, offset: int) -> int:
    """The start of the line that holds `offset`."""
    return data.rfind(b"\n", 0, offset) + 1


def comment_line(data: bytes, offset: int, marker: str, text: str) -> bytes:
    """A comment to be put above the line that holds `offset`: indented like it, with the file's own line end."""
    start = line_start(data, offset)
    row = data[start:offset]
    indent = row[: len(row) - len(row.lstrip())]
    return indent + f"{marker} {text}".encode() + (b"\r\n" if data[:start].endswith(b"\r\n") else b"\n")
