"""A `telint.toml` drafted for a workspace, and the profile that fits it, if one does."""

import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence

from checker.contracts import SHIPPED, read
from checker.data import folder


def fitting_profile(paths: Collection[str], producers: Collection[str]) -> str:
    """The shipped profile made for this workspace: all files that its registry names are here, and its producers write here; else `""`."""
    home = os.path.join(folder("contracts"), "profiles")
    for name in sorted(file.removesuffix(".toml") for file in os.listdir(home) if file.endswith(".toml")):
        data = read(home, f"{name}.toml").data
        named = [path for source in data.get("registry", ()) for path in source["paths"] if not path.startswith(SHIPPED)]
        wanted = data.get("producers", ())
        if named and wanted and all(path in paths for path in named if "*" not in path) and set(wanted) <= set(producers):
            return name
    return ""


def configuration(
    profile: str, profiled: Collection[str], shipped: Mapping[str, int], producer_files: Sequence[str], taxonomies: Iterable[str]
) -> str:
    """The text of the file. `profiled` are the producers that the profile brings, `shipped` those that found writes, with how many."""
    lines = ["# Drafted by `telint init`. What each key means: README.md of telint, or contracts/schema/config.v1.schema.json."]
    if profile:
        lines += ["# The workspace has the files and the writes that this ready configuration is made for.", f"profile = {_text(profile)}"]
    if not set(shipped) <= set(profiled):
        found = ", ".join(f"{name}: {number:,}" for name, number in sorted(shipped.items()))
        lines += [f"# Telemetry APIs that ship with telint and are called here, with their writes ({found})."]
        lines += [f"producers = {_list(sorted(shipped))}"]
    if not profile and not shipped:
        lines += ["# No telemetry API that ships with telint is called here; without this line, all are tried.", "# producers = []"]
    if producer_files:
        lines += ["# The workspace's own.", f"producer-files = {_list(producer_files)}"]
    for path in taxonomies:
        lines += ["", "[[registry]]", 'format = "taxonomy"', f"paths = {_list([path])}"]
    return "\n".join(lines) + "\n"


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(map(_text, values)) + "]"


def _text(value: str) -> str:
    return json.dumps(value)
