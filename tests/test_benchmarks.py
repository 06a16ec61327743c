"""The generated workspace has what its generator says, by an independent search, and the peers' rules name the same API."""

import json
import re
import runpy
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from checker.model.run import Request
from checker.pipeline import check

#: The rules on content.
CONTENT = ("absolute-path", "forbidden-content", "home-or-remote", "raw-error-text", "secret-in-payload", "understated-class")
BENCHMARKS = Path(__file__).parent.parent / "benchmarks"

#: A call is a name, perhaps a `!`, and a parenthesis, that is not being defined there.
_CALL = re.compile(r"(?<!def )(?<!fn )(?<!macro_rules! )\b(\w+)!?\(")
_LOOKALIKE = re.compile(r"^(pub const )?EXAMPLE\b.*|^(//|#) A line such as.*", re.MULTILINE)


def generate(folder: Path, *options: str) -> dict[str, object]:
    argv = [sys.executable, str(BENCHMARKS / "generate.py"), str(folder), "--crates", "4", *options]
    told: dict[str, object] = json.loads(subprocess.run(argv, check=True, capture_output=True, text=True).stdout)
    return told


def sources(folder: Path) -> list[Path]:
    return [path for suffix in ("rs", "py") for path in folder.rglob(f"*.{suffix}")]


@pytest.mark.parametrize("options", [(), ("--all-telemetry",), ("--scale", "2"), ("--flow-width", "3", "--flow-depth", "2")])
def test_the_told_numbers_are_what_a_plain_search_finds(tmp_path: Path, options: tuple[str, ...]) -> None:
    told = generate(tmp_path / "w", "--no-git", *options)

    texts = [_LOOKALIKE.sub("", path.read_text()) for path in sources(tmp_path / "w")]
    names = dict(told["calls"]) if isinstance(told["calls"], dict) else {}
    found = Counter(name for text in texts for name in _CALL.findall(text) if name in names)

    assert names == found
    assert told["callsites"] == found.total()
    assert told["sources"] == len(texts)
    assert told["bytes"] == sum(path.stat().st_size for path in sources(tmp_path / "w"))


def test_few_bytes_hold_names_unless_all_files_shall(tmp_path: Path) -> None:
    usual, full = generate(tmp_path / "a", "--no-git"), generate(tmp_path / "b", "--no-git", "--all-telemetry")

    assert 0.01 < share(usual) < 0.04
    assert share(full) > 0.95


def share(told: dict[str, object]) -> float:
    return int(str(told["bytes_with_names"])) / int(str(told["bytes"]))


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    generate(tmp_path / "a", "--no-git")
    generate(tmp_path / "b", "--no-git")

    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("depth", ["1", "5"])
def test_what_is_fed_into_payloads_is_found_where_it_starts_and_nothing_else(tmp_path: Path, depth: str) -> None:
    told = generate(tmp_path / "w", "--no-git", "--flow-width", "3", "--flow-depth", depth)

    found = check(Request(str(tmp_path / "w"), select=CONTENT)).findings

    assert told["flows"] == len(found) == 10
    assert {(f.rule, Path(f.path).stem) for f in found} == {("forbidden-content", "fed")}
    assert {Path(f.path).suffix for f in found} == {".rs", ".py"}


def test_growth_is_told_for_each_size() -> None:
    options = ("--width", "2", "--depth", "2", "--scales", "1", "2", "--runs", "1")
    done = subprocess.run([sys.executable, str(BENCHMARKS / "growth.py"), *options], check=True, capture_output=True, text=True)

    head, one, two = (line.split() for line in done.stdout.splitlines())
    assert head == ["scale", "writes", "following", "ms", "µs", "a", "write", "ratio", "found", "there"]
    assert (one[0], one[-3:], two[0], two[-2:]) == ("1", ["1.00", "5", "5"], "2", ["10", "10"])


def test_it_is_a_repository_of_its_own(tmp_path: Path) -> None:
    generate(tmp_path / "w")

    argv = ["git", "-C", str(tmp_path / "w"), "status", "--porcelain"]
    assert subprocess.run(argv, check=True, capture_output=True, text=True).stdout == ""


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        generate(tmp_path)


def test_the_harness_times_what_is_there_and_names_what_is_not(tmp_path: Path) -> None:
    generate(tmp_path / "w")
    before = contents(tmp_path / "w")
    (tmp_path / "bin").mkdir()
    write_program(tmp_path / "bin/telint", "exit 1")
    write_program(tmp_path / "bin/ast-grep", "exit 0")
    write_program(tmp_path / "bin/semgrep", "echo cannot >&2; exit 7")

    argv = [sys.executable, str(BENCHMARKS / "run.py"), "--workspace", str(tmp_path / "w"), "--runs", "1", "--bin", str(tmp_path / "bin")]
    done = subprocess.run([*argv, "--json", str(tmp_path / "runs.json")], check=True, capture_output=True, text=True)

    runs = json.loads((tmp_path / "runs.json").read_text())
    assert {len(mine) for mine in runs.values()} == {1}
    assert set(runs) - {"rg", "git grep"} == {"python -I -c pass", "telint check", "nothing changed", "a file changed", "ast-grep scan"}
    assert "left out: semgrep scan: exit code 7: cannot" in done.stdout
    assert "left out: telint --version: exit code 1" in done.stdout
    assert "× ast-grep scan" in done.stdout
    assert contents(tmp_path / "w") == before


def test_all_names_are_those_of_the_writes_found() -> None:
    sites = [
        {"kind": "facade", "api": "tel::emit", "language": "rust"},
        {"kind": "wrapper", "api": "db.record_opt", "language": "rust"},
        {"kind": "insert", "api": "INSERT INTO events", "language": "rust"},
    ]
    peers = runpy.run_path(str(BENCHMARKS / "peers.py"))
    rules = peers["astgrep"](peers["written"]({"callsites": sites}, [peers["Name"]("emit", "macro", ("rust",))]))

    assert [line.split(": ")[1] for line in rules.splitlines() if "pattern:" in line] == [
        "emit!($$$)",
        "$P::emit!($$$)",
        "record_opt($$$)",
        "$P::record_opt($$$)",
        "$O.record_opt($$$)",
    ]


def write_program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
