"""The words of a piece of code: identifiers, and string literals where they are asked for."""

import re
from functools import lru_cache

#: Words after which the rest is left out, and bytes after which a text is not read further.
_MAX_WORDS = 64
_MAX_LENGTH = 8192
_TOKEN = re.compile(
    r"""(//[^\n]*|/\*.*?\*/)|r(#*)"(.*?)"\2|"((?:[^"\\]|\\.)*)"|'(?:[^'\\\n]|\\[^\n]+?)'|(?<![\w'])([A-Za-z_]\w*)""",
    re.DOTALL,
)
_KEYWORDS = frozenset(
    [
        "as", "async", "await", "break", "const", "continue", "crate", "else", "enum", "extern", "false", "fn", "for", "if", "impl",
        "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self", "static", "struct", "super",
        "trait", "true", "type", "unsafe", "use", "where", "while", "dyn", "Some", "None", "Ok", "Err",
    ]
)


@lru_cache(maxsize=2048)
def words(source: str, strings: bool = False) -> tuple[str, ...]:
    """The identifiers in `source` in order of first appearance, without keywords; with `strings` what string literals say too."""
    found: dict[str, None] = {}
    for comment, _, raw, quoted, word in _TOKEN.findall(source[:_MAX_LENGTH]):
        said = (raw or quoted) if strings else ""
        if said and not comment:
            found[said] = None
        elif word and word not in _KEYWORDS:
            found[word] = None
        if len(found) >= _MAX_WORDS:
            break
    return tuple(found)
