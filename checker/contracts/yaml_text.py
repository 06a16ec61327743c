"""YAML as parse events: the safe subset of version 1.2 that contracts need, read by the C parser.

Scalars follow the 1.2 core schema: `no` and `2027-06-30` are text. Tags are refused.
"""

import re
from collections.abc import Iterator
from typing import Any

from checker.contracts.build import Event, build
from checker.contracts.document import Fault, Node

_CONSTANTS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_CONSTANTS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
#: 18 digits fit into 64 bits; a longer whole number is text, as is a float beyond the range of a double.
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(?:(?:\.[0-9]{1,40}|[0-9]{1,40}\.[0-9]{0,40})(?:[eE][-+]?[0-9]{1,2})?|[0-9]{1,40}[eE][-+]?[0-9]{1,2})\Z")


def parse(text: str) -> tuple[Any, Node]:
    """The data of a YAML text with its places."""
    import yaml

    try:
        return build(_events(text))
    except yaml.reader.ReaderError as error:
        # The C reader counts bytes.
        raise Fault((len(text.encode()[: error.position].decode(errors="ignore")), f"not YAML: {error.reason}")) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = min(mark.index, len(text)) if mark else 0
        raise Fault((offset, f"not YAML: {error.problem or error.context}")) from error


def _events(text: str) -> Iterator[Event]:
    import yaml

    # By type and not by `isinstance`: this loop is most of what reading a contract costs.
    kinds = {yaml.MappingStartEvent: "map", yaml.SequenceStartEvent: "list", yaml.ScalarEvent: "value"}
    kinds |= {yaml.MappingEndEvent: "end", yaml.SequenceEndEvent: "end", yaml.AliasEvent: "alias"}
    parser = yaml.CSafeLoader(text)
    documents = 0
    try:
        while (event := parser.get_event()) is not None:
            kind = kinds.get(type(event))
            if kind is not None:
                yield _event(kind, event)
            elif type(event) is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise Fault((event.start_mark.index if event.start_mark else 0, "more than one document"))
    finally:
        parser.dispose()


def _event(kind: str, event: Any) -> Event:
    start, end = event.start_mark.index, event.end_mark.index
    if kind == "end":
        return kind, None, start, end, ""
    if kind == "alias":
        return kind, event.anchor, start, end, ""
    if event.tag is not None:
        raise Fault((start, f'tags are not read: "{event.tag}"'))
    if kind == "value":
        return kind, event.value if event.style else _plain(event.value), start, end, event.anchor or ""
    return kind, None, start, start, event.anchor or ""


def _plain(text: str) -> Any:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "0123456789.+-":
        return text
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text
