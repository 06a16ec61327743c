"""What can be wrong in a taxonomy beyond its schema: names twice, classes and ways out that do not fit, paths that lead nowhere."""

from collections.abc import Iterator, Sequence

from checker.contracts import Document, complain, position
from checker.model.errors import Complaint
from checker.registry.files import stays
from checker.registry.rows import Row, families
from checker.registry.words import class_range, is_date, session_fault, transmissions


def faults(document: Document, rows: Sequence[Row]) -> Iterator[Complaint]:
    """All complaints about a document; one about an inherited field comes once for each event that inherits it."""
    yield from _families_twice(document)
    for row in rows:
        yield from _class(document, row)
        yield from _session(document, row)
        yield from _expires(document, row)
        yield from _schema(document, row)


def _families_twice(document: Document) -> Iterator[Complaint]:
    first = dict[str, int]()
    for at, family in families(document):
        name = family.get("family")
        if isinstance(name, str):
            line = position(document, (*at, "family"))[0]
            if first.setdefault(name, line) != line:
                yield complain(document, (*at, "family"), f'the family "{name}" is there already, on line {first[name]}')


def _class(document: Document, row: Row) -> Iterator[Complaint]:
    text, transmission = row.text("sensitivity"), row.text("transmission")
    high = class_range(text)[1]
    if text and not high and text[:1] == "S" and text[:2] > text[-2:]:
        yield complain(document, row.stated["sensitivity"], f'the range "{text}" runs downwards')
    if transmission and transmission not in transmissions(high):
        own = [field for field in ("transmission", "sensitivity") if row.stated.get(field, ())[: len(row.at)] == row.at]
        allowed = " or ".join(transmissions(high))
        yield complain(document, row.stated[(own or ["transmission"])[0]], f"{high} may not be {transmission}, only {allowed}")


def _session(document: Document, row: Row) -> Iterator[Complaint]:
    session = row.text("session")
    fault = session_fault(session) if session else ""
    if fault:
        yield complain(document, row.stated["session"], f'no session id can match "{session[:80]}": {fault}')


def _expires(document: Document, row: Row) -> Iterator[Complaint]:
    text = row.text("expires")
    if text and not is_date(text):
        yield complain(document, row.stated["expires"], f'there is no date "{text[:20]}"')


def _schema(document: Document, row: Row) -> Iterator[Complaint]:
    path = row.text("schema")
    if not stays(path):
        yield complain(document, row.stated["schema"], f'"{path}" leads out of the workspace')
