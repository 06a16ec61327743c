"""For people at a terminal: each ticked line with its verdict, and under it what that rests on."""

from collections.abc import Iterator

from checker.model.backlog import BORNE_OUT, CONTRADICTED, UNCHECKABLE, Claim
from checker.report.backlog import Verified, spoken, totals
from checker.report.shared.paint import Paint, painter
from checker.report.shared.visible import one_line, visible
from checker.report.shared.wrap import wrap

_STYLES = ((BORNE_OUT, "good"), (CONTRADICTED, "error"), (UNCHECKABLE, "dim"))
_ROOM = max(len(word) for word, _ in _STYLES)
_MARKS = ((True, "yes"), (False, "no "), (None, "   "))


def render(verified: Verified) -> str:
    paint = painter(verified.colour)
    lines = [line for claim in verified.backlog.claims for line in _claim(claim, verified.width, paint)]
    return "\n".join([paint("bold", visible(verified.backlog.path)), *lines, totals(verified.backlog), ""])


def _claim(claim: Claim, width: int, paint: Paint) -> Iterator[str]:
    head = f"{claim.span.line:>5}  "
    indent = " " * (len(head) + _ROOM + 2)
    word = paint(dict(_STYLES)[claim.verdict], f"{claim.verdict:<{_ROOM}}")
    yield f"{head}{word}  {wrap(one_line(claim.text), width, len(indent), indent)}"
    for check in claim.checks:
        yield paint("dim", f"{indent}{dict(_MARKS)[check.holds]} {wrap(one_line(spoken(check)), width, len(indent) + 4, indent + '    ')}")
