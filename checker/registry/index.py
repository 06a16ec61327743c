"""The index of contracts held against the files there are: rows that lead nowhere, contracts without a row."""

import os
from collections.abc import Iterable, Iterator, Sequence

from checker.contracts import SHIPPED
from checker.contracts.noted import noted
from checker.model.registry import Contract, Event, File, Reading
from checker.registry.files import fitting

_CONTRACTS = (".yaml", ".yml", ".json", ".toml")


def dangling(root: str, rows: Iterable[Contract], paths: frozenset[str]) -> tuple[Contract, ...]:
    """The rows whose file is not there. A file that git ignores is there, too."""
    return tuple(row for row in rows if row.path not in paths and not os.path.exists(noted(os.path.join(root, row.path))))


def unlisted(readings: Sequence[Reading], events: Iterable[Event], paths: Sequence[str]) -> tuple[File, ...]:
    """The contract files without a row in any index: what the registry reads, what events state as schema, what the index covers."""
    indexes = [file for reading in readings if reading.contracts or reading.covers for file in reading.files]
    rows = {row.path for reading in readings for row in reading.contracts}
    if not indexes:
        return ()
    found: dict[str, str] = {}
    for path, why in _needed(readings, events, paths):
        if path not in rows and path not in indexes and not path.startswith(SHIPPED):
            found.setdefault(path, why)
    return tuple(File(path, why, indexes[0]) for path, why in sorted(found.items()))


def _needed(readings: Sequence[Reading], events: Iterable[Event], paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    known = frozenset(paths)
    for reading in readings:
        for file in reading.files:
            if file.endswith(_CONTRACTS):
                yield file, "the registry is read from it"
    for event in events:
        if event.schema and event.schema in known:
            yield event.schema, f"it is the schema of `{event.name}`"
    for glob in (glob for reading in readings for glob in reading.covers):
        for path in fitting(glob, paths):
            yield path, f"the index covers {glob}"
