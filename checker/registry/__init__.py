"""What a workspace declares about its telemetry: its sources, each read by the format it is in, joined into one registry."""

import importlib
from collections.abc import Sequence
from typing import Any

from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.registry import Reading, Registry
from checker.model.source import FactSource
from checker.registry import formats
from checker.registry.join import join

#: Looked at where the configuration lists no source.
WELL_KNOWN = RegistrySource("taxonomy", ("contracts/telemetry/taxonomy.v1.yaml",))


def read(root: str, sources: Sequence[RegistrySource], paths: Sequence[str], facts: FactSource) -> Registry:
    """The registry of the workspace at `root` with the files `paths`. What is malformed becomes a complaint; the rest counts."""
    if not sources:
        sources = (WELL_KNOWN,) if WELL_KNOWN.paths[0] in paths else ()
    return join([_read(root, source, paths, facts) for source in sources])


def _read(root: str, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    if source.format not in formats.names():
        return Reading(complaints=(Complaint("", 0, 0, f'no registry format is named "{source.format}"'),))
    format: Any = importlib.import_module(f"{formats.__name__}.{source.format.replace('-', '_')}")
    reading: Reading = format.read(root, source, paths, facts)
    return reading
