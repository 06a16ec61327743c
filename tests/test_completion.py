"""Completion, asked of the shells themselves where they are installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from checker.cli import main
from checker.cli.common.command import load, names, parser_of
from checker.cli.common.words import listed
from checker.cli.shells import names as shells
from checker.cli.shells import script
from tests.fake_pipeline import FakePipeline

RULES = ("dead-event", "unregistered-event")


def asked(shell: str, *argv: str) -> list[str]:
    """What a shell prints, as words; skips where the shell is not installed."""
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    done = subprocess.run([path, *argv], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for shell in shells():
        (tmp_path / shell).write_text(script(shell, listed(RULES)))
    return tmp_path


QUESTIONS = [
    ("telint ch", {"check"}),
    ("telint check --format sar", {"sarif"}),
    ("telint check --fail-on ", {"error", "warning", "note"}),
    ("telint check --exit", {"--exit-zero"}),
    ("telint explain dead", {"dead-event"}),
    ("telint check --select un", {"unregistered-event"}),
    ("telint completion z", {"zsh"}),
    ("telint inventory --unres", {"--unresolved"}),
    ("telint check --config SOME", {"SOMEFILE"}),
    ("telint check SOME", {"SOMEFILE"}),
    ("telint check --jobs 1", set()),
]


@pytest.mark.parametrize(("line", "words"), QUESTIONS)
def test_bash_completes(line: str, words: set[str], home: Path) -> None:
    (home / "SOMEFILE").touch()
    typed = line.split(" ")
    given = " ".join(f"'{word}'" for word in typed)
    call = f"cd {home}; source ./bash; COMP_WORDS=({given}); COMP_CWORD={len(typed) - 1}; _telint; echo ${{COMPREPLY[@]}}"

    assert set(asked("bash", "--norc", "-c", call)) == words


@pytest.mark.parametrize(("line", "words"), QUESTIONS)
def test_fish_completes(line: str, words: set[str], home: Path) -> None:
    (home / "SOMEFILE").touch()

    found = asked("fish", "--no-config", "-c", f"cd {home}; source ./fish; complete -C '{line}' | string replace -r '\\t.*' ''; true")

    assert set(found) == words


def test_zsh_reads_its_script(home: Path) -> None:
    call = f"autoload -Uz compinit; compinit -u -D; source {home}/zsh; whence -w _telint"

    assert asked("zsh", "-f", "-c", call) == ["_telint:", "function"]
    assert asked("zsh", "-f", "-n", str(home / "zsh")) == []


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_every_command_and_option_is_in_every_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell], FakePipeline()) == 0

    text = capsys.readouterr().out
    for name in names():
        assert name in text
        flags = [flag for action in parser_of(name)._actions for flag in action.option_strings]
        spelled = [f"-{'l' if flag.startswith('--') else 's'} {flag.lstrip('-')}" if shell == "fish" else flag for flag in flags]
        assert [flag for flag in spelled if flag not in text] == []
    assert "unclassified-write" in text


def test_text_of_options_cannot_end_a_quotation() -> None:
    hostile = listed(())[0]._replace(summary="it's [a]: \"b\" \\ $(x) `y`")

    for shell in ("zsh", "fish"):
        text = script(shell, (hostile._replace(arguments=()),))
        assert "it\\'s" in text or "it'\\''s" in text


@pytest.mark.parametrize("name", names())
def test_every_command_says_what_it_does_and_fits_a_screen(name: str) -> None:
    text = parser_of(name).format_help()

    assert len(text.splitlines()) <= 40
    assert max(map(len, text.splitlines())) <= 100
    assert load(name).EXAMPLES
    assert load(name).SUMMARY in text
