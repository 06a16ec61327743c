"""The form in which rules see what is judged: plain values, with the place for the finding beside them."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from checker.model.finding import Related
from checker.model.place import Place, Span

Subject: TypeAlias = dict[str, Any]


def subject(path: str, span: Span, related: Sequence[Related] = (), **fields: Any) -> Subject:
    """A subject of `contracts/schema/subjects.v1.schema.json` at a place."""
    place = {"path": path, "line": span.line, "column": span.column, "_place": Place(path, span), "_related": tuple(related)}
    return {**place, **fields}
