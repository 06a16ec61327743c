"""What becomes of the value of a variable: from where it is read outward, to a question of yes or no."""

from tree_sitter import Node

from checker.languages.python.asking import DEEPEST, MOST_STATEMENTS, SAID, Here, first, given_to, truth, worked_out
from checker.languages.python.offsets import Chain, Parsed, chain_to, occurrences, text
from checker.languages.python.scopes import enclosing_function
from checker.model.check import ALWAYS, Asked, Check, chosen

_AROUND = frozenset({"parenthesized_expression", "attribute", "argument_list", "keyword_argument"})
_STARTS = frozenset(
    [
        "attribute", "comparison_operator", "boolean_operator", "not_operator", "argument_list", "parenthesized_expression", "assignment",
        "if_statement", "elif_clause", "while_statement", "conditional_expression", "named_expression",
    ]
)  # fmt: skip
#: What asks whether a value is there and not empty.
_ASKING = frozenset({"if_statement", "elif_clause", "while_statement", "conditional_expression"})
#: Steps outward from a read, what a local counts for more than an expression (each of its uses is followed), and uses of one local.
_MOST_STEPS, _OF_LOCAL, _MOST_USES = 32, 14, 8


def checked(parsed: Parsed, chain: Chain) -> Asked | None:
    """The question that the read of a variable at the end of a chain is asked, None where it is asked none or that is not known in full."""
    node = chain[-1]
    if len(chain) < 2 or chain[-2].type not in _STARTS or (node.type == "call" and not 1 <= len(given_to(node)) <= 2):
        return None
    return _outward(chain, first(node), Here(parsed, (node.start_byte, node.end_byte), {}))


def _outward(chain: Chain, asked: Asked, here: Here) -> Asked | None:
    """From a value to the outermost expression that is still known."""
    for at in range(len(chain) - 1, max(0, len(chain) - _MOST_STEPS), -1):
        node, up = chain[at], chain[at - 1]
        if up.type in ("assignment", "named_expression") and asked.kind != "flag":
            return _by_local(chain[:at], node, asked, here)
        if up.type in _ASKING and asked.kind != "flag" and _is_condition(up, node):
            return truth(asked)
        if up.type not in _AROUND:
            found = worked_out(up, here)
            if found is None:
                break
            asked = found
    return asked if asked.kind in ("flag", "choice") else None


def _is_condition(up: Node, node: Node) -> bool:
    asked = up.named_children[1] if up.type == "conditional_expression" else up.child_by_field_name("condition")
    return asked == node


def _by_local(chain: Chain, node: Node, asked: Asked, here: Here) -> Asked | None:
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
    if here.depth + _OF_LOCAL > DEEPEST:
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


def _by_returns(chain: Chain, asked: Asked, here: Here) -> Asked | None:
    """What the statements after a local say: `if value == "1": return True`, one after the other, and `return None`."""
    block = chain[-3] if len(chain) > 3 and chain[-4].type == "function_definition" else None
    if block is None or chain[-2].type != "expression_statement":
        return None
    after = [s for s in block.named_children[block.named_children.index(chain[-2]) + 1 :] if s.type != "comment"]
    arms: list[tuple[Check, str]] = []
    for statement in after[:MOST_STATEMENTS]:
        said = SAID.get(_returned(statement))
        if said is not None:
            arms.append((ALWAYS, said))
            break
        found = truth(worked_out(statement.child_by_field_name("condition"), here)) if statement.type == "if_statement" else None
        inside = statement.child_by_field_name("consequence")
        only = inside.named_children[0] if inside is not None and inside.named_child_count == 1 else None
        said = SAID.get(_returned(only)) if only is not None else None
        if found is None or found.check is None or said is None or statement.child_by_field_name("alternative") is not None:
            return None
        arms.append((found.check, said))
    else:
        arms += [(ALWAYS, "neither")] if 0 < len(after) <= MOST_STATEMENTS else []
    return chosen(asked._replace(kind="maybe"), arms)


def _returned(statement: Node) -> str:
    return text(statement.named_children[0]) if statement.type == "return_statement" and statement.named_children else ""
