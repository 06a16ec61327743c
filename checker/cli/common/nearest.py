"""What a mistyped name probably meant."""

from collections.abc import Iterable

from checker.report.shared.visible import visible


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """`unknown rule "ded-event"; did you mean "dead-event"?`"""
    return f'unknown {what} "{visible(word)}"{meant(word, known)}'


def meant(word: str, known: Iterable[str]) -> str:
    """`; did you mean "dead-event"?` to put behind a complaint, or `""`."""
    import difflib

    near = difflib.get_close_matches(word, sorted(known), n=1)
    return f'; did you mean "{near[0]}"?' if near else ""
