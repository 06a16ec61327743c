"""What a workspace declares about its telemetry: its sources, each read by the format it is in, joined into one registry."""

import importlib
import os
from collections.abc import Sequence
from typing import Any

from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.registry import Reading, Registry
from checker.model.source import FactSource
from checker.registry import formats
from checker.registry.join import join
from checker.registry.schemas import schemas

#: Looked at where the configuration lists no source.
WELL_KNOWN = RegistrySource("taxonomy", ("contracts/telemetry/taxonomy.v1.yaml",))


def read(root: str, sources: Sequence[RegistrySource], paths: Sequence[str], facts: FactSource) -> Registry:
    """The registry of the workspace at `root` with the files `paths`. What is malformed becomes a complaint; the rest counts."""
    if not sources:
        sources = (WELL_KNOWN,) if WELL_KNOWN.paths[0] in paths else ()
    return _with_schemas(root, join([_read(root, source, paths, facts) for source in sources]))


def _with_schemas(root: str, known: Registry) -> Registry:
    """The registry with the JSON Schemas that its events state and that are there."""
    found = schemas(root, (e.schema for e in known.events.values() if e.schema and os.path.isfile(os.path.join(root, e.schema))))
    return known._replace(schemas=tuple(found.sound.items()), complaints=tuple(sorted({*known.complaints, *found.malformed})))


def _read(root: str, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    if source.format not in formats.names():
        return Reading(complaints=(Complaint("", 0, 0, f'no registry format is named "{source.format}"'),))
    format: Any = importlib.import_module(f"{formats.__name__}.{source.format.replace('-', '_')}")
    reading: Reading = format.read(root, source, paths, facts)
    return reading
