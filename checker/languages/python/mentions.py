"""String literals that are the name of a variable of the environment, with what they are given to."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from checker.languages.python.calls import call, use
from checker.languages.python.checks import checked
from checker.languages.python.functions import context
from checker.languages.python.literals import plain
from checker.languages.python.offsets import Chain, Parsed, chain_to, dotted, occurrences, present, span, text
from checker.languages.python.scopes import enclosing_function, path, path_of
from checker.model.asked import head
from checker.model.check import SET, Asked
from checker.model.facts import Mention

#: How the names of variables are spelled.
NAME = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]*\Z")


def mentions(parsed: Parsed, names: frozenset[str]) -> list[Mention]:
    """The literals of a file that are one of the names (`x*`: that start with `x`) and nothing else."""
    asked = frozenset(n for n in names if NAME.match(head(n)))
    offsets = sorted(o for word in present(parsed.data, asked) for o in occurrences(parsed.data, word)) if asked else []
    found = (_mention(parsed, chain_to(parsed.root, o)) for o in offsets if parsed.data[o - 1 : o] in (b'"', b"'"))
    return [m for m in found if m is not None]


def _mention(parsed: Parsed, chain: Chain) -> Mention | None:
    end = next((i for i, n in enumerate(chain) if n.type == "string"), 0)
    said = plain(chain[end]) if end else None
    if said is None or not NAME.match(said):
        return None
    chain = chain[: end + 1]
    inner = enclosing_function(chain)
    made = Mention(
        said,
        "",
        path_of(parsed, chain, inner.node) if inner else "",
        path(parsed, chain),
        span(parsed, chain[-1]),
        context(parsed, chain[: inner.position + 1]) if inner else parsed.file.context,
    )
    return _placed(parsed, made, chain)


def _placed(parsed: Parsed, made: Mention, chain: Chain) -> Mention:
    node, holder, above = chain[-1], chain[-2], chain[-3] if len(chain) > 2 else chain[0]
    match holder.type:
        case "argument_list":
            given = [c for c in holder.named_children if c.type not in ("comment", "keyword_argument")]
            return _given(parsed, made, chain[:-1], given.index(node) if node in given else -1, "")
        case "keyword_argument" if above.type == "argument_list":
            return _given(parsed, made, chain[:-2], -1, text(holder.children[0]))
        case "subscript" if holder.child_by_field_name("value") != node:
            asked = checked(parsed, chain[:-1])
            return made._replace(how=_use_of(above, holder), holder=_path(holder.child_by_field_name("value")), asked=asked)
        case "comparison_operator" if holder.children[0] == node and any(c.type in ("in", "not in") for c in holder.children):
            return made._replace(how="subscript", holder=_path(holder.children[-1]), asked=Asked("flag", check=SET))
        case "assignment" if holder.child_by_field_name("right") == node:
            left = holder.child_by_field_name("left")
            if left is not None and left.type == "identifier":
                return made._replace(how="constant", holder=f"{made.scope}.{text(left)}".lstrip("."))
    return made


def _use_of(above: Node, subscript: Node) -> str:
    assigned = above.type in ("assignment", "delete_statement") and above.child_by_field_name("right") != subscript
    return "assigned" if assigned else "subscript"


def _path(node: Node | None) -> str:
    return dotted(node) if node is not None else ""


def _given(parsed: Parsed, made: Mention, listed: Chain, position: int, keyword: str) -> Mention:
    """An argument of the call whose list of arguments `listed` leads to."""
    holder = listed[-2] if len(listed) > 1 else listed[-1]
    callee = holder.child_by_field_name("function") if holder.type == "call" else None
    if callee is None:
        return made
    used = use((*listed[:-1], *_last_name(callee)))
    found = call(parsed, used) if used is not None else None
    return made._replace(how="call", call=found, position=position, keyword=keyword) if found is not None else made


def _last_name(callee: Node) -> Iterator[Node]:
    """The nodes from a callee down to its last name."""
    yield callee
    name = callee.child_by_field_name("attribute") if callee.type == "attribute" else None
    if name is not None:
        yield name
