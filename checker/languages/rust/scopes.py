"""Dotted paths: of the items around a node, and of what is written at it."""

import re
from functools import lru_cache

from checker.languages.rust.frame import Frame, around, enclosing, text

_MODULES = frozenset({"mod_item"})
_NAMED = frozenset({"function_item", "function_signature_item", "trait_item", "mod_item", "impl_item"})
_RELATIVE = frozenset({"crate", "$crate", "self", "Self", "super"})
_SPACE = re.compile(r"//[^\n]*|/\*.*?\*/|\s+", re.DOTALL)


def join(*parts: str) -> str:
    """Path segments put together; empty ones are left out."""
    return ".".join(filter(None, parts))


def module_of(frame: Frame) -> str:
    """The dotted module path at `frame`, inline modules included."""
    return _path(frame, _MODULES)


def path_of(frame: Frame) -> str:
    """The full path of the innermost named item around `frame`, itself included: module, type, function."""
    return _path(frame, _NAMED)


def _path(frame: Frame, kinds: frozenset[str]) -> str:
    """The names of the items of some kinds around `frame` behind the file's module; worked out once for what is in one item."""
    at: Frame | None = frame
    while at is not None and at.kind not in kinds:
        at = at.up
    if at is None:
        return frame.file.module
    key = (kinds, at.node.start_byte + at.shift)
    known = frame.file.memo.get(key)
    if not isinstance(known, str):
        names = [_name(f) for f in around(at) if f.kind in kinds]
        known = frame.file.memo[key] = join(frame.file.module, *reversed(names))
    return known


def scope_of(frame: Frame) -> str:
    """The path that names at `frame` are resolved from: the enclosing function's, else the module's."""
    function = enclosing(frame, "function_item")
    return path_of(function) if function else module_of(frame)


def self_type(frame: Frame) -> str:
    """What `Self` means at `frame`: the path of the impl's type as written, or the trait's or type's own name."""
    holder = enclosing(frame, "impl_item", "trait_item", "struct_item", "enum_item", "union_item")
    if holder is None:
        return "Self"
    if holder.kind != "impl_item":
        return text(holder.node.child_by_field_name("name"))
    return dotted(text(holder.node.child_by_field_name("type")).lstrip("& "), holder.up or holder)


def dotted(written: str, frame: Frame) -> str:
    """A path as written, in dots: `crate::a::B::<T>::c` -> `my_crate.a.B.c`; words that only the file can explain are replaced."""
    path = _split(written)
    return path if isinstance(path, str) else meant(path, frame)


def meant(path: tuple[str, ...], frame: Frame) -> str:
    """The dotted path of the segments of a path that stands at `frame`."""
    if path[0] not in _RELATIVE:
        return ".".join(path)
    return _above(path[1:], frame) if path[0] == "super" else join(_meaning(path[0], frame), *path[1:])


@lru_cache(maxsize=8192)
def _split(written: str) -> str | tuple[str, ...]:
    """A path as written in dots; where its first word depends on the place the segments."""
    plain = _without_generics(_qualified(_SPACE.sub(" ", written)))
    parts = [p.strip().removeprefix("r#") for p in plain.split("::")]
    parts = [p for p in parts if p]
    return tuple(parts) if parts and parts[0] in _RELATIVE else ".".join(parts)


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
    return self_type(frame)


def _above(rest: tuple[str, ...], frame: Frame) -> str:
    module = module_of(frame).rpartition(".")[0]
    while rest and rest[0] == "super":
        module, rest = module.rpartition(".")[0], rest[1:]
    return join(module, *rest)


def _name(frame: Frame) -> str:
    if frame.kind == "impl_item":
        return self_type(frame).rpartition(".")[2]
    return text(frame.node.child_by_field_name("name"))
