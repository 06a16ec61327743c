"""Comments: runs of lines put together, cleaned, and what each stands on."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.rust.attributes import before
from checker.languages.rust.frame import Frame, beside, frame_near
from checker.languages.rust.offsets import line_of, span
from checker.model.facts import Comment

COMMENTS = frozenset({"line_comment", "block_comment"})
_MARK = re.compile(rb"(//[/!]?|/\*[*!]?)(?![/*])|//|/\*")
def kind(frame: Frame, node: Node) -> bytes:
    """The marker of a comment: `//`, `///`, `//!`, `/*`, `/**`, `/*!`."""
    start = node.start_byte + frame.shift
    match = _MARK.match(frame.file.data, start, start + 4)
    return match[0] if match else b""


def run_of(frame: Frame) -> list[Node]:
    """The adjacent line comments of one kind that `frame`'s comment is one of, in order; a block comment stands alone."""
    mark = kind(frame, frame.node)
    if mark.startswith(b"/*") or not leads(frame, frame.node):
        return [frame.node]
    return [*_adjacent(frame, mark, -1)[::-1], frame.node, *_adjacent(frame, mark, 1)]


def _adjacent(frame: Frame, mark: bytes, step: int) -> list[Node]:
    """The line comments with a mark on the lines above (`step` -1) or below (1), nearest first."""
    found: list[Node] = []
    wanted = line(frame, frame.node) + step
    node = beside(frame.node, frame, step)
    while node is not None and node.type == "line_comment" and line(frame, node) == wanted and kind(frame, node) == mark:
        if not leads(frame, node):
            break
        found.append(node)
        wanted, node = wanted + step, beside(node, frame, step)
    return found


def line(frame: Frame, node: Node) -> int:
    """The line a node starts on."""
    return line_of(frame.file.lines, node.start_byte + frame.shift)


def last_line(frame: Frame, node: Node) -> int:
    """The line a node ends on; a doc comment's node holds its line feed."""
    end = node.end_byte + frame.shift
    return line_of(frame.file.lines, end - (frame.file.data[end - 1 : end] == b"\n"))


def leads(frame: Frame, node: Node) -> bool:
    """Whether nothing stands before a comment on its line."""
    start, lines = node.start_byte + frame.shift, frame.file.lines
    return not lines.data[lines.starts[line_of(lines, start) - 1] : start].strip()


def comment(frame: Frame, run: list[Node], level: str, anchor: int) -> Comment:
    """A run of comment nodes of `frame`'s tree as one comment."""
    data = frame.file.data
    places = [place for node in run for place in _cleaned(frame, node)]
    lines = tuple([data[start:end].decode("utf-8", "replace") for start, end in places])
    return Comment(lines, tuple([span(frame.file.lines, start, end) for start, end in places]), level, anchor)


def _cleaned(frame: Frame, node: Node) -> list[tuple[int, int]]:
    """Where the text of each line of a comment stands, without markers and the space around it."""
    mark = kind(frame, node)
    clean = _line if mark.startswith(b"//") else _block_lines
    return clean(frame.file.data, node.start_byte + frame.shift + len(mark), node.end_byte + frame.shift)


def _line(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    # The node of a doc comment holds its line feed.
    part = data[start:end].partition(b"\n")[0]
    stripped = part.lstrip()
    at = start + len(part) - len(stripped)
    return [(at, at + len(stripped.rstrip()))]


def _block_lines(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    if data.endswith(b"*/", 0, end):
        end -= 2
    found = []
    for i, part in enumerate(data[start:end].split(b"\n")):
        stripped = part.lstrip()
        if i and stripped.startswith(b"*"):
            stripped = stripped[1:].lstrip()
        at = start + len(part) - len(stripped)
        if stripped.rstrip():
            found.append((at, at + len(stripped.rstrip())))
        start += len(part) + 1
    return found


def leading(frame: Frame, level: str) -> tuple[Comment, ...]:
    """The comments in front of an item: its documentation, and plain ones with no blank line between."""
    return leading_in(before(frame), frame, level)


def leading_in(found: list[Node], frame: Frame, level: str) -> tuple[Comment, ...]:
    """The same, where what is `before` the item is known."""
    if not found:
        return ()
    runs: list[list[Node]] = []
    next_line = line(frame, frame.node)
    previous = b""
    for node in found:
        if node.type == "attribute_item":
            next_line = line(frame, node)
            continue
        mark, last = kind(frame, node), last_line(frame, node)
        if not leads(frame, node) or (mark in (b"//", b"/*") and last < next_line - 1) or mark in (b"//!", b"/*!"):
            break
        if mark == previous and mark.startswith(b"//") and last == next_line - 1:
            runs[-1].append(node)
        else:
            runs.append([node])
        next_line, previous = line(frame, node), mark
    anchor = frame.node.start_byte + frame.shift
    return tuple([comment(frame, run[::-1], level, anchor) for run in reversed(runs)])


def trailing(frame: Frame, level: str) -> tuple[Comment, ...]:
    """A comment behind a field, variant or constant on its last line."""
    data, end = frame.file.data, frame.node.end_byte + frame.shift
    rest = data[end : data.find(b"\n", end) + 1 or len(data)]
    if b"/" not in rest:
        return ()
    offset = min((rest.find(m) for m in (b"//", b"/*") if m in rest), default=-1)
    if offset < 0 or rest[:offset].strip(b" \t,;"):
        return ()
    at = frame_near(frame, end + offset)
    return (comment(at, [at.node], level, frame.node.start_byte + frame.shift),) if at.kind in COMMENTS else ()


def inner(frame: Frame, level: str, anchor: int) -> tuple[Comment, ...]:
    """The `//!` and `/*!` comments at the top of a file, module or function body."""
    found: list[list[Node]] = []
    for node in _at_top(frame.node):
        mark = kind(frame, node)
        if mark.endswith(b"!"):
            if found and mark == b"//!" and last_line(frame, found[-1][-1]) == line(frame, node) - 1:
                found[-1].append(node)
            else:
                found.append([node])
    return tuple(comment(frame, run, level, anchor) for run in found)


def _at_top(holder: Node) -> Iterator[Node]:
    """The comments before anything else in a file, module or function body. By cursor: the many children behind are not wanted."""
    cursor = holder.walk()
    more = cursor.goto_first_child()
    while more and (node := cursor.node) is not None:
        if node.type in COMMENTS:
            yield node
        elif node.type not in ("{", "shebang", "inner_attribute_item"):
            return
        more = cursor.goto_next_sibling()
