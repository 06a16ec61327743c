"""Which plain names are variables of the module, rather than its imports, functions and classes."""

import re

from checker.languages.python.imports import module_aliases
from checker.languages.python.offsets import Chain, Parsed, chain_to
from checker.languages.python.scopes import named

_ASSIGNED = r"^(?P<indent>[ \t]*)(?:[\w, ]+[=,]\s*)?\b(?P<name>{})[ \t]*(?::[^=\n]+)?=(?!=)"


def is_variable(parsed: Parsed, name: str) -> bool:
    """Whether the module assigns to the name."""
    key = ("variable", name)
    if key not in parsed.memo:
        parsed.memo[key] = name not in module_aliases(parsed) and any(_at_module_level(c) for c in assignments(parsed, name))
    found: bool = parsed.memo[key]
    return found


def assignments(parsed: Parsed, name: str) -> list[Chain]:
    """The places that look like an assignment to the name, whatever the scope."""
    pattern = re.compile(_ASSIGNED.format(re.escape(name)).encode(), re.MULTILINE)
    return [chain_to(parsed.root, m.start("name")) for m in pattern.finditer(parsed.data)]


def _at_module_level(chain: Chain) -> bool:
    return chain[-1].type == "identifier" and not named(chain)
