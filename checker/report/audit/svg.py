"""Small charts as inline SVG, coloured by the page's style sheet. A chart has a sentence for those who cannot see it.

A library would bring hundreds of kilobytes or a dependency for a bar and a curve, and would set styles that the page's policy forbids.
"""

from collections.abc import Iterable, Sequence
from html import escape

from checker.model.trend import Run
from checker.report.shared.visible import one_line

#: Units of a chart's own coordinate system; the page scales it.
WIDTH, HEIGHT = 1200, 240
LEFT, BOTTOM, TOP = 52, 28, 10


def bar(parts: Iterable[tuple[str, int]], words: str) -> str:
    """A bar of stacked parts (style class and number); `words` say the same."""
    shown = [(style, number) for style, number in parts if number > 0]
    total = sum(number for _, number in shown)
    at, rects = 0.0, []
    for style, number in shown:
        width = 100 * number / total
        rects.append(f'<rect class="fill-{style}" x="{at:.2f}" y="0" width="{width:.2f}" height="8"/>')
        at += width
    back = '<rect class="fill-none" x="0" y="0" width="100" height="8"/>'
    head = f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{_text(words)}">'
    return f"{head}{back}{''.join(rects)}</svg>"


def burn_down(runs: Sequence[Run], words: str) -> str:
    """Open findings of each of two or more runs as stacked areas, errors below. Runs stand at even distances, whatever their days."""
    top = max((run.open for run in runs), default=0) or 1
    ceiling = _ceiling(top)
    series = (
        ("note", [run.open for run in runs]),
        ("warning", [run.errors + run.warnings for run in runs]),
        ("error", [run.errors for run in runs]),
    )
    areas = "".join(_area(style, values, ceiling) for style, values in series)
    marks = "".join(_mark(number, run, len(runs), ceiling) for number, run in enumerate(runs))
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{_text(words)}">'
        f"{_grid(ceiling)}{areas}{marks}{_dates(runs)}</svg>"
    )


def _text(words: str) -> str:
    return escape(one_line(words))


def _ceiling(top: int) -> int:
    """The next round number, so that grid lines have short labels."""
    step = int("1" + "0" * (len(str(top)) - 1))
    return next(step * factor for factor in (1, 2, 4, 5, 10) if step * factor >= top)


def _x(number: int, of: int) -> float:
    return LEFT + (WIDTH - LEFT - 8) * number / (of - 1)


def _y(value: float, ceiling: int) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / ceiling)


def _area(style: str, values: Sequence[int], ceiling: int) -> str:
    line = " ".join(f"{_x(number, len(values)):.1f},{_y(value, ceiling):.1f}" for number, value in enumerate(values))
    floor = f"{_y(0, ceiling):.1f}"
    return f'<polygon class="fill-{style}" points="{LEFT},{floor} {line} {WIDTH - 8},{floor}"/>'


def _mark(number: int, run: Run, of: int, ceiling: int) -> str:
    words = f"{run.at}: {run.errors} errors, {run.warnings} warnings, {run.notes} notes, {run.accepted} accepted"
    words += f", {run.unread} files not read" if run.unread else ""
    style = "mark partial" if run.unread else "mark"
    return (
        f'<circle class="{style}" cx="{_x(number, of):.1f}" cy="{_y(run.open, ceiling):.1f}" r="3"><title>{_text(words)}</title></circle>'
    )


def _grid(ceiling: int) -> str:
    lines = []
    for value in sorted({0, ceiling // 2, ceiling}):
        y = _y(value, ceiling)
        lines.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - 8}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(f'<text class="label" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,}</text>')
    return "".join(lines)


def _dates(runs: Sequence[Run]) -> str:
    ends = ((LEFT, "start", runs[0].at), (WIDTH - 8, "end", runs[-1].at))
    return "".join(f'<text class="label" x="{x}" y="{HEIGHT - 6}" text-anchor="{anchor}">{_text(at[:10])}</text>' for x, anchor, at in ends)
