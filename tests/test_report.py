"""Report formats are found by folder, safe to show and fixed in form."""

import json
from pathlib import Path

import pytest

from checker.model.finding import Coverage, Finding, Related
from checker.model.place import Place, Span
from checker.report import Report, Summary, formats, render, summarise

SCHEMA = Path(__file__).parents[1] / "contracts" / "schema" / "report.v1.schema.json"

SPAN = Span(10, 20, 3, 9, 4, 2)
FINDING = Finding(
    rule="unregistered-event",
    severity="error",
    confidence="high",
    path="src/run.rs",
    span=SPAN,
    message='record writes "jobs.日本"',
    mend="register it",
    subject="jobs.日本",
    related=(Related(Place("contracts/taxonomy.yaml", Span(0, 1, 7, 1, 7, 2)), "declared here"),),
    flow=(),
    fingerprint="f1",
)


def report(*findings: Finding) -> Report:
    coverage = Coverage(5, 2, (("link.rs", "link out of the workspace"),), (("locked.rs", "permission denied"),))
    return Report(("telint", "0.1.0"), "work", findings, coverage, (), summarise(findings, 3), lambda _path, _line: "")


def test_formats_are_the_modules_of_the_folder() -> None:
    assert {"concise", "json", "text"} <= set(formats())
    assert "inventory" not in formats() and "shared" not in formats()


@pytest.mark.parametrize("format", formats())
def test_every_format_renders_and_escapes_what_a_terminal_would_obey(format: str) -> None:
    hostile = FINDING._replace(path="src/\x1b[2J\udcff.rs", message="\x1b[31m\x7f\x9b\u202e", mend="\x1b", subject="\x1b", rule="\x1b")

    text = render(format, report(hostile))

    assert text.endswith("\n")
    assert all(line.isprintable() for line in text.splitlines())
    text.encode("utf-8")


def test_concise_is_a_line_a_finding_without_those_suppressed() -> None:
    text = render("concise", report(FINDING, FINDING._replace(suppressed="ignore"), FINDING._replace(message="two\nlines")))

    assert text == (
        'src/run.rs:3:9: error unregistered-event record writes "jobs.日本"\nsrc/run.rs:3:9: error unregistered-event two lines\n'
    )
    assert render("concise", report()) == ""


def test_json_is_version_1_in_fixed_order_with_an_entry_a_line() -> None:
    assert render("json", report(FINDING)) == (
        "{\n"
        '  "version": 1,\n'
        '  "tool": {"name": "telint", "version": "0.1.0"},\n'
        '  "findings": [\n'
        '    {"rule": "unregistered-event", "severity": "error", "confidence": "high", "path": "src/run.rs", "line": 3, "column": 9, '
        '"end_line": 4, "end_column": 2, "message": "record writes \\"jobs.\\u65e5\\u672c\\"", "mend": "register it", '
        '"subject": "jobs.\\u65e5\\u672c", "related": [{"path": "contracts/taxonomy.yaml", "line": 7, "message": "declared here"}], '
        '"flow": [], "fingerprint": "f1", "suppressed": ""}\n'
        "  ],\n"
        '  "summary": {"errors": 1, "warnings": 0, "notes": 0, "ignored": 0, "baselined": 0, "callsites": 3},\n'
        '  "coverage": {"seen": 5, "skipped": [{"path": "link.rs", "why": "link out of the workspace"}], '
        '"failed": [{"path": "locked.rs", "why": "permission denied"}]}\n'
        "}\n"
    )


def test_json_keeps_suppressed_findings_and_says_by_what() -> None:
    found = json.loads(render("json", report(FINDING._replace(suppressed="baseline"))))["findings"]

    assert [finding["suppressed"] for finding in found] == ["baseline"]


@pytest.mark.parametrize("findings", [(), (FINDING, FINDING._replace(suppressed="ignore", flow=FINDING.related, path="\udcff.rs"))])
def test_json_fits_its_schema(findings: tuple[Finding, ...]) -> None:
    if not SCHEMA.exists():
        pytest.skip(f"{SCHEMA.name} is not there")
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    checked = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": "#/$defs/check"}

    jsonschema_rs.validator_for(checked).validate(json.loads(render("json", report(*findings))))


def test_the_summary_leaves_what_is_suppressed_out_of_the_severities() -> None:
    note = FINDING._replace(severity="note")
    ignored = FINDING._replace(suppressed="ignore")
    baselined = FINDING._replace(suppressed="baseline")

    assert summarise((FINDING, note, note, ignored, baselined, baselined), 9) == Summary(1, 0, 2, 1, 2, 9)
