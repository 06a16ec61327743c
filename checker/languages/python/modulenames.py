"""Which plain names are variables of the module, rather than its imports, functions and classes."""

import re

from checker.languages.python.imports import module_aliases
from checker.languages.python.offsets import Chain, Parsed, chain_to, occurrences
from checker.languages.python.scopes import named

#: A line with more before the name assigns nothing that a person wrote.
_LONGEST = 400
#: What stands before and behind a name on the line that assigns to it.
_BEFORE = re.compile(rb"[ \t]*(?:[\w, ]+[=,]\s*)?")
_BEHIND = re.compile(rb"[ \t]*(?::[^=\n]+)?=(?!=)")


def is_variable(parsed: Parsed, name: str) -> bool:
    """Whether the module assigns to the name."""
    key = ("variable", name)
    if key not in parsed.memo:
        parsed.memo[key] = name not in module_aliases(parsed) and any(_at_module_level(c) for c in assignments(parsed, name))
    found: bool = parsed.memo[key]
    return found


def assignments(parsed: Parsed, name: str) -> list[Chain]:
    """The places that look like an assignment to the name, whatever the scope."""
    data, word = parsed.data, name.encode()
    found = (o for o in occurrences(data, word) if _BEHIND.match(data, o + len(word)) and _leads(data, o))
    return [chain_to(parsed.root, offset) for offset in found]


def _leads(data: bytes, offset: int) -> bool:
    start = data.rfind(b"\n", 0, offset) + 1
    return offset - start < _LONGEST and _BEFORE.fullmatch(data, start, offset) is not None


def _at_module_level(chain: Chain) -> bool:
    return chain[-1].type == "identifier" and not named(chain)
