"""What an expression asks of the value of a variable that is read in it: `value.lower() in ("1", "true")` as a question of yes or no."""

from collections.abc import Callable
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.python.literals import plain
from checker.languages.python.offsets import Parsed, chain_to, dotted, text
from checker.languages.python.said import listed
from checker.languages.python.scopes import body
from checker.model.check import ALWAYS, READ, SET, Asked, Check, asked_of, chosen, compared, constant, negated, unsettled

#: What a helper gives back, or an arm, that can answer yes, no or neither.
SAID = {"True": "yes", "False": "no", "None": "neither"}
_SAME = frozenset({"strip", "lstrip", "rstrip", "decode"})
_FOLDS = {"lower": "lower", "casefold": "lower", "upper": "upper"}
#: What `strtobool` takes for true, whatever the case; it refuses what it does not know.
_TRUE = ("1", "on", "t", "true", "y", "yes")
#: Expressions within each other, and statements of a helper, that are looked at.
DEEPEST, MOST_STATEMENTS = 32, 8


class Here(NamedTuple):
    """Where something is worked out: the file, the place of the read, and the locals that hold its value."""

    parsed: Parsed
    read: tuple[int, int]
    held: "dict[str, Asked]"
    depth: int = 0


def given_to(call: Node) -> list[Node]:
    listed = call.child_by_field_name("arguments")
    return [c for c in listed.named_children if c.type != "comment"] if listed is not None else []


def first(read: Node) -> Asked:
    """What a read gives: `getenv("X", "0")` a text, `getenv("X")` one that may not be there, `environ["X"]` one that is."""
    given = given_to(read) if read.type == "call" else []
    said = plain(given[1]) if len(given) == 2 and given[1].type != "keyword_argument" else None
    named = [c for c in given if c.type == "keyword_argument" and text(c.children[0]) == "default"]
    said = plain(named[0].named_children[1]) if named else said
    if said is not None:
        return Asked("text", default=said)
    return READ if read.type == "call" and (len(given) == 1 or text(given[1]) == "None") else Asked("text")


def _conditional(node: Node, here: Here) -> Asked | None:
    """`None if value is None else value == "1"`, and for a flag that may not be there `True if flag is None else flag`."""
    then, condition, other = node.named_children
    asked = worked_out(condition, here)
    if asked is None or asked.kind != "flag" or asked.check is None:
        return None
    met = asked.check
    if text(then) not in SAID:
        then, other, met = other, then, negated(met)
    found = worked_out(other, here)
    if found == READ and met == negated(SET) and text(then) in ("True", "False"):
        return found._replace(kind="flag", check=unsettled(default=text(then) == "True"))
    if found is None or found.kind != "flag" or found.check is None or text(then) != "None":
        return None
    return chosen(found, [(met, "neither"), (found.check, "yes"), (ALWAYS, "no")])


def worked_out(node: Node | None, here: Here) -> Asked | None:
    """What an expression makes of the value of the variable, None where it says nothing of it or that is not known."""
    if node is None or here.depth > DEEPEST:
        return None
    if (node.start_byte, node.end_byte) == here.read:
        return first(node)
    handler = _HANDLERS.get(node.type)
    return handler(node, here._replace(depth=here.depth + 1)) if handler is not None else None


def _inner(node: Node, here: Here) -> Asked | None:
    return worked_out(node.named_children[0] if node.named_children else None, here)


def _identifier(node: Node, here: Here) -> Asked | None:
    return here.held.get(text(node))


def _literal(node: Node, here: Here) -> Asked | None:
    return Asked("flag", check=constant(node.type == "true"))


def truth(asked: Asked | None) -> Asked | None:
    """What `if value` asks: that it is there and not empty."""
    if asked is None or asked.kind == "flag":
        return asked
    return asked_of(asked, negated(Check("is", ("",))))


def _not(node: Node, here: Here) -> Asked | None:
    found = truth(worked_out(node.child_by_field_name("argument"), here))
    return found._replace(check=negated(found.check)) if found is not None and found.check is not None else None


def _boolean(node: Node, here: Here) -> Asked | None:
    """`a or "0"` gives a text another default; of flags both are asked."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    found = worked_out(left, here)
    said = plain(right) if right is not None else None
    if found is not None and said is not None and found.kind in ("maybe", "text") and operator is not None and operator.type == "or":
        return found._replace(kind="text", default=said, empty=True) if found.kind == "maybe" else None
    sides = [truth(found), truth(worked_out(right, here))]
    checks = tuple(s.check for s in sides if s is not None and s.check is not None)
    if operator is None or len(checks) != len(sides):
        return None
    return Asked("flag", check=Check("any" if operator.type == "or" else "all", parts=checks))


def _comparison(node: Node, here: Here) -> Asked | None:
    if node.named_child_count != 2:
        return None
    left, right = node.named_children
    operator = " ".join(c.type for c in node.children if not c.is_named)
    found = worked_out(left, here)
    if found is None and operator in ("==", "!="):
        found, right = worked_out(right, here), left
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


def _call(node: Node, here: Here) -> Asked | None:
    function, given = node.child_by_field_name("function"), given_to(node)
    if function is None:
        return None
    if function.type == "attribute":
        on, name = function.child_by_field_name("object"), function.child_by_field_name("attribute")
        asked = worked_out(on, here)
        if asked is not None:
            return _method(asked, text(name) if name is not None else "", given)
    asked = worked_out(given[0], here) if len(given) == 1 else None
    name_ = dotted(function).rpartition(".")[2]
    if asked is None or name_ in ("bool", "str"):
        return truth(asked) if name_ == "bool" else asked
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


def _by_function(name: str, asked: Asked, here: Here) -> Asked | None:
    """What a function of the same file makes of its only argument."""
    defined = here.parsed.data.find(f"def {name}(".encode())
    chain = chain_to(here.parsed.root, defined + len("def ")) if defined >= 0 else ()
    function = chain[-2] if len(chain) > 1 and chain[-2].type == "function_definition" else None
    listed = function.child_by_field_name("parameters") if function is not None else None
    block = body(function) if function is not None else None
    if listed is None or block is None or listed.named_child_count != 1 or block.named_child_count > MOST_STATEMENTS:
        return None
    only = listed.named_children[0]
    parameter = only if only.type == "identifier" else next(iter(only.named_children), only)
    inside = here._replace(read=(-1, -1), held={text(parameter): asked}, depth=here.depth + 4)
    for statement in block.named_children:
        inner = statement.named_children[0] if statement.named_children else statement
        if statement.type == "return_statement":
            return worked_out(inner, inside)
        left = inner.child_by_field_name("left")
        if inner.type == "assignment" and left is not None:
            found = worked_out(inner.child_by_field_name("right"), inside)
            if found is None:
                return None
            inside.held[text(left)] = found
        elif inner.type not in ("string", "comment"):
            return None
    return None


_HANDLERS: dict[str, Callable[[Node, Here], Asked | None]] = {
    "parenthesized_expression": _inner,
    "named_expression": lambda node, here: worked_out(node.child_by_field_name("value"), here),
    "identifier": _identifier,
    "true": _literal,
    "false": _literal,
    "not_operator": _not,
    "boolean_operator": _boolean,
    "comparison_operator": _comparison,
    "conditional_expression": _conditional,
    "call": _call,
}
