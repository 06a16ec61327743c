"""The configuration of a run, read once and frozen."""

from typing import NamedTuple


class RegistrySource(NamedTuple):
    """One entry of `[[registry]]`: a format, the files it reads (globs relative to the root), and options of that format."""

    format: str
    paths: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()


class Toggle(NamedTuple):
    """A switch that can stop telemetry. `readers` are bare names of what asks for it beside its own name: functions, constants."""

    name: str
    readers: tuple[str, ...] = ()


class Control(NamedTuple):
    """The switches that must stand in front of telemetry (`[control]`). `master` names the one that stops all of it, `""`: none."""

    master: str = ""
    toggles: tuple[Toggle, ...] = ()


class Config(NamedTuple):
    """All settings. `path` is the file they came from (`""`: none). Tuples are empty where nothing is set; `producers` empty means
    all shipped ones. `producer_files` are a workspace's own, `rule_dirs` its own rule folders, `lexicon_files` what it adds to the
    lexicon, all relative to the root. `allowed_functions` may write by themselves. `event_names`
    is a regular expression (RE2) for the names that the workspace's store takes, `""`: any line of text.
    `toggles` are names of variables that switch telemetry, with `*` for any part.
    """

    path: str = ""
    profile: str = ""
    producers: tuple[str, ...] = ()
    producer_files: tuple[str, ...] = ()
    rule_dirs: tuple[str, ...] = ()
    lexicon_files: tuple[str, ...] = ()
    registry: tuple[RegistrySource, ...] = ()
    exclude: tuple[str, ...] = ()
    require: str = "any-code"
    event_names: str = ""
    toggles: tuple[str, ...] = ()
    prose: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    max_file_bytes: int = 4 * 1024 * 1024
    jobs: int = 0
    control: Control = Control()
    allowed_functions: tuple[str, ...] = ()
