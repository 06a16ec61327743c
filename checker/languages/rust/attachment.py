"""What a comment stands on: the call, function, type, field or constant that it speaks of."""

from typing import cast

from tree_sitter import Node

from checker.languages.rust.comments import COMMENTS, comment, kind, last_line, leads, line, run_of
from checker.languages.rust.frame import Frame, around, below, beside, enclosing
from checker.model.facts import Comment

_LEVELS = {
    "function_item": "function",
    "function_signature_item": "function",
    "struct_item": "type",
    "enum_item": "type",
    "union_item": "type",
    "trait_item": "type",
    "type_item": "type",
    "enum_variant": "type",
    "impl_item": "impl",
    "const_item": "constant",
    "static_item": "constant",
    "field_declaration": "field",
    "mod_item": "module",
}
STATEMENTS = frozenset({"let_declaration", "expression_statement", "const_item", "static_item"})
_NONE = frozenset({"use_declaration", "extern_crate_declaration", "macro_definition", "mod_item", "foreign_mod_item", "attribute_item"})
_CALLS = frozenset({"call_expression", "macro_invocation"})
_LISTS = frozenset({"block", "match_block", "declaration_list", "field_declaration_list", "enum_variant_list", "source_file"})
_BETWEEN = frozenset({"attribute_item", *COMMENTS})
#: Further comments and attributes between a comment and what it stands on.
_MAX_BETWEEN = 256


def attached(at: Frame) -> Comment:
    """A comment of the file with what it stands on."""
    memo, start = at.file.memo, at.node.start_byte + at.shift
    if ("comment", start) not in memo:
        run = run_of(at)
        first = below(at.up or at, run[0])
        found = comment(first, run, *_stands_on(first, run))
        memo.update((("comment", node.start_byte + at.shift), found) for node in run)
    return cast(Comment, memo[("comment", start)])


def _stands_on(first: Frame, run: list[Node]) -> tuple[str, int]:
    holder = first.up
    if holder is None:
        return "none", -1
    if kind(first, run[0]).endswith(b"!"):
        return _inside_of(holder)
    target = spoken_of(first, run)
    if target is not None:
        return _as_level(target)
    return _call_around(first)


def spoken_of(first: Frame, run: list[Node]) -> Frame | None:
    """What a comment (with `first` its first line and `run` all of them) stands behind on its line, or directly above."""
    return _behind(first) if not leads(first, run[0]) else _following(first, run)


def _inside_of(holder: Frame) -> tuple[str, int]:
    owner = enclosing(holder, "mod_item", "function_item", "impl_item", "trait_item")
    if owner is None:
        return "module", 0
    return _LEVELS[owner.kind], owner.node.start_byte + owner.shift


def _as_level(target: Frame) -> tuple[str, int]:
    if target.kind in _NONE and not (target.kind == "mod_item" and target.node.child_by_field_name("body")):
        return "none", -1
    inside_function = enclosing(target.up, "function_item", "const_item", "static_item") if target.up else None
    if target.kind in _LEVELS and (target.kind not in STATEMENTS or inside_function is None):
        return _LEVELS[target.kind], target.node.start_byte + target.shift
    return "call", target.node.start_byte + target.shift


def _behind(first: Frame) -> Frame | None:
    """What a comment at the end of a line stands behind: the statement, field, variant or constant that ends or goes on there."""
    node = beside(first.node, first, -1)
    while node is not None and not node.is_named:
        if node.type in ("{", "(", "["):
            return _opened(first)
        node = beside(node, first, -1)
    if node is None or first.up is None:
        return None
    target = below(first.up, node)
    if first.up.kind in _LISTS:
        return target
    return statement_of(target)


def _opened(first: Frame) -> Frame | None:
    """A comment behind an opening brace: the statement or item that goes on in it."""
    holder = first.up
    if holder is None or holder.kind in ("arguments", "token_tree"):
        return None
    item = holder.up if holder.up and holder.up.kind in _LEVELS else None
    return item or statement_of(holder.up or holder)


def _following(first: Frame, run: list[Node]) -> Frame | None:
    """What stands directly below a comment on lines of its own."""
    plain = kind(first, run[-1]) in (b"//", b"/*")
    end = last_line(first, run[-1])
    node = beside(run[-1], first, 1)
    for _ in range(_MAX_BETWEEN):
        if node is None or node.type not in _BETWEEN or (plain and line(first, node) > end + 1):
            break
        end, node = last_line(first, node), beside(node, first, 1)
    if node is None or node.type in _BETWEEN or first.up is None or not node.is_named:
        return None
    if plain and line(first, node) > end + 1:
        return None
    if first.up.kind in _CALLS or first.up.kind in ("arguments", "token_tree"):
        return None
    target = below(first.up, node)
    return target if first.up.kind in _LISTS else statement_of(target)


def _call_around(first: Frame) -> tuple[str, int]:
    """The call or macro whose arguments hold the comment; nothing if a block comes between."""
    for frame in around(first):
        if frame.kind in _CALLS:
            return "call", frame.node.start_byte + frame.shift
        if frame.kind in ("block", "declaration_list", "source_file", "field_declaration_list", "enum_variant_list"):
            break
    return "none", -1


def statement_of(frame: Frame) -> Frame:
    """The statement that holds `frame`: a `let`, an expression with or without `;`, or a match arm without a block."""
    previous = frame
    for at in around(frame):
        if at.kind in STATEMENTS:
            return at
        if at.kind == "match_arm" and previous.kind not in ("block", "match_pattern"):
            return at
        if at.kind in ("block", "source_file", "declaration_list"):
            return previous
        previous = at
    return previous
