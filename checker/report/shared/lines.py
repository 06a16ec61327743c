"""JSON with one line an entry of each top-level list: quick to write, readable in a diff, the same bytes for the same input."""

import json
from collections.abc import Mapping

from checker.report.shared.visible import encodable


def dumps(document: Mapping[str, object]) -> str:
    members = (f"  {json.dumps(key)}: {_member(value)}" for key, value in document.items())
    return "{\n" + ",\n".join(members) + "\n}\n"


def pretty(document: object) -> str:
    """JSON with a line for everything, for documents that are nested deeper."""
    return json.dumps(_clean(document), indent=2) + "\n"


def _member(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"    {_compact(item)}" for item in value) + "\n  ]"
    return _compact(value)


def _compact(value: object) -> str:
    # ASCII output: every control and bidirectional character is escaped.
    return json.dumps(_clean(value))


def _clean(value: object) -> object:
    match value:
        case str():
            return encodable(value)
        case dict():
            return {encodable(key): _clean(item) for key, item in value.items()}
        case list() | tuple():
            return [_clean(item) for item in value]
        case _:
            return value
