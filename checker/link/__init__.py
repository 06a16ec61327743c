"""Facts of all files -> subjects: every write with what it resolves to, every annotation, every registered event."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from checker.link import fixpoint, retention, seeds, tables, toggles, tools
from checker.link.additions import with_additions
from checker.link.annotations import annotations
from checker.link.callsites import callsites
from checker.link.caps import capped
from checker.link.carried import types_and_constants
from checker.link.chains import Writes
from checker.link.content import Ways, flows, followed
from checker.link.control import names, switches
from checker.link.declarations import dangling
from checker.link.dropping import dropped
from checker.link.ends import sinks
from checker.link.lexicon import Lexicon
from checker.link.loose import loose_payloads
from checker.link.payloads import payload_misfits
from checker.link.processes import installing, unheard
from checker.link.program import Program
from checker.link.subjects import as_data, late_data
from checker.model.config import Control
from checker.model.directive import ALLOW
from checker.model.errors import Complaint
from checker.model.facts import FileFacts
from checker.model.place import Place
from checker.model.producer import Producer
from checker.model.registry import Registry
from checker.model.source import FactSource, SourceFile, Wanted
from checker.model.subject import Annotation, Callsite, RegisteredEvent, Subjects
from checker.model.upload import Leaving, Sending

__all__ = ["as_data", "first", "late_data", "link"]

#: What every annotation contains; asked for so that those on nothing are found, too.
MARKER = "telemetry: "


def first(
    source: FactSource, producers: Sequence[Producer], registry: Registry, control: Control | None, variables: Sequence[str]
) -> tuple[Wanted, ...]:
    """What `link` will look for first, so that the search can begin while there is something else to do."""
    return tuple(dict.fromkeys(seeds.first(Program(source), producers, _also(producers, registry, control, variables))))


def link(
    source: FactSource,
    producers: Sequence[Producer],
    registry: Registry,
    files: Mapping[str, SourceFile],
    prose: bool = True,
    lexicon: Lexicon | None = None,
    control: Control | None = None,
    types: bool = False,
    variables: Sequence[str] = (),
    sending: Sending | None = None,
) -> tuple[Subjects, Callable[[], Subjects]]:
    """The subjects of a workspace without those of `late_data`, and what waits for all. `files` are its source files by path; `prose`:
    whether classes stated in prose count; `variables` are `Config.toggles`.

    Flows are followed by the `lexicon`; without one nobody asks for them, and the work is not done; nor is that of
    finding the switches in front of each write without `control`, of reading the comments on types and constants without `types`, and
    of following what leaves the machine without `sending`.
    """
    program = Program(source)
    writes = fixpoint.find(program, producers, _also(producers, registry, control, variables))
    writes = with_additions(program, writes, producers, files)
    # What reaches each write takes as long to find as all that is left.
    ways = source.beside(lambda: _followed(program, writes, files, lexicon, prose, producers)) if lexicon is not None else None
    sites = callsites(program, writes, registry, files, prose)
    if control is not None:
        before = switches(program, writes, sites, control)
        sites = tuple(s._replace(switches=before.get((s.path, s.span.start, s.span.end), frozenset())) for s in sites)
    subjects = _subjects(program, writes, sites, producers, registry, files, variables, prose)._replace(
        carried=types_and_constants(program, sites, registry, prose) if types else (),
        leaving=_leaving(program, sending, files, writes, producers) if sending is not None else Leaving(),
    )

    def complete() -> Subjects:
        found, met = ways() if ways is not None else ({}, {})
        flowing = flows(found, sites, lexicon) if lexicon is not None else ()
        said = {**met, **program.files}
        return subjects._replace(
            annotations=tuple(sorted(_annotations(said.values(), sites))),
            regions=tuple(sorted(_regions(said.values()))),
            directives={path: facts.directives for path, facts in sorted(said.items()) if facts.directives},
            flows=flowing,
            sinks=capped(program, producers, writes, sites, flowing),
        )

    return subjects, complete


def _subjects(
    program: Program,
    writes: Writes,
    sites: tuple[Callsite, ...],
    producers: Sequence[Producer],
    registry: Registry,
    files: Mapping[str, SourceFile],
    variables: Sequence[str],
    prose: bool,
) -> Subjects:
    """What every run asks for and needs no flows."""
    deciding = _sinks(program, writes)
    judged = [s for s in sites if s.function not in deciding]
    kept = tables.tables(program, producers, registry, sites, prose)
    return Subjects(
        callsites=sites,
        events=tuple(_registered(registry, judged, tables.content(producers, registry))),
        unanswered=_unanswered(sites),
        directives={},
        tables=kept,
        insertions=retention.insertions(program, kept),
        promises=retention.promises(registry, kept),
        toggles=toggles.toggles(program, producers, registry, variables),
        payloads=payload_misfits(program, writes, sites, registry),
        tools=tools.drifts(registry, toggles.toggle_test(registry, variables)),
        dropped=dropped(program, writes, sites),
        loose=loose_payloads(program, writes, sites, registry),
        unheard=unheard(program, producers, sites, files),
        dangling=dangling(program, producers),
    )


def _followed(
    program: Program, writes: Writes, files: Mapping[str, SourceFile], lexicon: Lexicon, prose: bool, producers: Sequence[Producer]
) -> tuple[Ways, dict[str, FileFacts]]:
    """What reaches each write, and what the files that were met on the way say of themselves."""
    known = frozenset(program.files)
    found = followed(program, writes, files, lexicon, prose, producers)
    met = [facts for path, facts in program.files.items() if path not in known]
    alone = (FileFacts(f.path, f.language, f.module, comments=f.comments, problems=f.problems, directives=f.directives) for f in met)
    return found, {facts.path: facts for facts in alone}


def _also(producers: Sequence[Producer], registry: Registry, control: Control | None, variables: Sequence[str]) -> list[Wanted]:
    """What is looked for along with the writes."""
    words = (MARKER, ALLOW, *(sorted(names(control)) if control else ()))
    stored = tables.asked(producers, registry)
    return [*map(Wanted, words), *tables.wanted(stored), *toggles.wanted(producers, registry, variables), *installing(producers)]


def _leaving(program: Program, sending: Sending, files: Mapping[str, SourceFile], writes: Writes, producers: Sequence[Producer]) -> Leaving:
    from checker.link.egress import leaving  # few configurations ask

    return leaving(program, sending, files.values(), writes, producers)


def _annotations(files: Iterable[FileFacts], sites: tuple[Callsite, ...]) -> Iterable[Annotation]:
    """Every annotation of the files; `attached` says whether a write uses it."""
    used = {(a.path, a.span.start) for s in sites for a in s.annotations}
    for facts in files:
        for comment in facts.comments:
            for found in annotations(facts.path, comment, comment.level):
                speaks = (found.path, found.span.start) in used or not found.low
                yield found._replace(attached=speaks)


def _sinks(program: Program, writes: Writes) -> frozenset[str]:
    """The functions that decide the name of an event object. Their arms write what is handed to them, and that is counted where it is."""
    dispatches = {seed.api.dispatch for seed in writes.seeds if seed.api.dispatch}
    return frozenset(f.name for dispatch in dispatches for f in sinks(program, dispatch))


def _registered(registry: Registry, sites: Iterable[Callsite], content: Collection[str]) -> Iterable[RegisteredEvent]:
    """Every registered event with the production code that writes it; `content` are the tables of content."""
    writes: dict[str, list[Place]] = {}
    for site in sites:
        # A write inside a wrapper is counted where the wrapper is called.
        for name in site.event.names if site.context == "production" and not site.callers else ():
            writes.setdefault(name, []).append(Place(site.path, site.span))
    for name in sorted(registry.events):
        event = registry.events[name]
        yield RegisteredEvent(event, tuple(writes.get(name, ())), event.store in content)


def _regions(files: Iterable[FileFacts]) -> Iterable[Complaint]:
    for facts in files:
        for problem in facts.problems:
            yield Complaint(facts.path, problem.span.line, problem.span.column, problem.why)


def _unanswered(sites: tuple[Callsite, ...]) -> dict[str, int]:
    reasons = [r for s in sites if s.status == "unresolved" for r in [s.event.reason or "nothing is known of it"]]
    return {r: reasons.count(r) for r in sorted(set(reasons))}
