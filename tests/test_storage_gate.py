"""Whole runs over tables, policies, variables and payloads: bad contracts end the run, and hostile sources end nothing."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.gate import CLEAN, CONFIG, TAXONOMY, Work

POLICY = '[[registry]]\nformat = "retention-policy"\npaths = ["telemetry/retention.yaml"]\n'
STORED = TAXONOMY.replace("        status: shipped\n", "        status: shipped\n        store: runs\n        schema: started.json\n")
FILES = {
    **CLEAN,
    "telint.toml": CONFIG + POLICY,
    "telemetry/taxonomy.yaml": STORED,
    "telemetry/retention.yaml": "tables:\n  runs: {kind: days, days: 9, time_column: at}\n",
    "started.json": '{"type": "object"}',
    "db/runs.sql": "-- S1: runs\nCREATE TABLE runs (id INTEGER, at TEXT);\n",
}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    monkeypatch.chdir(tmp_path)
    return written(Work(tmp_path, capsys), FILES)


def written(work: Work, files: Mapping[str, str]) -> Work:
    for path, text in files.items():
        work.write(path, text)
    return work


def test_a_workspace_with_tables_policies_and_schemas_passes(work: Work) -> None:
    done = work.run("check")

    assert done.code == 0, done.out


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("started.json", "{", "started.json:1:2: error malformed-contract not JSON"),
        ("started.json", "[" * 100, "started.json:1:65: error malformed-contract nested more than 64 levels deep"),
        ("telemetry/retention.yaml", "tables:\n  runs: {kind: days}\n", '.yaml:2:3: error malformed-contract the key "days"'),
    ],
)
def test_a_contract_that_cannot_be_read_is_an_error_with_its_place(work: Work, path: str, text: str, said: str) -> None:
    done = written(work, {path: text}).run("check", "--format", "concise")

    assert done.code == 2
    assert said in done.out


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE runs (" + "(" * 50_000,
        "CREATE TABLE runs (a TEXT DEFAULT '" + "x" * 300_000,
        "CREATE TABLE runs (a INT REFERENCES runs(a) ON DELETE CASCADE);\n" * 2_000,
        "CREATE TABLE IF NOT EXISTS " * 5_000 + "runs (a)",
        "CREATE TABLE \0 runs (a)",
    ],
)
def test_hostile_sql_ends_in_time(work: Work, text: str) -> None:
    done = written(work, {"db/runs.sql": text, "more.py": f"X = {text!r}\n"}).run("check", "--format", "concise")

    assert done.code in (0, 1, 2)
