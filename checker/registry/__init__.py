"""What a workspace declares about its telemetry: its sources, each read by the format it is in, joined into one registry."""

import importlib
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from checker.contracts.noted import noted
from checker.model.config import RegistrySource
from checker.model.errors import Complaint, Unusable
from checker.model.registry import Reading, Registry
from checker.model.source import FactSource, spelled
from checker.registry import formats
from checker.registry.changes import changes
from checker.registry.files import Tree, document, fitting, is_plain
from checker.registry.index import dangling, unlisted
from checker.registry.join import join
from checker.registry.owners import unknown
from checker.registry.schemas import absent, schemas
from checker.registry.subjects import as_data

__all__ = ["WELL_KNOWN", "as_data", "changes", "foresee", "read", "schema", "stated"]

_CONTRACTS = (".yaml", ".yml", ".json", ".toml", ".md")
#: Looked at where the configuration lists no source.
WELL_KNOWN = RegistrySource("taxonomy", ("contracts/telemetry/taxonomy.v1.yaml",))


def read(root: str, sources: Sequence[RegistrySource], paths: Sequence[str], facts: FactSource, units: Iterable[str] = ()) -> Registry:
    """The registry of the workspace at `root` with the files `paths`. What is malformed becomes a complaint; the rest counts.

    `units` are the names that an owner can have; without any, owners are not held against anything.
    """
    return _held(_readings(root, sources, paths, facts), root, paths, units)


def foresee(root: str, sources: Sequence[RegistrySource]) -> None:
    """Parse the contracts that sources name outright, so that `read` finds it done. What is wrong with them is said there."""
    for path in [path for source in sources for path in source.paths if path.endswith(_CONTRACTS) and is_plain(path)]:
        with suppress(Unusable):
            document(root, path)


def stated(root: Tree, sources: Sequence[RegistrySource], paths: Sequence[str], facts: FactSource) -> Registry:
    """What the sources state, joined, and not held against the files of a workspace: of any revision."""
    return join(_readings(root, sources, paths, facts))


def schema(root: Tree, path: str) -> Any:
    """The data of a JSON Schema; None where it cannot be read, which whoever judges the schemas says."""
    try:
        return document(root, path).data
    except Unusable:
        return None


def _readings(root: Tree, sources: Sequence[RegistrySource], paths: Sequence[str], facts: FactSource) -> list[Reading]:
    if not sources:
        sources = (WELL_KNOWN,) if WELL_KNOWN.paths[0] in paths else ()
    return [_read(root, source, paths, facts) for source in sources]


def _read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    if source.format not in formats.names():
        return Reading(complaints=(Complaint("", 0, 0, f'no registry format is named "{source.format}"'),))
    format: Any = importlib.import_module(f"{formats.__name__}.{source.format.replace('-', '_')}")
    reading: Reading = format.read(root, source, paths, facts)
    return reading


def _held(readings: Sequence[Reading], root: str, paths: Sequence[str], units: Iterable[str]) -> Registry:
    """The readings joined, and held against the files and units of the workspace."""
    joined = join(readings)
    said = [event for events in joined.statements.values() for event in events]
    there = {path for path in {event.schema for event in said if event.schema} if os.path.isfile(noted(os.path.join(root, path)))}
    covered = (path for reading in readings for glob in reading.covers for path in fitting(glob, paths) if path.endswith("schema.json"))
    found = schemas(root, there.union(covered))
    return joined._replace(
        complaints=tuple(sorted({*joined.complaints, *found.malformed})),
        schemas=tuple(found.sound.items()),
        unsound=found.unsound,
        absent=absent(said, there, paths),
        unlisted=unlisted(readings, said, paths),
        dangling=dangling(root, joined.contracts, frozenset(paths)),
        unknown_owners=unknown(said, joined.variables, units),
        units=frozenset(spelled(unit) for unit in units),
    )
