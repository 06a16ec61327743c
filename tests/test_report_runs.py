"""Whole runs into every format at once: the same bytes each time, fit for the programs that read them."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
import xmlschema

from checker.cli import main
from checker.report import formats

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "tests" / "schemas"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with findings of many kinds as the working folder."""
    root = tmp_path / "work"
    shutil.copytree(ROOT / "fixtures" / "workspaces" / "vox-mini", root)
    monkeypatch.chdir(root)
    return root


def reports(root: Path, into: Path, jobs: int) -> dict[str, bytes]:
    """A run with a report of each format in the folder `into`; their bytes."""
    into.mkdir()
    outputs = [word for format in formats() for word in ("--output", f"{format}:{into / format}")]
    assert main(["check", "--jobs", str(jobs), *outputs]) in (0, 1)
    return {format: (into / format).read_bytes() for format in formats()}


def test_every_report_has_the_same_bytes_each_time_and_fits_its_schema(work: Path, tmp_path: Path) -> None:
    once, again = reports(work, tmp_path / "once", 1), reports(work, tmp_path / "again", 3)

    assert once == again
    assert not any(str(tmp_path).encode() in data for data in once.values())
    jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.schema.json").read_text())).validate(json.loads(once["sarif"]))
    jsonschema.Draft7Validator(json.loads((SCHEMAS / "gitlab-code-quality.schema.json").read_text())).validate(json.loads(once["gitlab"]))
    xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd").validate(str(tmp_path / "once" / "junit"))


def test_another_program_reads_the_same_findings_from_sarif(work: Path, tmp_path: Path) -> None:
    loader = pytest.importorskip("sarif.loader")
    into = tmp_path / "out"
    found = json.loads(reports(work, into, 1)["json"])["findings"]
    (into / "sarif").rename(into / "telint.sarif")

    read = loader.load_sarif_file(str(into / "telint.sarif")).get_records()

    told = sorted((r["Severity"], r["Code"], r["Location"], str(r["Line"])) for r in read)
    assert told == sorted((f["severity"], f["rule"], f["path"], str(f["line"])) for f in found)


def test_json_and_sarif_know_findings_by_the_same_name(work: Path, tmp_path: Path) -> None:
    made = reports(work, tmp_path / "out", 1)

    prints = [result["partialFingerprints"]["telint/v1"] for result in json.loads(made["sarif"])["runs"][0]["results"]]

    assert prints == [finding["fingerprint"] for finding in json.loads(made["json"])["findings"]]
    assert len(set(prints)) == len(prints)
