"""What following content into payloads costs as a workspace grows, on generated workspaces of several sizes.

Following takes a small part of a run, less than runs differ from each other, so it is timed inside: processor time of that stage alone,
each size in a process of its own, the least of several runs. What is found is held against what the generator put there, since a fast
answer that misses something is none.
"""

import argparse
import gc
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import generate

ROOT = Path(__file__).parent.parent
#: The rules on content: without one of them nothing is followed.
RULES = ("absolute-path", "forbidden-content", "home-or-remote", "raw-error-text", "secret-in-payload", "understated-class")


class Point(NamedTuple):
    """One size: writes, processor time of following in milliseconds, flows found and put there."""

    scale: int
    callsites: int
    following: float
    found: int
    there: int


def follow(folder: Path) -> dict[str, float]:
    """Checks a workspace in this process: milliseconds of following, writes and findings."""
    from checker.model.run import Request
    from checker.pipeline import check

    spent: list[float] = []
    counted: list[int] = []
    link: Any = importlib.import_module("checker.link")
    following = link.flows

    def timed(program: Any, writes: Any, sites: Any, *rest: Any) -> Any:
        counted.append(len(sites))
        start = time.process_time()
        found = following(program, writes, sites, *rest)
        spent.append(1000 * (time.process_time() - start))
        return found

    gc.disable()  # as the command line does
    link.flows = timed
    outcome = check(Request(str(folder), select=RULES, jobs=1))
    return {"following": sum(spent), "callsites": sum(counted), "found": len(outcome.findings)}


def measure(scale: int, options: argparse.Namespace) -> Point:
    """Generates one workspace and measures it."""
    size = generate.Size(options.crates * scale, options.noise, flow_width=options.width, flow_depth=options.depth)
    with tempfile.TemporaryDirectory() as scratch:
        generate.write(Path(scratch), size)
        argv = (sys.executable, __file__, "--follow", scratch)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        texts = [subprocess.run(argv, capture_output=True, check=True, text=True, env=environment).stdout for _ in range(options.runs)]
    runs = [json.loads(text) for text in texts]
    return Point(scale, runs[0]["callsites"], min(run["following"] for run in runs), runs[0]["found"], size.flows())


def table(points: list[Point]) -> list[str]:
    """A line a size; the ratio is that of the time for one write to that at the first size."""
    lines = [f"{'scale':>5}{'writes':>9}{'following ms':>14}{'µs a write':>12}{'ratio':>8}{'found':>8}{'there':>8}"]
    each = [1000 * point.following / point.callsites for point in points]
    for point, cost in zip(points, each, strict=True):
        lines.append(
            f"{point.scale:5}{point.callsites:9}{point.following:14.1f}{cost:12.1f}{cost / each[0]:8.2f}{point.found:8}{point.there:8}"
        )
    return lines


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--crates", type=int, default=4, help="crates at scale 1 (default: 4)")
    parser.add_argument("--noise", type=int, default=2, help="files without telemetry in each crate and package (default: 2)")
    parser.add_argument("--width", type=int, default=8, help="chains in each crate and package (default: 8)")
    parser.add_argument("--depth", type=int, default=6, help="steps of each chain (default: 6)")
    parser.add_argument("--scales", type=int, nargs="+", default=[1, 4, 16], help="so many times as many crates (default: 1 4 16)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each size; the least counts (default: 3)")
    parser.add_argument("--follow", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.follow:
        sys.stdout.write(json.dumps(follow(options.follow)))
        return
    points = [measure(scale, options) for scale in options.scales]
    sys.stdout.write("\n".join(table(points)) + "\n")
    if any(point.found != point.there for point in points):
        sys.exit("what was found is not what was put there")


if __name__ == "__main__":
    main()
