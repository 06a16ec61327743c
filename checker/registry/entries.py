"""The entries of contracts in other forms than ours: what each states, where, and what is missing or of the wrong type in it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.contracts import Document, complain, span
from checker.model.errors import Complaint
from checker.model.place import Place

_WORDS: dict[type, str] = {str: "text", int: "a whole number", list: "a list", dict: "a mapping", bool: "true or false", float: "a number"}


class Entry(NamedTuple):
    """A mapping in a document, `at` its pointer. `name` is its key where a mapping holds it."""

    document: Document
    at: tuple[str | int, ...]
    data: dict[str, Any]
    name: str = ""

    def text(self, field: str) -> str:
        """The field where it is text, else `""`."""
        value = self.data.get(field)
        return value if isinstance(value, str) else ""

    def number(self, field: str) -> int:
        """The field where it is a whole number, else 0."""
        value = self.data.get(field)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def wrong(self, field: str, message: str) -> Complaint:
        """A complaint about the field's value."""
        return complain(self.document, (*self.at, field), message)

    def place(self, field: str = "") -> Place:
        """Where the field's value stands; the entry, where it has no such field or none is named."""
        found = field in self.data
        at = (*self.at, field) if found else self.at
        return Place(self.document.path, span(self.document, at, key=not found and bool(self.name)))


def listed(document: Document, key: str) -> Iterator[Entry]:
    """The mappings in the list at `key` of the document."""
    found = document.data.get(key) if isinstance(document.data, dict) else None
    for number, entry in enumerate(found if isinstance(found, list) else ()):
        if isinstance(entry, dict):
            yield Entry(document, (key, number), merged(entry))


def named(document: Document, key: str) -> Iterator[Entry]:
    """The mappings in the mapping at `key` of the document, each with its name."""
    found = document.data.get(key) if isinstance(document.data, dict) else None
    for name, entry in (found if isinstance(found, dict) else {}).items():
        if isinstance(entry, dict):
            yield Entry(document, (key, name), merged(entry), name)


def merged(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry with what it takes over by a merge key (`<<: *defaults`); what it states itself counts first."""
    if "<<" not in entry:
        return entry
    taken = entry["<<"] if isinstance(entry["<<"], list) else [entry["<<"]]
    below = {key: value for each in reversed(taken) if isinstance(each, dict) for key, value in each.items()}
    return below | {key: value for key, value in entry.items() if key != "<<"}


def misshapen(document: Document, key: str, kind: type) -> Iterator[Complaint]:
    """What keeps the document from holding entries at `key`: no mapping, no such key, not a list or mapping (`kind`), odd entries in it."""
    if not isinstance(document.data, dict):
        yield complain(document, (), f'the file must be a mapping with the key "{key}", not {_word(document.data)}')
    elif key not in document.data:
        yield complain(document, (), f'the key "{key}" is missing')
    elif not isinstance(document.data[key], kind):
        yield complain(document, (key,), f'"{key}" must be {_WORDS[kind]}, not {_word(document.data[key])}')
    else:
        found = document.data[key]
        for step, entry in enumerate(found) if isinstance(found, list) else found.items():
            if not isinstance(entry, dict):
                yield complain(document, (key, step), f'each entry of "{key}" must be a mapping, not {_word(entry)}')


def faults(entry: Entry, required: Mapping[str, type], optional: Mapping[str, type] | None = None) -> Iterator[Complaint]:
    """What is missing, empty or of the wrong type in an entry. Keys that neither names are the workspace's own."""
    for field, kind in required.items():
        value = entry.data.get(field)
        if field not in entry.data:
            yield complain(entry.document, entry.at, f'the key "{field}" is missing{_inside(entry, field)}', key=bool(entry.name))
        elif type(value) is not kind:
            yield _mistyped(entry, field, kind)
        elif value == "":
            yield entry.wrong(field, f'"{field}" is empty')
    for field, kind in (optional or {}).items():
        if field in entry.data and type(entry.data[field]) is not kind:
            yield _mistyped(entry, field, kind)


def _mistyped(entry: Entry, field: str, kind: type) -> Complaint:
    return entry.wrong(field, f'"{field}" must be {_WORDS[kind]}, not {_word(entry.data[field])}')


def twice(entries: Iterator[tuple[str, Entry, str]], what: str) -> Iterator[Complaint]:
    """Entries whose name another has already, each after the first; given as name, entry and the field that holds the name."""
    first = dict[str, Place]()
    for name, entry, field in entries:
        place = entry.place(field)
        before = first.setdefault(name, place)
        if name and before is not place:
            where = f"{before.path}:{before.span.line}" if before.path != place.path else f"on line {before.span.line}"
            yield complain(entry.document, (*entry.at, field), f'the {what} "{name}" is there already, {where}')


def _inside(entry: Entry, field: str) -> str:
    name = entry.name or next((entry.text(key) for key in ("name", "id") if key != field and entry.text(key)), "")
    return f' in "{name}"' if name else ""


def _word(value: Any) -> str:
    return _WORDS.get(type(value), "nothing")
