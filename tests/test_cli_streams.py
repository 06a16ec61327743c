"""Standard output and error as real processes see them: pipes that close, full disks, terminals, imports."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from checker.cli.common import pages, terminal
from checker.model.errors import Unusable

ROOT = Path(__file__).parents[1]
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from checker.cli import main; "


def telint(program: str, stdout: int | IO[str] = subprocess.PIPE) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-I", "-c", START + program]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=30, check=False)


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_a_reader_that_has_left_ends_the_run_quietly(word: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    ended = telint(f"sys.exit(main([{word!r}]))", stdout=writing)

    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk_is_an_error_and_not_a_bug() -> None:
    with open("/dev/full", "w") as full:
        ended = telint("sys.exit(main(['--version']))", stdout=full)

    assert ended.returncode == 2
    assert ended.stderr.startswith("telint: error: cannot write to standard output: ")
    assert len(ended.stderr.splitlines()) == 1


def test_closed_streams_are_survived() -> None:
    assert (
        telint("sys.stdout = None; sys.exit(main(['--version']))").stderr
        == "telint: error: cannot write to standard output: it is closed\n"
    )
    assert telint("sys.stderr = None; sys.exit(main(['chekc']))").returncode == 2


def test_an_encoding_that_lacks_a_character_gets_an_escape() -> None:
    script = "from checker.cli.common import terminal; terminal.write('1 … 日\\n')"

    ended = telint(f"sys.stdout.reconfigure(encoding='ascii'); {script}")

    assert ended.stdout == "1 \\u2026 \\u65e5\n"


def test_the_version_costs_no_import_that_is_not_ours() -> None:
    ended = telint("before = set(sys.modules); main(['--version']); print(*sorted(set(sys.modules) - before))")

    assert ended.stdout.splitlines()[1] == "checker.cli.common checker.cli.common.terminal"


def test_the_help_imports_neither_argparse_nor_a_stage() -> None:
    ended = telint("main(['--help']); print('argparse' in sys.modules, 'typing' in sys.modules, 'checker.pipeline' in sys.modules)")

    assert ended.stdout.splitlines()[-1] == "False False False"


class Terminal(io.StringIO):
    """A stream that says it is a terminal, with no size to be asked for."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_colour_unless_it_is_dumb_or_told_not_to() -> None:
    assert terminal.colour(Terminal(), {}) is True
    assert terminal.colour(Terminal(), {"TERM": "dumb"}) is False
    assert terminal.colour(Terminal(), {"NO_COLOR": "1"}) is False
    assert terminal.colour(Terminal(), {"NO_COLOR": ""}) is True
    assert terminal.colour(io.StringIO(), {}) is False
    assert terminal.colour(None, {}) is False


def test_only_a_terminal_has_a_width() -> None:
    assert terminal.width(None) == 0
    assert terminal.width(io.StringIO()) == 0
    assert terminal.width(Terminal()) == 0


def test_a_terminal_says_how_wide_it_is() -> None:
    pty = pytest.importorskip("pty")
    fcntl, struct, termios = (pytest.importorskip(name) for name in ("fcntl", "struct", "termios"))
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 93, 0, 0))

    with os.fdopen(slave, "w") as stream:
        assert terminal.width(stream) == 93
    os.close(master)


def test_a_complaint_that_cannot_be_said_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError("gone")

    monkeypatch.setattr("sys.stderr", Broken())
    terminal.say("never seen")

    monkeypatch.setattr("sys.stdout", Broken())
    with pytest.raises(Unusable, match="cannot write to standard output: gone"):
        terminal.write("never seen")


def test_the_first_cases_of_a_page_are_its_first_sections() -> None:
    page = "# dead-event\n\nIntro.\n\n## One\n\n```rust\na\n```\n\n## Two\n\nb\n\n## Three\n"

    assert pages.first_cases(page, 2) == ["One\n\n```rust\na\n```", "Two\n\nb"]
    assert pages.first_cases("", 2) == []
    assert pages.page("no-such-rule") == ""


def test_a_rule_page_that_ships_is_found() -> None:
    assert pages.first_cases(pages.page("unregistered-event"), 1) != []
