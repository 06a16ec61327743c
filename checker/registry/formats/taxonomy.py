"""The native form: families of events in YAML (`contracts/schema/taxonomy.v1.schema.json`)."""

from collections.abc import Sequence

from checker.contracts import SHIPPED, Document, validate
from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.registry import Reading
from checker.model.source import FactSource
from checker.registry.checks import faults, twice
from checker.registry.files import documents
from checker.registry.rows import Row, event_of, prefix, rows

FORMAT = "taxonomy"


def read(root: str, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """The events of all files of the source. What is malformed becomes a complaint; the other rows and fields still count."""
    read_, files, complaints = documents(root, source.paths, paths)
    found: list[tuple[Document, Row]] = []
    for each in read_:
        here = [*rows(each)]
        found += [(each, row) for row in here]
        # Shipped files are held against their schema by the test suite.
        complaints += () if each.path.startswith(SHIPPED) else validate(each, "taxonomy.v1.schema.json")
        complaints += faults(root, each, here)
    complaints += twice(found)
    return _reading(found, complaints, files)


def _reading(found: Sequence[tuple[Document, Row]], complaints: Sequence[Complaint], files: tuple[str, ...]) -> Reading:
    first = {row.name: row for _, row in reversed(found) if row.name}
    named = [(each, row) for each, row in found if first.get(row.name) is row]
    prefixes = dict.fromkeys(p for each, row in found if (p := prefix(each, row)))
    return Reading(tuple(event_of(each, row, FORMAT) for each, row in named), tuple(prefixes), tuple(sorted(set(complaints))), files)
