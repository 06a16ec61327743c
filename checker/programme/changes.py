"""What a change collects that was not collected before, and which classes it lowers."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from checker.model.finding import Related
from checker.model.judged import Subject, subject
from checker.model.place import Place
from checker.model.run import Judgement

#: What a change does not say.
_NOTHING: Mapping[str, Any] = MappingProxyType({"fields": [], "before": "", "after": "", "declared": True})

_Writes: TypeAlias = dict[tuple[str, str], Mapping[str, Any]]


def changes(now: Judgement, before: Judgement | None, added: Callable[[str], list[str]]) -> list[Subject]:
    """A subject for each widening and each lowered class; `added` gives the lines that a file gained. Nothing where the state before is
    not known: then all would be a change."""
    if before is None:
        return []
    log = " ".join(added(now.config.upload.changelog)).lower()
    return [*_widened(now, before, log), *_lowered(now, before)]


def _widened(now: Judgement, before: Judgement, log: str) -> Iterator[Subject]:
    """Events that are written and were not, and fields that their payloads did not have."""
    was = _writes(before)
    fields = {name: {field for (event, _), site in was.items() if event == name for field in site["payload"]["fields"]} for name, _ in was}
    open_before = {name for (name, _), site in was.items() if not site["payload"]["closed"]}
    told = set[tuple[str, ...]]()
    for (name, _), site in sorted(_writes(now).items(), key=lambda pair: (pair[1]["path"], pair[1]["line"], pair[0])):
        new = () if name not in fields else tuple(sorted(set(site["payload"]["fields"]) - fields[name]))
        if name in fields and (not new or name in open_before):
            continue
        if (name, *new) not in told:
            told.add((name, *new))
            yield _change(site, "fields" if new else "event", name, fields=list(new), declared=_declared(name, log))


def _declared(name: str, log: str) -> bool:
    """Whether the changelog's new lines speak of the event, or of telemetry at all."""
    return name.lower() in log or "telemetry" in log


def _writes(judged: Judgement) -> _Writes:
    """The production writes by event and unit, the first of each."""
    sites = [site for site in judged.subjects["callsite"] if site["production"]]
    return {(name, site["unit"]): site for site in reversed(sites) for name in site["event"]["names"]}


def _lowered(now: Judgement, before: Judgement) -> Iterator[Subject]:
    """Events whose class is lower than it was: in the registry, or where they are written."""
    was = {event["name"]: event for event in before.subjects["event"]}
    for event in now.subjects["event"]:
        old = was.get(event["name"])
        if old and event["high"] and event["high"] < old["high"]:
            yield _change(event, "class", event["name"], before=old["high"], after=event["high"], related=_there(old))
    written = _classes(before)
    for key, site in _classes(now).items():
        high, low = written[key]["classification"]["high"] if key in written else "", site["classification"]["high"]
        if low and low < high and site["classification"]["level"] != "registry":
            yield _change(site, "class", key[0], before=high, after=low)


def _classes(judged: Judgement) -> dict[tuple[str, str, str], Mapping[str, Any]]:
    """For each event (or table, where the write has none), unit and function that writes it the production write of the lowest class."""
    sites = [site for site in judged.subjects["callsite"] if site["production"] and site["classification"]["high"]]
    ranked = sorted(sites, key=lambda site: (site["classification"]["high"], site["path"], site["line"]), reverse=True)
    return {(name, site["unit"], site["function"]): site for site in ranked for name in site["event"]["names"] or site["tables"]}


def _there(old: Mapping[str, Any]) -> tuple[Related, ...]:
    place: Place = old["_place"]
    return (Related(place, f"it was {old['high']} here"),)


def _change(at: Mapping[str, Any], kind: str, name: str, **told: Any) -> Subject:
    place: Place = at["_place"]
    related: tuple[Related, ...] = told.pop("related", ())
    return subject(place.path, place.span, related, **{**_NOTHING, "name": name, "kind": kind, **told})
