"""Attributes of items: `#[test]`, `#[serde(rename = "x")]`, and what stands in front of an item in general."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.rust.frame import File, Frame, beside, text

_ITEMS = frozenset({"function_item", "mod_item", "impl_item", "trait_item", "const_item", "static_item", "struct_item", "enum_item"})
_TESTS = frozenset([
    "test", "rstest", "test_case", "bench", "proptest", "quickcheck", "wasm_bindgen_test", "test_log", "traced_test", "should_panic",
])
_CFG_TEST = re.compile(r"\bcfg\s*\((?:[^)]*[(,\s])?test\b")
_NOT_TEST = re.compile(r"\bnot\s*\(\s*test\b")
_BEFORE = frozenset({"attribute_item", "line_comment", "block_comment"})


def before(frame: Frame) -> list[Node]:
    """The attributes and comments in front of a node, nearest first."""
    found: list[Node] = []
    node = beside(frame.node, frame, -1) if _something_before(frame) else None
    while node is not None and node.type in _BEFORE:
        found.append(node)
        node = beside(node, frame, -1)
    return found


def members(holder: Node, kind: str) -> Iterator[tuple[Node, list[Node]]]:
    """The children of a kind, each with what is `before` it: for lists, where asking each for its siblings costs the most."""
    found: list[Node] = []
    for node in holder.children:
        type_ = node.type
        if type_ in _BEFORE:
            found.append(node)
            continue
        if type_ == kind:
            yield node, found[::-1]
        found = []


def _something_before(frame: Frame) -> bool:
    """Whether the text in front can be an attribute or comment; asking the tree for a sibling costs more than this look."""
    data, end = frame.file.data, frame.node.start_byte + frame.shift
    head = data[data.rfind(b"\n", 0, max(0, data.rfind(b"\n", 0, end))) + 1 : end].strip()
    return not head or head[-1:] in (b"]", b"/") or b"//" in head or head.endswith(b"*/")


def attributes(frame: Frame) -> tuple[str, ...]:
    """What stands in the `#[…]` in front of an item, in order: `derive(Serialize)`, `tokio::test`."""
    return attributes_in(before(frame))


def attributes_in(found: list[Node]) -> tuple[str, ...]:
    """The attributes among what is `before` an item."""
    return tuple([inner(text(n)) for n in reversed(found) if n.type == "attribute_item"]) if found else ()


def inner(attribute: str) -> str:
    """`#[serde(rename = "x")]` -> `serde(rename = "x")`."""
    return attribute[attribute.find("[") + 1 : attribute.rfind("]")].strip()


def in_test(frame: Frame) -> bool:
    """Whether `frame` stands in something that is only built for tests."""
    at: Frame | None = frame
    while at is not None:
        if at.kind in _ITEMS and _marked(at):
            return True
        at = at.up
    return _tested_file(frame.file)


def _marked(item: Frame) -> bool:
    key = ("test", item.node.start_byte + item.shift)
    memo = item.file.memo
    if key not in memo:
        memo[key] = any(is_test(a) for a in attributes(item))
    return memo[key] is True


def _tested_file(file: File) -> bool:
    if "test" not in file.memo:
        stated = file.root.children if b"#![cfg(" in file.data else []
        file.memo["test"] = any(is_test(inner(text(c))) for c in stated if c.type == "inner_attribute_item")
    return file.memo["test"] is True


def is_test(attribute: str) -> bool:
    """`test`, `tokio::test(flavor = "x")`, `cfg(test)`, `cfg(all(test, unix))`, not `cfg(not(test))`."""
    name = re.match(r"[\w:]*", attribute)
    if name and name[0].rpartition("::")[2] in _TESTS:
        return True
    return bool(_CFG_TEST.search(attribute)) and not _NOT_TEST.search(attribute)


def context(frame: Frame) -> str:
    """`production`, `test` or `example`."""
    known = frame.file.context
    return "test" if known == "production" and in_test(frame) else known


def is_public(item: Node) -> bool:
    """Whether more than its own module can see an item."""
    first = item.child(0)
    return first.type == "visibility_modifier" and text(first) != "pub(self)"
