"""The stages in order, on one page: what a command asks for and a workspace go in, what was found comes out."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from checker import clients, loading, registry
from checker import documents as pages
from checker.discover import revision, selected, sources_among
from checker.evaluate.run import evaluate, prepare
from checker.extract import Facts
from checker.extract.given import Given
from checker.link import as_data, first, late_data, link
from checker.link.leaving import UPLOAD, as_subjects, earlier, uploads
from checker.link.missing import missing
from checker.model.config import Config
from checker.model.directive import Directive
from checker.model.errors import Complaint, Unusable
from checker.model.finding import Coverage, Finding, Rule, counts, in_order
from checker.model.registry import Registry
from checker.model.run import Basis, Changes, Drafted, Judgement, Outcome
from checker.model.source import Workspace
from checker.model.subject import Subjects
from checker.pipeline.start import Started
from checker.suppress import baseline, documents
from checker.suppress.ignores import Judged, ignored, named

Findings: TypeAlias = tuple[Finding, ...]
Rules: TypeAlias = tuple[Rule, ...]

_NOTHING = loading.Asked()
_NO_REGISTRY = "there is no registry to hold the writes against: run `telint init`, declare a source in telint.toml, or use --profile"


class _Told(NamedTuple):
    """Subjects that come from files other than sources, and which of those could not be read."""

    subjects: dict[str, list[dict[str, Any]]]
    failed: tuple[tuple[str, str], ...]


class _Linked(NamedTuple):
    config: Config
    workspace: Workspace
    facts: Facts
    registry: Registry
    subjects: Subjects
    scope: frozenset[str]
    told: _Told = _Told({}, ())


def judge(run: Started) -> Judgement:
    """See `checker.pipeline.judge`."""
    request, root, config, _ = run
    known = loading.rules(root, config)
    chosen = loading.chosen(known, config)
    linked, complete = _begun(run, loading.asked(root, config, chosen), partial(prepare, chosen))
    if not linked.registry.files:
        raise Unusable(*(linked.registry.complaints or (Complaint("", 0, 0, _NO_REGISTRY),)))
    # An answer to a finding is judged by asking again, so that every kind may be needed.
    asked = known if any(r.subject in (*loading.ANSWERS, UPLOAD) for r in chosen) else chosen
    linked = linked._replace(told=_told(linked, frozenset(r.subject for r in asked)))
    subjects = as_data(linked.subjects, linked.registry, config, request.today)
    subjects |= registry.as_data(linked.registry) | linked.told.subjects | as_subjects(linked.subjects.leaving, config.path)
    found = evaluate(chosen, subjects)
    # What is still followed is waited for only now.
    linked = linked._replace(subjects=complete())
    late = late_data(linked.subjects, linked.registry)
    accepted = baseline.load(linked.workspace.root) if request.baseline else None
    subjects |= late
    findings, out = _answered(linked, found + evaluate(chosen, late), subjects, known, chosen, accepted, request.today)
    subjects[UPLOAD] = out
    if request.paths:
        elsewhere = _sources(linked) - linked.scope
        findings = tuple(f for f in findings if f.path not in elsewhere)
    return Judgement(_outcome(linked, findings, chosen)._replace(baseline=accepted is not None), known, subjects, linked.config)


def _answered(
    linked: _Linked,
    found: Findings,
    subjects: dict[str, list[dict[str, Any]]],
    known: Rules,
    chosen: Rules,
    accepted: baseline.Baseline | None,
    today: str,
) -> tuple[Findings, list[dict[str, Any]]]:
    """What the chosen rules have found, with that marked which somebody has answered for, and what there is to say about these answers;
    and the uploads, which are judged by what is found elsewhere."""
    directives = _directives(linked, found)
    # Whether an answer is to a question that is still asked can only be told by asking.
    names = named(directives) | {entry.rule for entry in (accepted.entries if accepted else ())}
    names |= earlier(known) if subjects["egress"] and any(r.subject == UPLOAD for r in chosen) else set()
    again = any(r.subject in (*loading.ANSWERS, UPLOAD) for r in chosen)
    others = tuple(r for r in known if r.name in names and r not in chosen) if again else ()
    judged = Judged({r.name for r in known}, {r.name for r in (*chosen, *others)}, _unread(linked))
    findings, ignores = ignored(found + evaluate(others, subjects), directives, judged, today)
    out = uploads(subjects["egress"], findings, known)
    findings += evaluate(chosen, {"ignore": ignores, UPLOAD: out})
    if accepted is not None:
        findings, entries = baseline.accepted(findings, accepted, judged)
        findings += evaluate(chosen, {"entry": entries})
    asked = {r.name for r in chosen}
    return tuple(sorted((f for f in findings if f.rule in asked), key=in_order)), out


def _directives(linked: _Linked, found: Findings) -> dict[str, tuple[Directive, ...]]:
    sources = _sources(linked)
    paths = {f.path for f in found}.union(linked.registry.files) - sources
    return {**linked.subjects.directives, **documents.directives(linked.workspace.root, sorted(paths))}


def _unread(linked: _Linked) -> frozenset[str]:
    return frozenset(path for path, _ in _coverage(linked).failed) | {region.path for region in linked.subjects.regions}


def inventory(run: Started) -> Outcome:
    """See `checker.pipeline.inventory`."""
    return _outcome(_link(run), (), ())


def draft(run: Started) -> Drafted:
    """See `checker.pipeline.draft`."""
    linked = _link(run, loading.Asked(loading.words(run.root, run.config)))
    outcome = _outcome(linked, (), ())
    found = missing(linked.subjects._replace(callsites=outcome.callsites), linked.registry, run.config.require)
    return Drafted(outcome, found)


def changes(run: Started, since: str) -> Changes:
    """See `checker.pipeline.changes`."""
    root, config = run.root, run.config
    then = revision(root, since)
    workspace, facts = run.begun()
    now = registry.stated(root, config.registry, (*(f.path for f in workspace.files), *workspace.others), facts)
    before = registry.stated(then.read, config.registry, tuple(then.blobs), Given(sources_among(then.blobs), then.read))
    # A source that did not exist then is no fault of it: all that it states is new.
    lost = [c._replace(path=f"{since}:{c.path}") for c in before.complaints if c.path in then.blobs]
    if now.complaints or lost or not now.files:
        raise Unusable(*(now.complaints or lost or (Complaint("", 0, 0, _NO_REGISTRY),)))
    found = registry.changes(before, now, partial(registry.schema, then.read), partial(registry.schema, root))
    return Changes(then.commit, found)


def _link(run: Started, asked: loading.Asked = _NOTHING) -> _Linked:
    linked, complete = _begun(run, asked)
    return linked._replace(subjects=complete())


def _begun(
    run: Started, asked: loading.Asked, meanwhile: Callable[[], None] = lambda: None
) -> tuple[_Linked, Callable[[], Subjects]]:
    """What is known before the flows are followed, and what waits for the rest. `meanwhile`: what can be done while the files are searched
    for the first time."""
    request, root, config, begun = run
    apis = loading.producers(root, config)
    registry.foresee(root, config.registry)
    workspace, facts = begun()
    if not workspace.files:
        raise Unusable(Complaint("", 0, 0, "nothing to check: no Rust or Python file"))
    paths = (*(f.path for f in workspace.files), *workspace.others)
    known = registry.read(root, config.registry, paths, facts, [unit.name for unit in workspace.units if unit.named])
    facts.ahead(first(facts, apis, known, asked.control, config.toggles))
    meanwhile()
    files = {f.path: f for f in workspace.files}
    subjects, complete = link(facts, apis, known, files, config.prose, *asked[:3], config.toggles, asked.sending)
    return _Linked(config, workspace, facts, known, subjects, selected(workspace, request.paths)), complete


def _basis(workspace: Workspace, facts: Facts, config: Config) -> Basis:
    seen = (*(f.path for f in workspace.files), *(s.path for s in workspace.skipped), *workspace.packages)
    return Basis(workspace.listing, seen, *facts.rests_on(), config.max_file_bytes)


def _told(linked: _Linked, kinds: frozenset[str]) -> _Told:
    """What pages and clients say, where the configuration names any."""
    workspace, config = linked.workspace, linked.config
    paths = (*(f.path for f in workspace.files), *workspace.others)
    code = {s.path for s in linked.subjects.callsites if s.context == "production"}
    said = pages.read(workspace.root, config.documents, config.upload, config.path, paths, code, kinds)
    shown = clients.read(workspace.root, config.clients, config.documents.trust_page, paths, kinds)
    return _Told(said.subjects | shown.subjects, said.failed + shown.failed)


def _sources(linked: _Linked) -> frozenset[str]:
    return frozenset(f.path for f in linked.workspace.files)


def _outcome(linked: _Linked, findings: tuple[Finding, ...], chosen: tuple[Rule, ...]) -> Outcome:
    coverage = _coverage(linked)
    failing = any(counts(f, linked.config.fail_on) for f in findings)
    sites = tuple(s for s in linked.subjects.callsites if s.path in linked.scope)
    notes = tuple(f"registry: {path}" for path in linked.registry.files)
    found, files = linked.subjects, linked.workspace.files
    complete, lowest = not coverage.failed, linked.config.fail_on
    outcome = Outcome(linked.workspace.root, findings, coverage, chosen, notes, failing, complete, sites, found.events, files, lowest)
    return outcome._replace(tables=found.tables, basis=_basis(linked.workspace, linked.facts, linked.config))


def _coverage(linked: _Linked) -> Coverage:
    tally = linked.facts.tally()
    skipped = tuple((s.path, s.why) for s in linked.workspace.skipped if not s.failed)
    failed = [(s.path, s.why) for s in linked.workspace.skipped if s.failed]
    failed += (*tally.failed, *linked.told.failed)
    wrong = (*linked.registry.complaints, *linked.registry.unsound)
    failed += [(c.path, f"line {c.line}, column {c.column}: {c.message}" if c.line else c.message) for c in wrong]
    return Coverage(len(linked.workspace.files), tally.parsed, skipped, tuple(sorted(set(failed))))
