"""`telint audit` over a small workspace: what it writes, how it ends, and what it refuses."""

import csv
import json
from pathlib import Path

import pytest

from tests.gate import CONFIG, Work, clean_at

UNCLASSIFIED = 'import app_log\n\napp_log.send("started")\n'


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    return clean_at(tmp_path / "work", capsys)


def test_an_audit_is_five_files_that_agree(work: Work) -> None:
    work.write("app.py", UNCLASSIFIED)

    done = work.run("audit", "--output", "out/audit")

    assert (done.code, done.out.split()) == (
        0, [f"out/audit/{name}" for name in ("index.html", "report.md", "backlog.md", "inventory.csv", "report.json")],
    )  # fmt: skip
    out = work.root / "out/audit"
    (found,) = json.loads((out / "report.json").read_text("utf-8"))["findings"]
    assert f"<!-- telint: {found['rule']} {found['fingerprint']} -->" in (out / "backlog.md").read_text("utf-8")
    assert found["fingerprint"] in (out / "index.html").read_text("utf-8")
    rows = csv.DictReader((out / "inventory.csv").read_text("utf-8").splitlines())
    assert [row["path"] for row in rows] == ["app.py", "src/lib.rs"]
    assert "| open findings | 1 |" in (out / "report.md").read_text("utf-8")
    assert "2027-01-15 08:00 UTC" in (out / "report.md").read_text("utf-8")
    assert "registry: telemetry/taxonomy.yaml" in done.err


def test_the_same_input_gives_the_same_bytes(work: Work) -> None:
    for folder in ("one", "two"):
        work.run("audit", "--output", f"../{folder}")

    for file in (work.root.parent / "one").iterdir():
        assert file.read_bytes() == (work.root.parent / "two" / file.name).read_bytes()


def test_what_was_not_read_makes_it_incomplete_and_is_on_the_page(work: Work) -> None:
    work.write("telint.toml", "max-file-bytes = 1024\n" + CONFIG)
    work.write("src/broken.py", "#" * 2000)

    done = work.run("audit", "--output", "out", "--history", "h.sqlite")

    assert done.code == 2
    assert "Not complete" in (work.root / "out/index.html").read_text("utf-8")
    assert "src/broken.py" in (work.root / "out/report.md").read_text("utf-8")


def test_runs_are_recorded_and_mended_findings_are_ticked(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    work.write("app.py", UNCLASSIFIED)
    work.run("audit", "--output", "out", "--history", "h.sqlite")
    work.write("app.py", UNCLASSIFIED.replace("app_log.send", "# telemetry: S1\napp_log.send"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800086400")

    assert work.run("audit", "--output", "out", "--history", "h.sqlite").code == 0

    backlog = (work.root / "out/backlog.md").read_text("utf-8")
    assert "0 of 1 to do." in backlog and "- [x] `app.py` — `app_log.send` writes `started` without" in backlog
    assert "0 open after 2 runs; since the run before: 0 new, 1 mended" in (work.root / "out/index.html").read_text("utf-8")
    assert [line for line in (work.root / "out/report.md").read_text("utf-8").splitlines() if line.startswith("| 2027")] == [
        "| 2027-01-16T08:00:00Z | 0 | 0 | 0 | 0 | 2 | 0 |", "| 2027-01-15T08:00:00Z | 1 | 0 | 0 | 0 | 2 | 0 |",
    ]  # fmt: skip


def test_a_partial_run_is_recorded_as_one_and_mends_nothing_it_did_not_read(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    work.write("app.py", UNCLASSIFIED)
    work.run("audit", "--output", "out", "--history", "h.sqlite")
    work.write("telint.toml", "max-file-bytes = 1024\n" + CONFIG)
    work.write("app.py", UNCLASSIFIED + "#" * 2000)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800086400")

    assert work.run("audit", "--output", "out", "--history", "h.sqlite").code == 2

    assert "0 mended; this run could not read everything" in (work.root / "out/index.html").read_text("utf-8")
    assert "- [x]" not in (work.root / "out/backlog.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--history", "h.sqlite", "app.py"], "--history: records whole runs, not those over some paths"),
        (["--history", "telint.toml"], "the history cannot be used: file is not a database"),
    ],
)
def test_a_history_that_cannot_be_right_is_refused(words: list[str], said: str, work: Work) -> None:
    done = work.run("audit", "--output", "out", *words)

    assert done.code == 2
    assert said in done.err
    assert not (work.root / "out/index.html").exists()


def test_a_folder_that_is_a_file_is_refused(work: Work) -> None:
    done = work.run("audit", "--output", "app.py")

    assert (done.code, done.err.splitlines()[-1]) == (2, "telint: error: app.py: cannot be made: File exists")


def test_no_document_is_written_through_a_link(work: Work) -> None:
    work.write("victim", "kept")
    (work.root / "out").mkdir()
    (work.root / "out/index.html").symlink_to(work.root / "victim")

    done = work.run("audit", "--output", "out")

    assert done.code == 2 and "symbolic link" in done.err
    assert (work.root / "victim").read_text("utf-8") == "kept"


def test_a_time_that_is_none_is_refused(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")

    done = work.run("audit", "--output", "out")

    assert (done.code, done.err.splitlines()[-1]) == (2, 'telint: error: SOURCE_DATE_EPOCH: "yesterday" is not a number of seconds')
