"""Comments that speak to telint, and the statement that each is about."""

from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.python.comments import whole_line
from checker.languages.python.enclosing import header_end, statement
from checker.languages.python.offsets import Chain, Parsed, chain_to, line_span
from checker.languages.python.standing import run_around
from checker.model.directive import ALLOW, Directive, spoken

_MARK = ALLOW.encode()


def directives(parsed: Parsed) -> tuple[Directive, ...]:
    """The directives of a file, in order."""
    if _MARK not in parsed.data:
        return ()
    if "directives" not in parsed.memo:
        parsed.memo["directives"] = tuple(_found(parsed))
    found: tuple[Directive, ...] = parsed.memo["directives"]
    return found


def _found(parsed: Parsed) -> Iterator[Directive]:
    at = parsed.data.find(_MARK)
    while at >= 0:
        chain = chain_to(parsed.root, at)
        place = spoken(parsed.data, chain[-1].start_byte, at) if chain[-1].type == "comment" else None
        if place is not None:
            yield _directive(parsed, chain, *place)
        at = parsed.data.find(_MARK, at + len(_MARK))


def _directive(parsed: Parsed, chain: Chain, start: int, end: int) -> Directive:
    node = _target(parsed, chain)
    first = node.start_point[0] + 1
    last = first + parsed.data.count(b"\n", node.start_byte, header_end(node))
    text = parsed.data[start:end].decode("utf-8", "replace")
    return Directive(text, line_span(parsed, start, end, chain[-1].start_point[0]), first, last)


def _target(parsed: Parsed, chain: Chain) -> Node:
    line = parsed.data.rfind(b"\n", 0, chain[-1].start_byte) + 1
    if whole_line(parsed, line) >= 0:
        line = _next_line(parsed, run_around(parsed, line)[-1])
    place = _first_code(parsed, line)
    at = chain_to(parsed.root, place) if place >= 0 else chain
    node = statement(at)
    # A comment above a decorator is about what is decorated, too.
    return next((n for n in at if n.type == "decorated_definition" and n.start_byte == node.start_byte), node)


def _next_line(parsed: Parsed, offset: int) -> int:
    end = parsed.data.find(b"\n", offset)
    return end + 1 if end >= 0 else len(parsed.data)


def _first_code(parsed: Parsed, line: int) -> int:
    """Where the code of a line starts, -1 for a blank one."""
    end = parsed.data.find(b"\n", line)
    code = parsed.data[line : end if end >= 0 else None]
    return line + len(code) - len(code.lstrip()) if code.strip() else -1
