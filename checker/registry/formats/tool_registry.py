"""The tools that an MCP server offers: `tools`, each with `name` and `description`."""

from collections.abc import Sequence

from checker.model.config import RegistrySource
from checker.model.registry import Reading, Tool
from checker.model.source import FactSource
from checker.registry.entries import faults, listed, misshapen, twice
from checker.registry.files import Tree, documents

FORMAT = "tool-registry"


def read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """The tools of the source, in its order; a name that is there twice is a complaint."""
    found, files, complaints = documents(root, source.paths, paths)
    entries = [entry for document in found for entry in listed(document, "tools")]
    complaints += (c for document in found for c in misshapen(document, "tools", list))
    complaints += (c for entry in entries for c in faults(entry, {"name": str}, {"description": str}))
    complaints += twice(((entry.text("name"), entry, "name") for entry in entries), "tool")
    tools = tuple(Tool(entry.text("name"), entry.place("name"), entry.text("description")) for entry in entries if entry.text("name"))
    return Reading(complaints=tuple(complaints), files=files, tools=tools)
