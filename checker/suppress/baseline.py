"""The baseline: findings that were there when telint was adopted, so that only new ones fail."""

import os
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from checker.contracts import MAX_BYTES, read, validate
from checker.contracts.document import line_column, line_starts
from checker.contracts.noted import noted
from checker.model.errors import Unusable
from checker.model.finding import Finding
from checker.model.judged import subject
from checker.model.place import Place, Span
from checker.suppress.ignores import Judged

#: Where it stands, below the root of the workspace.
FILE = ".telint-baseline.json"
_KEYS = {"path", "rule", "subject", "fingerprint"}


class Entry(NamedTuple):
    """An accepted finding: what it is known by, and what helps a reader."""

    path: str
    rule: str
    subject: str
    fingerprint: str


class Baseline(NamedTuple):
    """The entries of a baseline with the text they were read from."""

    entries: tuple[Entry, ...]
    text: str


class Accepted(NamedTuple):
    """Findings, those of the baseline marked, and its entries as rules see them (`subjects.v1.schema.json#/$defs/entry`)."""

    findings: tuple[Finding, ...]
    subjects: list[dict[str, Any]]


def load(root: str) -> Baseline | None:
    """The baseline of the workspace at `root`, None where there is none. Raises `Unusable` where it cannot be read."""
    full = noted(os.path.join(root, FILE))
    if not os.path.lexists(full):
        return None
    text = "" if os.path.islink(full) or not os.path.isfile(full) else _text(full)
    entries = _entries(text)
    return Baseline(_checked(root), text) if entries is None else Baseline(entries, text)


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(MAX_BYTES)
    except (OSError, UnicodeDecodeError):
        return ""


def _entries(text: str) -> tuple[Entry, ...] | None:
    """The entries of a file as `render` writes it, None for any other: reading with the place of everything takes fifty times as long."""
    import json  # a run without a baseline does without

    try:
        data = json.loads(text)
        rows = data["findings"] if data["version"] == 1 and len(data) == 2 else None
        sound = isinstance(rows, list) and all(row.keys() == _KEYS and all(isinstance(v, str) for v in row.values()) for row in rows)
        return tuple(Entry(**row) for row in rows) if sound and rows is not None else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _checked(root: str) -> tuple[Entry, ...]:
    """The entries of a file that somebody has edited, or every complaint about it."""
    document = read(root, FILE)
    complaints = validate(document, "baseline.v1")
    if complaints:
        raise Unusable(*complaints)
    return tuple(Entry(**row) for row in document.data["findings"])


def accepted(findings: tuple[Finding, ...], baseline: Baseline, judged: Judged) -> Accepted:
    """`findings` held against the baseline; one that is ignored beside the code needs no entry."""
    known = {entry.fingerprint for entry in baseline.entries}
    marked = tuple(f._replace(suppressed="baseline") if f.fingerprint in known and not f.suppressed else f for f in findings)
    found = {f.fingerprint for f in marked if f.suppressed == "baseline"}
    idle = [entry for entry in baseline.entries if _is_idle(entry, found, judged)]
    return Accepted(marked, [_subject(entry, place) for entry, place in _placed(idle, baseline.text)])


def _is_idle(entry: Entry, found: set[str], judged: Judged) -> bool:
    """A rule that did not run and a file that was not read in full leave it open; a rule that is gone finds nothing more."""
    told = entry.rule in judged.ran or entry.rule not in judged.known
    return told and entry.path not in judged.unread and entry.fingerprint not in found


def _placed(entries: Iterable[Entry], text: str) -> Iterator[tuple[Entry, Place]]:
    """Entries, in the order of the file, with the place of their fingerprints in it."""
    starts, at = line_starts(text), 0
    for entry in entries:
        at = max(text.find(f'"{entry.fingerprint}"', at), at)
        line, column = line_column(starts, at)
        yield entry, Place(FILE, Span(at, at, line, column, line, column))


def _subject(entry: Entry, place: Place) -> dict[str, Any]:
    return subject(*place, rule=entry.rule, file=entry.path, about=entry.subject, fingerprint=entry.fingerprint, idle=True)


def entries_of(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """What a baseline holds that accepts these findings: those that nothing else answers for, and that do not speak of the baseline."""
    open_ones = (f for f in findings if not f.suppressed and f.path != FILE)
    return tuple(sorted({Entry(f.path, f.rule, f.subject, f.fingerprint) for f in open_ones}))


def render(entries: Iterable[Entry]) -> str:
    """The file that holds these entries, one a line."""
    import json

    listed = ",\n".join(f"    {json.dumps(entry._asdict())}" for entry in entries)
    return '{\n  "version": 1,\n  "findings": [' + (f"\n{listed}\n  " if listed else "") + "]\n}\n"
