"""Finding names in bytes, before anything is parsed."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from checker.model.asked import head

#: Names in one automaton: what its vectorized search (Teddy) takes, which is ten times as fast as its states.
_MANY = 60
#: Modules in one expression: with a hundred its automaton outgrows what re2 gives it, which is slow and is said on standard error.
_FEW = 16
#: Words that no UTF-8 text holds. Without them a few names with the same first letters would be searched for by those letters alone, and
#: `r`, `e` and `i` are everywhere: 100 ms for 21.6 MB against 20 (`ahocorasick_rs` 1.0, measured; substring search takes 8 ms a name).
_NOWHERE = (b"\xf8\xf8", b"\xf9\xf9", b"\xfa\xfa", b"\xfb\xfb")


@lru_cache(maxsize=32)
def finder(names: frozenset[str]) -> Callable[[bytes], object]:
    """Whether one of the names stands somewhere in a text, as a word or in one; a true value if so."""
    from ahocorasick_rs import BytesAhoCorasick, MatchKind

    needles = sorted({needle for n in names if (needle := head(n).encode())})
    parts = [needles[i : i + _MANY] for i in range(0, len(needles), _MANY)]
    found = [BytesAhoCorasick((*part, *_NOWHERE), MatchKind.LeftmostFirst).find_matches_as_indexes for part in parts]
    return found[0] if len(found) == 1 else lambda data: any(search(data) for search in found)


@lru_cache(maxsize=32)
def near(beside: frozenset[str], imported: bool) -> Callable[[bytes], object]:
    """Whether a file has one of the words, or `imported` one of the modules, that have to stand beside a name (see `Wanted`)."""
    if not imported:
        return finder(beside)
    modules = sorted(beside)
    found = [_importing(modules[i : i + _FEW]) for i in range(0, len(modules), _FEW)]
    return found[0] if len(found) == 1 else lambda data: any(search(data) for search in found)


def _importing(modules: Sequence[str]) -> Callable[[bytes], object]:
    """Whether a text imports one of a few modules, or names one in a path."""
    import re2

    imported = rb"|".join(map(_imported, modules))
    paths = rb"\b(?:" + rb"|".join(bytes(re2.escape(m.rpartition(".")[2].encode())) for m in modules) + rb")::"
    search: Callable[[bytes], object] = re2.compile(rb"(?m)^.*\b(?:use|import|from)\b.*(?:" + imported + rb")|" + paths).search
    return search


def _imported(module: str) -> bytes:
    """A module as it stands in an import: behind its parent (`a.b`, `a::b`, `from a import b`), or relative (`.b`, `super::b`)."""
    import re2

    above, name = (bytes(re2.escape(part.encode())) for part in module.rpartition(".")[::2])
    alone = rb"(?:\s\.+|\s\.+\s+import\b.*\b|crate::|super::|self::|use\s+)" + name + rb"\b"
    return alone + rb"|\b" + above + rb"(?:\.|::|\s+import\b.*\b)" + name + rb"\b" if above else rb"\b" + name + rb"\b"


def present(names: Iterable[str], data: bytes) -> frozenset[str]:
    """The bare names among `names` that stand in the data."""
    return frozenset(bare(n) for n in names if bare(n) and _stands(n, data))


def bare(name: str) -> str:
    """A name without what has to stand before it."""
    return name.lstrip(".:")


def _stands(name: str, data: bytes) -> bool:
    """Whether a name stands in the data as a whole word (as the start of one with `*`, whatever follows)."""
    needle = head(name).encode()
    at = data.find(needle)
    led_by = len(name) - len(bare(name))
    if led_by:
        needle, at = needle[led_by:], at + led_by if at >= 0 else at
    while at >= 0:
        before, after = data[at - 1 : at], data[at + len(needle) : at + len(needle) + 1]
        if not _wordy(before) and ("*" in name or name[-1] == " " or not _wordy(after)):
            return True
        at = data.find(needle, at + 1)
    return False


def _wordy(character: bytes) -> bool:
    return character.isalnum() or character == b"_"
