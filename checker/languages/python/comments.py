"""Comments and docstrings: where they stand and what they are about."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.python.enclosing import header_end, statement
from checker.languages.python.offsets import Chain, Parsed, chain_to, line_span
from checker.languages.python.scopes import body, definition, named
from checker.model.facts import Comment
from checker.model.place import Span

_MARK = re.compile(rb"^[ \t]*#+[!:]?[ \t]?")
_CLASSIFIED = re.compile(rb"telemetry:")
_LONGEST_RUN = 400
_LEVELS = {"function_definition": "function", "class_definition": "impl"}


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
    return (_run(parsed, rows[::-1], level, anchor),) if rows else ()


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


def _run(parsed: Parsed, hashes: list[int], level: str, anchor: int) -> Comment:
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
            found.append(_run(parsed, [at], level, anchor))
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


def standing(parsed: Parsed) -> tuple[Comment, ...]:
    """The header of the module, and every comment or docstring of the file with a line that starts with `telemetry:`."""
    if "comments" not in parsed.memo:
        found = {(c.spans[0].start, c.spans[-1].end): c for c in (*_header(parsed), *_classified(parsed))}
        parsed.memo["comments"] = tuple(found[k] for k in sorted(found))
    result: tuple[Comment, ...] = parsed.memo["comments"]
    return result


def _first_code(parsed: Parsed) -> int:
    """Where the first statement starts; the end of a file that has none."""
    if "first code" not in parsed.memo:
        first = next((c for c in parsed.root.children if c.type != "comment"), None)
        parsed.memo["first code"] = first.start_byte if first else len(parsed.data)
    offset: int = parsed.memo["first code"]
    return offset


def _header(parsed: Parsed) -> Iterator[Comment]:
    limit = _first_code(parsed)
    line = 0
    run: list[int] = []
    while line < limit:
        hash_ = whole_line(parsed, line)
        if hash_ >= 0:
            run.append(hash_)
        elif run:
            yield _run(parsed, run, "module", 0)
            run = []
        after = parsed.data.find(b"\n", line)
        line = after + 1 if after >= 0 else limit
    if run and _below(parsed, run[-1])[0] == "module":
        yield _run(parsed, run, "module", 0)
    yield from docstring(parsed, parsed.root, "module", 0)


def _classified(parsed: Parsed) -> Iterator[Comment]:
    done = -1
    for match in _CLASSIFIED.finditer(parsed.data):
        if match.start() < done:
            continue
        comment = _classification(parsed, match.start())
        if comment is not None:
            done = comment.spans[-1].end
            yield comment


def _classification(parsed: Parsed, offset: int) -> Comment | None:
    chain = chain_to(parsed.root, offset)
    if chain[-1].type == "comment":
        lead = parsed.data[chain[-1].start_byte : offset]
        return _of_hash(parsed, chain) if not lead.strip(b"#!: \t") else None
    string = next((i for i, n in enumerate(chain) if n.type == "string"), 0)
    if parsed.data[max(parsed.data.rfind(b"\n", 0, offset) + 1, chain[string].start_byte) : offset].strip(b" \trRuU\"'"):
        return None
    return _in_docstring(parsed, chain, string)


def _in_docstring(parsed: Parsed, chain: Chain, string: int) -> Comment | None:
    if string < 2 or chain[string - 1].type != "expression_statement":
        return None
    around = named(chain)
    level, anchor, node = "module", 0, parsed.root
    if around:
        node = around[-1]
        level, anchor = _LEVELS[node.type], definition(chain, node).start_byte
    found = docstring(parsed, node, level, anchor)
    return found[0] if found and chain[string].start_byte <= found[0].spans[0].start <= chain[string].end_byte else None


def _of_hash(parsed: Parsed, chain: Chain) -> Comment:
    hash_ = chain[-1].start_byte
    line = parsed.data.rfind(b"\n", 0, hash_) + 1
    if whole_line(parsed, line) < 0:
        level, anchor = _beside(parsed, line, chain)
        return _run(parsed, [hash_], level, anchor)
    run = _around(parsed, line)
    level, anchor = _below(parsed, run[-1])
    holder = statement(chain)
    if level == "none" and holder.type != "comment" and chain[-1].end_byte < header_end(holder):
        level, anchor = _what(parsed, chain[: chain.index(holder) + 1])
    return _run(parsed, run, level, anchor)


def _around(parsed: Parsed, line: int) -> list[int]:
    """The run of comment lines that a line belongs to."""
    run: list[int] = []
    before = line
    while (hash_ := whole_line(parsed, before)) >= 0:
        run.append(hash_)
        if before == 0:
            break
        before = parsed.data.rfind(b"\n", 0, before - 1) + 1
    run.reverse()
    after = parsed.data.find(b"\n", line) + 1
    while 0 < after < len(parsed.data) and (hash_ := whole_line(parsed, after)) >= 0:
        run.append(hash_)
        after = parsed.data.find(b"\n", after) + 1
    return run


def _below(parsed: Parsed, hash_: int) -> tuple[str, int]:
    """What stands on the line after a run that ends at `hash_`."""
    line = parsed.data.find(b"\n", hash_) + 1
    end = parsed.data.find(b"\n", line)
    code = parsed.data[line : end if end >= 0 else None] if line else b""
    is_header = hash_ < _first_code(parsed)
    if not code.strip():
        return ("module", 0) if is_header else ("none", -1)
    found = _what(parsed, chain_to(parsed.root, line + len(code) - len(code.lstrip())))
    return ("module", 0) if found[0] == "none" and is_header else found


def _beside(parsed: Parsed, line: int, chain: Chain) -> tuple[str, int]:
    """What a comment after code on the same line is about."""
    code = parsed.data[line : chain[-1].start_byte]
    return _what(parsed, chain_to(parsed.root, line + len(code) - len(code.lstrip())))


def _what(parsed: Parsed, chain: Chain) -> tuple[str, int]:
    """What the statement at the end of a chain is, for a comment on it."""
    node = statement(chain)
    if node.type == "decorator":
        node = chain[chain.index(node) - 1]
    inner = node.child_by_field_name("definition") or node
    if inner.type in _LEVELS:
        return _LEVELS[inner.type], (node if inner is not node else definition(chain, node)).start_byte
    around = named(chain)
    holder = around[-1].type if around else ""
    assignment = node.named_children[0] if node.type == "expression_statement" and node.named_child_count else node
    if holder == "class_definition" and assignment.type == "assignment":
        return ("field" if assignment.child_by_field_name("type") else "constant"), node.start_byte
    if _has_call(node):
        return "call", node.start_byte
    if assignment.type == "assignment" and holder != "function_definition":
        return "constant", node.start_byte
    return "none", -1


def _has_call(node: Node) -> bool:
    """Whether the statement's own part calls anything; looked for by its brackets, so that no tree is walked."""
    end = header_end(node)
    at = node.start_byte
    text = node.text or b""
    for match in re.finditer(rb"[\w\])\"']\s*\(", text[: end - at]):
        place = chain_to(node, at + match.end() - 1)
        if len(place) > 1 and place[-2].type in ("argument_list", "generator_expression"):
            return True
    return False
