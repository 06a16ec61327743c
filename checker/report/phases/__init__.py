"""The state of a programme as a document: a module of this folder is a format, and adding one edits nothing."""

import importlib
from collections import Counter
from typing import NamedTuple

from checker.model.programme import Covered, Standing, Verdict
from checker.report.shared import folder

#: How verdicts are said of one demand, and of several.
_SAID = {
    "fails": ("fails", "fail"),
    "cannot tell": ("cannot be told", "cannot be told"),
    "not configured": ("is not configured", "are not configured"),
}


class Progress(NamedTuple):
    """All that a format may show of one `phases`. `most`: findings shown for a demand, 0 for all. `width` is the columns of the terminal it
    is for, 0 where it is for none."""

    tool: tuple[str, str]
    root: str
    standings: tuple[Standing, ...]
    covered: tuple[Covered, ...]
    failed: tuple[tuple[str, str], ...]
    most: int = 3
    colour: bool = False
    width: int = 0


def formats() -> tuple[str, ...]:
    return folder.modules(__path__)


def render(format: str, progress: Progress) -> str:
    """The document, ending in a newline. `format` is one of `formats()`."""
    document: str = importlib.import_module(f"{__name__}.{format}").render(progress)
    return document


def holding(standing: Standing) -> str:
    """`3 of 5 demands hold`."""
    held = sum(verdict.verdict == "holds" for verdict in standing.verdicts)
    return f"{held} of {len(standing.verdicts)} demands hold"


def total(standings: tuple[Standing, ...]) -> str:
    """`12 of 40 demands hold: 22 fail, 4 cannot be told, 2 are not configured`."""
    found = Counter(verdict.verdict for standing in standings for verdict in standing.verdicts)
    rest = [f"{found[word]:,} {forms[found[word] != 1]}" for word, forms in _SAID.items() if found[word]]
    head = f"{found['holds']:,} of {sum(found.values()):,} demands hold"
    return f"{head}: {', '.join(rest)}" if rest else head


def percent(covered: Covered) -> str:
    """`75 %`, rounded down so that only all of it is 100."""
    if covered.whole < 0:
        return "not looked at in this workspace"
    return f"{100 * covered.part // covered.whole} % ({covered.part:,} of {covered.whole:,})" if covered.whole else "none there"


def explanation(verdict: Verdict) -> str:
    """What a verdict rests on, in a line."""
    counts = [f"{len(verdict.open):,} {'finding' if len(verdict.open) == 1 else 'findings'}"] if verdict.open else []
    counts += [f"{verdict.accepted:,} accepted with a reason"] if verdict.accepted else []
    judged = f"{verdict.judged} judged" if verdict.judged else ""
    return "; ".join(filter(None, [", ".join(counts), judged, verdict.why]))
