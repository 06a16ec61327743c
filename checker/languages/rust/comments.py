"""Comments: runs of lines put together, cleaned, and what each stands on."""

import re

from tree_sitter import Node

from checker.languages.rust.attributes import before
from checker.languages.rust.frame import Frame, below, frame_at
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
    first = frame.node
    while (previous := _adjacent(frame, first.prev_sibling, mark, line(frame, first) - 1)) is not None:
        first = previous
    run = [first]
    while (following := _adjacent(frame, run[-1].next_sibling, mark, line(frame, run[-1]) + 1)) is not None:
        run.append(following)
    return run


def _adjacent(frame: Frame, node: Node | None, mark: bytes, wanted: int) -> Node | None:
    if node is None or node.type != "line_comment" or line(frame, node) != wanted:
        return None
    return node if kind(frame, node) == mark and leads(frame, node) else None


def line(frame: Frame, node: Node) -> int:
    """The line a node starts on."""
    return line_of(frame.file.lines, node.start_byte + frame.shift)


def last_line(frame: Frame, node: Node) -> int:
    """The line a node ends on; a doc comment's node holds its line feed."""
    end = node.end_byte + frame.shift
    return line_of(frame.file.lines, end - (frame.file.data[end - 1 : end] == b"\n"))


def leads(frame: Frame, node: Node) -> bool:
    """Whether nothing stands before a comment on its line."""
    start = node.start_byte + frame.shift
    return not frame.file.data[frame.file.data.rfind(b"\n", 0, start) + 1 : start].strip()


def comment(frame: Frame, run: list[Node], level: str, anchor: int) -> Comment:
    """A run of comment nodes of `frame`'s tree as one comment."""
    lines, spans = [], []
    for node in run:
        for start, end in _cleaned(frame, node):
            lines.append(frame.file.data[start:end].decode("utf-8", "replace"))
            spans.append(span(frame.file.lines, start, end))
    return Comment(tuple(lines), tuple(spans), level, anchor)


def _cleaned(frame: Frame, node: Node) -> list[tuple[int, int]]:
    """Where the text of each line of a comment stands, without markers and the space around it."""
    data = frame.file.data
    mark = kind(frame, node)
    start, end = node.start_byte + frame.shift + len(mark), node.end_byte + frame.shift
    if mark.startswith(b"/*") and data[:end].endswith(b"*/"):
        end -= 2
    found = []
    for i, part in enumerate(data[start:end].split(b"\n")):
        stripped = part.lstrip()
        if i and stripped.startswith(b"*"):
            stripped = stripped[1:].lstrip()
        at = start + len(part) - len(stripped)
        if stripped.rstrip() or not mark.startswith(b"/*"):
            found.append((at, at + len(stripped.rstrip())))
        start += len(part) + 1
    return found[:-1] if len(found) > 1 and not mark.startswith(b"/*") else found


def leading(frame: Frame, level: str) -> tuple[Comment, ...]:
    """The comments in front of an item: its documentation, and plain ones with no blank line between."""
    runs: list[list[Node]] = []
    next_line = line(frame, frame.node)
    for node in before(frame):
        if node.type == "attribute_item":
            next_line = line(frame, node)
            continue
        mark = kind(frame, node)
        above = below(frame.up or frame, node)
        if not leads(above, node) or (mark in (b"//", b"/*") and last_line(frame, node) < next_line - 1) or mark in (b"//!", b"/*!"):
            break
        if runs and mark.startswith(b"//") and kind(frame, runs[-1][0]) == mark and last_line(frame, node) == next_line - 1:
            runs[-1].insert(0, node)
        else:
            runs.append([node])
        next_line = line(frame, node)
    return tuple(comment(frame, r, level, frame.node.start_byte + frame.shift) for r in reversed(runs))


def trailing(frame: Frame, level: str) -> tuple[Comment, ...]:
    """A comment behind a field, variant or constant on its last line."""
    data, end = frame.file.data, frame.node.end_byte + frame.shift
    rest = data[end : data.find(b"\n", end) + 1 or len(data)]
    offset = min((rest.find(m) for m in (b"//", b"/*") if m in rest), default=-1)
    if offset < 0 or rest[:offset].strip(b" \t,;"):
        return ()
    at = frame_at(frame.file, end + offset)
    return (comment(at, [at.node], level, frame.node.start_byte + frame.shift),) if at.node.type in COMMENTS else ()


def inner(frame: Frame, level: str, anchor: int) -> tuple[Comment, ...]:
    """The `//!` and `/*!` comments at the top of a file, module or function body."""
    found: list[list[Node]] = []
    for node in frame.node.children:
        if node.type in COMMENTS:
            mark = kind(frame, node)
            if mark.endswith(b"!"):
                if found and mark == b"//!" and last_line(frame, found[-1][-1]) == line(frame, node) - 1:
                    found[-1].append(node)
                else:
                    found.append([node])
        elif node.type not in ("{", "shebang", "inner_attribute_item"):
            break
    return tuple(comment(frame, run, level, anchor) for run in found)
