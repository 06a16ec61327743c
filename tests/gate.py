"""A small workspace on disk and whole runs over it, as a user would start them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from checker.cli import main

CONFIG = """\
producer-files = ["telemetry/app.yaml"]

[[registry]]
format = "taxonomy"
paths = ["telemetry/taxonomy.yaml"]
"""
PRODUCER = """\
description: The log of this workspace.
languages: [python, rust]
apis:
  - kind: function
    names: [app_log.send]
    role: sink
    event: {position: 0, keyword: event}
"""
TAXONOMY = """\
version: 1
families:
  - family: app
    description: What the app does.
    owner: [app]
    sensitivity: S1
    transmission: local_only
    plane: UsageTelemetry
    events:
      - metric_type: started
        status: shipped
"""
PYTHON = """\
import app_log

# telemetry: S1 family=app
app_log.send("started")
"""
RUST = """\
pub fn start() {
    // telemetry: S1 family=app
    app_log::send("started");
}
"""
#: Everything in it is in order: each event is registered, written and classified.
CLEAN: Mapping[str, str] = {
    "telint.toml": CONFIG,
    "telemetry/app.yaml": PRODUCER,
    "telemetry/taxonomy.yaml": TAXONOMY,
    "app.py": PYTHON,
    "src/lib.rs": RUST,
}


class Done(NamedTuple):
    """How a run ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def found(self) -> list[tuple[str, str, int]]:
        """Rule, path and line of each finding of a report in JSON."""
        return [(f["rule"], f["path"], f["line"]) for f in self.document["findings"]]

    @property
    def document(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.out)
        return read


class Work:
    """A workspace to write files into and to run the command line in."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def run(self, *words: str) -> Done:
        code = main(words)
        said = self._capsys.readouterr()
        return Done(code, said.out, said.err)

    def check(self, *words: str) -> Done:
        """`telint check --format json`."""
        return self.run("check", "--format", "json", *words)


def clean_at(root: Path, capsys: pytest.CaptureFixture[str]) -> Work:
    """A workspace in which there is nothing to find."""
    work = Work(root, capsys)
    for path, text in CLEAN.items():
        work.write(path, text)
    return work


def without_git(path: str) -> str:
    """A search path on which there is no git."""
    return os.pathsep.join(p for p in path.split(os.pathsep) if not os.path.exists(os.path.join(p, "git")))
