"""What is known of a thing that cannot be followed further: its type first, then its name, then the words around it."""

import re
from typing import NamedTuple

from checker.link.fields import with_bases
from checker.link.frame import Frame
from checker.link.lexicon import PLAIN, Lexicon, Meaning, ends_like_an_error, meaning, redacted, type_says
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.values import types
from checker.model.facts import Field, Function, Type
from checker.model.value import Unknown, Value

#: Types in what is written: `Option<Vec<String>>`, `dict[str, list[int]]`, `&'a str`.
_TYPE = re.compile(r"(?<!')\b[A-Za-z_]\w*(?:(?:\.|::)[A-Za-z_]\w*)*")
#: Why a language gave up on something whose text still holds what its words name.
_HOLDS = ("slice", "computed index", "formatted", "comprehension", "joined from", "shown as")
#: What an error is called where only a format string names it.
_ERRORS = frozenset({"e", "err", "error", "exc", "ex", "exception"})
_ENUMS = frozenset({"Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"})
#: Types that say what the data is, whatever its name.
_KINDS = {"path": "path", "secret": "secret", "error": "error"}
_MARKED = ("an error value", "exception")


class Said(NamedTuple):
    """What a type and a name say of a thing: its meaning (`None`: nothing), whether its type is known, and the struct or class of the
    workspace that it is (`""`: none), whose fields say more."""

    meaning: Meaning | None
    typed: bool
    struct: str = ""


UNSAID = Said(None, False)


def named(program: Program, lexicon: Lexicon, name: str, written: str, scope: str) -> Said:
    """What a thing called `name` means whose type is written like that in `scope`."""
    kinds, structs = list[str](), list[str]()
    for each in _TYPE.findall(written):
        path = each.replace("::", ".")
        ours = "" if type_says(lexicon, path) else _ours(program, path, scope)
        kind = type_says(lexicon, path) or ("error" if ours != "plain" and ends_like_an_error(lexicon, path) else ours)
        (structs if "." in kind else kinds).append(kind)
    known = [k for k in kinds if k not in ("container", "")]
    special = next((_KINDS[k] for k in known if k in _KINDS), "")
    if special:
        by_name = meaning(lexicon, name)
        # A path that is called `workspace_root` is more than a path.
        return Said(by_name if special == "path" and by_name and by_name.kind else Meaning(special), True)
    if structs:
        return Said(None, True, structs[0])
    if known and all(k == "plain" for k in known):
        return Said(PLAIN, True)
    return Said(meaning(lexicon, name), "text" in known)


def _ours(program: Program, name: str, scope: str) -> str:
    """A type of the workspace: `plain` for an enum without data, whose values are words of the code; else its full path."""
    found = program.type(program.resolve(name, scope))
    if found is None:
        return ""
    plain = found.kind == "enum" and not any(v.fields for v in found.variants)
    python = any(last(b) in _ENUMS for b in found.bases)
    return "plain" if plain or python else f"{found.name}." if found.kind in ("struct", "class") else ""


def of_member(program: Program, lexicon: Lexicon, base: Value, name: str, frame: Frame) -> Said:
    """What a part of something means by the type of what it is part of, else by its name; parts of a plain enum are words of the code."""
    holders = sorted(types(program, base, frame))
    for path in holders:
        found = field_of(program, path, name)
        if found is not None:
            holder, field = found
            return named(program, lexicon, name, field.type, parent(holder.name))
    if holders and all(_ours(program, path, "") == "plain" for path in holders):
        return Said(PLAIN, True)
    return Said(meaning(lexicon, name), False)


def field_of(program: Program, path: str, name: str) -> tuple[Type, Field] | None:
    """The field of a type or of its bases."""
    type_ = program.type(path)
    holders = with_bases(program, type_) if type_ else ()
    return next(((h, f) for h in holders for f in h.fields if name in (f.name, f.wire)), None)


def of_result(program: Program, lexicon: Lexicon, functions: list[Function]) -> Said:
    """What functions give back by the type that is written there, and their name."""
    for function in functions:
        if function.result:
            return named(program, lexicon, last(function.name), function.result, function.scope)
    return UNSAID


def holds(lexicon: Lexicon, unknown: Unknown) -> bool:
    """Whether an expression that a language gave up on still holds what its words name, in whole or in part."""
    return unknown.reason.startswith(_HOLDS) and not any(lexicon.lowers.get(w) or redacted(lexicon, w) for w in unknown.words)


def of_words(lexicon: Lexicon, unknown: Unknown) -> tuple[Meaning | None, str]:
    """What an expression that a language gave up on means by the identifiers in it, where it still holds what they name."""
    if unknown.reason in _MARKED:
        return Meaning("error"), "a caught error"
    if unknown.reason in ("condition", "operator", "arithmetic"):
        return (PLAIN if unknown.reason == "condition" else None), ""
    if not holds(lexicon, unknown):
        return None, ""
    if unknown.reason.startswith("shown as") and len(unknown.words) == 1 and unknown.words[0] in _ERRORS:
        return Meaning("error", sure=False), f"the error `{unknown.words[0]}`"
    for word in unknown.words:
        said = meaning(lexicon, word)
        if said is not None and said.kind:
            return said._replace(sure=False), f"`{word}`"
    return None, ""
