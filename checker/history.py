"""The runs over a workspace, in an SQLite file: what `telint audit --history` records, and the trend it draws from it.

The file can come from anywhere, also from a hostile checkout, so nothing in it is run: a file whose tables are not exactly ours (a view or
a trigger would be code) is refused, and so is one that is no database. It is never repaired or replaced. Writers wait for each other.
"""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing

from checker.model.errors import Complaint, Unusable
from checker.model.finding import Finding
from checker.model.trend import Mended, Run, Trend

#: "tlnt": marks the file as ours for SQLite and for `file`.
APPLICATION = 0x746C6E74
VERSION = 1
#: Seconds that one writer waits for another; a run holds the file for milliseconds.
PATIENCE = 30.0
#: Mended findings that are told of, the latest first; older ones stay in the file.
MOST_MENDED = 2000

_COLUMNS = ", ".join(Run._fields)
_TABLES = {
    "run": """CREATE TABLE run (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, version TEXT NOT NULL, errors INTEGER NOT NULL, warnings INTEGER NOT NULL,
  notes INTEGER NOT NULL, accepted INTEGER NOT NULL, writes INTEGER NOT NULL, classified INTEGER NOT NULL, unread INTEGER NOT NULL
) STRICT""",
    # `first` and `last` are runs; a finding that comes back is open since it came back.
    "finding": """CREATE TABLE finding (
  fingerprint TEXT PRIMARY KEY, rule TEXT NOT NULL, phase INTEGER NOT NULL, path TEXT NOT NULL, message TEXT NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL
) STRICT, WITHOUT ROWID""",
}


def record(path: str, run: Run, findings: Iterable[tuple[Finding, int]], unread: Iterable[str] = ()) -> Trend:
    """Add `run` with its open findings (each with its phase) to the file at `path`, made if it is not there, and give the trend.

    What was open in a file that could not be read now stays open: nobody has seen that it is gone.
    """
    if os.path.islink(path):
        raise Unusable(Complaint(path, 0, 0, "is a symbolic link; telint does not write through one"))
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as file:
            return _recorded(file, path, run, findings, unread)
    except (sqlite3.Error, OverflowError, ValueError) as error:
        raise Unusable(Complaint(path, 0, 0, f"the history cannot be used: {error}; move it away to begin a new one")) from error


def _recorded(file: sqlite3.Connection, path: str, run: Run, findings: Iterable[tuple[Finding, int]], unread: Iterable[str]) -> Trend:
    file.execute("PRAGMA trusted_schema = OFF")
    # Taken before anything is read, so that two runs neither make the tables twice nor miss each other.
    file.execute("BEGIN IMMEDIATE")
    _prepare(file, path)
    file.execute(f"INSERT INTO run ({_COLUMNS}) VALUES ({', '.join('?' * len(run))})", run)
    (now,) = file.execute("SELECT max(id) FROM run").fetchone()
    file.executemany(
        """INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint) DO UPDATE SET
        first = CASE WHEN last < ? THEN excluded.first ELSE first END,
        last = excluded.last, message = excluded.message, path = excluded.path""",
        [(f.fingerprint, f.rule, phase, _text(f.path), _text(f.message), now, now, now - 1) for f, phase in findings],
    )
    file.executemany("UPDATE finding SET last = ? WHERE last = ? AND path = ?", [(now, now - 1, _text(name)) for name in unread])
    trend = _trend(file, now)
    file.execute("COMMIT")
    return trend


def _prepare(file: sqlite3.Connection, path: str) -> None:
    """Make the tables in a new file; refuse one that is not ours."""
    there = dict(file.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    (application,), (version,) = file.execute("PRAGMA application_id").fetchone(), file.execute("PRAGMA user_version").fetchone()
    if not there and not application and not version:
        for table in _TABLES.values():
            file.execute(table)
        file.execute(f"PRAGMA application_id = {APPLICATION}")
        file.execute(f"PRAGMA user_version = {VERSION}")
    elif application != APPLICATION or (version == VERSION and there != _TABLES):
        raise Unusable(Complaint(path, 0, 0, "is not a history of telint; nothing was written to it"))
    elif version != VERSION:
        raise Unusable(Complaint(path, 0, 0, f"is a history in version {version}; this telint writes version {VERSION}"))


def _trend(file: sqlite3.Connection, now: int) -> Trend:
    runs = file.execute(f"SELECT {_COLUMNS} FROM run ORDER BY id")
    since = file.execute("SELECT fingerprint, at FROM finding JOIN run ON run.id = first WHERE last = ?", (now,))
    mended = file.execute(
        """SELECT phase, path, rule, message, at FROM finding JOIN run ON run.id = (SELECT min(id) FROM run WHERE id > last)
        WHERE last < ? ORDER BY last DESC, phase, path, rule, fingerprint LIMIT ?""",
        (now, MOST_MENDED),
    )
    return Trend(tuple(map(Run._make, runs)), dict(since.fetchall()), tuple(map(Mended._make, mended)))


def _text(value: str) -> str:
    """What SQLite can hold: bytes of a file name that are not UTF-8 are spelled out."""
    return value.encode("utf-8", "backslashreplace").decode()
