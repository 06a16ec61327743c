"""The native form: families of events in YAML (`contracts/schema/taxonomy.v1.schema.json`)."""

from collections.abc import Sequence

from checker.contracts import SHIPPED, Document, validate
from checker.model.config import RegistrySource
from checker.model.registry import Reading
from checker.model.source import FactSource
from checker.registry.checks import faults
from checker.registry.files import Tree, documents
from checker.registry.rows import Row, event_of, prefix, rows
from checker.registry.statements import repeated

FORMAT = "taxonomy"


def read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """The events of all files of the source. What is malformed becomes a complaint; the other rows and fields still count."""
    read_, files, complaints = documents(root, source.paths, paths)
    found: list[tuple[Document, Row]] = []
    for each in read_:
        here = [*rows(each)]
        found += [(each, row) for row in here]
        # Shipped files are held against their schema by the test suite.
        complaints += () if each.path.startswith(SHIPPED) else validate(each, "taxonomy.v1.schema.json")
        complaints += faults(each, here)
    events, again = repeated(event_of(each, row, FORMAT) for each, row in found if row.name)
    prefixes = dict.fromkeys(p for each, row in found if (p := prefix(each, row)))
    return Reading(events, tuple(prefixes), tuple(sorted(set(complaints))), files, repeated=again)
