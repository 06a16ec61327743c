"""The facts of one SQL file about the tables asked for."""

from checker.languages.sql.heads import heads
from checker.languages.sql.tables import definition
from checker.model.asked import is_asked
from checker.model.facts import FileFacts, Problem
from checker.model.place import FILE_START, span_at
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
    return facts._replace(tables=tuple(definition(text, h, span_at(text, h.start, h.end), file.context) for h in found))
