"""Times whole processes against each other in one run: telint, ast-grep, semgrep, a plain search, a bare interpreter.

All take turns, several times, and the median counts, because machines differ and drift. Memory is the peak of the largest process of each,
but never less than what this program takes itself (about 16 MB).
`telint check` keeps nothing between its runs; beside it are runs after which nothing, or one source file, changed.
ast-grep looks for the API that producer files describe, and once more for every name under which telint finds a write, wrappers included.
What is not installed is left out, and that is said.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import peers

ROOT = Path(__file__).parent.parent


class Command(NamedTuple):
    """A contestant. `fine`: the exit codes of a run that did its work. `before`: run once beforehand, to fill a cache. `touched`: a
    file of the workspace that has a line more during each run."""

    name: str
    argv: tuple[str, ...]
    fine: tuple[int, ...] = (0, 1)
    before: bool = False
    touched: str = ""


class Run(NamedTuple):
    """One run: wall time in milliseconds, processor time of all its processes, peak memory in megabytes."""

    wall: float
    cpu: float
    memory: float


class Failed(Exception):
    """A contestant did not do its work; its time would mean nothing."""


def timed(command: Command, folder: Path, environment: dict[str, str]) -> Run:
    """Runs a command once in `folder`. Raises `Failed` when it did not do its work."""
    with _touched(folder / command.touched if command.touched else None), tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.argv, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = (time.perf_counter() - start) * 1000
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in command.fine:
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace").strip()
            raise Failed(f"exit code {process.returncode}: {said[-300:]}")
    per_megabyte = 1024 if sys.platform == "linux" else 1024 * 1024
    return Run(wall, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / per_megabyte)


@contextmanager
def _touched(path: Path | None) -> Iterator[None]:
    data = path.read_bytes() if path else b""
    try:
        if path:
            path.write_bytes(data + b"\n")
        yield
    finally:
        if path:
            path.write_bytes(data)


def contest(commands: Sequence[Command], folder: Path, rounds: int, environment: dict[str, str]) -> tuple[dict[str, list[Run]], list[str]]:
    """The runs of each command, taken in turns, and why some dropped out."""
    runs: dict[str, list[Run]] = {command.name: [] for command in commands}
    notes = []
    for turn in range(-1, rounds):  # the first turn warms the page cache and does not count
        for command in commands:
            if command.name not in runs or (turn < 0 and not command.before and command.name.startswith("telint")):
                continue
            try:
                run = timed(command, folder, environment)
            except Failed as error:
                del runs[command.name]
                notes.append(f"{command.name}: {error}")
                continue
            if turn >= 0:
                runs[command.name].append(run)
    return runs, notes


def contestants(options: argparse.Namespace, scratch: Path) -> tuple[list[Command], list[str]]:
    """The commands that can be run here, and what cannot."""
    telint, astgrep, semgrep = (found(name, options.bin) for name in ("telint", "ast-grep", "semgrep"))
    known = peers.names(options.producer or _producers(options))
    every = peers.written(_inventory(telint, options), known)
    for name, rules in (("known", peers.astgrep(known)), ("every", peers.astgrep(every)), ("semgrep", peers.semgrep(known))):
        (scratch / f"{name}.yml").write_text(rules, encoding="utf-8")
    profile = ("--profile", options.profile) if options.profile else ()
    judge = (telint, "check", "--format", "concise", *profile)
    quiet = ("--quiet", "--json", "--metrics", "off", "--disable-version-check", "--disable-nosem")
    wanted = [
        Command("python -I -c pass", (sys.executable, "-I", "-c", "pass"), (0,)),
        Command("telint --version", (telint, "--version"), (0,), before=True),
        Command("telint check", (*judge, "--no-cache")),
        Command("nothing changed", judge, before=True),
        Command("a file changed", judge, before=True, touched=_a_source(options.workspace)),
        _search(known, options.bin),
        Command("ast-grep scan", (astgrep, "scan", "--rule", str(scratch / "known.yml"), "--json=compact", ".")),
        Command("… with wrappers", (astgrep if every else "", "scan", "--rule", str(scratch / "every.yml"), "--json=compact", ".")),
        Command("semgrep scan", (semgrep, "scan", "--config", str(scratch / "semgrep.yml"), *quiet, ".")),
    ]
    there = [command for command in wanted if command.argv[0]]
    return there, [f"{command.name}: not installed, or nothing to look for" for command in wanted if not command.argv[0]]


def _inventory(telint: str, options: argparse.Namespace) -> dict[str, list[dict[str, str]]]:
    """What telint finds in the workspace; no callsites where it does not say."""
    profile = ("--profile", options.profile) if options.profile else ()
    argv = [telint or sys.executable, "inventory", "--format", "json", *profile]
    said = subprocess.run(argv, cwd=options.workspace, check=False, capture_output=True, text=True).stdout
    found: dict[str, list[dict[str, str]]] = json.loads(said) if said.startswith("{") else {"callsites": []}
    return found


def _search(known: Sequence[peers.Name], folder: Path | None) -> Command:
    words = [word for name in dict.fromkeys(name.text for name in known) for word in ("-e", name)]
    if rg := found("rg", folder):
        return Command("rg", (rg, "--count", "--word-regexp", "--fixed-strings", "-trust", "-tpy", *words))
    return Command("git grep", (found("git", None), "grep", "--count", "-w", "-F", *words, "--", "*.rs", "*.py"))


def _a_source(workspace: Path) -> str:
    """A source file in the middle of the workspace; most hold no telemetry."""
    said = subprocess.run(["git", "-C", workspace, "ls-files", "-z", "*.rs", "*.py"], check=False, capture_output=True, text=True).stdout
    listed = [path for path in said.split("\0") if path and (workspace / path).is_file()]
    return listed[len(listed) // 2] if listed else ""


def _producers(options: argparse.Namespace) -> list[Path]:
    shipped = ROOT / f"rules/producers/{options.profile}.yaml"
    return [shipped] if options.profile and shipped.is_file() else sorted((options.workspace / "producers").glob("*.yaml"))


def found(name: str, folder: Path | None) -> str:
    """Where a program is: in `folder`, beside this Python or on the path; `""` if nowhere."""
    for place in filter(None, (folder, Path(sys.executable).parent)):
        if os.access(place / name, os.X_OK):
            return str(place.absolute() / name)
    return shutil.which(name) or ""


def table(runs: dict[str, list[Run]]) -> list[str]:
    """A line for each contestant, with ratios to the others that matter."""
    medians = {name: statistics.median(run.wall for run in mine) for name, mine in runs.items() if mine}
    bases = [name for name in ("ast-grep scan", "semgrep scan", "rg", "git grep", "python -I -c pass") if name in medians]
    head = f"{'contestant':20}{'median ms':>11}{'min ms':>10}{'cpu ms':>10}{'MB':>8}"
    lines = [head + "".join(f"{'× ' + base:>20}" for base in bases)]
    for name, median in medians.items():
        least, cpu = min(run.wall for run in runs[name]), statistics.median(run.cpu for run in runs[name])
        ratios = "".join(f"{median / medians[base]:20.2f}" for base in bases)
        lines.append(f"{name:20}{median:11.1f}{least:10.1f}{cpu:10.1f}{max(run.memory for run in runs[name]):8.0f}{ratios}")
    return lines


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workspace", type=Path, required=True, help="the folder to check")
    parser.add_argument("--profile", help="telint's profile for it")
    parser.add_argument("--producer", type=Path, action="append", help="producer file with the API that the peers look for (repeatable)")
    parser.add_argument("--bin", type=Path, help="folder with the programs, if not beside this Python or on the path")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each (default: 5)")
    parser.add_argument("--json", type=Path, help="write all runs to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        commands, missing = contestants(options, Path(scratch))
        home = {"SEMGREP_SETTINGS_FILE": f"{scratch}/semgrep-settings.yml", "SEMGREP_LOG_FILE": f"{scratch}/semgrep.log"}
        runs, failed = contest(commands, options.workspace, options.runs, {**os.environ, **home})
    sys.stdout.write("\n".join([*table(runs), "", *(f"left out: {note}" for note in (*missing, *failed))]).rstrip() + "\n")
    if options.json:
        options.json.write_text(json.dumps({name: [run._asdict() for run in mine] for name, mine in runs.items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
