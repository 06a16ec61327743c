"""The inside of a macro, which the grammar leaves as loose tokens, made into something that parses, every byte in its place."""

from itertools import pairwise

from tree_sitter import Node

from checker.languages.rust.parsing import parse_fragment

_CALL = b"__m"
_BRACE, _EQUALS = ord("{"), ord("=")
_BEFORE_VALUE = frozenset({"(", "[", "{", ",", ":"})


def inside(tokens: Node, owner: Node) -> tuple[Node, int] | None:
    """The inside of the token tree of `owner`: a node of type `arguments` or `block`, and how many bytes were put before the tree's text.

    Tried in turn, the first that parses counts; else the arguments with whatever errors they have.
    """
    text = tokens.text or b""
    if owner.type == "macro_rule":
        return _block(_without_metavariables(text))
    if macro_name(owner) == "json":
        return _arguments(_as_arrays(tokens))
    if text.startswith(b"{"):
        block = _block(text)
        if block is not None:
            return block
    return _arguments(_as_arguments(tokens))


def macro_name(invocation: Node) -> str:
    """The last segment of the macro's path: `log::info!(…)` -> `info`."""
    macro = invocation.child_by_field_name("macro")
    return (macro.text or b"").rpartition(b":")[2].decode("utf-8", "replace").strip() if macro is not None else ""


def _arguments(text: bytes) -> tuple[Node, int] | None:
    return _opened(_CALL + b"(" + text[1:-1] + b");", len(_CALL), "arguments")


def _block(text: bytes) -> tuple[Node, int] | None:
    found = _opened(b"{" + text[1:-1] + b"}", 0, "block")
    return found if found is not None and not found[0].has_error else None


def _opened(text: bytes, at: int, kind: str) -> tuple[Node, int] | None:
    """The node of `kind` whose opening bracket stands at `at`."""
    bracket = parse_fragment(text).root_node.descendant_for_byte_range(at, at + 1)
    node = bracket.parent if bracket is not None else None
    return (node, at) if node is not None and node.type == kind else None


def _without_metavariables(text: bytes) -> bytes:
    """`$crate::f($x)` -> ` crate::f(_x)`."""
    return text.replace(b"$crate", b" crate").replace(b"$", b"_")


def _as_arguments(tokens: Node) -> bytes:
    """`"m {}", ?e; k => v` -> `"m {}",  e, k,  v`: separators become commas, sigils become spaces, `name:` becomes `name=`."""
    text = bytearray(tokens.text or b"")
    start = tokens.start_byte
    children = tokens.children[1:-1]
    first, arrow = 0, False
    for i, child in enumerate(children):
        at, kind = child.start_byte - start, child.type
        if kind in (",", ";", "=>"):
            text[at : at + len(kind)] = b", "[: len(kind)]
            if kind == "=>" and children[first].type == "if":
                _blank(text, children[first], start)
            first = i + 1
        elif arrow and kind != "," and text[at - 1 : at].isspace():
            text[at - 1 : at] = b","
            first = i
        if kind in ("?", "%") and (i == first or children[i - 1].type == "="):
            text[at : at + 1] = b" "
        elif kind == ":" and i == first + 1:
            text[at : at + 1] = b"="
        elif i == first and text[at : at + 5] == b"else ":
            text[at : at + 4] = b"_   "
        arrow = kind == "token_tree" and i > 0 and children[i - 1].type == "=>"
    return bytes(text)


def _blank(text: bytearray, node: Node, start: int) -> None:
    text[node.start_byte - start : node.end_byte - start] = b" " * (node.end_byte - node.start_byte)


def _as_arrays(tokens: Node) -> bytes:
    """`{"a": x, "b": {"c": 1}}` -> `["a"= x, "b"= ["c"= 1]]`, which is an array of assignments; what was `{` still is in the file."""
    text = bytearray(tokens.text or b"")
    pending = [tokens]
    while pending:
        tree = pending.pop()
        start, end = tree.start_byte - tokens.start_byte, tree.end_byte - tokens.start_byte
        if tree is not tokens and text[start] == _BRACE:
            _assignments(text, tree.children, tokens.start_byte)
            text[start : start + 1], text[end - 1 : end] = b"[", b"]"
        pending += _nested(tree.children)
    return bytes(text)


def _nested(children: list[Node]) -> list[Node]:
    """The token trees among `children` that are a value as a whole."""
    trees = [tree for before, tree in pairwise(children) if tree.type == "token_tree" and before.type in _BEFORE_VALUE]
    return [tree for tree in trees if tree.children[0].type != "("]


def _assignments(text: bytearray, children: list[Node], start: int) -> None:
    named = False
    for child in children:
        if child.type == ":" and not named:
            text[child.start_byte - start] = _EQUALS
        named = child.type != "," and (named or child.type == ":")
