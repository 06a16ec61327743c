"""What the README shows can be done: its commands are ones that telint takes, its files are well-formed."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from checker.cli.common.command import names, parser_of
from checker.report import formats

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
COMMANDS = sorted(set(re.findall(r"(?:^    |`|run: |- )(telint [a-z][^`#\n]*)", TEXT, re.MULTILINE)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_one(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, name, *words = shlex.split(command.partition(" > ")[0])

    assert name in names()
    known = {"SHELL": "bash"}
    parser_of(name).parse_args([known.get(word, word) for word in words])


def test_there_are_commands_to_be_tried() -> None:
    assert len(COMMANDS) > 20
    assert {"baseline", "check", "completion", "explain", "inventory", "rules"} <= {shlex.split(c)[1] for c in COMMANDS}


@pytest.mark.parametrize("block", [text for language, text in BLOCKS if language == "yaml"])
def test_every_yaml_file_is_well_formed(block: str) -> None:
    assert yaml.safe_load(block)


def steps(block: str) -> list[str]:
    """What a CI job or a hook runs."""
    return re.findall(r"telint check .*", block)


def test_the_snippets_for_hooks_and_ci_run_the_gate() -> None:
    files = {found[1]: text for _, text in BLOCKS if (found := re.match(r"# (\S+\.ya?ml)\n", text))}

    assert {".pre-commit-config.yaml", "lefthook.yml", ".github/workflows/telint.yml", ".gitlab-ci.yml"} <= files.keys()
    assert all(steps(files[name]) for name in ("lefthook.yml", ".github/workflows/telint.yml", ".gitlab-ci.yml"))
    assert yaml.safe_load(files[".pre-commit-config.yaml"])["repos"][0]["hooks"] == [{"id": "telint"}]


def test_every_format_is_in_the_table() -> None:
    table = TEXT[TEXT.index("| format | for |") :].split("\n\n")[0]

    assert set(re.findall(r"`(\w+)`", table)) == set(formats())


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT))))
def test_every_link_leads_somewhere(path: str) -> None:
    assert (ROOT / path).exists()
