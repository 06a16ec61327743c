"""The comments a file is asked for whatever the names: its header, and every classification, with what it stands on."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.python.comments import docstring, run_of, whole_line
from checker.languages.python.enclosing import header_end, statement
from checker.languages.python.offsets import Chain, Parsed, chain_to
from checker.languages.python.scopes import definition, named
from checker.model.facts import Comment

_CLASSIFIED = re.compile(rb"telemetry:")
_LEVELS = {"function_definition": "function", "class_definition": "impl"}


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
            yield run_of(parsed, run, "module", 0)
            run = []
        after = parsed.data.find(b"\n", line)
        line = after + 1 if after >= 0 else limit
    if run and _below(parsed, run[-1])[0] == "module":
        yield run_of(parsed, run, "module", 0)
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
        return run_of(parsed, [hash_], level, anchor)
    run = run_around(parsed, line)
    level, anchor = _below(parsed, run[-1])
    holder = statement(chain)
    if level == "none" and holder.type != "comment" and chain[-1].end_byte < header_end(holder):
        level, anchor = _what(parsed, chain[: chain.index(holder) + 1])
    return run_of(parsed, run, level, anchor)


def run_around(parsed: Parsed, line: int) -> list[int]:
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
