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


class Documents(NamedTuple):
    """The pages of a telemetry programme (`[documents]`), all relative to the root.

    `pages` are globs; `trust_page` is where `pointers` must point; `backlogs` are pages with tick lists; `primaries` are pairs of a concern
    and its page; variables that fit `env_names` stand in both `env_registry` and `env_page`.
    """

    pages: tuple[str, ...] = ()
    trust_page: str = ""
    pointers: tuple[str, ...] = ()
    backlogs: tuple[str, ...] = ()
    primaries: tuple[tuple[str, str], ...] = ()
    env_registry: str = ""
    env_page: str = ""
    env_names: tuple[str, ...] = ("*TELEMETRY*",)


class Allowed(NamedTuple):
    """A text that may say telemetry (`[[clients.allow]]`): where (a glob of paths), which (a part of it, `""`: any), and why."""

    path: str
    reason: str
    text: str = ""


class View(NamedTuple):
    """A function (full dotted path) that shows an operator the state of telemetry; `arm` is its part that does, where it is one of
    several commands (`Doctor`, `"doctor"`)."""

    function: str
    arm: str = ""


class Clients(NamedTuple):
    """What clients show (`[clients]`): `files` are globs of their sources, `settings` of manifests of editor extensions.

    Settings that fit `setting_names`, or that speak of telemetry, have to name the trust page or one of `disclosures`. `doctor` are the
    views of the state of telemetry, which must not reach the network.
    """

    files: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    setting_names: tuple[str, ...] = ()
    disclosures: tuple[str, ...] = ()
    allow: tuple[Allowed, ...] = ()
    doctor: tuple[View, ...] = ()


class Upload(NamedTuple):
    """How telemetry may leave the machine (`[upload]`): `files` are globs of the sources of spools, sinks and exporters, beside those that
    are found by what they handle.

    Only `operator_actions` (full dotted paths of functions, with globs) may lead to the network, behind a condition that holds one of the
    words `opt_in`; credentials come from the functions `vault`. Blockers marked on the pages `blockers` stand in `changelog` too.
    """

    files: tuple[str, ...] = ()
    operator_actions: tuple[str, ...] = ()
    opt_in: tuple[str, ...] = ()
    vault: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()
    changelog: str = "CHANGELOG.md"

    def known(self) -> bool:
        """Whether it is said how telemetry may leave, so that ways out can be held against it."""
        return bool(self.files or self.operator_actions or self.opt_in)


class Config(NamedTuple):
    """All settings. `path` is the file they came from (`""`: none). Tuples are empty where nothing is set; `producers` empty means
    all shipped ones. `producer_files` are a workspace's own, `rule_dirs` its own rule folders, `lexicon_files` what it adds to the
    lexicon, all relative to the root. `allowed_functions` may write by themselves;
    `types`: payload types and constants of event names have to state a class. `event_names`
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
    types: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "error"
    max_file_bytes: int = 4 * 1024 * 1024
    jobs: int = 0
    control: Control = Control()
    allowed_functions: tuple[str, ...] = ()
    documents: Documents = Documents()
    clients: Clients = Clients()
    upload: Upload = Upload()
