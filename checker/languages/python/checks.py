"""What becomes of the value of a variable: `os.getenv("X", "0").lower() in ("1", "true")` as a question of yes or no."""

from collections.abc import Callable
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.python.literals import plain
from checker.languages.python.offsets import Chain, Parsed, chain_to, dotted, occurrences, text
from checker.languages.python.said import listed
from checker.languages.python.scopes import body, enclosing_function
from checker.model.check import ALWAYS, READ, SET, Asked, Check, asked_of, chosen, compared, constant, negated, unsettled

_AROUND = frozenset({"parenthesized_expression", "attribute", "argument_list", "keyword_argument"})
_STARTS = frozenset(
    [
        "attribute", "comparison_operator", "boolean_operator", "not_operator", "argument_list", "parenthesized_expression", "assignment",
        "if_statement", "elif_clause", "while_statement", "conditional_expression", "named_expression",
    ]
)  # fmt: skip
#: What asks whether a value is there and not empty.
_ASKING = frozenset({"if_statement", "elif_clause", "while_statement", "conditional_expression"})
#: What a helper gives back, or an arm, that can answer yes, no or neither.
_SAID = {"True": "yes", "False": "no", "None": "neither"}
_SAME = frozenset({"strip", "lstrip", "rstrip", "decode"})
_FOLDS = {"lower": "lower", "casefold": "lower", "upper": "upper"}
#: What `strtobool` takes for true, whatever the case; it refuses what it does not know.
_TRUE = ("1", "on", "t", "true", "y", "yes")
#: Steps outward from a read, expressions within each other (a local counts for more: each of its uses is followed), uses of one local, and
#: statements of a helper that are looked at.
_MOST_STEPS, _DEEPEST, _OF_LOCAL, _MOST_USES, _MOST_STATEMENTS = 32, 32, 14, 8, 8


class _Here(NamedTuple):
    """Where something is worked out: the file, the place of the read, and the locals that hold its value."""

    parsed: Parsed
    read: tuple[int, int]
    held: "dict[str, Asked]"
    depth: int = 0


def checked(parsed: Parsed, chain: Chain) -> Asked | None:
    """The question that the read of a variable at the end of a chain is asked, None where it is asked none or that is not known in full."""
    node = chain[-1]
    if len(chain) < 2 or chain[-2].type not in _STARTS or (node.type == "call" and not 1 <= len(_given(node)) <= 2):
        return None
    return _outward(chain, _first(node), _Here(parsed, (node.start_byte, node.end_byte), {}))


def _given(call: Node) -> list[Node]:
    listed = call.child_by_field_name("arguments")
    return [c for c in listed.named_children if c.type != "comment"] if listed is not None else []


def _first(read: Node) -> Asked:
    """What a read gives: `getenv("X", "0")` a text, `getenv("X")` one that may not be there, `environ["X"]` one that is."""
    given = _given(read) if read.type == "call" else []
    said = plain(given[1]) if len(given) == 2 and given[1].type != "keyword_argument" else None
    named = [c for c in given if c.type == "keyword_argument" and text(c.children[0]) == "default"]
    said = plain(named[0].named_children[1]) if named else said
    if said is not None:
        return Asked("text", default=said)
    return READ if read.type == "call" and (len(given) == 1 or text(given[1]) == "None") else Asked("text")


def _outward(chain: Chain, asked: Asked, here: _Here) -> Asked | None:
    """From a value to the outermost expression that is still known."""
    for at in range(len(chain) - 1, max(0, len(chain) - _MOST_STEPS), -1):
        node, up = chain[at], chain[at - 1]
        if up.type in ("assignment", "named_expression") and asked.kind != "flag":
            return _by_local(chain[:at], node, asked, here)
        if up.type in _ASKING and asked.kind != "flag" and _is_condition(up, node):
            return _truth(asked)
        if up.type not in _AROUND:
            found = _worked_out(up, here)
            if found is None:
                break
            asked = found
    return asked if asked.kind in ("flag", "choice") else None


def _is_condition(up: Node, node: Node) -> bool:
    asked = up.named_children[1] if up.type == "conditional_expression" else up.child_by_field_name("condition")
    return asked == node


def _by_local(chain: Chain, node: Node, asked: Asked, here: _Here) -> Asked | None:
    """What the uses of a local ask, where all of them ask the same."""
    made = chain[-1]
    left = made.child_by_field_name("left") or made.child_by_field_name("name")
    function = enclosing_function(chain)
    if (
        left is None
        or left.type != "identifier"
        or function is None
        or node not in (made.child_by_field_name(f) for f in ("right", "value"))
    ):
        return None
    if here.depth + _OF_LOCAL > _DEEPEST:
        return None
    name, found = text(left), set[Asked]()
    held = here._replace(held={**here.held, name: asked}, depth=here.depth + _OF_LOCAL)
    by_return = _by_returns(chain, asked, held)
    if by_return is not None:
        return by_return
    uses = occurrences(here.parsed.data, name.encode(), made.end_byte, function.node.end_byte)
    for number, offset in enumerate(uses):
        use = chain_to(here.parsed.root, offset)
        outcome = _outward(use, asked, held) if number < _MOST_USES and use[-1].type == "identifier" else None
        if outcome is None:
            return None
        found.add(outcome)
    return min(found) if len(found) == 1 else None


def _by_returns(chain: Chain, asked: Asked, here: _Here) -> Asked | None:
    """What the statements after a local say: `if value == "1": return True`, one after the other, and `return None`."""
    block = chain[-3] if len(chain) > 3 and chain[-4].type == "function_definition" else None
    if block is None or chain[-2].type != "expression_statement":
        return None
    after = [s for s in block.named_children[block.named_children.index(chain[-2]) + 1 :] if s.type != "comment"]
    arms: list[tuple[Check, str]] = []
    for statement in after[:_MOST_STATEMENTS]:
        said = _SAID.get(_returned(statement))
        if said is not None:
            arms.append((ALWAYS, said))
            break
        found = _truth(_worked_out(statement.child_by_field_name("condition"), here)) if statement.type == "if_statement" else None
        inside = statement.child_by_field_name("consequence")
        only = inside.named_children[0] if inside is not None and inside.named_child_count == 1 else None
        said = _SAID.get(_returned(only)) if only is not None else None
        if found is None or found.check is None or said is None or statement.child_by_field_name("alternative") is not None:
            return None
        arms.append((found.check, said))
    else:
        arms += [(ALWAYS, "neither")] if 0 < len(after) <= _MOST_STATEMENTS else []
    return chosen(asked._replace(kind="maybe"), arms)


def _returned(statement: Node) -> str:
    return text(statement.named_children[0]) if statement.type == "return_statement" and statement.named_children else ""


def _conditional(node: Node, here: _Here) -> Asked | None:
    """`None if value is None else value == "1"`, and for a flag that may not be there `True if flag is None else flag`."""
    then, condition, other = node.named_children
    asked = _worked_out(condition, here)
    if asked is None or asked.kind != "flag" or asked.check is None:
        return None
    met = asked.check
    if text(then) not in _SAID:
        then, other, met = other, then, negated(met)
    found = _worked_out(other, here)
    if found == READ and met == negated(SET) and text(then) in ("True", "False"):
        return found._replace(kind="flag", check=unsettled(default=text(then) == "True"))
    if found is None or found.kind != "flag" or found.check is None or text(then) != "None":
        return None
    return chosen(found, [(met, "neither"), (found.check, "yes"), (ALWAYS, "no")])


def _worked_out(node: Node | None, here: _Here) -> Asked | None:
    """What an expression makes of the value of the variable, None where it says nothing of it or that is not known."""
    if node is None or here.depth > _DEEPEST:
        return None
    if (node.start_byte, node.end_byte) == here.read:
        return _first(node)
    handler = _HANDLERS.get(node.type)
    return handler(node, here._replace(depth=here.depth + 1)) if handler is not None else None


def _inner(node: Node, here: _Here) -> Asked | None:
    return _worked_out(node.named_children[0] if node.named_children else None, here)


def _identifier(node: Node, here: _Here) -> Asked | None:
    return here.held.get(text(node))


def _literal(node: Node, here: _Here) -> Asked | None:
    return Asked("flag", check=constant(node.type == "true"))


def _truth(asked: Asked | None) -> Asked | None:
    """What `if value` asks: that it is there and not empty."""
    if asked is None or asked.kind == "flag":
        return asked
    return asked_of(asked, negated(Check("is", ("",))))


def _not(node: Node, here: _Here) -> Asked | None:
    found = _truth(_worked_out(node.child_by_field_name("argument"), here))
    return found._replace(check=negated(found.check)) if found is not None and found.check is not None else None


def _boolean(node: Node, here: _Here) -> Asked | None:
    """`a or "0"` gives a text another default; of flags both are asked."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    found = _worked_out(left, here)
    said = plain(right) if right is not None else None
    if found is not None and said is not None and found.kind in ("maybe", "text") and operator is not None and operator.type == "or":
        return found._replace(kind="text", default=said, empty=True) if found.kind == "maybe" else None
    sides = [_truth(found), _truth(_worked_out(right, here))]
    checks = tuple(s.check for s in sides if s is not None and s.check is not None)
    if operator is None or len(checks) != len(sides):
        return None
    return Asked("flag", check=Check("any" if operator.type == "or" else "all", parts=checks))


def _comparison(node: Node, here: _Here) -> Asked | None:
    if node.named_child_count != 2:
        return None
    left, right = node.named_children
    operator = " ".join(c.type for c in node.children if not c.is_named)
    found = _worked_out(left, here)
    if found is None and operator in ("==", "!="):
        found, right = _worked_out(right, here), left
    if found is None or found.kind == "flag":
        return None
    if found == READ and text(right) in ("True", "False") and operator in ("is", "is not", "==", "!="):
        check = unsettled(default=False) if text(right) == "True" else negated(unsettled(default=True))
        return found._replace(kind="flag", check=check if operator in ("is", "==") else negated(check))
    if text(right) == "None" and operator in ("is", "is not", "==", "!="):
        check = negated(SET) if operator in ("is", "==") else SET
        return found._replace(kind="flag", check=check) if found.kind == "maybe" else None
    said = listed(right, here.parsed) if operator in ("in", "not in") else (literal,) if (literal := plain(right)) is not None else ()
    if not said or operator not in ("==", "!=", "in", "not in"):
        return None
    check = compared(found, said)
    return asked_of(found, check) if operator in ("==", "in") else _opposite(asked_of(found, check))


def _opposite(found: Asked | None) -> Asked | None:
    return found._replace(check=negated(found.check)) if found is not None and found.check is not None else None


def _call(node: Node, here: _Here) -> Asked | None:
    function, given = node.child_by_field_name("function"), _given(node)
    if function is None:
        return None
    if function.type == "attribute":
        on, name = function.child_by_field_name("object"), function.child_by_field_name("attribute")
        asked = _worked_out(on, here)
        if asked is not None:
            return _method(asked, text(name) if name is not None else "", given)
    asked = _worked_out(given[0], here) if len(given) == 1 else None
    name_ = dotted(function).rpartition(".")[2]
    if asked is None or name_ in ("bool", "str"):
        return _truth(asked) if name_ == "bool" else asked
    if name_ == "strtobool":
        return asked_of(asked, compared(asked, _TRUE, folded=True)) if asked.kind == "text" else None
    return _by_function(name_, asked, here) if function.type == "identifier" else None


def _method(asked: Asked, name: str, given: list[Node]) -> Asked | None:
    if asked.kind not in ("maybe", "text") or (given and name not in _SAME):
        return None
    if name in _FOLDS or name in _SAME:
        # Of nothing at all this fails, so that nothing is known of where the variable is not set.
        return asked._replace(kind="text", fold=_FOLDS.get(name, asked.fold))
    # Only a producer file knows what else changes nothing: `resolve(KEY).expose()`.
    return asked._replace(through=(*asked.through, name)) if asked == READ else None


def _by_function(name: str, asked: Asked, here: _Here) -> Asked | None:
    """What a function of the same file makes of its only argument."""
    defined = here.parsed.data.find(f"def {name}(".encode())
    chain = chain_to(here.parsed.root, defined + len("def ")) if defined >= 0 else ()
    function = chain[-2] if len(chain) > 1 and chain[-2].type == "function_definition" else None
    listed = function.child_by_field_name("parameters") if function is not None else None
    block = body(function) if function is not None else None
    if listed is None or block is None or listed.named_child_count != 1 or block.named_child_count > _MOST_STATEMENTS:
        return None
    only = listed.named_children[0]
    parameter = only if only.type == "identifier" else next(iter(only.named_children), only)
    inside = here._replace(read=(-1, -1), held={text(parameter): asked}, depth=here.depth + 4)
    for statement in block.named_children:
        inner = statement.named_children[0] if statement.named_children else statement
        if statement.type == "return_statement":
            return _worked_out(inner, inside)
        left = inner.child_by_field_name("left")
        if inner.type == "assignment" and left is not None:
            found = _worked_out(inner.child_by_field_name("right"), inside)
            if found is None:
                return None
            inside.held[text(left)] = found
        elif inner.type not in ("string", "comment"):
            return None
    return None


_HANDLERS: dict[str, Callable[[Node, _Here], Asked | None]] = {
    "parenthesized_expression": _inner,
    "named_expression": lambda node, here: _worked_out(node.child_by_field_name("value"), here),
    "identifier": _identifier,
    "true": _literal,
    "false": _literal,
    "not_operator": _not,
    "boolean_operator": _boolean,
    "comparison_operator": _comparison,
    "conditional_expression": _conditional,
    "call": _call,
}
