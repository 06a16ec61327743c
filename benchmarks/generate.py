"""Makes a workspace of Rust crates and Python packages with a known number of telemetry writes, to time checkers on.

The same arguments give the same bytes. What is known of the workspace is printed as JSON: how often each name is called, in how many bytes.
About one file in thirty holds telemetry, as in a large monorepo; `--all-telemetry` puts a write into every file.

With `--flow-width` each crate and package also hands values through so many chains of functions, each in a file of its own, into one shared
write. Every other one is content, which a checker of flows has to find; the rest are numbers, which it must not.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import flows
import templates


class File(NamedTuple):
    """A file to write: `calls` counts the calls of each telemetry name in it."""

    path: str
    text: str
    calls: Counter[str]


class Size(NamedTuple):
    """How large the workspace becomes. For every four crates there is a Python package."""

    crates: int
    noise_files: int = 29
    writers: int = 6
    all_telemetry: bool = False
    flow_width: int = 0
    flow_depth: int = 6

    def flows(self) -> int:
        """How many chains of the whole workspace carry content."""
        return (self.crates + self.crates // 4) * ((self.flow_width + 1) // 2)


def files(size: Size) -> Iterator[File]:
    """Everything in the workspace, in no particular order."""
    for path, text in templates.FIXED.items():
        yield File(path, text, Counter(templates.FIXED_CALLS.get(path, {})))
    for path, text in flows.FIXED.items() if size.flow_width else ():
        yield File(path, text, Counter(flows.FIXED_CALLS[path]))
    yield File("Cargo.toml", templates.cargo_workspace(), Counter())
    for number in range(size.crates):
        yield from _crate(number, size)
    for number in range(size.crates // 4):
        yield from _package(number, size)


def _crate(number: int, size: Size) -> Iterator[File]:
    name = f"work-{number:04}"
    folder = f"crates/{name}"
    made = list(flows.rust(size.flow_width, size.flow_depth)) if size.flow_width else []
    modules = ["measured", *(f"part_{part:02}" for part in range(size.noise_files)), *(m.name for m in made)]
    yield File(f"{folder}/Cargo.toml", templates.cargo_package(name), Counter())
    yield File(f"{folder}/src/lib.rs", templates.rust_root(name, modules), Counter())
    calls = Counter({call: count * size.writers for call, count in templates.RUST_WRITER_CALLS.items()})
    yield File(f"{folder}/src/measured.rs", templates.rust_measured(name, size.writers), calls)
    for part in range(size.noise_files):
        text = templates.rust_noise(number * 1000 + part, size.all_telemetry)
        yield File(f"{folder}/src/part_{part:02}.rs", text, Counter({"emit_event": 1} if size.all_telemetry else {}))
    yield from (File(f"{folder}/src/{m.name}.rs", m.text, Counter(m.calls)) for m in made)


def _package(number: int, size: Size) -> Iterator[File]:
    name = f"duty_{number:04}"
    folder = f"python/{name}"
    yield File(f"{folder}/pyproject.toml", f'[project]\nname = "{name}"\nversion = "0.1.0"\n', Counter())
    yield File(f"{folder}/src/{name}/__init__.py", f'"""Duties of {name}."""\n', Counter())
    calls = Counter({call: count * size.writers for call, count in templates.PYTHON_WRITER_CALLS.items()})
    yield File(f"{folder}/src/{name}/measured.py", templates.python_measured(size.writers), calls)
    for part in range(size.noise_files):
        text = templates.python_noise(number * 1000 + part, size.all_telemetry)
        yield File(f"{folder}/src/{name}/part_{part:02}.py", text, Counter({"capture_usage": 1} if size.all_telemetry else {}))
    made = flows.python(name, size.flow_width, size.flow_depth) if size.flow_width else ()
    yield from (File(f"{folder}/src/{name}/{m.name}.py", m.text, Counter(m.calls)) for m in made)


def write(root: Path, size: Size) -> dict[str, object]:
    """Writes the workspace and tells what is known of it."""
    calls: Counter[str] = Counter()
    sources = total = hot = 0
    for file in files(size):
        place = root / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(file.text, encoding="utf-8", newline="\n")
        calls += file.calls
        if place.suffix in (".rs", ".py"):
            sources += 1
            total += len(file.text)
            hot += len(file.text) if file.calls else 0
    return {
        "crates": size.crates,
        "packages": size.crates // 4,
        "sources": sources,
        "bytes": total,
        "bytes_with_names": hot,
        "calls": dict(sorted(calls.items())),
        "callsites": sum(calls.values()),
        "events": len(templates.EVENTS),
        "flows": size.flows(),
    }


def commit(root: Path) -> None:
    """Makes the workspace a git repository of its own, as monorepos are; also so that an enclosing one does not ignore it."""
    git = ("git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0", "-C", str(root))
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "generated")):
        subprocess.run([*git, *words], check=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where to; must not exist")
    parser.add_argument("--crates", type=int, default=20, help="crates at scale 1 (default: 20, 6 MB)")
    parser.add_argument("--scale", type=int, default=1, help="so many times as many crates (1 to 16 for growth)")
    parser.add_argument("--all-telemetry", action="store_true", help="a write in every source file")
    parser.add_argument("--no-git", action="store_true", help="leave it a plain folder")
    parser.add_argument("--flow-width", type=int, default=0, help="chains in each crate and package that feed a write (default: none)")
    parser.add_argument("--flow-depth", type=int, default=6, help="steps of each chain, one a file (default: 6)")
    options = parser.parse_args()
    if options.folder.exists():
        parser.error(f"{options.folder} is there already")
    size = Size(
        options.crates * options.scale,
        all_telemetry=options.all_telemetry,
        flow_width=options.flow_width,
        flow_depth=options.flow_depth,
    )
    known = write(options.folder, size)
    if not options.no_git:
        commit(options.folder)
    sys.stdout.write(json.dumps(known, indent=2) + "\n")


if __name__ == "__main__":
    main()
