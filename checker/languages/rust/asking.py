"""What methods and functions make of the value of a variable on its way to a question: `.ok().map(|v| v == "1").unwrap_or(false)`."""

import re
from collections.abc import Callable
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.rust.frame import Frame, enclosing, item_at, text
from checker.languages.rust.said import said_by, stand_in
from checker.model.check import READ, SET, Asked, Check, asked_of, both, compared, constant, either, negated, unsettled

_SAME = frozenset(
    ["ok", "as_deref", "as_ref", "clone", "cloned", "as_str", "to_string", "to_owned", "into", "trim", "trim_end", "trim_start", "borrow"]
)
_FOLDS = {"to_lowercase": "lower", "to_ascii_lowercase": "lower", "to_uppercase": "upper", "to_ascii_uppercase": "upper"}
_THERE = {"is_ok": True, "is_some": True, "is_err": False, "is_none": False}
#: Functions within functions that are looked into.
_DEEPEST = 8


class Here(NamedTuple):
    """Where something is worked out: its frame, the place of the read, the locals that hold its value, and what works out an expression."""

    frame: Frame
    read: tuple[int, int]
    held: "dict[str, Asked]"
    work: "Callable[[Node | None, Here], Asked | None]"
    depth: int = 0


def method(asked: Asked, name: str, given: list[Node], type_: str, here: Here) -> Asked | None:
    if name in _SAME:
        return asked
    handler = {"maybe": _of_maybe, "text": _of_text, "maybe-flag": _of_maybe_flag}.get(asked.kind)
    return handler(asked, name, given, type_, here) if handler is not None else None


def _of_maybe(asked: Asked, name: str, given: list[Node], type_: str, here: Here) -> Asked | None:
    if name in _THERE and not given:
        return asked._replace(kind="flag", check=SET if _THERE[name] else negated(SET))
    if name == "unwrap_or" and asked == READ and given and text(given[0]) in ("true", "false"):
        return asked._replace(kind="flag", check=unsettled(default=text(given[0]) == "true"))
    if name in ("unwrap_or", "unwrap_or_else", "unwrap_or_default"):
        default = stand_in(given[0]) if given else ""
        return asked._replace(kind="text", default=default) if default is not None else None
    if name in ("is_ok_and", "is_some_and") and given:
        check = _applied(given[0], asked, here)
        return asked._replace(kind="flag", check=both(SET, check)) if check is not None else None
    if name == "map_or" and len(given) == 2:
        default_, check = here.work(given[0], here), _applied(given[1], asked, here)
        known = default_ is not None and default_.check is not None and check is not None
        return asked._replace(kind="flag", check=either(check, default_.check)) if known else None  # type: ignore[arg-type, union-attr]
    if name == "map" and given:
        return _mapped(given[0], asked, here)
    if name == "and_then" and given:
        held = _given_to(given[0], asked._replace(kind="text", default=""), here)
        return held if held is not None and held.kind == "maybe-flag" else None
    # Only a producer file knows what else changes nothing: `resolve(KEY).expose()`.
    return asked._replace(through=(*asked.through, name)) if not given and asked == READ else None


def _mapped(given: Node, asked: Asked, here: Here) -> Asked | None:
    held = _given_to(given, asked._replace(kind="text", default=""), here)
    if held is None:
        return None
    if held.kind == "text":
        return asked._replace(fold=held.fold)
    check = held.check.parts[0] if held.check is not None and held.check.op == "else" else held.check
    return asked._replace(kind="maybe-flag", check=check) if held.kind == "flag" else None


def _applied(given: Node, asked: Asked, here: Here) -> Check | None:
    """What a closure or function asks of the value where it is there."""
    found = _mapped(given, asked, here)
    return found.check if found is not None and found.kind == "maybe-flag" else None


def _of_text(asked: Asked, name: str, given: list[Node], type_: str, here: Here) -> Asked | None:
    if name in _FOLDS:
        return asked._replace(fold=_FOLDS[name])
    if name == "is_empty":
        return asked_of(asked, Check("is", ("",)))
    if name == "eq_ignore_ascii_case" and len(given) == 1 and (said := said_by(given[0], "text")):
        return asked_of(asked, compared(asked._replace(fold=""), said, folded=True))
    if name == "parse" and type_ == "bool":
        return asked._replace(kind="maybe-flag", through=(*asked.through, "parse"))
    return None


def _of_maybe_flag(asked: Asked, name: str, given: list[Node], type_: str, here: Here) -> Asked | None:
    default = text(given[0]) if given else "false" if name == "unwrap_or_default" else ""
    if name not in ("unwrap_or", "unwrap_or_default") or default not in ("true", "false"):
        return None
    if asked.check is None:
        parsed = compared(asked, ("true",)) if default == "false" else negated(compared(asked, ("false",)))
        return asked_of(asked._replace(kind="text", through=asked.through[:-1]), parsed)
    return asked._replace(kind="flag", check=either(asked.check, constant(default == "true")))


def _given_to(given: Node, asked: Asked, here: Here) -> Asked | None:
    """What a closure or a function makes of the value."""
    if given.type == "closure_expression":
        listed = given.child_by_field_name("parameters")
        each = listed.named_children if listed is not None else []
        pattern = each[0].child_by_field_name("pattern") or each[0] if len(each) == 1 else None
        if pattern is None or pattern.type != "identifier":
            return None
        return here.work(given.child_by_field_name("body"), here._replace(held={**here.held, text(pattern): asked}))
    return by_function(text(given), asked, here)


def by_function(path: str, asked: Asked, here: Here) -> Asked | None:
    """What a function makes of it: one of the same file, or a method by its path (`String::is_empty`)."""
    name = path.rpartition("::")[2]
    if path.startswith(("str::", "String::")):
        return method(asked, name, [], "", here)
    defined = re.compile(rb"\bfn\s+" + re.escape(name.encode()) + rb"\s*\(").search(here.frame.file.data) if path == name else None
    function = enclosing(item_at(here.frame.file, defined.start()), "function_item") if defined is not None else None
    listed = function.node.child_by_field_name("parameters") if function is not None else None
    each = [c for c in listed.named_children if c.type == "parameter"] if listed is not None else []
    pattern = each[0].child_by_field_name("pattern") if len(each) == 1 else None
    if function is None or pattern is None or asked.kind != "text" or here.depth > _DEEPEST:
        return None
    inside = Here(function, (-1, -1), {text(pattern): asked}, here.work, here.depth + 1)
    return here.work(function.node.child_by_field_name("body"), inside)
