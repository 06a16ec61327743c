"""A run that would say what an earlier one said is not made; what one says is kept for the next."""

from __future__ import annotations

import contextlib
import os
import sys

from checker.cli.common import terminal
from checker.replay import recall, state, store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TextIO

    from checker.cli.common.command import Pipeline
    from checker.model.run import Outcome, Request

COMMANDS = ("check", "inventory")
#: With these a run does more than to say something, rests on more than files, or is meant to be made.
_NEVER = ("--output", "--since", "--no-cache", "--help", "-h")


def run(words: list[str], make: Callable[[list[str], Pipeline | None], int]) -> int:
    """The exit code of the run that `words` ask for: that of an earlier one whose words are shown again, or of the one that is made."""
    home = _home(words)
    if not home:
        return make(words, None)
    key = [os.getcwd(), *words, *_presentation(), *_rights()]
    path = store.place(home, key)
    before = recall.shown(path, key)
    if before is None:
        return _made(words, make, home, path, key)
    store.used(path)
    for stream, text in before[0]:
        terminal.write(text) if stream == "out" else terminal.say(text, end="")
    return before[1]


def _home(words: list[str]) -> str:
    if words[0] not in COMMANDS or any(word.partition("=")[0] in _NEVER for word in words) or None in (sys.stdout, sys.stderr):
        return ""
    try:
        return store.folder(os.getcwd())
    except OSError:
        return ""


def _presentation() -> list[str]:
    """What decides how a report looks, beside what it says."""
    colour = terminal.colour(sys.stdout, os.environ)
    return [str(colour), str(terminal.width(sys.stdout)), sys.stdout.encoding, sys.stderr.encoding]


def _rights() -> list[str]:
    """Who asks: what can be read depends on it."""
    return [str(os.geteuid()), *map(str, os.getgroups())] if hasattr(os, "geteuid") else []


def _made(words: list[str], make: Callable[[list[str], Pipeline | None], int], home: str, path: str, key: list[str]) -> int:
    from checker.replay.keeping import Heard, kept
    from checker.replay.listening import listen

    try:
        now = {"key": key, "today": [state.today()], "tool": state.tool()}
        beside, began = store.begin(home)
    except OSError:
        return make(words, None)
    heard, witness = Heard(began, [], {}, {}), _Witness()
    try:
        listen(os.path.dirname(os.path.dirname(home)), heard.opened, heard.looked_for)
        out, err = _Copied(sys.stdout, "out", heard.said), _Copied(sys.stderr, "err", heard.said)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = make(words, witness)
        if witness.outcome is not None and (found := kept(witness.outcome, code, heard)) is not None:
            store.save(beside, path, now | found)
        return code
    finally:
        store.discard(beside)


class _Witness:
    """`checker.pipeline`, which keeps the outcome that it gave."""

    def __init__(self) -> None:
        self.outcome: Outcome | None = None

    def check(self, request: Request) -> Outcome:
        from checker import pipeline

        self.outcome = pipeline.check(request)
        return self.outcome

    def inventory(self, request: Request) -> Outcome:
        from checker import pipeline

        self.outcome = pipeline.inventory(request)
        return self.outcome

    def __getattr__(self, name: str) -> Any:
        from checker import pipeline

        return getattr(pipeline, name)


class _Copied:
    """A stream that keeps a copy of what is written to it."""

    def __init__(self, stream: TextIO, name: str, into: list[tuple[str, str]]) -> None:
        self._stream = stream
        self._name = name
        self._into = into

    def write(self, text: str) -> int:
        self._into.append((self._name, text))
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
