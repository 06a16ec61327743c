"""Module attributes, class attributes and enum members as facts."""

from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.python.classes import alias_type, assignments, member_value
from checker.languages.python.comments import of_statement
from checker.languages.python.env import one_of
from checker.languages.python.locals import pick
from checker.languages.python.modulenames import assignments as assigned
from checker.languages.python.offsets import Chain, Parsed, chain_to, span, text
from checker.languages.python.scopes import named, path
from checker.languages.python.values import value_at
from checker.model.facts import Constant, Type
from checker.model.value import Join, Unknown, Value

_MOST_VALUES = 64


def target_of(chain: Chain) -> int:
    """The position of the assignment that the name at the end of the chain is a target of, -1 if none."""
    i = len(chain) - 2
    while i > 0 and chain[i].type in ("pattern_list", "tuple_pattern", "list_pattern"):
        i -= 1
    holder = chain[i] if i > 0 else None
    if holder is None or holder.type not in ("assignment", "augmented_assignment", "type_alias_statement"):
        return -1
    left = holder.child_by_field_name("left")
    return i if left is not None and left.start_byte <= chain[-1].start_byte < left.end_byte else -1


def constant(parsed: Parsed, chain: Chain) -> Constant | None:
    """The attribute that the name at the end of the chain, an assignment target outside functions, is; with all its values."""
    around = named(chain)
    if around and around[-1].type == "function_definition":
        return None
    name = text(chain[-1])
    places = _places(parsed, chain, name, around)
    values = [v for p in places[:_MOST_VALUES] if (v := _value(parsed, p, bool(around))) is not None]
    if len(places) > _MOST_VALUES:
        values = [Unknown((name,), f"more than {_MOST_VALUES} assignments")]
    if not values:
        return None
    first = places[0]
    full = ".".join(filter(None, (path(parsed, first), name)))
    return Constant(full, one_of(values), span(parsed, _holder(first)), of_statement(parsed, first, "constant"), not name.startswith("_"))


def _places(parsed: Parsed, chain: Chain, name: str, around: tuple[Node, ...]) -> list[Chain]:
    """All assignments to the same attribute, from functions that declare it `global` too."""
    same = [c for c in assigned(parsed, name) if c[-1].type == "identifier" and target_of(c) > 0 and _same_scope(parsed, c, name, around)]
    return same or [chain]


def _same_scope(parsed: Parsed, chain: Chain, name: str, around: tuple[Node, ...]) -> bool:
    scope = named(chain)
    if scope == around:
        return True
    if around or not scope or scope[-1].type != "function_definition":
        return False
    return any(name in line.split() for line in _globals(scope[-1]))


def _globals(function: Node) -> Iterator[str]:
    for line in text(function).splitlines():
        if line.lstrip().startswith("global "):
            yield line.replace(",", " ").replace(";", " ")


def _holder(chain: Chain) -> Node:
    return chain[target_of(chain)]


def _value(parsed: Parsed, chain: Chain, in_class: bool) -> Value | None:
    i = target_of(chain)
    right = chain[i].child_by_field_name("right")
    while right is not None and right.type == "assignment":
        right = right.child_by_field_name("right")
    if right is None:
        return None
    if in_class:
        classes = [n for n in chain if n.type == "class_definition"]
        return _picked(member_value(parsed, chain[: chain.index(classes[-1]) + 1], right), chain, i)
    value = value_at(parsed, chain[: i + 1] + chain_to(chain[i], right.start_byte)[1:], right)
    return Join((value,)) if chain[i].type == "augmented_assignment" else _picked(value, chain, i)


def _picked(value: Value, chain: Chain, i: int) -> Value:
    steps = zip(chain[i + 1 :], chain[i + 2 :], strict=False)
    return pick(value, tuple(str(next((n for n, c in enumerate(p.named_children) if c == q), 0)) for p, q in steps))


def members(parsed: Parsed, chain: Chain) -> Iterator[Constant]:
    """The members of the enum that ends the chain."""
    for node in assignments(chain[-1]):
        left = node.child_by_field_name("left")
        if left is not None and left.type == "identifier" and not text(left).startswith("__"):
            found = constant(parsed, chain[:-1] + chain_to(chain[-1], left.start_byte))
            if found is not None:
                yield found


def alias(parsed: Parsed, chain: Chain) -> Type | None:
    """The type alias whose name ends the chain."""
    i = next((n for n in range(len(chain) - 1, 0, -1) if chain[n].type in ("assignment", "type_alias_statement")), 0)
    left, right, annotation = (chain[i].child_by_field_name(n) for n in ("left", "right", "type"))
    explicit = chain[i].type == "type_alias_statement" or (annotation is not None and text(annotation).endswith("TypeAlias"))
    if not explicit or left is None or right is None or left.start_byte != chain[-1].start_byte:
        return None
    full = ".".join(filter(None, (path(parsed, chain), text(chain[-1]))))
    return alias_type(parsed, chain[i], chain[-1], right, full)
