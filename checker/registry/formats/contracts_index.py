"""The index of a workspace's contracts: `contracts`, each with `{id, path, owner, kind, description, enforced_by}`."""

from collections.abc import Iterator, Sequence

from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.registry import Contract, Reading
from checker.model.source import FactSource
from checker.registry.entries import Entry, faults, listed, misshapen, twice
from checker.registry.files import Tree, documents, stays

FORMAT = "contracts-index"
_OPTIONAL: dict[str, type] = {"owner": str, "kind": str, "description": str, "enforced_by": list}


def read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """The rows of the source; an id or a path that is there twice is a complaint. `covers` names globs of files that need a row."""
    found, files, complaints = documents(root, source.paths, paths)
    entries = [entry for document in found for entry in listed(document, "contracts")]
    complaints += (c for document in found for c in misshapen(document, "contracts", list))
    complaints += (c for entry in entries for c in _faults(entry))
    complaints += twice(((entry.text("id"), entry, "id") for entry in entries), "id")
    complaints += twice(((entry.text("path"), entry, "path") for entry in entries), "path")
    covers = tuple(glob.strip() for glob in dict(source.options).get("covers", "").split(",") if glob.strip())
    rows = tuple(_row(entry) for entry in entries if entry.text("path") and stays(entry.text("path")))
    return Reading(complaints=tuple(complaints), files=files, contracts=rows, covers=covers)


def _faults(entry: Entry) -> Iterator[Complaint]:
    yield from faults(entry, {"id": str, "path": str}, _OPTIONAL)
    if not stays(entry.text("path")):
        yield entry.wrong("path", f'"{entry.text("path")}" leads out of the workspace')


def _row(entry: Entry) -> Contract:
    fields = (entry.text(field) for field in ("kind", "owner", "description"))
    return Contract(entry.text("id"), entry.place("id"), entry.text("path"), entry.place("path"), *fields)
