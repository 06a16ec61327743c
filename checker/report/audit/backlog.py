"""`backlog.md`: a tick list by phase and path, a line a finding, in the form that such lists have: ``- [ ] `path` — claim``.

What an earlier run found and this one did not is ticked. The rule and the fingerprint stand in a comment, for programs.
"""

from collections.abc import Iterable
from typing import NamedTuple

from checker.model.finding import PHASES
from checker.report.audit import Audit
from checker.report.shared.markup import code, plain
from checker.report.shared.visible import one_line


class _Item(NamedTuple):
    phase: int
    path: str
    line: int
    done: bool
    message: str
    rule: str
    fingerprint: str


def render(audit: Audit) -> str:
    items = sorted([*_open(audit), *_done(audit)])
    left = sum(not item.done for item in items)
    head = f"# Telemetry backlog of {plain(audit.report.root or 'the workspace')}\n\n{left:,} of {len(items):,} to do."
    sections = [_section(phase, [item for item in items if item.phase == phase]) for phase in sorted({item.phase for item in items})]
    return "\n\n".join([head, *sections]) + "\n"


def _open(audit: Audit) -> Iterable[_Item]:
    phases = {rule.name: rule.phase for rule in audit.report.rules}
    for found in audit.report.findings:
        if not found.suppressed:
            place = (phases.get(found.rule, 0), found.path, found.span.line)
            yield _Item(*place, False, found.message, found.rule, found.fingerprint)


def _done(audit: Audit) -> Iterable[_Item]:
    for mended in audit.trend.mended if audit.trend else ():
        yield _Item(mended.phase, mended.path, 0, True, mended.message, mended.rule, "")


def _section(phase: int, items: list[_Item]) -> str:
    title = PHASES[phase] if 0 <= phase < len(PHASES) else "Further"
    parts = [f"## Phase {phase} — {title}"]
    for path in sorted({item.path for item in items}):
        parts.append(f"### {code(path)}")
        parts.append("\n".join(_line(item) for item in items if item.path == path))
    return "\n\n".join(parts)


def _line(item: _Item) -> str:
    place = f"line {item.line}: " if item.line else ""
    mark = " ".join(filter(None, ("telint:", item.rule, item.fingerprint)))
    # Without this character a comment does not end, whatever it holds.
    hidden = one_line(mark).replace(">", "")
    return f"- [{'x' if item.done else ' '}] {code(item.path)} — {place}{plain(item.message)} <!-- {hidden} -->"
