"""For people: each unit with its writes, by file, and what they come to."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from checker.model.subject import Callsite
from checker.report.inventory import Inventory, shown
from checker.report.shared.cells import text_width
from checker.report.shared.paint import Paint, painter
from checker.report.shared.sites import class_of, classification, reasons, written
from checker.report.shared.totals import plural
from checker.report.shared.visible import one_line, visible


def render(inventory: Inventory) -> str:
    paint = painter(inventory.colour)
    blocks = _by_reason(inventory, paint) if inventory.unresolved else _by_unit(inventory, paint)
    return "\n".join([*("\n".join(block) + "\n" for block in blocks), _summary(inventory, paint)])


def _by_unit(inventory: Inventory, paint: Paint) -> Iterator[list[str]]:
    for unit in sorted({site.unit for site in inventory.callsites}):
        sites = [site for site in inventory.callsites if site.unit == unit]
        yield [f"{paint('bold', visible(unit) or '(no unit)')}{paint('dim', ': ' + _counts(sites))}", *_files(sites, inventory, paint)]


def _by_reason(inventory: Inventory, paint: Paint) -> Iterator[list[str]]:
    sites = shown(inventory)
    for reason, number in reasons(sites).items():
        head = f"{paint('warning', one_line(reason) or 'no reason given')}{paint('dim', f': {number:,}')}"
        yield [head, *_files([site for site in sites if site.event.reason == reason], inventory, paint)]


def _files(sites: list[Callsite], inventory: Inventory, paint: Paint) -> Iterator[str]:
    widths = [_widest(sites, column) for column in _COLUMNS]
    silent = _silent(inventory)
    for path, group in groupby(sorted(sites, key=lambda site: (site.path, site.span.line, site.span.column)), lambda site: site.path):
        yield f"  {paint('frame', visible(path))}"
        for site in group:
            yield _line(site, widths, silent, paint)
            if inventory.chain:
                yield from _chain(site, paint)


def _line(site: Callsite, widths: list[int], silent: frozenset[str], paint: Paint) -> str:
    place, *words = (_padded(column(site), width) for column, width in zip(_COLUMNS, widths, strict=True))
    context = "" if site.context == "production" else paint("dim", site.context)
    remarks = [_class(site, paint), "" if site.status in silent else _status(site, paint), context]
    return "  ".join(["  ", paint("dim", place), *words, *filter(None, remarks)])


def _status(site: Callsite, paint: Paint) -> str:
    if site.status == "unresolved":
        return paint("warning", "unresolved") + (f": {one_line(site.event.reason)}" if site.event.reason else "")
    return paint("error", site.status) if site.status == "unregistered" else ""


def _silent(inventory: Inventory) -> frozenset[str]:
    """The statuses that tell nothing on a line of their own: the one that was asked for, and the one that all have."""
    return frozenset(("unresolved",) * inventory.unresolved + ("unregistered",) * _none_registered(inventory))


def _none_registered(inventory: Inventory) -> bool:
    """Mostly a workspace that has no registry yet."""
    statuses = {site.status for site in inventory.callsites}
    return "unregistered" in statuses and "registered" not in statuses


def _class(site: Callsite, paint: Paint) -> str:
    nearest = classification(site)
    if nearest is None or not nearest.low:
        return paint("warning", "no class")
    return paint("good", class_of(nearest)) + (paint("dim", " (prose)") if nearest.source == "prose" else "")


def _chain(site: Callsite, paint: Paint) -> Iterator[str]:
    for depth, step in enumerate(site.chain):
        where = paint("dim", f"{visible(step.path)}:{step.line}") if step.path else ""
        yield f"      {'  ' * min(depth, 12)}-> {visible(step.name)}  {where}".rstrip()


def _where(site: Callsite) -> str:
    return f"{site.span.line}:{site.span.column}"


def _kind(site: Callsite) -> str:
    return site.kind


def _api(site: Callsite) -> str:
    return visible(site.api)


def _event(site: Callsite) -> str:
    return visible(written(site))


_COLUMNS: Final = (_where, _kind, _api, _event)


def _widest(sites: list[Callsite], text: Callable[[Callsite], str]) -> int:
    return min(32, max((text_width(text(site)) for site in sites), default=0))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - text_width(text))


def _counts(sites: list[Callsite]) -> str:
    events = {name for site in sites for name in site.event.names}
    unresolved = sum(site.status == "unresolved" for site in sites)
    bare = sum(not site.annotations for site in sites)
    parts = [plural(len(sites), "write"), plural(len(events), "event")]
    parts += [f"{unresolved:,} unresolved"] if unresolved else []
    return ", ".join([*parts, f"{bare:,} without class"] if bare else parts)


def _summary(inventory: Inventory, paint: Paint) -> str:
    sites = list(inventory.callsites)
    failed = f", {len(inventory.coverage.failed):,} not read" if inventory.coverage.failed else ""
    bare = paint("dim", ", none registered") if _none_registered(inventory) else ""
    extent = f"in {plural(len({site.unit for site in sites}), 'unit')}, {plural(inventory.coverage.seen, 'file')}{failed}"
    return f"{paint('bold', _counts(sites) if sites else 'no telemetry writes')}{bare} {paint('dim', extent)}\n"
