"""The health of an installation in a workspace: what was found, in which versions, and how the switches of telemetry stand here.

Everything is told that can be told: a broken configuration ends `telint check`, but here it is one line among others. Nothing is run,
nothing is written and no connection is opened.
"""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from checker import __version__, data, pipeline, registry
from checker import config as configuration
from checker.discover import discover
from checker.extract import extracting
from checker.model.config import Config
from checker.model.errors import Complaint, Unusable
from checker.model.registry import Registry
from checker.model.run import Request
from checker.model.source import Workspace

#: Words in the names of variables that switch telemetry in most programs, declared or not.
_SPEAKING = ("TELEMETRY", "DO_NOT_TRACK", "ANALYTICS", "USAGE_STATS")
#: Values that are shown. Whatever else a variable holds may be a credential, an address or a path.
_SWITCHES = frozenset(("", "0", "1", "on", "off", "true", "false", "yes", "no", "enabled", "disabled"))
#: What the distribution depends on (`pyproject.toml`; a test holds the two together).
LIBRARIES = (
    "tree-sitter",
    "tree-sitter-rust",
    "tree-sitter-python",
    "tree-sitter-typescript",
    "PyYAML",
    "cel-expr-python",
    "protobuf",
    "pathspec",
    "jsonschema-rs",
    "sqloxide",
    "ahocorasick_rs",
    "libcst",

    "markdown-it-py",
    "google-re2",
)


class Variable(NamedTuple):
    """A variable of the environment. `state` is `unset`, `set`, or the value where that is a plain switch; `declared`: where."""

    name: str
    state: str
    declared: str


class Health(NamedTuple):
    """What `telint doctor` tells. `facts` are what is looked at and what is there; `problems` say why
    a run could not be done in full."""

    root: str
    facts: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    variables: tuple[Variable, ...]
    problems: tuple[Complaint, ...]


def examine(request: Request, environment: Mapping[str, str]) -> Health:
    """The health of the workspace that `request` starts from, with the variables of `environment`."""
    versions = tuple(_versions())
    try:
        root, config = configuration.load(request.start, request.config, request.profile)
    except Unusable as unusable:
        return Health(request.start, (), versions, tuple(_variables(environment, {})), unusable.complaints)
    problems: list[Complaint] = []
    workspace = _workspace(root, config, problems)
    known = _registry(root, config, workspace, problems)
    facts = [*_settings(root, config), *_found(config, workspace, known), *_rules(root, config, request, problems)]
    return Health(root, tuple(facts), versions, tuple(_variables(environment, _declared(known))), tuple(problems))


def _workspace(root: str, config: Config, problems: list[Complaint]) -> Workspace:
    try:
        found = discover(root, (), config.exclude, config.max_file_bytes)
    except Unusable as unusable:
        problems += unusable.complaints
        return Workspace(root, (), (), (), ())
    problems += [Complaint(s.path, 0, 0, s.why) for s in found.skipped if s.failed]
    if not found.files:
        problems.append(Complaint("", 0, 0, "nothing to check: no Rust or Python file"))
    return found


def _registry(root: str, config: Config, workspace: Workspace, problems: list[Complaint]) -> Registry:
    paths = (*(f.path for f in workspace.files), *workspace.others)
    try:
        with extracting(lambda: workspace, 1) as begun:
            known = registry.read(root, config.registry, paths, begun()[1])
    except Unusable as unusable:
        problems += unusable.complaints
        return Registry({}, {}, (), (), ())
    problems += known.complaints
    if not known.files:
        problems.append(Complaint("", 0, 0, "there is no registry: telint check has nothing to hold the writes against"))
    return known


def _settings(root: str, config: Config) -> Iterator[tuple[str, str]]:
    yield "workspace", root
    yield "configuration", config.path or "none found"
    yield "profile", config.profile or "none"


def _found(config: Config, workspace: Workspace, known: Registry) -> Iterator[tuple[str, str]]:
    for language in sorted({file.language for file in workspace.files}):
        files = [file for file in workspace.files if file.language == language]
        units = len({file.unit for file in files})
        yield language, f"{len(files):,} {'file' if len(files) == 1 else 'files'} in {units:,} {'unit' if units == 1 else 'units'}"
    notes = [s for s in workspace.skipped if s.path == ".git"]
    yield "listing", notes[0].why if notes else "by git" if any(file.blob for file in workspace.files) else "by walking the folders"
    for source in config.registry:
        yield "registry source", f"{source.format}: {', '.join(source.paths)}"
    for path in known.files:
        yield "registry file", path
    yield "registered events", f"{len(known.events):,}"
    yield "producers", ", ".join((*config.producers, *config.producer_files)) or "all that ship"


def _rules(root: str, config: Config, request: Request, problems: list[Complaint]) -> Iterator[tuple[str, str]]:
    try:
        known = pipeline.rules(request)
    except Unusable as unusable:
        problems += unusable.complaints
        return
    on = [r for r in known if (not config.select or r.name in config.select) and r.name not in config.ignore]
    yield "rules", f"{len(on):,} of {len(known):,} selected" if len(on) < len(known) else f"{len(known):,}"
    yield "shipped files", os.path.dirname(data.folder("rules"))


def _versions() -> Iterator[tuple[str, str]]:
    from importlib import metadata  # tens of milliseconds, which only this command pays

    yield "telint", __version__
    yield "python", f"{platform.python_version()} ({platform.system()}, {platform.machine()})"
    for name in LIBRARIES:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            yield name, "not installed as a package"


def _declared(known: Registry) -> dict[str, str]:
    """Each variable that the registry names as a switch, with the place that does."""
    toggles = ((name, event.place) for event in known.events.values() for name in event.toggle.split(",") if name.strip())
    return {name.strip(): f"{place.path}:{place.span.line}" for name, place in reversed([*toggles])}


def _variables(environment: Mapping[str, str], declared: Mapping[str, str]) -> Iterator[Variable]:
    for name in sorted({*declared, *_speaking(environment)}):
        yield Variable(name, _state(environment.get(name)), declared.get(name, ""))


def _speaking(environment: Iterable[str]) -> Iterator[str]:
    return (name for name in environment if any(word in name.upper() for word in _SPEAKING))


def _state(value: str | None) -> str:
    if value is None:
        return "unset"
    return (value or '""') if value.strip().lower() in _SWITCHES else "set (not shown)"
