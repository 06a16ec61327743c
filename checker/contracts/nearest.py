"""The nearest valid spelling of a word that is not valid."""

from collections.abc import Iterable
from functools import lru_cache


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or `""` where none is like it."""
    # difflib is quadratic in the length of the words.
    return _nearest(word[:256], tuple(sorted(known)))


@lru_cache(maxsize=64)
def _nearest(word: str, known: tuple[str, ...]) -> str:
    """As `nearest`; kept, because a name that is wrong is wrong in many places."""
    import difflib

    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")


def suggestion(word: str, known: Iterable[str]) -> str:
    """`, did you mean "family"?` to put behind a complaint, or `""`."""
    found = nearest(word, known)
    return f', did you mean "{found}"?' if found else ""
