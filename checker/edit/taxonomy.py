"""A taxonomy drafted from the writes of a workspace, with its evidence; what the code does not say is left open and said to be unknown."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from checker.edit.words import listed, remark, scalar
from checker.model.subject import Callsite

#: Places shown as evidence of an event, and writes without a known name that are listed.
_MOST, _MOST_OPEN = 3, 25
#: An event name that a taxonomy can hold (`contracts/schema/taxonomy.v1.schema.json`), with a letter in it.
_NAME = re.compile(r"(?=.*[^\W\d_])[^\s](.{0,198}[^\s])?")
_HEAD = """\
# Drafted by `telint init` from the writes in this workspace. Nobody has judged these events yet: give each family its sensitivity
# (S0 coarse counters, S1 operational metadata, S2 workspace-adjacent, S3 content) and its transmission, and mark what should go.
version: 1
"""

_Events = dict[str, list[Callsite]]


def taxonomy(sites: Iterable[Callsite]) -> str:
    """The text of a taxonomy with every event name that the production writes among `sites` can have."""
    ours = [site for site in sites if site.context == "production"]
    events: _Events = defaultdict(list)
    for site in ours:
        for name in site.event.names:
            events[name].append(site)
    fitting = {name: found for name, found in sorted(events.items()) if _NAME.fullmatch(name) and name.isprintable()}
    families = _families(fitting)
    lines = [line for family in sorted(families) for line in _family(family, {name: fitting[name] for name in families[family]})]
    left = [site for site in ours if not site.event.names and not site.event.none]
    return _HEAD + "\n".join([*(["families:", *lines] if lines else ["families: []"]), *_open(left)]) + "\n"


def _families(events: _Events) -> dict[str, list[str]]:
    """Names with a common beginning (`orders.placed`, `orders.paid`) are a family; of the others, those that one unit writes."""
    beginnings: dict[str, list[str]] = defaultdict(list)
    for name in events:
        beginnings[re.split(r"[.:/]", name, maxsplit=1)[0]].append(name)
    families: dict[str, list[str]] = defaultdict(list)
    for beginning, names in beginnings.items():
        for name in names:
            families[_safe(beginning if len(names) > 1 else _unit(events[name]))].append(name)
    return families


def _unit(sites: Sequence[Callsite]) -> str:
    return min((site.unit for site in sites), default="") or "workspace"


def _safe(name: str) -> str:
    """A name that a family can have."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")[:100] or "events"


def _family(family: str, events: _Events) -> list[str]:
    sites = [site for found in events.values() for site in found]
    units = sorted({site.unit for site in sites if site.unit})
    lines = ["", f"  - family: {scalar(family)}"]
    lines += [f"    owner: [{', '.join(map(scalar, units))}]"] if units else []
    lines += ["    # sensitivity: unknown", "    # transmission: unknown"]
    lines += _one("session", {site.session_prefix for site in sites if site.session_prefix}, "{}{{id}}")
    lines += _one("store", {table for site in sites for table in site.tables}, "{}")
    return [*lines, "    events:", *(line for name, found in events.items() for line in _event(name, found))]


def _one(key: str, values: set[str], form: str) -> list[str]:
    """What all writes of a family agree on; what they do not is said."""
    if not values:
        return []
    if len(values) > 1:
        return [f"    # {key}: one of {listed(sorted(values), _MOST)}"]
    return [f"    {key}: {scalar(form.format(*values))}"] if all(value.isprintable() for value in values) else []


def _event(name: str, sites: Sequence[Callsite]) -> list[str]:
    # Where the name is decided; what it then passes through writes many events.
    outermost = [site for site in sites if not site.callers] or sites
    places = [f"{path}:{line}" for path, line in sorted({(site.path, site.span.line) for site in outermost})]
    lines = [f"      # written at {listed(places, _MOST)}", f"      - metric_type: {scalar(name)}", "        status: shipped"]
    classes = sorted(
        {(site.annotations[0].low, site.annotations[0].high) for site in sites if site.annotations and site.annotations[0].low}
    )
    if classes:
        low, high = min(low for low, _ in classes), max(high or low for low, high in classes)
        lines.append(f"        sensitivity: {low if low == high else f'{low}-{high}'}  # as comments in the code say")
    return lines


def _open(sites: Sequence[Callsite]) -> list[str]:
    """The writes that this taxonomy leaves out, because their name is not known."""
    if not sites:
        return []
    lines = ["", "# Not in here, because the name could not be told (`telint inventory --unresolved` lists them all):"]
    for site in sites[:_MOST_OPEN]:
        known = f"{site.event.pattern}: " if site.event.pattern else ""
        lines.append(f"#   {remark(site.path)}:{site.span.line} {remark(site.api)}: {remark(known + site.event.reason)}")
    left = len(sites) - _MOST_OPEN
    return [*lines, f"#   and {left:,} more"] if left > 0 else lines
