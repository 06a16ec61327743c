"""The command `telint`: words in, exit code out. A module of this folder is a command; only this package prints.

Exit codes: 0 everything was read and nothing was found; 1 findings; 2 the job could not be done in full; 3 a bug of ours.
"""

from __future__ import annotations

import contextlib
import sys

from checker import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from checker.cli.common.command import Pipeline


def main(argv: Sequence[str] | None = None, pipeline: Pipeline | None = None, again: bool = False) -> int:
    """Runs one command. `pipeline` is for tests; without it, it is `checker.pipeline`. `again`: what an earlier run said may be said again,
    and is kept for that; the process must end with it."""
    words = sys.argv[1:] if argv is None else list(argv)
    try:
        # Before every other import, so that editors and hooks that ask for the version pay for an interpreter and no more.
        if words[:1] in (["--version"], ["-V"]):
            from checker.cli.common import terminal

            terminal.write(f"telint {__version__}\n")
            return 0
        from checker.cli.common.command import dispatch

        if not again or not words:
            return dispatch(words, pipeline)
        from checker.cli.common.again import run

        return run(words, dispatch)
    # The one broad catch: whatever escapes a stage must end in an exit code that no gate takes for a pass.
    except BaseException as error:
        from checker.cli.common.failure import exit_code

        return exit_code(error)


def run() -> NoReturn:
    """The script's entry.

    The collector stays off: a run is short, makes no cycles worth freeing, and would pay a tenth of its time. And it leaves without taking
    its objects down one by one, as mypy does, which would take a twentieth.
    """
    import gc
    import os

    gc.disable()
    code = main(again=True)
    for stream in (sys.stdout, sys.stderr):
        # What could not be written has been said by `terminal`, and is in the code.
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)
