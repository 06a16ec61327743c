"""What is to be written into sources."""

from typing import NamedTuple

from checker.model.place import Span


class Insertion(NamedTuple):
    """A comment line (`text`, without its marker) to be put above the statement of `path` that holds the call at `span`."""

    path: str
    language: str
    span: Span
    text: str


class Draft(NamedTuple):
    """What would classify the writes that lack a comment, and the writes of which no class is known: path, line, and what is called."""

    insertions: tuple[Insertion, ...]
    unknown: tuple[tuple[str, int, str], ...]
