"""Comments that stand on one call: above its statement, behind one of its lines, or inside its arguments."""

import re
from collections.abc import Iterator

from checker.languages.rust.attachment import attached, statement_of
from checker.languages.rust.comments import COMMENTS
from checker.languages.rust.frame import Frame, around, frame_at
from checker.languages.rust.offsets import Lines, line_of
from checker.model.facts import Comment

_START = re.compile(rb"//|/\*")
_BLOCKS = frozenset({"block", "match_block"})
_LOOKS_LEADING = (b"//", b"#[", b"*", b"/*")
#: Lines above a statement that are looked at for comments and attributes.
_MAX_ABOVE = 60
#: Bytes of a line that are looked at for comments before or behind a statement.
_MAX_LINE = 2000


def comments_on(call: Frame) -> tuple[Comment, ...]:
    """The comments of level `call` that concern what `call` is."""
    statement = statement_of(call)
    first, last = statement.node.start_byte + statement.shift, statement.node.end_byte + statement.shift
    found: dict[int, Comment] = {}
    for offset in _markers(call, first, last):
        at = frame_at(call.file, offset)
        if at.kind not in COMMENTS or at.node.start_byte + at.shift != offset:
            continue
        comment = attached(at)
        if comment.level == "call" and comment.spans and (comment.anchor == first or _inside(at, call)):
            found.setdefault(comment.spans[0].start, comment)
    return tuple(found[k] for k in sorted(found))


def _markers(call: Frame, first: int, last: int) -> Iterator[int]:
    """Where comments may start: from above the statement to the end of the call's last line, and on the statement's last line."""
    data, lines = call.file.data, call.file.lines
    end = _line_end(data, call.node.end_byte + call.shift)
    yield from (m.start() for m in _START.finditer(data, _top(lines, first), end))
    if _line_end(data, last) > end:
        yield from (m.start() for m in _START.finditer(data, max(end, last), _line_end(data, last)))


def _line_end(data: bytes, offset: int) -> int:
    """The end of the line, but of a very long one (generated code) only the near part."""
    found = data.find(b"\n", offset, offset + _MAX_LINE)
    return found if found >= 0 else min(len(data), offset + _MAX_LINE)


def _top(lines: Lines, first: int) -> int:
    at = line_of(lines, first) - 1
    if first - lines.starts[at] > _MAX_LINE:
        return first
    for _ in range(_MAX_ABOVE):
        above = lines.data[lines.starts[at - 1] : lines.starts[at]].strip() if at > 0 else b""
        if not above.startswith(_LOOKS_LEADING) and not above.endswith((b"*/", b"]")):
            break
        at -= 1
    return min(first, lines.starts[at])


def _inside(comment: Frame, call: Frame) -> bool:
    """Whether a comment stands in the arguments of the call, and not in a block there."""
    start, end = call.node.start_byte + call.shift, call.node.end_byte + call.shift
    for frame in around(comment):
        if frame.node.start_byte + frame.shift <= start and frame.node.end_byte + frame.shift >= end:
            return start <= comment.node.start_byte + comment.shift < end
        if frame.kind in _BLOCKS:
            return False
    return False
