"""The facts of one SQL file about the tables asked for."""

from collections.abc import Iterator

from checker.languages.sql.heads import Head, heads
from checker.languages.sql.tables import definition
from checker.model.asked import is_asked
from checker.model.facts import FileFacts, Problem
from checker.model.place import FILE_START, Span
from checker.model.source import Source


def extract(source: Source, names: frozenset[str]) -> FileFacts:
    """What the file makes or changes of the tables `names`; `x*` stands for every table whose name starts so."""
    file = source.file
    facts = FileFacts(file.path, file.language, file.module)
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return facts._replace(problems=(Problem(FILE_START, "not valid UTF-8"),))
    found = [h for h in heads(text) if h.verb != "insert" and is_asked(h.table, names)]
    spans = _spans(text, found)
    return facts._replace(tables=tuple(definition(text, h, span, file.context) for h, span in zip(found, spans, strict=True)))


def _spans(text: str, found: list[Head]) -> Iterator[Span]:
    """The places of heads in their order, by one pass over the text."""
    line, column, offset, at = 1, 1, 0, 0
    for head in found:
        ends = []
        for place in (head.start, head.end):
            passed = text[at:place]
            line += passed.count("\n")
            column = column + len(passed) if "\n" not in passed else len(passed) - passed.rfind("\n")
            offset, at = offset + len(passed.encode("utf-8", "replace")), place
            ends.append((offset, line, column))
        (start, first, left), (end, last, right) = ends
        yield Span(start, end, first, left, last, right)
