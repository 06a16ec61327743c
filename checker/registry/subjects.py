"""The registry as subjects that rules judge: the shapes of `contracts/schema/subjects.v1.schema.json`."""

from collections.abc import Sequence
from typing import Any

from checker.contracts import nearest
from checker.model.errors import Complaint
from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.place import FILE_START, Place, Span
from checker.model.registry import Contract, Disagreement, File, Owner, Registry

_Subject = dict[str, Any]


def as_data(registry: Registry) -> dict[str, list[_Subject]]:
    """Every subject by kind; `_place` and `_related` ride along for the finding. `owner` and `file` are those with something wrong."""
    missing = frozenset(row.place for row in registry.dangling)
    return {
        "contract": [
            *(_contract(complaint, "malformed") for complaint in registry.complaints),
            *(_contract(complaint, "unsound") for complaint in registry.unsound),
            *(_contract(complaint, "absent") for complaint in registry.absent),
        ],
        "statement": [_statement(found) for found in registry.disagreements],
        "owner": [_owner(owner) for owner in registry.unknown_owners],
        "file": [_file(file) for file in registry.unlisted],
        "row": [_row(row, row.place in missing, registry.files) for row in registry.contracts],
    }


def _contract(complaint: Complaint, fault: str) -> _Subject:
    line, column = max(complaint.line, 1), max(complaint.column, 1)
    place = Place(complaint.path, Span(0, 0, line, column, line, column))
    return {**subject(*place), "message": complaint.message, "fault": fault}


def _statement(found: Disagreement) -> _Subject:
    said = f"{found.other_words} here" if found.field else "listed here first"
    return {
        **subject(*found.place, (Related(found.other, said),)),
        "event": found.event,
        "field": found.field,
        "words": found.words,
        "source": found.source,
        "other_words": found.other_words,
        "other_source": found.other_source,
        "other_path": found.other.path,
        "other_line": found.other.span.line,
    }


def _owner(owner: Owner) -> _Subject:
    return {**subject(*owner.place), "name": owner.name, "of": owner.of, "nearest": owner.nearest}


def _file(file: File) -> _Subject:
    index = Related(Place(file.unlisted_in, FILE_START), "the index")
    return {**subject(*Place(file.path, FILE_START), (index,)), "why": file.why, "index": file.unlisted_in}


def _row(row: Contract, missing: bool, files: Sequence[str]) -> _Subject:
    return {
        **subject(*row.path_place),
        "id": row.id,
        "target": row.path,
        "kind": row.kind,
        "owner": row.owner,
        "description": row.description,
        "there": not missing,
        "nearest": nearest(row.path, files) if missing else "",
    }
