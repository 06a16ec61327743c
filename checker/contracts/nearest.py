"""The nearest valid spelling of a word that is not valid."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or `""` where none is like it."""
    import difflib

    # difflib is quadratic in the length of the words.
    found = difflib.get_close_matches(word[:256], sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """`, did you mean "family"?` to put behind a complaint, or `""`."""
    found = nearest(word, known)
    return f', did you mean "{found}"?' if found else ""
