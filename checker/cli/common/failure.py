"""Everything that ends a run early, as an exit code and a short message."""

import os

from checker.cli.common import terminal
from checker.model.errors import Unusable
from checker.report.shared.visible import one_line, visible


def exit_code(error: BaseException) -> int:
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else 0
        case Unusable():
            complain(error)
            return 2
        case KeyboardInterrupt():
            return 130
        case terminal.ReaderGone():
            return 141
        case _:
            return _bug(error)


def complain(error: Unusable) -> None:
    for complaint in error.complaints:
        terminal.say(f"telint: error: {visible(str(complaint))}")


def _bug(error: BaseException) -> int:
    if os.environ.get("TELINT_DEBUG"):
        import traceback

        terminal.say("".join(traceback.format_exception(error)).rstrip())
    terminal.say(f"telint: internal error: {type(error).__name__}: {one_line(str(error))}")
    terminal.say("This is a bug in telint, not in your code; nothing was judged. TELINT_DEBUG=1 shows where it happened.")
    return 3
