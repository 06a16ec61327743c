"""Where a node stands: the chain of nodes around it, through macro arguments out to the file."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from tree_sitter import Node

from checker.languages.rust.macros import inside
from checker.languages.rust.offsets import Lines
from checker.languages.rust.offsets import span as _span
from checker.languages.rust.siblings import beside as _beside
from checker.languages.rust.siblings import child_at, is_long
from checker.model.place import Span
from checker.model.value import Value

#: Nodes below which nothing is looked at: deeper code is not written by hand, and it keeps the work for a place finite.
MAX_NESTING = 400
#: Macros inside each other's arguments that are looked into.
MAX_MACROS = 16
_OWNERS = frozenset({"macro_invocation", "macro_rule"})
_OPAQUE = frozenset({"attribute_item", "inner_attribute_item", "use_declaration", "line_comment", "block_comment"})
_LISTS = frozenset([
    "source_file", "block", "declaration_list", "arguments", "token_tree", "array_expression", "match_block", "enum_variant_list",
    "field_declaration_list", "ERROR",
])


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
    is a tree of its own. `depth` counts the frames around it; `kind` is the node's type, which the tree is slow to say again."""

    node: Node
    up: "Frame | None"
    shift: int
    file: File
    depth: int
    kind: str


#: An expression's value in a frame, at a depth of nesting.
Evaluate: TypeAlias = Callable[[Node, Frame, int], Value]
#: What a name is bound to at an offset of a frame, None if it is no local.
Local: TypeAlias = Callable[[str, Frame, int, int], Value | None]


def outermost(file: File) -> Frame:
    """The frame of the file as a whole."""
    return Frame(file.root, None, 0, file, 0, file.root.type)


def frame_at(file: File, offset: int) -> Frame:
    """The innermost node at a byte offset, comments, attributes and imports taken as a whole."""
    return descend(outermost(file), offset)


def frame_near(frame: Frame, offset: int) -> Frame:
    """The innermost node at `offset`, sought from `frame` outward: what stands close together shares most of the way."""
    outer: Frame | None = frame
    while outer is not None:
        place = offset - outer.shift
        if outer.kind != "arguments" and outer.node.start_byte <= place < outer.node.end_byte:
            return descend(outer, offset)
        outer = outer.up
    return frame_at(frame.file, offset)


def item_at(file: File, offset: int) -> Frame:
    """The innermost node at a byte offset, macros not looked into."""
    return descend(outermost(file), offset, macros=False)


def descend(frame: Frame, offset: int, macros: bool = True) -> Frame:
    """The innermost node at `offset` below `frame`."""
    cursor, shift, file = frame.node.walk(), frame.shift, frame.file
    while frame.depth < MAX_NESTING:
        if frame.kind in _OPAQUE:
            break
        if frame.kind == "token_tree" and frame.up is not None and frame.up.kind in _OWNERS:
            fragment = fragment_of(frame) if macros else None
            if fragment is None:
                break
            frame, cursor, shift = fragment, fragment.node.walk(), fragment.shift
            continue
        if frame.kind in _LISTS and is_long(frame.node):
            child = child_at(frame.node, offset - shift, file.memo)
            cursor = child.walk() if child is not None else cursor
        # `Node.first_child_for_byte` would do, but crashes where there is no such child.
        elif cursor.goto_first_child_for_byte(offset - shift) is None:
            break
        else:
            child = cursor.node
        if child is None or child.start_byte + shift > offset:
            break
        frame = Frame(child, frame, shift, file, frame.depth + 1, child.type)
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
    return Frame(node, tokens, tokens.node.start_byte + tokens.shift - before, tokens.file, tokens.depth + 1, node.type)


def too_deep(frame: Frame) -> bool:
    """Whether `frame` is only as far as the way to an offset was followed."""
    if frame.depth >= MAX_NESTING:
        return frame.node.child_count > 0
    return frame.kind == "token_tree" and _macros_around(frame) > MAX_MACROS


def _macros_around(frame: Frame) -> int:
    return sum(1 for f in around(frame) if f.kind == "macro_invocation")


def around(frame: Frame) -> Iterator[Frame]:
    """The frame itself and those around it, innermost first."""
    at: Frame | None = frame
    while at is not None:
        yield at
        at = at.up


def enclosing(frame: Frame, *types: str) -> Frame | None:
    """The nearest frame, `frame` itself included, whose node is of one of the types."""
    at: Frame | None = frame
    while at is not None and at.kind not in types:
        at = at.up
    return at


def below(frame: Frame, node: Node | None) -> Frame:
    """The frame of a node inside `frame`'s node; `frame` itself if there is none."""
    return frame if node is None else Frame(node, frame, frame.shift, frame.file, frame.depth + 1, node.type)


def beside(node: Node, frame: Frame, step: int) -> Node | None:
    """The next (`step` 1) or previous (-1) sibling of `node`, which is `frame`'s node or a sibling of that."""
    return _beside(node, frame.up.node if frame.up else None, step, frame.file.memo)


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
    written = node.text if node is not None else None
    return written.decode("utf-8", "replace") if written else ""
