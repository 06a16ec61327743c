"""The classification comments that are missing, and what they would say."""

from collections.abc import Iterable, Mapping

from checker.link.classes import join
from checker.link.subjects import ENOUGH
from checker.model.edit import Draft, Insertion
from checker.model.registry import Event, Registry
from checker.model.subject import Callsite, Flow, Subjects
from checker.registry.words import transmissions


def missing(subjects: Subjects, registry: Registry, require: str) -> Draft:
    """A comment for each production write that is judged where it stands and has no class near enough.

    The class is that of the registry, else one stated further off, and never lower than what the payload shows. Where none of these
    says anything the class is unknown, and nothing is made up.
    """
    shown = _shown(subjects.flows)
    insertions, unknown = list[Insertion](), list[tuple[str, int, str]]()
    for site in subjects.callsites:
        if site.context != "production" or not site.decides or any(a.level in ENOUGH[require] for a in site.annotations):
            continue
        text = _text(site, registry, shown.get((site.path, site.span.start), ""))
        if text:
            insertions.append(Insertion(site.path, site.language, site.span, text))
        else:
            unknown.append((site.path, site.span.line, site.api))
    return Draft(tuple(insertions), tuple(unknown))


def _shown(flows: Iterable[Flow]) -> Mapping[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for flow in flows:
        key = (flow.site.path, flow.site.span.start)
        found[key] = join((found.get(key, ""), flow.cls))
    return found


def _text(site: Callsite, registry: Registry, shown: str) -> str:
    """`telemetry: S1 family=… transmission=…`; `""` where no class is known."""
    rows = [registry.events[n] for n in site.event.names if n in registry.events]
    stated = [a.high for a in site.annotations if a.high][:1] or [r.high for r in rows if r.high]
    if not stated and not shown:
        return ""
    cls = join((*stated, shown))
    known = len(rows) == len(site.event.names)
    keys = [("family", _shared(rows, "family")), ("transmission", _shared(rows, "transmission"))] if known and rows else []
    pairs = [f"{key}={value}" for key, value in keys if value and (key != "transmission" or value in transmissions(cls))]
    return " ".join((f"telemetry: {cls}", *pairs))


def _shared(rows: Iterable[Event], field: str) -> str:
    """What all rows say, if they say the same."""
    said = {getattr(row, field) for row in rows}
    return str(said.pop()) if len(said) == 1 else ""
