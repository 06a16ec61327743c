"""The command line as a whole: words that are refused, help, and exit codes that a gate can trust."""

import subprocess
import sys
from pathlib import Path

import pytest

from checker import __version__
from checker.cli import main
from checker.model.errors import Complaint, Unusable
from tests.fake_pipeline import FakePipeline

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def no_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELINT_DEBUG", raising=False)


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_version(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word]) == 0
    assert capsys.readouterr().out == f"telint {__version__}\n"


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0

    out = capsys.readouterr().out
    assert all(f"\n  {name} " in out for name in ("check", "explain", "inventory", "rules"))
    assert "common" not in out


@pytest.mark.parametrize("command", ["check", "explain", "inventory", "rules"])
def test_the_help_of_every_command_fits_a_screen_and_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0

    out = capsys.readouterr().out
    assert f"\n  telint {command}" in out
    assert len(out.splitlines()) <= 40


def test_no_command_is_not_a_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage: telint COMMAND" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chekc"], 'unknown command "chekc"; did you mean "check"?'),
        (["--frobnicate"], 'unknown command "--frobnicate"'),
        (["check", "--frobnicate"], "unrecognized arguments: --frobnicate"),
        (["check", "--form", "json"], "unrecognized arguments: --form"),
        (["check", "--selct=dead-event"], 'unrecognized arguments: --selct=dead-event; did you mean "--select"?'),
        (["check", "--zzz"], "unrecognized arguments: --zzz\n"),
        (["completion", "bsh"], 'unknown shell "bsh"; did you mean "bash"?'),
        (["check", "--today", "tomorrow"], '"tomorrow" is not a day, such as 2027-01-31'),
        (["check", "--format", "jsn"], 'unknown format "jsn"; did you mean "json"?'),
        (["check", "--fail-on", "warnings"], 'did you mean "warning"?'),
        (["check", "--output", "report.json"], '"report.json" is not of the form FORMAT:FILE'),
        (["check", "--output", "json:"], '"json:" is not of the form FORMAT:FILE'),
        (["check", "--output", "jsn:a"], 'did you mean "json"?'),
        (["check", "--jobs", "-1"], "--jobs"),
        (["check", "--jobs", "many"], '"many" is not a number from 0 to 256'),
        (["check", "--select", "ded-event"], '--select: unknown rule "ded-event"; did you mean "dead-event"?'),
        (["check", "--ignore", "dead-event,zzz"], '--ignore: unknown rule "zzz"'),
        (["explain", "dead-events"], 'unknown rule "dead-events"; did you mean "dead-event"?'),
        (["explain"], "the following arguments are required: RULE"),
        (["inventory", "--format", "concise"], 'unknown format "concise"'),
    ],
)
def test_a_wrong_word_is_refused_with_the_nearest_right_one(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline = FakePipeline()

    assert main(words, pipeline) == 2
    assert said in capsys.readouterr().err
    assert pipeline.requests == []


def test_every_complaint_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    error = Unusable(Complaint("telint.toml", 3, 1, 'unknown key "\x1b"'), Complaint("", 0, 0, "no registry source"))

    assert main(["check"], FakePipeline(error=error)) == 2
    assert capsys.readouterr().err == 'telint: error: telint.toml:3:1: unknown key "\\x1b"\ntelint: error: no registry source\n'


def test_a_bug_is_short_and_exits_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"], FakePipeline(error=RecursionError("deep"))) == 3

    err = capsys.readouterr().err
    assert "telint: internal error: RecursionError: deep\n" in err
    assert "Traceback" not in err


def test_a_bug_shows_where_it_happened_when_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TELINT_DEBUG", "1")

    assert main(["check"], FakePipeline(error=KeyError("x"))) == 3
    assert "Traceback" in capsys.readouterr().err


def test_a_broken_pipe_of_the_pipeline_is_a_bug_and_not_a_reader_that_left() -> None:
    assert main(["check"], FakePipeline(error=BrokenPipeError())) == 3


def test_interrupting_is_not_a_bug() -> None:
    assert main(["check"], FakePipeline(error=KeyboardInterrupt())) == 130


def test_a_working_folder_that_is_gone_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    assert main(["check"], FakePipeline()) == 2
    assert "no longer exists" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("word", "code", "out"), [("chekc", 2, ""), ("--help", 0, "commands:")])
def test_run_leaves_with_the_code_of_main_and_everything_said(word: str, code: int, out: str) -> None:
    start = [sys.executable, "-c", "from checker.cli import run; run()", word]
    ended = subprocess.run(start, capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)

    assert ended.returncode == code
    assert out in ended.stdout
    assert ("did you mean" in ended.stderr) == bool(code)


def test_without_a_pipeline_the_real_one_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["rules"]) == 0
    assert "unregistered-event" in capsys.readouterr().out
