"""Annotations as written, down to the class they are about."""

import re

#: What stands around a type without changing which class a value, or each element of it, has; the argument that counts.
_AROUND = {
    "Optional": 0, "Annotated": 0, "Type": 0, "type": 0, "Final": 0, "ClassVar": 0, "Awaitable": 0, "Required": 0, "NotRequired": 0,
    "ReadOnly": 0, "Coroutine": -1, "InitVar": 0, "Union": 0, "list": 0, "List": 0, "set": 0, "Sequence": 0, "Iterable": 0, "tuple": 0,
}  # fmt: skip
#: Of these, what may stand alone.
_OPEN = frozenset({"Final", "ClassVar"})
_DOTTED = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*\Z")
_GENERIC = re.compile(r"\s*([\w.\s]+?)\s*\[(.*)\]\s*\Z", re.DOTALL)
_LONGEST = 500
_DEEPEST = 12
#: Names of types that say nothing about which class of a workspace or library a value has.
_PLAIN = frozenset({"Any", "Dict", "List", "Tuple", "Set", "Callable", "Mapping", "Sequence", "Iterable", "Literal", "None"})


def core(written: str) -> str:
    """The class an annotation is about: `Optional["a.T"]`, `T | None`, `Annotated[T, …]` -> `T`; `""` where it names several or none."""
    for _ in range(_DEEPEST):
        written = _unquoted(written.strip())
        if not written or len(written) > _LONGEST:
            return ""
        parts = [p for p in split(written, "|") if p.strip() not in ("None", "")]
        if len(parts) != 1:
            return ""
        if parts[0] != written:
            written = parts[0]
            continue
        generic = _GENERIC.match(written)
        if generic is None and written.rpartition(".")[2] in _AROUND:
            return ""
        if generic is None:
            return re.sub(r"\s", "", written) if _DOTTED.match(written) else ""
        name = generic[1].rpartition(".")[2].strip()
        if name not in _AROUND:
            return re.sub(r"\s", "", generic[1])
        written = _argument(name, generic[2])
    return ""


def core_or_written(written: str) -> str:
    """The class an annotation is about, else the annotation as written; `""` for one that leaves the type open (`x: Final = …`)."""
    return core(written) or (written if written.rpartition(".")[2] not in _OPEN else "")


def _argument(name: str, inside: str) -> str:
    arguments = split(inside, ",")
    if name != "Union":
        return arguments[_AROUND[name]]
    return "|".join(arguments)


def _unquoted(written: str) -> str:
    if len(written) > 1 and written[0] in "'\"" and written[-1] == written[0]:
        return written.strip(written[0]).strip()
    return written


def split(written: str, separator: str) -> list[str]:
    """The parts of a type between separators that stand in no bracket or string."""
    parts, depth, start, quote = [], 0, 0, ""
    for i, letter in enumerate(written):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "[(":
            depth += 1
        elif letter in "])":
            depth -= 1
        elif letter == separator and not depth:
            parts.append(written[start:i])
            start = i + 1
    return [*parts, written[start:]]


def optional(written: str) -> bool:
    """Whether an annotation lets a value be absent: `Optional[T]`, `T | None`, `NotRequired[T]`."""
    plain = _unquoted(written.strip())
    generic = _GENERIC.match(plain)
    name = generic[1].rpartition(".")[2].strip() if generic else ""
    if name in ("Optional", "NotRequired"):
        return True
    if name in ("Annotated", "Required", "Final", "ReadOnly") and generic:
        return optional(split(generic[2], ",")[0])
    parts = split(generic[2], ",") if name == "Union" and generic else split(plain, "|")
    return len(parts) > 1 and any(p.strip() == "None" for p in parts)


def constructed(path: str) -> bool:
    """Whether a dotted path looks like a class: what is written like one, and says something."""
    last = path.rpartition(".")[2]
    return last[:1].isupper() and not last.isupper() and last not in _PLAIN
