"""TOML with places. The standard parser gives none, so keys are found again by a scan of the lines, held against the data."""

import re
from typing import Any

from checker.contracts.build import MAX_DEPTH
from checker.contracts.document import NO_PARTS, Fault, Node, leaf, line_starts

_PART = r"(?:[A-Za-z0-9_-]++|\"[^\"\n]*\"|'[^'\n]*')"
_PATH = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*\[(\[)?[ \t]*({_PATH})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_PATH})[ \t]*=[ \t]*")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
#: The standard parser takes time that grows with the square of the parts of a key.
_DEEP = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}[ \t]*\.[ \t]*){{{MAX_DEPTH}}}")
_FENCES = ('"""', "'''")

_Places = dict[tuple[str | int, ...], tuple[tuple[int, int], tuple[int, int]]]


def parse(text: str) -> tuple[Any, Node]:
    """The data of a TOML text with its places. Dates become text, inline tables have the place of their key."""
    import tomllib

    if deep := _DEEP.search(text):
        raise Fault((deep.start(), f"nested more than {MAX_DEPTH} levels deep"))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Fault(_fault(text, str(error))) from error
    except ValueError as error:
        # A number of thousands of digits, or a date that no calendar has.
        raise Fault((0, f"not TOML: {str(error).partition(';')[0]}")) from error
    except RecursionError as error:
        raise Fault((0, f"nested more than {MAX_DEPTH} levels deep")) from error
    places = _scan(text, data)
    _scan_items(text, data, places)
    return _tree(data, places, (), leaf(0, len(text)))


def _fault(text: str, message: str) -> tuple[int, str]:
    found = _PLACE.search(message)
    words = "not TOML: " + _PLACE.sub("", message).strip()
    if found is None or found[1] is None:
        return len(text), words
    return line_starts(text)[int(found[1]) - 1] + int(found[2]) - 1, words


def _scan(text: str, data: dict[str, Any]) -> _Places:
    places, tables = _Places(), dict[tuple[str | int, ...], int]()
    table: tuple[str | int, ...] = ()
    fence = ""
    offset = 0
    for line in text.splitlines(keepends=True):
        if fence:
            fence = "" if fence in line else fence
        elif (header := _HEADER.match(line)) and (path := _table(header, tables, data)) is not None:
            table = path
            at = offset + header.start(2), offset + header.end(2)
            places.setdefault(table, (at, at))
        elif key := _KEY.match(line):
            _note(key, table, offset, line, places)
            fence = next((f for f in _FENCES if line.count(f) == 1), "")
        offset += len(line)
    return places


def _scan_items(text: str, data: Any, places: _Places) -> None:
    """The places of the texts in lists, looked for in order behind their key."""
    for path, (_, value) in list(places.items()):
        items, at = _at(data, path), value[0]
        for number, item in enumerate(items if isinstance(items, list) else ()):
            found = [(text.find(f"{quote}{item}{quote}", at), len(f"{item}") + 2) for quote in "\"'"] if isinstance(item, str) else []
            start, length = min((pair for pair in found if pair[0] >= 0), default=(-1, 0))
            if start >= 0:
                at = start + length
                places.setdefault((*path, number), ((start, at), (start, at)))


def _note(key: "re.Match[str]", table: tuple[str | int, ...], offset: int, line: str, places: _Places) -> None:
    at = offset + key.start(1), offset + key.end(1)
    value = offset + key.end(), offset + max(len(line.rstrip()), key.end())
    path = table
    for name in _names(key[1]):
        path = (*path, name)
        places.setdefault(path, (at, value))


def _table(header: "re.Match[str]", tables: dict[tuple[str | int, ...], int], data: Any) -> tuple[str | int, ...] | None:
    """The path of a table header, with the position where it is a table of a list; None where the data holds no such table."""
    path: tuple[str | int, ...] = ()
    for name in _names(header[2]):
        path = (*path, tables[path], name) if path in tables else (*path, name)
    if header[1]:
        tables[path] = tables.get(path, -1) + 1
    path = (*path, tables[path]) if path in tables else path
    return path if isinstance(_at(data, path), dict) else None


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _names(path: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_PART, path)]


def _tree(value: Any, places: _Places, path: tuple[str | int, ...], above: Node) -> tuple[Any, Node]:
    if len(path) > MAX_DEPTH:
        raise Fault((above.start, f"nested more than {MAX_DEPTH} levels deep"))
    start, end = places[path][1] if path in places else (above.start, above.end)
    here = leaf(start, end)
    if isinstance(value, dict):
        parts = {name: _tree(part, places, (*path, name), here) for name, part in value.items()}
        keys = {name: places[(*path, name)][0] for name in value if (*path, name) in places}
        return {name: part[0] for name, part in parts.items()}, Node(start, end, keys, {k: p[1] for k, p in parts.items()})
    if isinstance(value, list):
        items = [_tree(item, places, (*path, i), here) for i, item in enumerate(value)]
        return [item[0] for item in items], Node(start, end, {}, dict(enumerate(item[1] for item in items)) or NO_PARTS)
    return (value if isinstance(value, str | int | float | bool) else str(value)), here
