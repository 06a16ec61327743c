"""From a workspace that has no configuration to the files of one: what ships is tried, what has the shape of telemetry is followed."""

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from checker import config as configuring
from checker import loading, registry
from checker.discover import discover
from checker.edit import judge, shapes, vocabulary
from checker.edit.configuration import configuration, fitting_profile
from checker.edit.producers import producers as producer_file
from checker.edit.taxonomy import taxonomy
from checker.extract import Facts, extracting, harvest
from checker.link import link
from checker.model.config import Config
from checker.model.errors import Complaint, Unusable
from checker.model.producer import Producer, TableApi
from checker.model.registry import Registry
from checker.model.source import Wanted, Workspace
from checker.model.subject import Callsite

#: Names that are looked at; where more sound like telemetry, the most frequent are it.
MOST_NAMES = 400


class Draft(NamedTuple):
    """What a workspace's telemetry came to. `configured` is the configuration that is there already, and then nothing else is; `files`
    are texts by path, the configuration last; `sites` the writes, those of the drafted APIs included; `taken` and `doubted` count the
    APIs by shape, `events` the names in the drafted taxonomy."""

    root: str
    configured: str = ""
    files: tuple[tuple[str, str], ...] = ()
    profile: str = ""
    sites: tuple[Callsite, ...] = ()
    taken: int = 0
    doubted: int = 0
    events: int = 0


class _Ground(NamedTuple):
    """What everything is followed on."""

    workspace: Workspace
    config: Config
    facts: Facts
    shipped: tuple[Producer, ...]
    known: Registry

    def writes(self, further: Sequence[Producer] = ()) -> tuple[Callsite, ...]:
        files = {file.path: file for file in self.workspace.files}
        return link(self.facts, (*self.shipped, *further), self.known, files, self.config.prose)[0].callsites


class _Shapes(NamedTuple):
    verdict: judge.Verdict
    tables: tuple[TableApi, ...]
    sites: tuple[Callsite, ...]


def draft(start: str) -> Draft:
    """The draft for the workspace around `start`; nothing is written."""
    root, config = configuring.load(start, None, None)
    if config.path:
        return Draft(root, config.path)
    find = partial(discover, root, (), config.exclude, config.max_file_bytes)
    # One process: further ones leave out of an answer what they have said before, and the same is asked several times here.
    with extracting(find, jobs=1) as begun:
        workspace, facts = begun()
        if not workspace.files:
            raise Unusable(Complaint("", 0, 0, "nothing to draft from: no Rust or Python file"))
        bare = _Ground(workspace, config, facts, loading.producers(root, config), registry.read(root, (), (), facts))
        called = {site.producer for site in bare.writes()}
        profile = fitting_profile(_paths(workspace), called)
        ground = _grounded(bare, start, profile)
        found = _by_shape(ground)
    return _draft(ground, profile, found)


def _grounded(bare: _Ground, start: str, profile: str) -> _Ground:
    """With the registry that the drafted configuration will have before anything is added to it."""
    config = configuring.load(start, None, profile)[1] if profile else bare.config
    known = registry.read(bare.workspace.root, config.registry, _paths(bare.workspace), bare.facts)
    return bare._replace(config=config, known=known)


def _by_shape(ground: _Ground) -> _Shapes:
    tables = _tables(ground)
    stores = [judge.table_producer(f"table {table.name}", table) for table in tables]
    fresh = judge.uncovered(_proposed(ground), ground.writes(stores))
    named = {f"proposal {number}": proposal for number, proposal in enumerate(fresh)}
    found = judge.verdict(named, ground.writes([*stores, *(judge.producer(name, p) for name, p in named.items())]))
    # Once more with what is taken alone: what only led to it is now found as a wrapper.
    sites = ground.writes([*stores, *(judge.producer(_own(p), p) for p in found.taken)])
    used = {site.producer for site in sites}
    return _Shapes(found, tuple(t for t in tables if f"table {t.name}" in used), sites)


def _own(proposal: shapes.Proposal) -> str:
    return f"own {proposal.api.names[0]}"


def _proposed(ground: _Ground) -> list[shapes.Proposal]:
    root, files = ground.workspace.root, ground.workspace.files
    names = harvest.called(root, files, vocabulary.STEMS, vocabulary.sounds, MOST_NAMES)
    ours = {file.module.partition(".")[0] for file in files}
    facts = ground.facts.about(map(Wanted, names)) if names else ()
    found = shapes.proposals(facts, ours.__contains__)
    classes = {name for proposal in found if proposal.language == "python" for name in proposal.classes}
    defined = tuple(ground.facts.about(map(Wanted, sorted({name.rpartition(".")[2] for name in classes})))) if classes else ()
    return [p._replace(api=p.api._replace(attribute=shapes.attribute(defined, p.classes))) for p in found]


def _tables(ground: _Ground) -> tuple[TableApi, ...]:
    """Tables for telemetry that production code inserts into and that no shipped producer knows, with the columns it names."""
    known = {table.name for producer in ground.shipped for table in producer.tables}
    names = harvest.tables(ground.workspace.root, ground.workspace.files, vocabulary.table_sounds)
    columns: dict[str, list[str]] = defaultdict(list)
    for file in ground.facts.about(map(Wanted, names)) if names else ():
        for statement in file.statements:
            if statement.verb == "insert" and statement.context == "production" and statement.table in names:
                columns[statement.table] += statement.columns
    roles = {table: {role: vocabulary.column(role, found) for role in ("event", "session", "payload")} for table, found in columns.items()}
    return tuple(TableApi(table, **roles[table]) for table in sorted(roles) if roles[table]["event"] and table not in known)


def _draft(ground: _Ground, profile: str, found: _Shapes) -> Draft:
    root, taken = ground.workspace.root, found.verdict.taken
    own = bool(taken or found.tables or found.verdict.doubted)
    home = "contracts/telemetry" if os.path.isdir(os.path.join(root, "contracts")) else "telemetry"
    files: list[tuple[str, str]] = []
    if own:
        by_api: dict[str, list[Callsite]] = defaultdict(list)
        for site in found.sites:
            by_api[site.producer.removeprefix("own ")].append(site)
        languages = {proposal.language for proposal in (*taken, *found.verdict.doubted)} or {site.language for site in found.sites}
        text = producer_file(found.verdict, found.tables, languages, by_api, os.path.basename(root))
        files.append((_free(root, f"{home}/producer.yaml"), text))
    loose = [site for site in found.sites if site.status != "registered"]
    events = {name for site in loose for name in site.event.names if site.context == "production"}
    if events or not ground.known.files:
        files.append((_free(root, f"{home}/taxonomy.v1.yaml"), taxonomy(loose)))
    shipped = Counter(site.producer for site in found.sites if " " not in site.producer)
    kept = [] if profile else list(ground.known.files)
    drafted = [path for path, _ in files]
    text = configuration(profile, ground.config.producers if profile else (), shipped, drafted[:1] if own else [], [*kept, *drafted[own:]])
    return Draft(
        root,
        "",
        (*files, ("telint.toml", text)),
        profile,
        found.sites,
        len(taken) + len(found.tables),
        len(found.verdict.doubted),
        len(events),
    )


def _paths(workspace: Workspace) -> tuple[str, ...]:
    return (*(file.path for file in workspace.files), *workspace.others)


def _free(root: str, path: str) -> str:
    """A path at which there is nothing yet."""
    stem, dot, suffix = path.rpartition("/")[2].partition(".")
    folder = path.rpartition("/")[0]
    names = (f"{folder}/{stem}{'' if number == 1 else f'-{number}'}{dot}{suffix}" for number in range(1, 1000))
    return next(name for name in names if not os.path.lexists(os.path.join(root, name)))
