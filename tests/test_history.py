"""The history file: what runs leave in it, and what happens to a file that cannot be trusted."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from checker import history
from checker.model.errors import Unusable
from checker.model.finding import Finding
from checker.model.trend import Mended, Run, Trend
from tests.audits import finding

A, B = finding(fingerprint="a"), finding("src/b.py", "two", fingerprint="b")


def run(day: int, errors: int = 0) -> Run:
    return Run(f"2027-01-{day:02}T00:00:00Z", "1", errors, 0, 0, 0, 9, 4)


def record(path: Path, day: int, *findings: Finding) -> Trend:
    return history.record(str(path), run(day, len(findings)), [(each, 3) for each in findings])


def test_runs_add_up_and_tell_what_is_new_and_what_is_mended(tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"

    record(file, 1, A)
    record(file, 2, A, B)
    trend = record(file, 3, B)

    assert trend.runs == (run(1, 1), run(2, 2), run(3, 1))
    assert trend.since == {"b": "2027-01-02T00:00:00Z"}
    assert trend.mended == (Mended(3, "src/a.py", "unclassified-write", "no class", "2027-01-03T00:00:00Z"),)


def test_a_finding_that_comes_back_is_open_since_then_and_no_longer_mended(tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"
    record(file, 1, A)
    record(file, 2)

    trend = record(file, 3, A._replace(path="moved.py"))

    assert trend.since == {"a": "2027-01-03T00:00:00Z"}
    assert trend.mended == ()
    assert record(file, 4).mended[0].path == "moved.py"


def test_what_was_open_in_a_file_that_was_not_read_stays_open(tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"
    record(file, 1, A, B)

    trend = history.record(str(file), run(2)._replace(unread=1), [], ["src/a.py"])

    assert trend.since == {"a": "2027-01-01T00:00:00Z"}
    assert [mended.path for mended in trend.mended] == ["src/b.py"]
    assert [mended.path for mended in record(file, 3).mended] == ["src/a.py", "src/b.py"]


def test_two_findings_with_one_fingerprint_are_one_line_of_the_history(tmp_path: Path) -> None:
    assert record(tmp_path / "h.sqlite", 1, A, A).since == {"a": "2027-01-01T00:00:00Z"}


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"

    with ThreadPoolExecutor(8) as pool:
        trends = list(pool.map(lambda day: record(file, day, A), range(1, 25)))

    assert sorted(len(trend.runs) for trend in trends) == list(range(1, 25))
    assert all(trend.since.keys() == {"a"} for trend in trends)


def test_a_writer_waits_for_another_and_then_gives_up_with_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "h.sqlite"
    record(file, 1)
    monkeypatch.setattr(history, "PATIENCE", 0.05)
    held = sqlite3.connect(file, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")

    with pytest.raises(Unusable, match="locked"):
        record(file, 2)
    held.close()
    assert len(record(file, 3).runs) == 2


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look at" * 40, b"SQLite format 3\0" + b"\xff" * 2000])
def test_a_broken_file_is_refused_and_kept(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"
    file.write_bytes(content)

    with pytest.raises(Unusable, match="the history cannot be used"):
        record(file, 1, A)
    assert file.read_bytes() == content


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"
    for day in range(1, 20):
        record(file, day, *(finding(fingerprint=f"{day}-{number}", message="x" * 500) for number in range(20)))
    file.write_bytes(file.read_bytes()[:20_000])

    with pytest.raises(Unusable, match="the history cannot be used"):
        record(file, 20, A)


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE run (id INTEGER)"],
        ["CREATE VIEW v AS SELECT 1"],
        ["PRAGMA user_version = 1"],
    ],
)
def test_a_database_of_something_else_is_left_alone(statements: list[str], tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"
    with sqlite3.connect(file) as other:
        for statement in statements:
            other.execute(statement)
    before = file.read_bytes()

    with pytest.raises(Unusable, match="is not a history of telint"):
        record(file, 1, A)
    assert file.read_bytes() == before


def test_a_history_with_a_trigger_is_refused_before_it_can_run(tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"
    record(file, 1, A)
    with sqlite3.connect(file) as evil:
        evil.execute("CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM finding; END")

    with pytest.raises(Unusable, match="is not a history of telint"):
        record(file, 2, A)


def test_a_history_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"
    record(file, 1)
    with sqlite3.connect(file) as later:
        later.execute("PRAGMA user_version = 2")

    with pytest.raises(Unusable, match="is a history in version 2; this telint writes version 1"):
        record(file, 2)


def test_no_history_is_written_through_a_link_or_into_a_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "victim")

    with pytest.raises(Unusable, match="symbolic link"):
        record(tmp_path / "link", 1)
    with pytest.raises(Unusable, match="unable to open"):
        record(tmp_path, 1)
    assert not (tmp_path / "victim").exists()


def test_names_that_are_not_utf_8_can_be_kept(tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"
    record(file, 1, finding("src/\udcff.py", "\udcff"))

    assert record(file, 2).mended[0].path == "src/\\udcff.py"
