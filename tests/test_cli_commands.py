"""What each command asks of the pipeline, what it prints, and how it ends."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from checker.cli import main
from checker.model.finding import Coverage
from checker.model.run import Request
from tests.fake_pipeline import FINDING, FakePipeline, rule


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own, and an environment that says nothing about colours."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("emit()\r\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(workspace: Path, **changes: Any) -> FakePipeline:
    return FakePipeline(root=str(workspace), findings=(FINDING,), failing=True, **changes)


def test_check_hands_its_options_to_the_pipeline(workspace: Path) -> None:
    pipeline = FakePipeline(root=str(workspace))
    words = "check src --config t.toml --profile p --select dead-event,unregistered-event --select unclassified-write"

    assert main([*words.split(), "--ignore", "dead-event", "--fail-on", "note", "--jobs", "2"], pipeline) == 0
    assert pipeline.requests == [
        Request(
            start=str(workspace), paths=(f"{workspace}/src",), config="t.toml", profile="p",
            select=("dead-event", "unregistered-event", "unclassified-write"), ignore=("dead-event",), jobs=2, fail_on="note",
        )
    ]  # fmt: skip


def test_paths_are_meant_from_the_working_folder(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = FakePipeline(root=str(workspace))
    monkeypatch.chdir(workspace / "src")

    assert main(["check", "a.py", ".."], pipeline) == 0
    assert pipeline.requests[0].paths == (f"{workspace}/src/a.py", f"{workspace}/src/..")


def test_a_path_that_is_not_here_is_an_error_even_if_the_root_has_one(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workspace / "src")

    assert main(["check", "src/a.py", "b.py"], FakePipeline(root=str(workspace))) == 2
    assert capsys.readouterr().err == (
        "telint: error: src/a.py: no such file or folder\ntelint: error: b.py: no such file or folder\n"
    )


def test_check_without_options_asks_for_everything(workspace: Path) -> None:
    pipeline = FakePipeline()

    main(["check"], pipeline)

    assert pipeline.requests == [Request(str(workspace), (), None, None, (), (), 0, None)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, 0),
        ({"findings": (FINDING,)}, 0),
        ({"findings": (FINDING,), "failing": True}, 1),
        ({"complete": False}, 2),
        ({"findings": (FINDING,), "failing": True, "complete": False}, 2),
        ({"coverage": Coverage(3, 1, (), (("a.py", "permission denied"),))}, 2),
        ({"coverage": Coverage(0, 0, (), ())}, 2),
    ],
)
@pytest.mark.parametrize("format", ["text", "json", "concise"])
def test_check_passes_only_what_was_read_in_full(changes: dict[str, Any], code: int, format: str) -> None:
    assert main(["check", "--format", format], FakePipeline(**changes)) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [({}, 0), ({"failing": True}, 0), ({"complete": False}, 2), ({"coverage": Coverage(0, 0, (), ())}, 2)],
)
def test_inventory_judges_nothing_but_says_if_it_is_partial(changes: dict[str, Any], code: int) -> None:
    assert main(["inventory"], FakePipeline(**changes)) == code


def test_the_report_shows_the_line_of_the_finding(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"], found(workspace)) == 1

    streams = capsys.readouterr()
    assert "1 | emit()\n  | ^^^^\n" in streams.out
    assert "registry: taxonomy.yaml" in streams.out
    assert streams.err == ""


def test_no_line_is_shown_of_a_file_out_of_the_workspace(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace / "root"
    root.mkdir()
    (root / "link.py").symlink_to(workspace / "src" / "a.py")
    places = (FINDING._replace(path="link.py"), FINDING._replace(path="../src/a.py"), FINDING._replace(path="gone.py"))

    main(["check"], FakePipeline(root=str(root), findings=places))

    assert "emit()" not in capsys.readouterr().out


def test_a_file_that_became_unreadable_costs_only_its_excerpt(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    (workspace / "src" / "a.py").chmod(0)

    assert main(["check"], found(workspace)) == 1
    assert "src/a.py:1:1" in capsys.readouterr().out


def test_machine_formats_keep_standard_output_to_themselves(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failed = Coverage(3, 1, (), (("b.py", "permission denied"),))

    assert main(["check", "--format", "json", "--statistics"], found(workspace, coverage=failed)) == 2

    streams = capsys.readouterr()
    assert json.loads(streams.out)["summary"]["errors"] == 1
    assert "telint: registry: taxonomy.yaml" in streams.err
    assert "telint: error: b.py: permission denied" in streams.err
    assert "     1  error    dead-event\n" in streams.err
    assert "does not count as clean" in streams.err


def test_reports_are_written_to_files_besides(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "old.txt").write_text("longer than what is written " * 99, "utf-8")

    assert main(["check", "--output", "json:out.json", "--output", "concise:old.txt"], found(workspace)) == 1

    assert json.loads((workspace / "out.json").read_text("utf-8"))["version"] == 1
    assert (workspace / "old.txt").read_text("utf-8") == "src/a.py:1:1: error dead-event nothing writes it\n"
    assert "error[dead-event]" in capsys.readouterr().out


@pytest.mark.parametrize(("path", "said"), [("no/such/folder.json", "No such file"), ("src", "directory"), ("link", "is a symbolic link;")])
def test_a_file_that_cannot_be_written_is_an_error_that_withholds_nothing(
    path: str, said: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "victim").write_text("kept", "utf-8")
    (workspace / "link").symlink_to(workspace / "victim")

    assert main(["check", "--output", f"json:{path}", "--output", "json:good.json"], found(workspace)) == 2

    streams = capsys.readouterr()
    assert said in streams.err
    assert "error[dead-event]" in streams.out
    assert (workspace / "good.json").exists()
    assert (workspace / "victim").read_text("utf-8") == "kept"


def test_inventory_lists_and_filters(capsys: pytest.CaptureFixture[str]) -> None:
    main(["inventory"], FakePipeline())
    everything = capsys.readouterr().out
    main(["inventory", "--unresolved", "--format", "json"], FakePipeline())
    unresolved = json.loads(capsys.readouterr().out)

    assert "app: 2 writes, 1 event, 1 unresolved" in everything
    assert [site["event_reason"] for site in unresolved["callsites"]] == ["computed"]


def test_rules_are_listed_by_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"], FakePipeline()) == 0

    assert capsys.readouterr().out == (
        "classification\n"
        "  unclassified-write  error    phase 1  An event that nothing writes.\n"
        "registration\n"
        "  dead-event          error    phase 1  An event that nothing writes.\n"
        "  unregistered-event  error    phase 1  An event that nothing writes.\n"
    )


def test_rules_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "--format", "json"], FakePipeline())

    document = json.loads(capsys.readouterr().out)
    assert [found["name"] for found in document["rules"]] == ["unclassified-write", "dead-event", "unregistered-event"]
    assert document["rules"][0]["mend"] == "Mend so."


def test_explain_says_what_why_and_how_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    words = "One paragraph\nin two lines.\n\n    a:\n      block"
    pipeline = FakePipeline()
    pipeline.rules = lambda request: (rule("no-such-page")._replace(why=words),)  # type: ignore[method-assign]

    assert main(["explain", "no-such-page"], pipeline) == 0
    assert capsys.readouterr().out == (
        "no-such-page (error, high confidence, registration, phase 1)\n"
        "\n"
        "An event that nothing writes.\n"
        "\n"
        "why\n"
        "  One paragraph in two lines.\n"
        "\n"
        "      a:\n"
        "        block\n"
        "\n"
        "mend\n"
        "  Mend so.\n"
        "\n"
        "source: a source\n"
    )


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "0"}, False), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colour_is_asked_for_or_refused_by_the_environment(
    environment: dict[str, str], coloured: bool, workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    main(["check", "--output", "text:plain.txt"], found(workspace))

    assert ("\x1b[" in capsys.readouterr().out) is coloured
    assert "\x1b[" not in (workspace / "plain.txt").read_text("utf-8")


def test_explain_shows_the_first_cases_of_the_rule_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "unregistered-event"], FakePipeline()) == 0

    examples = capsys.readouterr().out.partition("\nexamples\n")[2]
    assert " // found\n" in examples
    assert "not found: " in examples
    assert "expect:" not in examples and "```" not in examples


def test_rules_are_written_as_a_reference(workspace: Path) -> None:
    assert main(["rules", "--output", "docs/rules"], FakePipeline()) == 0

    assert sorted(path.name for path in (workspace / "docs/rules").iterdir()) == ["README.md", "classification.md", "registration.md"]
    assert "## dead-event" in (workspace / "docs/rules/registration.md").read_text("utf-8")
