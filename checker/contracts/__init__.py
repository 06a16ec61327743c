"""Reading the files that users write (contracts, rules, configuration) so that every complaint has its line and column."""

from checker.contracts.document import Document, Pointer, complain, part, position, span
from checker.contracts.load import MAX_BYTES, SHIPPED, glance, load, read
from checker.contracts.nearest import nearest, suggestion
from checker.contracts.validate import validate

__all__ = [
    "MAX_BYTES",
    "SHIPPED",
    "Document",
    "Pointer",
    "complain",
    "glance",
    "load",
    "nearest",
    "part",
    "position",
    "read",
    "span",
    "suggestion",
    "validate",
]
