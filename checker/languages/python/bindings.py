"""What a name is bound to inside one function: every assignment, import, target and parameter, found by offset."""

from typing import NamedTuple

from tree_sitter import Node

from checker.languages.python.branches import Route, route
from checker.languages.python.offsets import Chain, Parsed, chain_to, occurrences, text
from checker.languages.python.scopes import COMPREHENSIONS, scopes

_PATTERNS = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "tuple", "list"})
_MOST = 400


class Binding(NamedTuple):
    """One place where a name gets a value.

    `kind`: `assign`, `augment`, `parameter`, `loop`, `with`, `except`, `case`, `import`, `definition`, `global`, `nonlocal`, and for
    changes to what it holds `item` (`d["k"] = …`), `update` (a method call on it). `node` is the value or the statement that says it;
    `picks` the positions taken out of it by unpacking; `since` the offset from which it holds.
    """

    kind: str
    node: Node | None
    type: Node | None
    picks: tuple[str, ...]
    chain: Chain
    since: int
    route: Route


def bindings(parsed: Parsed, outer: Chain, name: str) -> tuple[Binding, ...]:
    """All bindings of a name in the function that ends the chain `outer`, in the order of the source."""
    function = outer[-1]
    key = ("bindings", function.start_byte, function.end_byte, name)
    if key not in parsed.memo:
        found: list[Binding] = []
        for offset in occurrences(parsed.data, name.encode(), function.start_byte, function.end_byte):
            chain = chain_to(function, offset)
            if _belongs(chain) and (bound := _binding(chain, outer)):
                found.append(bound)
                if len(found) >= _MOST:
                    break
        parsed.memo[key] = tuple(sorted(found, key=lambda b: b.since))
    result: tuple[Binding, ...] = parsed.memo[key]
    return result


def _belongs(chain: Chain) -> bool:
    if len(chain) < 3 or chain[-1].type != "identifier":
        return False
    if chain[1].type not in ("parameters", "block"):
        return False
    if chain[-2].type not in _ALL_HOLDERS:
        return False
    inner = [s.node for s in scopes(chain)[1 if chain[1].type == "block" else 0 :]]
    walrus = chain[-2].type == "named_expression"
    return all(walrus and n.type in COMPREHENSIONS for n in inner)


def _binding(chain: Chain, outer: Chain) -> Binding | None:
    i, picks = _climb(chain)
    holder, target = chain[i - 1], chain[i]
    make = _HOLDERS.get(holder.type)
    said = make(holder, target, chain[: i + 1]) if make else None
    if said is None:
        return None
    kind, node, annotation, since = said
    return Binding(kind, node, annotation, picks, outer[:-1] + chain, since, route(chain))


def _climb(chain: Chain) -> tuple[int, tuple[str, ...]]:
    """From the name up through unpacking: the position of the whole target and what is picked out of the value."""
    i, picks = len(chain) - 1, []
    while i > 1 and chain[i - 1].type in _PATTERNS:
        place = next((n for n, c in enumerate(chain[i - 1].named_children) if c == chain[i]), 0)
        picks.append(str(place))
        i -= 1
    return i, tuple(reversed(picks))


Said = tuple[str, Node | None, Node | None, int]


def _assignment(holder: Node, target: Node, _: Chain) -> Said | None:
    right = holder.child_by_field_name("right")
    if target.start_byte != holder.start_byte or right is None:
        return None
    while right.type == "assignment" and (inner := right.child_by_field_name("right")) is not None:
        right = inner
    return "assign", right, holder.child_by_field_name("type"), right.end_byte


def _augmented(holder: Node, target: Node, _: Chain) -> Said | None:
    return ("augment", holder, None, holder.end_byte) if target.start_byte == holder.start_byte else None


def _walrus(holder: Node, target: Node, _: Chain) -> Said | None:
    if target.start_byte != holder.start_byte:
        return None
    return "assign", holder.child_by_field_name("value"), None, holder.end_byte


def _loop(holder: Node, target: Node, _: Chain) -> Said | None:
    right = holder.child_by_field_name("right")
    if right is None or target.start_byte >= right.start_byte:
        return None
    return "loop", right, None, right.end_byte


def _alias(holder: Node, target: Node, chain: Chain) -> Said | None:
    pattern = chain[-3] if len(chain) > 2 else holder
    value = pattern.named_children[0] if pattern.named_child_count else None
    over = chain[-4].type if len(chain) > 3 else ""
    return ("with" if over == "with_item" else "except"), value, None, holder.end_byte


def _definition(holder: Node, target: Node, chain: Chain) -> Said | None:
    if len(chain) < 3 or holder.child_by_field_name("name") != target:
        return None
    return "definition", None, None, holder.start_byte


def _dotted(holder: Node, target: Node, chain: Chain) -> Said | None:
    above = chain[-3] if len(chain) > 2 else holder
    if above.type == "case_pattern":
        return _case(holder, chain) if holder.named_child_count == 1 else None
    if above.type == "keyword_pattern" and holder.named_child_count == 1:
        return _case(holder, chain)
    if above.type == "import_statement" and target.start_byte != holder.start_byte:
        return None
    if above.type not in ("import_statement", "import_from_statement") or above.child_by_field_name("module_name") == holder:
        return None
    return "import", None, None, above.end_byte


def _case(holder: Node, chain: Chain) -> Said:
    return "case", holder, None, holder.end_byte


def _imported(holder: Node, target: Node, _: Chain) -> Said | None:
    return ("import", None, None, holder.end_byte) if holder.child_by_field_name("alias") == target else None


def _captured(holder: Node, target: Node, chain: Chain) -> Said | None:
    inside = any(n.type == "case_pattern" for n in chain[:-2])
    return _case(target, chain) if inside and target.start_byte != holder.start_byte else None


def _parameter(holder: Node, target: Node, chain: Chain) -> Said | None:
    named = holder.type == "parameters" or "splat" in holder.type or target.start_byte == holder.start_byte
    if chain[1].type != "parameters" or not named:
        return _splat_case(holder, target, chain)
    return "parameter", None, None, chain[0].start_byte


def _splat_case(holder: Node, target: Node, chain: Chain) -> Said | None:
    return _case(target, chain) if any(n.type == "case_pattern" for n in chain) else None


def _declared(holder: Node, target: Node, chain: Chain) -> Said:
    return holder.type.partition("_")[0], None, None, chain[0].start_byte


def _item(holder: Node, target: Node, chain: Chain) -> Said | None:
    above = chain[-3] if len(chain) > 2 else holder
    if target.start_byte != holder.start_byte:
        return None
    if above.type in ("assignment", "delete_statement") and above.named_children[0] == holder:
        return "item", above, None, above.end_byte
    return None


def _method(holder: Node, target: Node, chain: Chain) -> Said | None:
    call = chain[-3] if len(chain) > 2 else holder
    if call.type != "call" or target.start_byte != holder.start_byte or call.child_by_field_name("function") != holder:
        return None
    method = holder.child_by_field_name("attribute")
    if method is None or text(method) not in ("update", "setdefault", "append", "extend", "insert", "add"):
        return None
    return "update", call, None, call.end_byte


_HOLDERS = {
    "assignment": _assignment,
    "augmented_assignment": _augmented,
    "named_expression": _walrus,
    "for_statement": _loop,
    "as_pattern_target": _alias,
    "function_definition": _definition,
    "class_definition": _definition,
    "dotted_name": _dotted,
    "aliased_import": _imported,
    "as_pattern": _captured,
    "parameters": _parameter,
    "typed_parameter": _parameter,
    "default_parameter": _parameter,
    "typed_default_parameter": _parameter,
    "list_splat_pattern": _parameter,
    "dictionary_splat_pattern": _parameter,
    "splat_pattern": _splat_case,
    "global_statement": _declared,
    "nonlocal_statement": _declared,
    "subscript": _item,
    "attribute": _method,
}
_ALL_HOLDERS = _PATTERNS | _HOLDERS.keys()
