"""Comments that speak to telint, and the statement that each is about."""

from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.rust.attachment import spoken_of, statement_of
from checker.languages.rust.comments import COMMENTS, kind, run_of
from checker.languages.rust.frame import File, Frame, below, frame_near, outermost
from checker.languages.rust.offsets import line_of, span
from checker.model.directive import ALLOW, Directive, spoken

_MARK = ALLOW.encode()
#: What is inside these is spoken of by comments of its own.
_BLOCKS = frozenset({"block", "declaration_list", "enum_variant_list", "field_declaration_list", "match_block"})


def directives(file: File) -> Iterator[Directive]:
    """The directives of a file, in order. Documentation is for readers of the documentation, so that examples in it do nothing."""
    frame = outermost(file)
    at = file.data.find(_MARK)
    while at >= 0:
        frame = frame_near(frame, at)
        if frame.kind in COMMENTS and kind(frame, frame.node) in (b"//", b"/*"):
            place = spoken(file.data, frame.node.start_byte + frame.shift, at)
            if place is not None:
                yield _directive(frame, *place)
        at = file.data.find(_MARK, at + len(_MARK))


def _directive(frame: Frame, start: int, end: int) -> Directive:
    lines = frame.file.lines
    target = _target(frame)
    first, stop = target.node.start_byte + target.shift, _head(target.node) + target.shift
    text = lines.data[start:end].decode("utf-8", "replace")
    return Directive(text, span(lines, start, end), line_of(lines, first), line_of(lines, max(first, stop - 1)))


def _target(frame: Frame) -> Frame:
    run = run_of(frame)
    first = below(frame.up or frame, run[0])
    return spoken_of(first, run) or statement_of(first)


def _head(node: Node) -> int:
    """Where a statement ends, or its first block opens."""
    cursor = node.walk()
    while True:
        at = cursor.node
        if at is not None and at.type in _BLOCKS and at.start_byte > node.start_byte:
            return at.start_byte + 1
        if not cursor.goto_first_child():
            while not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return node.end_byte
