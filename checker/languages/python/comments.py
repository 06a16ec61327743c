"""Comments and docstrings: where they stand and what they are about."""

import re

from tree_sitter import Node

from checker.languages.python.enclosing import header_end, statement
from checker.languages.python.offsets import Chain, Parsed, line_span
from checker.languages.python.scopes import body
from checker.model.facts import Comment
from checker.model.place import Span

_MARK = re.compile(rb"^[ \t]*#+[!:]?[ \t]?")
_LONGEST_RUN = 400


def above(parsed: Parsed, start: int, level: str, anchor: int) -> tuple[Comment, ...]:
    """The run of `#` lines directly above the line of `start`."""
    rows: list[int] = []
    line = parsed.data.rfind(b"\n", 0, start) + 1
    while line > 0 and len(rows) < _LONGEST_RUN:
        before = parsed.data.rfind(b"\n", 0, line - 1) + 1
        hash_ = whole_line(parsed, before)
        if hash_ < 0:
            break
        rows.append(hash_)
        line = before
    return (run_of(parsed, rows[::-1], level, anchor),) if rows else ()


def whole_line(parsed: Parsed, line: int) -> int:
    """The offset of the `#` of a line that is nothing but a comment, -1 for other lines."""
    end = parsed.data.find(b"\n", line)
    stripped = parsed.data[line : end if end >= 0 else None].lstrip(b"\xef\xbb\xbf \t\f")
    if not stripped.startswith(b"#"):
        return -1
    hash_ = parsed.data.index(b"#", line)
    return hash_ if is_comment(parsed, hash_) else -1


def is_comment(parsed: Parsed, offset: int) -> bool:
    """Whether a `#` starts a comment."""
    node = parsed.root.descendant_for_byte_range(offset, offset + 1)
    return node is not None and node.type == "comment" and node.start_byte == offset


def run_of(parsed: Parsed, hashes: list[int], level: str, anchor: int) -> Comment:
    """The `#` comments that start at these offsets, on lines one after the other, as one."""
    first = parsed.root.descendant_for_byte_range(hashes[0], hashes[0] + 1)
    row = first.start_point[0] if first else 0
    each = [_line(parsed, h, row + n) for n, h in enumerate(hashes)]
    return Comment(tuple(t for t, _ in each), tuple(s for _, s in each), level, anchor)


def _line(parsed: Parsed, hash_: int, row: int) -> tuple[str, Span]:
    end = parsed.data.find(b"\n", hash_)
    line = parsed.data[hash_ : end if end >= 0 else None]
    mark = _MARK.match(line)
    first = mark.end() if mark else 1
    return _cleaned(parsed, hash_ + first, line[first:], row)


def _cleaned(parsed: Parsed, start: int, line: bytes, row: int) -> tuple[str, Span]:
    left = line.lstrip()
    start += len(line) - len(left)
    kept = left.rstrip()
    return kept.decode("utf-8", "replace"), line_span(parsed, start, start + len(kept), row)


def trailing(parsed: Parsed, start: int, end: int, level: str, anchor: int) -> tuple[Comment, ...]:
    """The comments on the lines of a stretch: at the end of a line, and between its lines."""
    stop = parsed.data.find(b"\n", end)
    limit = stop if stop >= 0 else len(parsed.data)
    found: list[Comment] = []
    at = parsed.data.find(b"#", start, limit)
    while at >= 0 and len(found) < _LONGEST_RUN:
        if is_comment(parsed, at):
            found.append(run_of(parsed, [at], level, anchor))
            at = parsed.data.find(b"\n", at, limit)
            if at < 0:
                break
        at = parsed.data.find(b"#", at + 1, limit)
    return tuple(found)


def of_statement(parsed: Parsed, chain: Chain, level: str) -> tuple[Comment, ...]:
    """The comments on the statement that holds the end of a chain: above it, at the end of its lines, inside it."""
    node = statement(chain)
    start, key = node.start_byte, ("on statement", node.start_byte, level)
    if key not in parsed.memo:
        parsed.memo[key] = above(parsed, start, level, start) + trailing(parsed, start, header_end(node), level, start)
    found: tuple[Comment, ...] = parsed.memo[key]
    return found


def docstring(parsed: Parsed, node: Node, level: str, anchor: int) -> tuple[Comment, ...]:
    """The docstring of a module, class or function."""
    block = node if node.type == "module" else body(node)
    first = next((c for c in block.named_children if c.type != "comment"), None) if block else None
    if first is None or first.type != "expression_statement" or not first.named_child_count:
        return ()
    string = first.named_children[0]
    if string.type != "string" or any(c.type == "interpolation" for c in string.named_children):
        return ()
    inner = [c for c in string.named_children if c.type == "string_content"]
    return (_text(parsed, inner[0], inner[-1].end_byte, level, anchor),) if inner else ()


def _text(parsed: Parsed, first: Node, end: int, level: str, anchor: int) -> Comment:
    start, row = first.start_byte, first.start_point[0]
    lines: list[str] = []
    spans: list[Span] = []
    for n, line in enumerate(parsed.data[start:end].split(b"\n")):
        cleaned, span = _cleaned(parsed, start, line, row + n)
        lines.append(cleaned)
        spans.append(span)
        start += len(line) + 1
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
        spans.pop()
    return Comment(tuple(lines), tuple(spans), level, anchor)


def of_definition(parsed: Parsed, whole: Node, node: Node, level: str) -> tuple[Comment, ...]:
    """All comments on a function or class: above it and its decorators, on its first lines, its docstring."""
    leading = above(parsed, whole.start_byte, level, whole.start_byte)
    on = trailing(parsed, whole.start_byte, header_end(node), level, whole.start_byte)
    return leading + on + docstring(parsed, node, level, whole.start_byte)
