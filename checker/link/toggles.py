"""The variables that switch or steer telemetry: what declares them, and what reads them."""

from collections.abc import Callable, Iterable, Sequence

from checker.contracts.nearest import nearest
from checker.link import reads
from checker.link.program import Program
from checker.model.asked import is_asked
from checker.model.place import Place
from checker.model.producer import EnvApi, Producer
from checker.model.registry import Event, Registry, Variable
from checker.model.source import Wanted
from checker.model.subject import Toggle


def toggle_test(registry: Registry, patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a variable switches or steers telemetry: a registered event names it, or it fits one of the patterns (`APP_*_TELEMETRY`)."""
    names = frozenset((*_switches(registry), *patterns))
    return lambda name: is_asked(name, names)


def wanted(producers: Iterable[Producer], registry: Registry, patterns: Sequence[str]) -> list[Wanted]:
    """What to look for to know who reads them; nothing where there is none, or no producer says how variables are read."""
    apis = _apis(producers)
    names = {*_switches(registry), *(p for p in patterns if "*" not in p)}
    if not apis or not (names or patterns):
        return []
    return [*map(Wanted, sorted(names)), *(_pattern(p) for p in patterns if "*" in p), *reads.wanted(apis)]


def _pattern(pattern: str) -> Wanted:
    """By its end, where it has one: a beginning such as `APP_` stands nearly everywhere."""
    rest = pattern.partition("*")[2]
    return Wanted(pattern, beside=frozenset((rest,)) if rest else frozenset())


def toggles(program: Program, producers: Iterable[Producer], registry: Registry, patterns: Sequence[str]) -> tuple[Toggle, ...]:
    """Every such variable that is declared, read or named in production code, by name."""
    apis = _apis(producers)
    if not apis or not (patterns or any(True for _ in _switches(registry))):
        return ()
    asked = toggle_test(registry, patterns)
    found = reads.find(program, apis, asked)
    declared: dict[str, list[Variable]] = {}
    for variable in registry.variables:
        if asked(variable.name):
            declared.setdefault(variable.name, []).append(variable)
    events: dict[str, list[Event]] = {}
    for event in registry.events.values():
        for name in _names(event):
            events.setdefault(name, []).append(event)
    names = sorted({*declared, *events, *found.reads, *found.mentions})
    return tuple(_toggle(name, declared.get(name, []), events.get(name, []), found, registry) for name in names)


def _toggle(name: str, declared: list[Variable], events: list[Event], found: reads.Found, registry: Registry) -> Toggle:
    places = sorted(found.reads.get(name, ()))
    mentions = sorted(found.mentions.get(name, ()))
    listed = [v.place for v in sorted(declared, key=lambda v: v.source != "registry")]
    place: Place = (*listed, *places, *(e.place for e in events), *mentions)[0]
    lists, pages = (any(v.source == source for v in registry.variables) for source in ("registry", "page"))
    known = sorted({v.name for v in registry.variables})
    return Toggle(
        name, place, tuple(declared), lists, pages, tuple(events), tuple(places), tuple(mentions), "" if declared else nearest(name, known),
        tuple(found.readings.get(name, ())),
    )


def _apis(producers: Iterable[Producer]) -> tuple[EnvApi, ...]:
    return tuple(api for p in producers for api in p.environment)


def _switches(registry: Registry) -> Iterable[str]:
    return (name for event in registry.events.values() for name in _names(event))


def _names(event: Event) -> list[str]:
    return [name.strip() for name in event.toggle.split(",") if name.strip()]
