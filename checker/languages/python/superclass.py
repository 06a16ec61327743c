"""What the constructor of a class hands to that of its base."""

import re

from tree_sitter import Node

from checker.languages.python.offsets import Chain, Parsed, chain_to
from checker.languages.python.scopes import body, own_name
from checker.languages.python.values import arguments_at
from checker.model.value import Argument

_CALL = re.compile(rb"(?:\bsuper\(\s*(?:[\w.]+\s*,\s*\w+\s*)?\)|(?<![\w.])[A-Za-z_][\w.]*)\.__init__\s*(?=\()")


def handed_up(parsed: Parsed, chain: Chain) -> tuple[Argument, ...] | None:
    """The arguments of `super().__init__(…)`, or `Base.__init__(self, …)`, in the class that ends the chain; None without such a call."""
    block = body(chain[-1])
    members = (m.child_by_field_name("definition") or m for m in (block.named_children if block else ()))
    made = next((m for m in members if m.type == "function_definition" and own_name(m) == "__init__"), None)
    found = _CALL.search(parsed.data, made.start_byte, made.end_byte) if made is not None else None
    if found is None:
        return None
    place = chain[:-1] + chain_to(chain[-1], found.end() - 1)
    call = next((n for n in reversed(place) if n.type == "call" and _ends(n, found.end())), None)
    if call is None:
        return None
    given = arguments_at(parsed, place, call.child_by_field_name("arguments"))
    return given if found.group().startswith(b"super") else given[1:]


def _ends(call: Node, at: int) -> bool:
    """Whether the callee of a call ends where its arguments start, at that byte."""
    arguments = call.child_by_field_name("arguments")
    return arguments is not None and arguments.start_byte == at
