"""Where names stand in a file's bytes, before anything is parsed."""

from collections.abc import Iterator
from typing import NamedTuple

from checker.model.asked import fits, head

_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") | frozenset(range(128, 256))
#: The words after which the name of an item stands, or the trait that is implemented.
_KEYWORDS = (b"fn", b"struct", b"enum", b"union", b"trait", b"type", b"const", b"static", b"mut", b"ref", b"impl")
#: What never stands directly before such a name, a variant's name or a trait that is implemented.
_NEVER_BEFORE = frozenset([b".", b"(", b"&", b"=", b"<", b"[", b"|", b'"', b"'", b"*", b"+", b"-", b"?"])
#: How a line starts in which nothing is defined.
_NO_ITEMS = (b"//", b"use ", b"pub use ")
#: Bytes of a line that are looked at before a word.
_MAX_LINE = 500


class Occurrence(NamedTuple):
    """A whole word: its place, and whether it is spelled as asked for (a table's name in a statement need not be)."""

    start: int
    end: int
    exact: bool


def occurrences(data: bytes, lower: bytes, names: frozenset[str]) -> list[Occurrence]:
    """All words of `data` that are among `names` (`x*`: that start with `x`), in order. Lower-case names are found in any case,
    for which `lower` is `data` in lower case.

    Plain searches, one a name: for the few names that a file is asked for they are ten times as fast as one pattern of alternatives.
    """
    found: dict[int, Occurrence] = {}
    for occurrence in sorted([o for name in names for o in _of(data, lower, name)]):
        # Of two names that only differ in case the one spelled so comes last and counts.
        found[occurrence.start] = occurrence
    return list(found.values())


def _of(data: bytes, lower: bytes, name: str) -> Iterator[Occurrence]:
    needle = head(name).encode()
    if not needle:
        return
    searched = lower if needle == needle.lower() else data
    start = searched.find(needle)
    while start >= 0:
        end = _word_end(data, start + len(needle)) if "*" in name else start + len(needle)
        whole = not (start and data[start - 1] in _WORD) and not (end < len(data) and data[end] in _WORD)
        if whole and ("*" not in name or fits(data[start:end].decode("utf-8", "replace"), name)):
            yield Occurrence(start, end, data.startswith(needle, start))
        start = searched.find(needle, end)


def _word_end(data: bytes, end: int) -> int:
    while end < len(data) and data[end] in _WORD:
        end += 1
    return end


def may_define(data: bytes, occurrence: Occurrence) -> bool:
    """Whether what stands before a word leaves it open that the word is defined or implemented there: spares following mere uses."""
    near = max(0, occurrence.start - _MAX_LINE)
    line = data.rfind(b"\n", near, occurrence.start) + 1
    head = data[line or near : occurrence.start].strip()
    last = head[-1:]
    if (line or not near) and head.startswith(_NO_ITEMS) and b";" not in head:
        return False
    if last.isalpha():
        return head.endswith(_KEYWORDS)
    if last == b":":
        # Only the trait of an `impl` can have a path, and `for` follows it.
        following = data[occurrence.end : occurrence.end + 200].lstrip()
        return head.endswith(b"::") and (not following or following.startswith((b"<", b"/", b"for")))
    return last not in _NEVER_BEFORE and not head.endswith((b"->", b"=>"))
