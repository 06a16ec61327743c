"""Attributes of items: `#[test]`, `#[serde(rename = "x")]`, and what stands in front of an item in general."""

import re

from tree_sitter import Node

from checker.languages.rust.frame import Frame, around, text

_ITEMS = frozenset({"function_item", "mod_item", "impl_item", "trait_item", "const_item", "static_item", "struct_item", "enum_item"})
_TESTS = frozenset([
    "test", "rstest", "test_case", "bench", "proptest", "quickcheck", "wasm_bindgen_test", "test_log", "traced_test", "should_panic",
])
_CFG_TEST = re.compile(r"\bcfg\s*\((?:[^)]*[(,\s])?test\b")
_NOT_TEST = re.compile(r"\bnot\s*\(\s*test\b")
_BEFORE = frozenset({"attribute_item", "line_comment", "block_comment"})


def before(frame: Frame) -> list[Node]:
    """The attributes and comments in front of a node, nearest first."""
    node: Node | None = frame.node
    found: list[Node] = []
    if not _something_before(frame):
        return found
    while node is not None:
        node = node.prev_sibling
        if node is None or node.type not in _BEFORE:
            break
        found.append(node)
    return found


def _something_before(frame: Frame) -> bool:
    """Whether the text in front can be an attribute or comment; asking the tree for a sibling costs more than this look."""
    data, end = frame.file.data, frame.node.start_byte + frame.shift
    head = data[data.rfind(b"\n", 0, max(0, data.rfind(b"\n", 0, end))) + 1 : end].strip()
    return not head or head[-1:] in (b"]", b"/") or b"//" in head or head.endswith(b"*/")


def attributes(frame: Frame) -> tuple[str, ...]:
    """What stands in the `#[…]` in front of an item, in order: `derive(Serialize)`, `tokio::test`."""
    return tuple(inner(text(n)) for n in reversed(before(frame)) if n.type == "attribute_item")


def inner(attribute: str) -> str:
    """`#[serde(rename = "x")]` -> `serde(rename = "x")`."""
    return attribute[attribute.find("[") + 1 : attribute.rfind("]")].strip()


def in_test(frame: Frame) -> bool:
    """Whether `frame` stands in something that is only built for tests."""
    return any(f.node.type in _ITEMS and any(is_test(a) for a in attributes(f)) for f in around(frame)) or _tested_file(frame)


def _tested_file(frame: Frame) -> bool:
    data = frame.file.data
    return b"#![cfg(" in data and any(is_test(inner(text(c))) for c in frame.file.root.children if c.type == "inner_attribute_item")


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
