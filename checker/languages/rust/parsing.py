"""Bytes in, syntax tree out; and where the tree says that something could not be read."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import tree_sitter_rust
from tree_sitter import Language, Node, Parser, Tree


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_rust.language()))


#: Valid Rust that the grammar has no rule for, replaced by as many spaces when a file does not parse: `impl A + for<'a> B<'a>`.
_UNKNOWN_TO_GRAMMAR = re.compile(rb"(?<=\+)(\s*)for\s*<[^<>]*>")


def parse(data: bytes) -> Tree:
    """The tree of a whole file."""
    tree = _parser().parse(data)
    if tree.root_node.has_error and _UNKNOWN_TO_GRAMMAR.search(data):
        tree = _parser().parse(_UNKNOWN_TO_GRAMMAR.sub(lambda m: b" " * len(m[0]), data))
    return tree


@lru_cache(maxsize=4096)
def parse_fragment(data: bytes) -> Tree:
    """The tree of a macro's inside made into a statement."""
    return _parser().parse(data)


def readable(data: bytes) -> tuple[bytes, int]:
    """`data` with every byte that is not UTF-8 replaced by `_`, and the offset of the first such byte, -1 if there is none."""
    if data.isascii():
        return data, -1
    try:
        data.decode()
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "surrogateescape")
        plain = "".join("_" if "\udc80" <= c <= "\udcff" else c for c in text)
        return plain.encode(), error.start
    return data, -1


def broken(root: Node) -> list[tuple[int, int, str]]:
    """Every region (`start`, `end`, why) that is not understood, in order; regions with nothing but space between them are one."""
    text = root.text or b""
    regions: list[tuple[int, int, str]] = []
    for start, end, why in sorted((n.start_byte, n.end_byte, _why(n)) for n in _errors(root)):
        if regions and not text[regions[-1][1] - root.start_byte : start - root.start_byte].strip():
            first, last, reason = regions.pop()
            regions.append((first, max(end, last), reason))
        else:
            regions.append((start, end, why))
    return regions


def _errors(root: Node) -> Iterator[Node]:
    pending = [root] if root.has_error else []
    while pending:
        node = pending.pop()
        if node.is_error or node.is_missing:
            yield node
        else:
            pending.extend(c for c in node.children if c.has_error or c.is_missing)


def _why(node: Node) -> str:
    if node.is_missing:
        return f'expected "{node.type}"'
    words = (node.text or b"")[:40].decode("utf-8", "replace").split()
    return f'cannot be read as Rust: "{words[0]}"' if words else "cannot be read as Rust"
