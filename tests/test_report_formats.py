"""Each machine format against its specification: the published schemas stand in `tests/schemas/`, with where they come from."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.model.finding import Coverage, Finding, Related, Rule
from checker.model.place import FILE_START, Place, Span
from checker.report import Report, formats, render, summarise

SCHEMAS = Path(__file__).parent / "schemas"
SARIF = jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.schema.json").read_text("utf-8")))
GITLAB = jsonschema.Draft7Validator(json.loads((SCHEMAS / "gitlab-code-quality.schema.json").read_text("utf-8")))
JUNIT = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")

RULE = Rule(
    "dead-event", "registration", "Nothing writes it.", 1, "warning", "medium", "event", "", "", "Why so.", "Mend so.", "a page", "p"
)
ROW = Related(Place("telint:telemetry/taxonomy.v1.yaml", Span(0, 1, 7, 1, 7, 2)), "declared [here](https://evil.example)")
STEP = Related(Place("src/run.rs", Span(3, 9, 2, 4, 2, 10)), "enters")
FINDING = Finding(
    "dead-event", "error", "high", "src/a b/ä.rs", Span(10, 20, 3, 9, 4, 2), "`x` is dead", "Bury it.", "x", (ROW, STEP), (STEP, STEP), "f1"
)
IGNORED = FINDING._replace(suppressed="ignore", reason="made up", fingerprint="f2")
ACCEPTED = FINDING._replace(suppressed="baseline", fingerprint="f3", flow=(), related=())
WHOLE = FINDING._replace(span=FILE_START, severity="note", confidence="medium", fingerprint="f4", rule="own-rule")
COVERAGE = Coverage(5, 2, (("link.rs", "link out of the workspace"),), (("locked.rs", "permission denied"),))
CLEAN = Coverage(5, 2, (), ())


def report(*findings: Finding, coverage: Coverage = COVERAGE, rules: tuple[Rule, ...] = (RULE,), **more: Any) -> Report:
    plain = Report(("telint", "0.1.0"), "work", findings, coverage, rules, summarise(findings, 3), lambda _path, _line: "")
    return plain._replace(**more)


EVERYTHING = report(FINDING, IGNORED, ACCEPTED, WHOLE, exit_code=2, baseline=True)


def sarif(given: Report) -> dict[str, Any]:
    """The one run of a SARIF log that fits the schema."""
    log = json.loads(render("sarif", given))
    SARIF.validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def gitlab(given: Report) -> list[dict[str, Any]]:
    issues: list[dict[str, Any]] = json.loads(render("gitlab", given))
    GITLAB.validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    return issues


def junit(given: Report) -> Any:
    text = render("junit", given)
    JUNIT.validate(text)
    return JUNIT.to_dict(text)


@pytest.mark.parametrize("given", [report(coverage=CLEAN, rules=()), report(coverage=CLEAN), EVERYTHING])
@pytest.mark.parametrize("valid", [sarif, gitlab, junit])
def test_every_report_fits_its_schema(valid: Callable[[Report], Any], given: Report) -> None:
    valid(given)


WORDS = st.text(st.characters() | st.sampled_from("\0\x1b\u202e\udcff|`[]()<>&\"'%:,\r\n*_"), max_size=12)
SPANS = st.builds(lambda line, column, more: Span(0, 1, line, column, line + more, column + more), *[st.integers(1, 9)] * 3)
PLACES = st.builds(lambda path, span, words: Related(Place(path, span), words), WORDS.filter(bool), SPANS, WORDS)
FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(("dead-event", "own-rule")),
    severity=st.sampled_from(("error", "warning", "note")),
    confidence=st.sampled_from(("high", "medium")),
    path=WORDS.filter(bool),
    span=SPANS,
    message=WORDS,
    mend=WORDS,
    subject=WORDS,
    related=st.tuples(PLACES),
    flow=st.tuples(PLACES) | st.just(()),
    fingerprint=st.uuids().map(str),
    suppressed=st.sampled_from(("", "ignore", "baseline")),
    reason=WORDS,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(FINDINGS, max_size=4, unique_by=lambda f: f.fingerprint), WORDS.filter(bool), WORDS)
def test_no_name_breaks_a_report(findings: list[Finding], path: str, why: str) -> None:
    hostile = report(*findings, coverage=Coverage(1, 1, ((path, why),), ((path, why),)), baseline=True)

    assert len(sarif(hostile)["results"]) == len(findings)
    assert len(gitlab(hostile)) == 1 + sum(not f.suppressed for f in findings)
    junit(hostile)
    for format in formats():
        text = render(format, hostile)
        assert text == render(format, hostile)
        assert all(line.isprintable() for line in text.split("\n"))
        text.encode("utf-8")


# SARIF


def test_a_rule_has_help_and_tags() -> None:
    driver = sarif(report(coverage=CLEAN))["tool"]["driver"]

    assert (driver["name"], driver["version"]) == ("telint", "0.1.0")
    assert driver["rules"] == [
        {
            "id": "dead-event",
            "shortDescription": {"text": "Nothing writes it."},
            "fullDescription": {"text": "Why so."},
            "help": {
                "text": "Why so.\n\nHow to mend it: Mend so.\n\nSource: a page",
                "markdown": "Why so.\n\n**How to mend it:** Mend so.\n\n*Source: a page*",
            },
            "defaultConfiguration": {"level": "warning"},
            "properties": {"tags": ["telemetry", "registration", "phase-1"], "precision": "medium", "problem.severity": "warning"},
        }
    ]


def test_a_result_has_its_place_in_characters_and_its_rule() -> None:
    run = sarif(report(FINDING, WHOLE))
    result, whole = run["results"]

    assert run["columnKind"] == "unicodeCodePoints"
    assert (result["ruleId"], result["ruleIndex"], result["level"], result["message"]["text"]) == ("dead-event", 0, "error", "`x` is dead")
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "src/a%20b/%C3%A4.rs", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 9, "endLine": 4, "endColumn": 2},
            }
        }
    ]
    assert result["partialFingerprints"] == {"telint/v1": "f1"}
    assert "region" not in whole["locations"][0]["physicalLocation"]
    assert "ruleIndex" not in whole


def test_a_file_name_of_any_bytes_is_a_uri() -> None:
    (result,) = sarif(report(FINDING._replace(path="a:b%c?#\udcff.rs")))["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%3Ab%25c%3F%23%FF.rs"


def test_related_places_and_flows_are_told_and_make_no_links() -> None:
    (result,) = sarif(report(FINDING))["results"]

    assert [place["id"] for place in result["relatedLocations"]] == [1, 2]
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "telint:telemetry/taxonomy.v1.yaml"}
    assert result["relatedLocations"][0]["message"]["text"] == "declared [here] (https://evil.example)"
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["physicalLocation"]["region"]["startLine"] for step in steps] == [2, 2]


def test_what_was_answered_for_is_suppressed_with_the_reason() -> None:
    open_one, ignored, accepted = sarif(report(FINDING, IGNORED, ACCEPTED, baseline=True))["results"]

    assert open_one["suppressions"] == []
    assert ignored["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "made up"}]
    assert accepted["suppressions"][0]["kind"] == "external"
    assert [r["baselineState"] for r in (open_one, ignored, accepted)] == ["new", "new", "unchanged"]
    assert "baselineState" not in sarif(report(FINDING))["results"][0]


def test_the_invocation_says_how_the_run_ended_and_what_was_not_read() -> None:
    (clean,), (partial,) = (sarif(given)["invocations"] for given in (report(coverage=CLEAN), report(exit_code=2)))

    assert clean == {"executionSuccessful": True, "exitCode": 0}
    assert (partial["executionSuccessful"], partial["exitCode"]) == (False, 2)
    assert [(n["level"], n["message"]["text"]) for n in partial["toolExecutionNotifications"]] == [
        ("error", "not read: locked.rs: permission denied"),
        ("note", "left out: link.rs: link out of the workspace"),
    ]


# GitLab, JUnit


def test_an_issue_for_gitlab() -> None:
    unread, issue, whole = gitlab(report(FINDING, IGNORED, ACCEPTED, WHOLE))

    assert issue == {
        "description": "`x` is dead", "check_name": "dead-event", "fingerprint": "f1", "severity": "major",
        "location": {"path": "src/a b/ä.rs", "lines": {"begin": 3, "end": 4}},
    }  # fmt: skip
    assert whole["severity"] == "info"
    assert (unread["severity"], unread["location"]["path"]) == ("blocker", "locked.rs")


def test_findings_that_fail_the_gate_fail_a_test_and_others_do_not() -> None:
    text = render("junit", report(FINDING, IGNORED, ACCEPTED, WHOLE))

    assert re.search(r'<testsuites name="telint" tests="5" failures="1" errors="1">', text)
    assert '<failure message="`x` is dead" type="error">src/a b/ä.rs:3:9: `x` is dead\nBury it.</failure>' in text
    assert '<skipped message="made up">`x` is dead</skipped>' in text
    assert '<skipped message="in the baseline">' in text
    assert "<system-out>note: src/a b/ä.rs:1:1: `x` is dead</system-out>" in text
    assert '<error message="permission denied" type="not-read" />' in text


def test_what_fails_is_what_was_asked_to_fail() -> None:
    warned = FINDING._replace(severity="warning")

    assert [render("junit", report(warned, fail_on=lowest)).count("<failure") for lowest in ("error", "warning", "note")] == [0, 1, 1]


def test_a_clean_run_is_a_test_for_each_rule_that_passes() -> None:
    assert '<testcase name="dead-event" classname="telint" />' in render("junit", report(coverage=CLEAN))


# Markdown


def test_markdown_is_a_verdict_and_a_table() -> None:
    hostile = FINDING._replace(message="`a|b` writes <img src=x> [x](https://evil.example) *now*")

    assert render("markdown", report(hostile, IGNORED)) == (
        "## telint\n\n"
        "**1 error (1 ignored); 3 telemetry writes in 5 files, 1 skipped**\n\n"
        "- **not read**: `locked.rs`: permission denied\n\n"
        "|  | rule | where | what |\n| --- | --- | --- | --- |\n"
        "| error | `dead-event` | `src/a b/ä.rs:3:9` | `a\\|b` writes \\<img src=x\\> \\[x\\](https\\://evil.example) \\*now\\* |\n\n"
        "<details><summary>How to mend them</summary>\n\n- `dead-event`: Bury it.\n\n</details>\n"
    )
    assert render("markdown", report(coverage=CLEAN)) == "## telint\n\n**no findings; 3 telemetry writes in 5 files**\n"


def test_markdown_says_how_many_it_does_not_show() -> None:
    text = render("markdown", report(*[FINDING] * 250))

    assert text.count("| error |") == 200
    assert "50 more are not shown here." in text
    assert len(text) < 65_536


@pytest.mark.parametrize("text", ["``x", "`", "``` a ``` b", "a `b` c `d", "| ` | `", " ` "])
def test_backticks_of_names_stay_what_they_are(text: str) -> None:
    rows = render("markdown", report(FINDING._replace(message=text, path=text))).split("\n")
    line = next(row for row in rows if row.startswith("| error"))

    assert len(re.findall(r"(?<!\\)\|", line)) == 5


