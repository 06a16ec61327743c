"""How serde names things when it writes them out."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_RENAME = re.compile(r"\brename\s*=\s*\"([^\"]*)\"|\brename\s*\([^)]*?\bserialize\s*=\s*\"([^\"]*)\"")
_RENAME_ALL = re.compile(r"\brename_all\s*=\s*\"([^\"]*)\"|\brename_all\s*\([^)]*?\bserialize\s*=\s*\"([^\"]*)\"")
_WORD = re.compile(r"(?<![\w\"])(skip|skip_serializing|skip_serializing_if|default|flatten|with|serialize_with)\b")


class Names(NamedTuple):
    """What the serde attributes of a container, variant or field say."""

    rename: str = ""
    rename_all: str = ""
    default: bool = False
    skip: bool = False
    skip_if: bool = False
    flatten: bool = False
    custom: bool = False


_NOTHING = Names()


def names_of(attributes: Iterable[str]) -> Names:
    """Read from `serde(…)` attributes, also inside `cfg_attr(…, serde(…))`."""
    texts = [a for a in attributes if "serde" in a]
    if not texts:
        return _NOTHING
    text = "\n".join(t[t.find("serde") :] for t in texts)
    words = set(_WORD.findall(text))
    return Names(
        _found(_RENAME, text),
        _found(_RENAME_ALL, text),
        "default" in words,
        bool(words & {"skip", "skip_serializing"}),
        "skip_serializing_if" in words,
        "flatten" in words,
        bool(words & {"with", "serialize_with"}),
    )


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] or match[2] or "" if match else ""


def absent(names: Names) -> bool:
    """Whether a field so marked may be missing."""
    return names.skip_if or names.default


def wire_name(name: str, convention: str, variant: bool = False) -> str:
    """`name` in serde's `rename_all` convention; fields are snake case in the source, variants camel case."""
    if not convention:
        return name
    parts = re.findall(r"[A-Z]?[^A-Z]*", name)[:-1] if variant else name.split("_")
    parts = [p.lower() for p in parts if p]
    match convention:
        case "lowercase":
            return name.lower()
        case "UPPERCASE":
            return name.upper()
        case "PascalCase":
            return name if variant else "".join(p.title() for p in parts)
        case "camelCase":
            return name[:1].lower() + name[1:] if variant else _camel(parts)
        case "snake_case" | "SCREAMING_SNAKE_CASE":
            joined = "_".join(parts)
            return joined.upper() if convention[0] == "S" else joined
        case "kebab-case" | "SCREAMING-KEBAB-CASE":
            joined = "-".join(parts)
            return joined.upper() if convention[0] == "S" else joined
    return name


def _camel(parts: list[str]) -> str:
    return "".join(p if i == 0 else p[:1].upper() + p[1:] for i, p in enumerate(parts))
