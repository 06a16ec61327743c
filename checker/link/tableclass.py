"""The classes stated for a table: in the comments of the statement that makes it, on its columns, in its file's header, in the registry."""

import re
from collections.abc import Iterator

from checker.link.annotations import annotations
from checker.link.program import Program
from checker.link.prose import prose as read_prose
from checker.model.facts import Comment, Table
from checker.model.registry import Registry
from checker.model.subject import Annotation

#: A comment on a column that starts with a class: `-- S2: stable repo label`, `-- S1`.
_ON_COLUMN = re.compile(r"(S[0-3])(?:\s?[-\u2013]\s?(S[0-3]))?(?:\s*[:\u2014\u2013-]|\s*\Z)")


def classes(
    program: Program, name: str, said: tuple[tuple[str, Table], ...], registry: Registry, prose: bool
) -> tuple[Annotation, ...]:
    """The classes stated for the table `name`, nearest first: on it, on its columns (their highest), in the file, in the registry."""
    found = [a for path, table in said for a in _on_table(path, table, prose)]
    found += [a for path, table in said for a in _on_columns(path, table)]
    found += [a for path, _ in said for a in _on_module(program, path, prose)]
    found += _registered(name, registry)
    return tuple(dict.fromkeys(a for a in found if a.low))


def _on_table(path: str, table: Table, prose: bool) -> Iterator[Annotation]:
    comment = Comment(table.notes, (table.span,) * len(table.notes), "type", table.span.start)
    stated = list(annotations(path, comment, "type"))
    yield from (a._replace(span=table.span) for a in (stated or (read_prose(path, comment, "type") if prose else ())))


def _on_columns(path: str, table: Table) -> Iterator[Annotation]:
    found = [(m[1], m[2] or m[1]) for note in table.notes if (m := _ON_COLUMN.match(note))]
    if found:
        low, high = min(a for a, _ in found), max(b for _, b in found)
        yield Annotation(path, table.span, low, high, (), "type", "prose")


def _on_module(program: Program, path: str, prose: bool) -> Iterator[Annotation]:
    for comment in program.files[path].comments if path in program.files else ():
        if comment.level == "module":
            stated = list(annotations(path, comment, "module"))
            yield from stated or (read_prose(path, comment, "module") if prose else ())


def _registered(name: str, registry: Registry) -> Iterator[Annotation]:
    rows = [e for e in registry.events.values() if e.store == name and e.low]
    if rows:
        low, high = min(e.low for e in rows), max(e.high for e in rows)
        yield Annotation(rows[0].place.path, rows[0].place.span, low, high, (), "registry", "registry")
