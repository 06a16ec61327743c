"""Writing comments into sources, and nothing else: a module is a language."""

from collections.abc import Iterable
from importlib import import_module
from typing import NamedTuple

from checker.model.edit import Insertion


class Edited(NamedTuple):
    """A file with its comments, and those for which there is no line of their own (`if x { f() }`)."""

    data: bytes
    left: tuple[Insertion, ...]


def annotated(data: bytes, insertions: Iterable[Insertion]) -> Edited:
    """A source file with a comment line above each statement. What is not a comment stays as it is, to the byte; a file of which
    that cannot be shown comes back unchanged. All insertions are for this file."""
    wanted = tuple(sorted(insertions, key=lambda i: (i.span.start, i.text)))
    if not wanted:
        return Edited(data, ())
    language = import_module(f"checker.edit.comments.{wanted[0].language}")
    changed, left = language.annotated(data, wanted)
    return Edited(changed, tuple(left)) if language.code(changed) == language.code(data) else Edited(data, wanted)
