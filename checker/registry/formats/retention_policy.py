"""How long tables are kept: `tables` with `kind`, `days` and `time_column` for each."""

from collections.abc import Iterator, Sequence

from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.registry import Reading, Retention
from checker.model.source import FactSource
from checker.registry.entries import Entry, faults, misshapen, named
from checker.registry.files import Tree, documents

FORMAT = "retention-policy"
#: What a kind needs beside its name.
_NEEDS: dict[str, tuple[str, ...]] = {
    "days": ("days", "time_column"),
    "ms_days": ("days", "time_column"),
    "expires_lt_now": ("time_column",),
    "manual": (),
    "keep_forever": (),
}
_TYPES: dict[str, type] = {"days": int, "time_column": str}


def read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """The rule of each table of the source. A rule that is malformed is a complaint; what it states in good order still counts."""
    found, files, complaints = documents(root, source.paths, paths)
    entries = [entry for document in found for entry in named(document, "tables")]
    complaints += (c for document in found for c in misshapen(document, "tables", dict))
    complaints += (c for entry in entries for c in _faults(entry))
    return Reading(complaints=tuple(complaints), files=files, retention=tuple(_rule(entry) for entry in entries))


def _faults(entry: Entry) -> Iterator[Complaint]:
    kind = entry.text("kind")
    needed = {field: _TYPES[field] for field in _NEEDS.get(kind, ())}
    yield from faults(entry, {"kind": str, **needed}, {field: type for field, type in _TYPES.items() if field not in needed})
    if kind and kind not in _NEEDS:
        yield entry.wrong("kind", f'no kind of rule is named "{kind[:40]}"; there are {", ".join(_NEEDS)}')
    if "days" in needed and entry.number("days") < 1 and isinstance(entry.data.get("days"), int):
        yield entry.wrong("days", f'"days" must be at least 1, not {entry.data["days"]}')


def _rule(entry: Entry) -> Retention:
    return Retention(
        entry.name,
        entry.place(),
        entry.text("kind"),
        max(entry.number("days"), 0),
        entry.place("days"),
        entry.text("time_column"),
        entry.place("time_column"),
    )
