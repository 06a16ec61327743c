"""Declared environment variables: `variables` with owner, kind and description, or the tables of a Markdown page."""

import re
from collections.abc import Iterator, Sequence

from checker.contracts import Document, part
from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.place import Place
from checker.model.registry import Reading, Variable
from checker.model.source import FactSource
from checker.registry.entries import Entry, faults, listed, misshapen, twice
from checker.registry.files import Tree, documents, is_page

FORMAT = "env-registry"

_OPTIONAL: dict[str, type] = {"owner_crate": str, "kind": str, "description": str}
_HEADINGS = ("variable", "env", "environment variable", "name")
_CODE = re.compile(r"`([^`]+)`")
#: Names as shells take them. One of lower-case letters alone is more often a command or a package than a variable.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """The variables of the source: those of a list first state owner and kind, those of a page what they are for."""
    found, files, complaints = documents(root, source.paths, paths)
    lists = [document for document in found if not is_page(document)]
    entries = [entry for document in lists for entry in listed(document, "variables")]
    complaints += (c for document in lists for c in misshapen(document, "variables", list))
    complaints += (c for entry in entries for c in _faults(entry))
    complaints += twice(((entry.text("name"), entry, "name") for entry in entries), "variable")
    variables = [_variable(entry) for entry in entries if entry.text("name")]
    variables += (variable for document in found if is_page(document) for variable in _on_page(document))
    return Reading(complaints=tuple(complaints), files=files, variables=tuple(variables))


def _faults(entry: Entry) -> Iterator[Complaint]:
    yield from faults(entry, {"name": str}, _OPTIONAL)
    name = entry.text("name")
    if name and not _NAME.match(name):
        yield entry.wrong("name", f'"{name[:80]}" cannot be the name of an environment variable')


def _variable(entry: Entry) -> Variable:
    default = entry.data.get("default")
    return Variable(
        entry.text("name"),
        entry.place("name"),
        "registry",
        entry.text("owner_crate"),
        entry.text("kind"),
        "" if default is None else str(default).lower() if isinstance(default, bool) else str(default),
        entry.text("description"),
        entry.place("owner_crate") if entry.text("owner_crate") else None,
    )


def _on_page(document: Document) -> Iterator[Variable]:
    """The names in the first column of each table that is headed so, with the next column as what they are for."""
    for number, table in enumerate(document.data):
        if not table["columns"] or table["columns"][0].strip("`* ").lower() not in _HEADINGS:
            continue
        for at, row in enumerate(table["rows"]):
            pointer = (number, "rows", at, 0)
            for name in _CODE.finditer(row[0]) if row else ():
                if _NAME.match(name[1]) and not name[1].islower():
                    place = Place(document.path, part(document, pointer, *name.span(1)))
                    yield Variable(name[1], place, "page", description=row[1] if row[1:] else "")
