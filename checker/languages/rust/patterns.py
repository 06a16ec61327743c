"""Patterns: what they match, and which part of the matched value a name in them is."""

from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.rust.frame import Frame, text
from checker.languages.rust.literals import literal
from checker.languages.rust.scopes import dotted

#: Variants that values are looked through, so that what they hold is the value itself.
TRANSPARENT = frozenset({"Some", "Ok"})
#: The part of a value that only exists on the failing side.
FAILED = "Err"
_THROUGH = frozenset({"match_pattern", "mut_pattern", "ref_pattern", "reference_pattern", "parenthesized_pattern", "captured_pattern"})
_LEAVES = frozenset({"identifier", "shorthand_field_identifier"})
_MAX_DEPTH = 40


def steps_to(pattern: Node | None, name: str, depth: int = 0) -> tuple[str, ...] | None:
    """The way from the matched value to what `name` is bound to: `(a, Event::B { id, .. })`, `id` -> `("1", "id")`; None if unbound."""
    if pattern is None or depth > _MAX_DEPTH:
        return None
    if pattern.type in _LEAVES:
        return ((name,) if pattern.type != "identifier" else ()) if text(pattern) == name else None
    for step, part in _parts(pattern):
        found = steps_to(part, name, depth + 1)
        if found is not None:
            return (*step, *found)
    return None


def _parts(pattern: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    """The patterns directly inside, each with the step that leads to what it matches."""
    match pattern.type:
        case "tuple_pattern" | "slice_pattern":
            yield from _numbered(_inner(pattern))
        case "tuple_struct_pattern":
            head = text(pattern.child_by_field_name("type")).rpartition("::")[2]
            for step, part in _numbered(_inner(pattern)[1:]):
                yield (() if head in TRANSPARENT else (FAILED,) if head == FAILED else step), part
        case "struct_pattern":
            for field in pattern.named_children[1:]:
                yield from _field(field)
        case "or_pattern":
            yield from (((), p) for p in _inner(pattern))
        case kind if kind in _THROUGH:
            yield from (((), p) for p in _inner(pattern))


def _numbered(parts: list[Node]) -> Iterator[tuple[tuple[str, ...], Node]]:
    yield from (((str(i),), p) for i, p in enumerate(parts))


def _inner(pattern: Node) -> list[Node]:
    condition = pattern.child_by_field_name("condition")
    skip = ("mutable_specifier", "line_comment", "block_comment")
    return [c for c in pattern.children if (c.is_named or c.type == "_") and c != condition and c.type not in skip]


def _field(field: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    name = field.child_by_field_name("name")
    inner = field.child_by_field_name("pattern")
    if name is not None and inner is not None:
        yield (text(name),), inner
    elif name is not None:
        yield (), name


def alternatives(pattern: Node | None, frame: Frame, depth: int = 0) -> tuple[str, ...]:
    """What a pattern matches, a path or literal an alternative: `A::B(x) | A::C` -> `("A.B", "A.C")`; `_` and plain names -> `("_",)`."""
    for _ in range(_MAX_DEPTH):
        inner = _inner(pattern) if pattern is not None and pattern.type in _THROUGH else []
        if not inner:
            break
        pattern = inner[-1]
    if pattern is None or depth > _MAX_DEPTH:
        return ("_",)
    if pattern.type == "or_pattern":
        return tuple(a for p in _flat(pattern) for a in alternatives(p, frame, depth + 1))
    return (_matched(pattern, frame, depth),)


def _flat(pattern: Node) -> list[Node]:
    """`A | B | C` nests to the left; taken apart without recursion."""
    found: list[Node] = []
    pending = [pattern]
    while pending:
        node = pending.pop()
        if node.type == "or_pattern":
            pending.extend(reversed(_inner(node)))
        else:
            found.append(node)
    return found


def _matched(pattern: Node, frame: Frame, depth: int) -> str:
    value = literal(pattern)
    if value is not None:
        return value.text
    match pattern.type:
        case "tuple_struct_pattern" | "struct_pattern":
            return _constructor(pattern, frame, depth)
        case "scoped_identifier" | "const_block":
            return dotted(text(pattern), frame)
        case "identifier":
            name = text(pattern)
            return name if name[:1].isupper() else "_"
        case "tuple_pattern":
            return "(" + ", ".join("|".join(alternatives(p, frame, depth + 1)) for p in _inner(pattern)) + ")"
        case "_":
            return "_"
    return " ".join(text(pattern).split())


def _constructor(pattern: Node, frame: Frame, depth: int) -> str:
    head = dotted(text(pattern.child_by_field_name("type")), frame)
    inner = _inner(pattern)[1:]
    if head in TRANSPARENT and len(inner) == 1:
        nested = "|".join(alternatives(inner[0], frame, depth + 1))
        return head if nested == "_" else nested
    return head
