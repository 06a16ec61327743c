"""Whether a run was complete, said on standard error and as an exit code."""

from __future__ import annotations

from checker.cli.common import terminal
from checker.report.shared.visible import one_line, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from checker.model.run import Outcome

CLEAN, FINDINGS, INCOMPLETE = 0, 1, 2


def notes(outcome: Outcome) -> None:
    """What the run rests on and what it could not read, for reports that do not show it themselves."""
    for note in outcome.notes:
        terminal.say(f"telint: {one_line(note)}")
    for path, why in outcome.coverage.failed:
        terminal.say(f"telint: error: {visible(path)}: {one_line(why)}")


def complete(outcome: Outcome) -> bool:
    """Whether everything was read; if not, says what is wrong."""
    if not outcome.coverage.seen:
        terminal.say(f"telint: error: nothing to read: no Rust or Python file in {visible(outcome.root)}")
        return False
    if outcome.coverage.failed or not outcome.complete:
        terminal.say("telint: error: the job could not be done in full, so this result does not count as clean")
        return False
    return True
