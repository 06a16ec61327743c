"""Where a node stands: the chain of nodes around it, through macro arguments out to the file."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from tree_sitter import Node

from checker.languages.rust.macros import inside
from checker.languages.rust.offsets import Lines
from checker.languages.rust.offsets import span as _span
from checker.model.place import Span
from checker.model.value import Value

#: Nodes below which nothing is looked at: deeper code is not written by hand, and it keeps the work for a place finite.
MAX_NESTING = 400
#: Macros inside each other's arguments that are looked into.
MAX_MACROS = 16
_OWNERS = frozenset({"macro_invocation", "macro_rule"})
_OPAQUE = frozenset({"attribute_item", "inner_attribute_item", "use_declaration", "line_comment", "block_comment"})


class File(NamedTuple):
    """An opened file. `memo` keeps what has been worked out about it: fragments of macros, bindings of blocks, values of locals."""

    path: str
    module: str
    context: str
    data: bytes
    root: Node
    lines: Lines
    memo: "dict[object, object]"


class Frame(NamedTuple):
    """A node with the frames around it. Offsets of `node` are `shift` less than those in the file, because the inside of a macro
    is a tree of its own. `depth` counts the frames around it."""

    node: Node
    up: "Frame | None"
    shift: int
    file: File
    depth: int


#: An expression's value in a frame, at a depth of nesting.
Evaluate: TypeAlias = Callable[[Node, Frame, int], Value]
#: What a name is bound to at an offset of a frame, None if it is no local.
Local: TypeAlias = Callable[[str, Frame, int, int], Value | None]


def outermost(file: File) -> Frame:
    """The frame of the file as a whole."""
    return Frame(file.root, None, 0, file, 0)


def frame_at(file: File, offset: int) -> Frame:
    """The innermost node at a byte offset, comments, attributes and imports taken as a whole."""
    return descend(outermost(file), offset)


def frame_near(frame: Frame, offset: int) -> Frame:
    """The innermost node at `offset`, sought from `frame` outward: what stands close together shares most of the way."""
    for outer in around(frame):
        if outer.node.start_byte + outer.shift <= offset < outer.node.end_byte + outer.shift and outer.node.type != "arguments":
            return descend(outer, offset)
    return frame_at(frame.file, offset)


def item_at(file: File, offset: int) -> Frame:
    """The innermost node at a byte offset, macros not looked into."""
    return descend(outermost(file), offset, macros=False)


def descend(frame: Frame, offset: int, macros: bool = True) -> Frame:
    """The innermost node at `offset` below `frame`."""
    cursor = frame.node.walk()
    while frame.depth < MAX_NESTING:
        kind = frame.node.type
        if kind in _OPAQUE:
            break
        if kind == "token_tree" and frame.up is not None and frame.up.node.type in _OWNERS:
            fragment = fragment_of(frame) if macros else None
            if fragment is None:
                break
            frame, cursor = fragment, fragment.node.walk()
            continue
        # `Node.first_child_for_byte` would do, but crashes where there is no such child.
        if cursor.goto_first_child_for_byte(offset - frame.shift) is None:
            break
        child = cursor.node
        if child is None or child.start_byte + frame.shift > offset:
            break
        frame = Frame(child, frame, frame.shift, frame.file, frame.depth + 1)
    return frame


def fragment_of(tokens: Frame) -> Frame | None:
    """The inside of a macro invocation's (or rule's) token tree as `arguments` or `block`; None if it is nested too deep."""
    key = ("fragment", tokens.node.start_byte + tokens.shift)
    memo = tokens.file.memo
    if key not in memo:
        memo[key] = None
        if _macros_around(tokens) <= MAX_MACROS:
            memo[key] = inside(tokens.node, tokens.up.node if tokens.up else tokens.node)
    found = memo[key]
    if not isinstance(found, tuple):
        return None
    node, before = found
    return Frame(node, tokens, tokens.node.start_byte + tokens.shift - before, tokens.file, tokens.depth + 1)


def too_deep(frame: Frame) -> bool:
    """Whether `frame` is only as far as the way to an offset was followed."""
    if frame.depth >= MAX_NESTING:
        return frame.node.child_count > 0
    return frame.node.type == "token_tree" and _macros_around(frame) > MAX_MACROS


def _macros_around(frame: Frame) -> int:
    return sum(1 for f in around(frame) if f.node.type == "macro_invocation")


def around(frame: Frame) -> Iterator[Frame]:
    """The frame itself and those around it, innermost first."""
    at: Frame | None = frame
    while at is not None:
        yield at
        at = at.up


def enclosing(frame: Frame, *types: str) -> Frame | None:
    """The nearest frame, `frame` itself included, whose node is of one of the types."""
    return next((f for f in around(frame) if f.node.type in types), None)


def below(frame: Frame, node: Node | None) -> Frame:
    """The frame of a node inside `frame`'s node; `frame` itself if there is none."""
    return frame if node is None else Frame(node, frame, frame.shift, frame.file, frame.depth + 1)


def span_of(frame: Frame, node: Node | None = None) -> Span:
    """The place of a node that belongs to the same tree as `frame`."""
    at = frame.node if node is None else node
    return _span(frame.file.lines, at.start_byte + frame.shift, at.end_byte + frame.shift)


def source(frame: Frame, node: Node | None = None) -> str:
    """A node's text as it stands in the file."""
    at = frame.node if node is None else node
    return frame.file.data[at.start_byte + frame.shift : at.end_byte + frame.shift].decode("utf-8", "replace")


def text(node: Node | None) -> str:
    """A node's text; `""` for none."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""
