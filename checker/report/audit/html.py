"""The page: one file that asks nothing of a network, readable without a script, searchable with one.

Everything that comes from a workspace passes `_text` or is data for the script, which only ever sets text. The page's policy
(`Content-Security-Policy`) allows its own script and style by their hashes and nothing else.
"""

import os
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from string import Template

from checker.model.finding import SEVERITIES
from checker.model.registry import CLASSES
from checker.model.trend import Run
from checker.report.audit import Audit, measures
from checker.report.audit.measures import FamilyRow, Open, PhaseRow, RuleRow, UnitRow
from checker.report.audit.rows import embedded
from checker.report.audit.shares import share
from checker.report.audit.svg import bar, burn_down
from checker.report.shared.sites import reasons
from checker.report.shared.visible import one_line, visible

_HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "page")


def render(audit: Audit) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    return Template(_asset("index.html")).substitute(
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=embedded(audit),
        root=_text(audit.report.root or "workspace"),
        tool=_text(" ".join(audit.report.tool)),
        when=_text(audit.when),
        notes="".join(f"<li>{_text(note)}</li>" for note in audit.report.notes),
        failed=_failed(audit),
        tiles=_tiles(audit),
        phases=_phases(measures.phases(audit)),
        rules="".join(map(_rule, measures.rules(audit))),
        units="".join(map(_unit, measures.units(audit))),
        families="".join(map(_family, measures.families(audit))) or _nothing(7, "The registry declares no event."),
        classes=_classes(measures.classes(audit.callsites)),
        open=_open(audit),
        trend=_trend(audit),
        trend_link='<a href="#trend">Burn-down</a>' if audit.trend else "",
    )


def _asset(name: str) -> str:
    with open(os.path.join(_HERE, name), encoding="utf-8") as stream:
        return stream.read()


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"


def _text(value: object) -> str:
    """Text for the page: nothing in it is markup, or hidden, or reorders what stands beside it."""
    return escape(one_line(str(value)))


def _prose(value: str) -> str:
    """A sentence; what it has between single backquotes is code."""
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(_text(value).split("`")))


def _name(value: str) -> str:
    return f"<bdi>{_text(value)}</bdi>"


def _link(where: str, words: str, **filters: str) -> str:
    query = "&amp;".join(f"{key}={_quoted(visible(value))}" for key, value in filters.items())
    return f'<a href="#{where}?{query}">{words}</a>'


def _quoted(value: str) -> str:
    """A value for an address."""
    return "".join(char if char.isascii() and char.isalnum() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in value)


def _cell(*numbers: object, kind: str = "number") -> str:
    return "".join(f'<td class="{kind}">{number}</td>' for number in numbers)


def _nothing(columns: int, words: str) -> str:
    return f'<tr><td colspan="{columns}">{_text(words)}</td></tr>'


def _failed(audit: Audit) -> str:
    failed = audit.report.coverage.failed
    if not failed:
        return ""
    listed = "".join(f"<li><code>{_name(path)}</code>: {_text(why)}</li>" for path, why in failed)
    words = "1 file was" if len(failed) == 1 else f"{len(failed):,} files were"
    said = f"<p>{words} not read in full, so that nothing here counts as clean.</p><ul>{listed}</ul>"
    return f'<section class="alarm" role="alert"><h2>Not complete</h2>{said}</section>'


def _tiles(audit: Audit) -> str:
    findings, sites = audit.report.findings, audit.callsites
    of = measures.writes(sites, findings)
    total = measures.counted(findings)
    others = f"{len(sites) - of.total:,}"
    written = {name for site in measures.production(sites) for name in site.event.names}
    return "".join(
        (
            _tile("Open findings", f"{total.total:,}", _severities(total), f"{_words(total)}; {total.accepted:,} accepted"),
            _tile("Writes", f"{of.total:,}", "", f"in production code, of {len(written):,} events; {others} in tests and examples"),
            _share("Named", of.named - of.unresolved, of.named, "event name known"),
            _share("Registered", of.registered, of.named, "every name in the registry"),
            _share("Classified", of.classified, of.total, "class in a comment in the code"),
            _share("In order", of.clean, of.total, "no open finding at the write"),
        )
    )


def _tile(title: str, number: str, chart: str, words: str) -> str:
    return f'<div class="tile"><dt>{title}</dt><dd><strong>{number}</strong>{chart}<span>{words}</span></dd></div>'


def _share(title: str, part: int, whole: int, words: str) -> str:
    chart = bar((("good", part), ("none", whole - part)), f"{part} of {whole}")
    return _tile(title, share(part, whole), chart, f"{part:,} of {whole:,}: {words}")


def _severities(found: Open) -> str:
    return bar((("error", found.errors), ("warning", found.warnings), ("note", found.notes)), _words(found))


def _words(found: Open) -> str:
    numbers = zip((found.errors, found.warnings, found.notes), ("error", "warning", "note"), strict=True)
    return ", ".join(f"{number:,} {noun}{'' if number == 1 else 's'}" for number, noun in numbers)


def _counts(found: Open) -> str:
    return _cell(*(f"{number:,}" if number else '<span class="zero">0</span>' for number in found))


def _phases(rows: Iterable[PhaseRow]) -> str:
    return "".join(map(_phase, rows))


def _phase(row: PhaseRow) -> str:
    words = f"{row.holding} of {row.rules} rules hold" if row.rules else "no rule judges this phase"
    chart = bar((("good", row.holding), ("error", row.rules - row.holding)), words)
    title = f"{row.phase} {_text(row.title)}"
    heading = _link("findings", title, phase=str(row.phase)) if row.open.total else title
    return f'<tr><th scope="row">{heading}</th><td class="chart">{chart}<small>{words}</small></td>{_counts(row.open)}</tr>'


def _rule(row: RuleRow) -> str:
    rule = row.rule
    name = f"<code>{_name(rule.name)}</code>"
    heading = _link("findings", name, rule=rule.name) if row.open.total else name
    return f'<tr><th scope="row">{heading}</th>{_cell(rule.phase)}<td>{_prose(rule.summary)}</td>{_counts(row.open)}</tr>'


def _unit(row: UnitRow) -> str:
    of = row.writes
    words = f"{of.clean} in order, {of.remarks} with warnings or notes, {of.errors} with errors"
    chart = bar((("good", of.clean), ("warning", of.remarks), ("error", of.errors)), words) if of.total else ""
    name = _name(row.unit) if row.unit else "<i>outside of every unit</i>"
    heading = _link("findings", name, unit=row.unit) if row.open.total and row.unit else name
    shares = _cell(share(of.registered, of.named), share(of.classified, of.total))
    amount = _link("writes", f"{of.total:,}", unit=row.unit) if of.total and row.unit else f"{of.total:,}"
    return f'<tr><th scope="row">{heading}</th><td class="chart">{chart}</td>{_cell(amount)}{shares}{_counts(row.open)}</tr>'


def _family(row: FamilyRow) -> str:
    parts = (
        ("good", row.written, "written"),
        ("error", row.unwritten, "not written"),
        ("note", row.planned, "planned"),
        ("dim", row.retired, "retired"),
    )
    words = ", ".join(f"{number} {what}" for _, number, what in parts if number)
    chart = bar(((style, number) for style, number, _ in parts), words)
    name = _link("events", _name(row.family), family=row.family) if row.family else "<i>no family</i>"
    owners = ", ".join(map(_name, row.owners))
    cells = f"<td>{_text(row.classes)}</td><td>{_text(row.transmission)}</td><td>{owners}</td>"
    numbers = _cell(f"{row.writes:,}", f"{row.open.total:,}")
    return f'<tr><th scope="row">{name}</th><td class="chart">{chart}<small>{words}</small></td>{cells}{numbers}</tr>'


def _classes(found: dict[str, int]) -> str:
    """The classes of the production writes as one bar with its legend."""
    parts = [(_style(name), number, name or "no class") for name, number in found.items()]
    words = ", ".join(f"{name}: {number}" for _, number, name in parts) or "no writes"
    legend = "".join(f'<li><span class="swatch {style}"></span>{_text(name)} <b>{number:,}</b></li>' for style, number, name in parts)
    return bar(((style, number) for style, number, _ in parts), words) + f'<ul class="legend">{legend}</ul>'


def _style(name: str) -> str:
    """The style of a class, or of the upper end of a range."""
    return f"class-{name[-2:].lower()}" if name[-2:] in CLASSES else "missing"


def _open(audit: Audit) -> str:
    """What no verdict rests on: names that could not be told, by reason, and files that were not looked at."""
    unknown = reasons(measures.production(audit.callsites))
    rows = "".join(
        f"<li>{_link('writes', _prose(why or 'no reason given'), q=why, status='unresolved')} <b>{n:,}</b></li>"
        for why, n in unknown.items()
    )
    skipped = audit.report.coverage.skipped
    files = "".join(f"<li><code>{_name(path)}</code>: {_text(why)}</li>" for path, why in skipped)
    words = f"<p>Event names that are not known, by reason:</p><ul>{rows}</ul>" if rows else "<p>Every event name is known.</p>"
    return words + (f"<details><summary>{len(skipped):,} files were not looked at</summary><ul>{files}</ul></details>" if files else "")


def _trend(audit: Audit) -> str:
    if audit.trend is None:
        return ""
    runs = audit.trend.runs
    if len(runs) == 1:
        return _section("trend", "Burn-down", f"<p>The first recorded run: {runs[0].open:,} open. A curve needs a second one.</p>")
    now = runs[-1]
    new = sum(since == now.at for since in audit.trend.since.values())
    gone = sum(mended.at == now.at for mended in audit.trend.mended)
    partial = "; this run could not read everything" if now.unread else ""
    words = f"{now.open:,} open after {len(runs):,} runs; since the run before: {new:,} new, {gone:,} mended{partial}"
    legend = "".join(f'<li><span class="swatch {kind}"></span>{kind}s</li>' for kind in SEVERITIES)
    return _section("trend", "Burn-down", f'<p>{words}</p>{burn_down(runs, words)}<ul class="legend">{legend}</ul>{_runs(runs)}')


def _runs(runs: Sequence[Run]) -> str:
    """All runs as a table, the last one first."""
    heads = "".join(
        f'<th scope="col" class="number">{name}</th>'
        for name in ("Errors", "Warnings", "Notes", "Accepted", "Writes", "Classified", "Not read")
    )
    # All but the first two fields, which are the time and the tool's version.
    rows = (f'<tr><th scope="row">{_text(run.at)}</th>{_cell(*run[2:])}</tr>' for run in reversed(runs))
    table = f'<table><thead><tr><th scope="col">Run</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    inside = f'<div class="wide" tabindex="0" role="region" aria-label="All runs">{table}</div>'
    return f"<details><summary>All runs as a table</summary>{inside}</details>"


def _section(name: str, title: str, content: str) -> str:
    return f'<section id="{name}"><h2>{title}</h2>{content}</section>'
