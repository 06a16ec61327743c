"""`telint doctor`: tells what can be told, shows no secret, and opens no connection."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from checker.doctor import LIBRARIES, examine
from checker.model.run import Request
from tests.gate import CLEAN, Work, clean_at

TOGGLED = CLEAN["telemetry/taxonomy.yaml"].replace("    plane:", "    toggle: APP_STATS\n    plane:")

#: Ends the process at the first sign of a connection, whoever opens it, or of a program that could.
NO_SOCKETS = """
import os, sys
def refuse(event, arguments):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.exec", "os.system"):
        os.write(2, f"refused: {event} {arguments}".encode())
        os._exit(99)
sys.addaudithook(refuse)
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    monkeypatch.chdir(tmp_path)
    return clean_at(tmp_path, capsys)


def under_guard(folder: Path, words: str) -> subprocess.CompletedProcess[str]:
    code = f"{NO_SOCKETS}\nfrom checker.cli import main\n{words}"
    here = {"PYTHONPATH": str(Path(__file__).parents[1]), "PATH": os.environ["PATH"]}
    return subprocess.run([sys.executable, "-c", code], cwd=folder, env=here, capture_output=True, text=True, timeout=60, check=False)


def test_no_socket_is_opened(work: Work) -> None:
    done = under_guard(work.root, "sys.exit(main(['doctor']))")

    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing wrong" in done.stdout


def test_the_guard_of_that_test_sees_a_socket(tmp_path: Path) -> None:
    assert under_guard(tmp_path, "import socket; socket.socket()").returncode == 99


def test_what_was_found_is_told(work: Work) -> None:
    done = work.run("doctor")

    words = [line.split(maxsplit=1) for line in done.out.splitlines()]
    assert done.code == 0
    assert [w for w in words if w[:1] in (["configuration"], ["rust"], ["registered"])] == [
        ["configuration", "telint.toml"],
        ["rust", "1 file in 1 unit"],
        ["registered", "events  1"],
    ]


def test_switches_are_shown_and_other_values_are_not(work: Work) -> None:
    work.write("telemetry/taxonomy.yaml", TOGGLED)
    environment = {"APP_STATS": "off", "MY_TELEMETRY_TOKEN": "hunter2", "DO_NOT_TRACK": "1", "PATH": "/bin"}

    health = examine(Request(str(work.root)), environment)

    assert [tuple(v) for v in health.variables] == [
        ("APP_STATS", "off", "telemetry/taxonomy.yaml:11"),
        ("DO_NOT_TRACK", "1", ""),
        ("MY_TELEMETRY_TOKEN", "set (not shown)", ""),
    ]
    assert "hunter2" not in work.run("doctor", "--format", "json").out


def test_a_declared_switch_that_is_not_set_is_shown_too(work: Work) -> None:
    work.write("telemetry/taxonomy.yaml", TOGGLED)

    assert [v.state for v in examine(Request(str(work.root)), {}).variables] == ["unset"]


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        ("telint.toml", "producer = []\n", 'unknown key "producer"'),
        ("telint.toml", "[[registry]]\nformat = 'taxonomy'\npaths = ['none.yaml']\n", "none.yaml: no such file"),
        ("telint.toml", "ignore = ['ded-event']\n", 'no rule is named "ded-event", did you mean "dead-event"?'),
        ("telint.toml", "exclude = ['*.py', '*.rs']\n", "nothing to check"),
        ("telemetry/taxonomy.yaml", "families: [\n", "telemetry/taxonomy.yaml:2:1"),
    ],
)
def test_what_is_wrong_is_told_with_all_the_rest(work: Work, path: str, text: str, problem: str) -> None:
    work.write(path, text)

    done = work.run("doctor")

    assert done.code == 2
    assert problem in done.out
    assert "\nversions\n" in done.out


def test_the_versions_are_those_of_everything_the_distribution_depends_on() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]

    assert sorted(re.split("[<>=]", dependency)[0] for dependency in project["dependencies"]) == sorted(LIBRARIES)


def test_json_holds_the_same(work: Work) -> None:
    document = work.run("doctor", "--format", "json").document

    assert {"what": "configuration", "is": "telint.toml"} in document["found"]
    assert document["problems"] == [] and document["versions"]["telint"]
