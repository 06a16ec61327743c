"""Dotted paths: of the items around a node, and of what is written at it."""

import re
from collections.abc import Iterable
from functools import lru_cache

from tree_sitter import Node

from checker.languages.rust.frame import Frame, around, enclosing, text

_NAMED = frozenset({"function_item", "function_signature_item", "trait_item", "mod_item"})
_SPACE = re.compile(r"//[^\n]*|/\*.*?\*/|\s+", re.DOTALL)


def join(*parts: str) -> str:
    """Path segments put together; empty ones are left out."""
    return ".".join(p for p in parts if p)


def module_of(frame: Frame) -> str:
    """The dotted module path at `frame`, inline modules included."""
    return join(frame.file.module, *_reversed(_name(f) for f in around(frame) if f.node.type == "mod_item"))


def path_of(frame: Frame) -> str:
    """The full path of the innermost named item around `frame`, itself included: module, type, function."""
    names = [_name(f) for f in around(frame) if f.node.type in _NAMED or f.node.type == "impl_item"]
    return join(frame.file.module, *_reversed(names))


def function_of(frame: Frame) -> Frame | None:
    """The enclosing named function; `frame` itself is not looked at."""
    return enclosing(frame.up, "function_item") if frame.up else None


def scope_of(frame: Frame) -> str:
    """The path that names at `frame` are resolved from: the enclosing function's, else the module's."""
    function = enclosing(frame, "function_item")
    return path_of(function) if function else module_of(frame)


def self_type(frame: Frame) -> str:
    """What `Self` means at `frame`: the path of the impl's type as written, or the trait's or type's own name."""
    holder = enclosing(frame, "impl_item", "trait_item", "struct_item", "enum_item", "union_item")
    if holder is None:
        return "Self"
    if holder.node.type != "impl_item":
        return text(holder.node.child_by_field_name("name"))
    return dotted(text(holder.node.child_by_field_name("type")).lstrip("& "), holder.up or holder)


def dotted(written: str, frame: Frame) -> str:
    """A path as written, in dots: `crate::a::B::<T>::c` -> `my_crate.a.B.c`; words that only the file can explain are replaced."""
    first, rest = _split(written)
    return join(_meaning(first, frame), *rest) if first != "super" else _above(rest, frame)


@lru_cache(maxsize=8192)
def _split(written: str) -> tuple[str, tuple[str, ...]]:
    plain = _without_generics(_qualified(_SPACE.sub(" ", written)))
    parts = [p.strip().removeprefix("r#") for p in plain.split("::")]
    parts = [p for p in parts if p]
    return (parts[0], tuple(parts[1:])) if parts else ("", ())


def _qualified(written: str) -> str:
    """`<T as Trait>::f` -> `Trait::f`, `<T>::f` -> `T::f`."""
    if not written.startswith("<"):
        return written
    depth = 0
    for i, c in enumerate(written):
        depth += (c == "<") - (c == ">" and written[i - 1] != "-")
        if depth == 0:
            return written[1:i].rpartition(" as ")[2] + written[i + 1 :]
    return written


def _without_generics(written: str) -> str:
    if "<" not in written:
        return written
    depth, kept = 0, []
    for i, c in enumerate(written):
        depth += c == "<"
        if depth == 0:
            kept.append(c)
        depth -= c == ">" and written[i - 1] != "-" and depth > 0
    return "".join(kept)


def _meaning(first: str, frame: Frame) -> str:
    match first:
        case "crate" | "$crate":
            return frame.file.module.partition(".")[0]
        case "self":
            return module_of(frame)
        case "Self":
            return self_type(frame)
    return first


def _above(rest: tuple[str, ...], frame: Frame) -> str:
    module = module_of(frame).rpartition(".")[0]
    while rest and rest[0] == "super":
        module, rest = module.rpartition(".")[0], rest[1:]
    return join(module, *rest)


def _name(frame: Frame) -> str:
    if frame.node.type == "impl_item":
        return self_type(frame).rpartition(".")[2]
    return text(frame.node.child_by_field_name("name"))


def _reversed(names: Iterable[str]) -> list[str]:
    return list(names)[::-1]


def child(node: Node, *types: str) -> Node | None:
    """The first child of one of the types."""
    return next((c for c in node.children if c.type in types), None)
