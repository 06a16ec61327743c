"""What the function around a place is handed to: `safely(operation)`, `safely(lambda: write())`."""

from tree_sitter import Node

from checker.languages.python.offsets import Chain, Parsed, chain_to, dotted, occurrences, text
from checker.languages.python.scopes import own_name

#: Uses of a nested function's name that are looked at.
_MOST_USES = 20


def handed_to(parsed: Parsed, chain: Chain) -> str:
    """The callee, as a dotted path, that is handed the innermost lambda or nested function of a place; `""` for none, or for several."""
    at = next((i for i in range(len(chain) - 1, 0, -1) if chain[i].type in ("lambda", "function_definition", "class_definition")), 0)
    if chain[at].type == "lambda":
        return receiving(chain[: at + 1])
    outer = next((n for n in reversed(chain[:at]) if n.type in ("function_definition", "class_definition")), None)
    if chain[at].type != "function_definition" or outer is None or outer.type != "function_definition":
        return ""
    return _by_name(parsed, outer, chain[at])


def receiving(chain: Chain) -> str:
    """The callee of the call whose argument ends the chain."""
    at = len(chain) - (3 if len(chain) > 2 and chain[-2].type == "keyword_argument" else 2)
    called = at > 0 and chain[at].type == "argument_list" and chain[at - 1].type == "call"
    return dotted(chain[at - 1].children[0]) if called else ""


def _by_name(parsed: Parsed, outer: Node, function: Node) -> str:
    """The one callee that is handed a nested function by its name; a call of it by that name is no such thing."""
    key = ("handed", function.start_byte)
    if key not in parsed.memo:
        name = own_name(function)
        found: set[str] = set()
        for count, offset in enumerate(occurrences(parsed.data, name.encode(), outer.start_byte, outer.end_byte)):
            if count >= _MOST_USES:
                found.add("")
                break
            use = chain_to(outer, offset)
            if text(use[-1]) == name and use[-2] != function and not function.start_byte <= offset < function.end_byte:
                found.add(receiving(use))
        parsed.memo[key] = found.pop() if len(found) == 1 else ""
    result: str = parsed.memo[key]
    return result
