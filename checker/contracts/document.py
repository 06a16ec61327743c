"""A file as plain data, with the place of everything in it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from checker.model.errors import Complaint
from checker.model.place import Span

#: The way to a value from the top: keys and list positions (`("families", 0, "owner")`).
Pointer: TypeAlias = Sequence[str | int]


class Node(NamedTuple):
    """Where one value stands (character offsets, `end` exclusive), its keys with their own offsets, and the nodes below it."""

    start: int
    end: int
    keys: "Mapping[str, tuple[int, int]]"
    parts: "Mapping[str | int, Node]"


CHUNK = 1024
NO_KEYS: Mapping[str, tuple[int, int]] = MappingProxyType({})
NO_PARTS: Mapping[str | int, Node] = MappingProxyType({})


class Document(NamedTuple):
    """A file read. `data` is made of dict, list, str, int, float, bool and None alone; `starts` are the offsets where
    its lines start, `chunks` the byte offsets of every 1024th character, where these differ from offsets of characters."""

    path: str
    text: str
    data: Any
    root: Node
    starts: tuple[int, ...]
    chunks: tuple[int, ...] = ()


class Fault(Exception):
    """What a format found wrong, by character offset; `load` turns it into complaints."""

    def __init__(self, *faults: tuple[int, str]) -> None:
        super().__init__(faults)
        self.faults = faults


def leaf(start: int, end: int) -> Node:
    """The node of a value with nothing below it."""
    return Node(start, end, NO_KEYS, NO_PARTS)


def line_starts(text: str) -> tuple[int, ...]:
    """The offset of the first character of every line."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return tuple(starts)


def line_column(starts: tuple[int, ...], offset: int) -> tuple[int, int]:
    """The 1-based line and column of a character offset."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def extent(document: Document, pointer: Pointer, key: bool = False) -> tuple[int, int]:
    """Character offsets of the value at `pointer`, or of its key; of the nearest thing above it where the file has no such place."""
    node, found = document.root, (document.root.start, document.root.end)
    for position, step in enumerate(pointer):
        last = position == len(pointer) - 1
        if last and key and step in node.keys:
            return node.keys[str(step)]
        if step not in node.parts:
            return found
        named = node.keys.get(str(step))
        node = node.parts[step]
        found = named if named and node.parts else (node.start, node.end)
    return node.start, node.end


def position(document: Document, pointer: Pointer, key: bool = False) -> tuple[int, int]:
    """Line and column, 1-based, of the value at `pointer`, or of its key."""
    return line_column(document.starts, extent(document, pointer, key)[0])


def span(document: Document, pointer: Pointer, key: bool = False) -> Span:
    """The span of the value at `pointer`, or of its key."""
    return _span(document, *extent(document, pointer, key))


def part(document: Document, pointer: Pointer, start: int, end: int) -> Span:
    """The span of the characters `start` to `end` of the text at `pointer`, where the file spells that text as it is (no escapes)."""
    first = extent(document, pointer)[0]
    return _span(document, first + start, first + end)


def complain(document: Document, pointer: Pointer, message: str, key: bool = False) -> Complaint:
    """A complaint about the value at `pointer`, or about its key."""
    line, column = position(document, pointer, key)
    return Complaint(document.path, line, column, message)


def chunks_of(text: str) -> tuple[int, ...]:
    """The byte offset of every 1024th character; nothing for text where bytes are characters."""
    if text.isascii():
        return ()
    lengths = (len(text[at : at + CHUNK].encode()) for at in range(0, len(text), CHUNK))
    return tuple(accumulate(lengths, initial=0))


def _span(document: Document, start: int, end: int) -> Span:
    line, column = line_column(document.starts, start)
    end_line, end_column = line_column(document.starts, end)
    return Span(_byte(document, start), _byte(document, end), line, column, end_line, end_column)


def _byte(document: Document, offset: int) -> int:
    if not document.chunks:
        return offset
    chunk = offset // CHUNK
    return document.chunks[chunk] + len(document.text[chunk * CHUNK : offset].encode())
