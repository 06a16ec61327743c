"""A forked process that answers questions about its share of the files over a pair of pipes."""

import os
import pickle
import select
import signal
import struct
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, NoReturn

from checker.extract.engine import Extractor
from checker.extract.shares import shared
from checker.model.facts import FileFacts
from checker.model.source import Workspace

_LENGTH = struct.Struct("<Q")
_ROOM = 1 << 20
#: Seconds for which a process stays awake for the next question or answer.
_AWAKE = 0.02


class _Line(NamedTuple):
    """The ends of two pipes: questions are written and answers read by who asks; the worker has the other two."""

    questions: int
    answers: int
    asked: int
    answered: int


class Worker:
    """This side of a worker: questions, then their answers in the same order. What goes through the pipes never leaves our own processes.

    `asked` are the questions that are not answered yet.
    """

    def __init__(self, process: int, line: _Line, spare: _Line) -> None:
        self._process = process
        self._line = line
        self._spare = spare
        self.asked: list[str] = []

    def ask(self, question: str, *arguments: object) -> None:
        """Send a question: the name of a method of `Extractor` with its arguments, or `told` with the files that need no introduction."""
        _send(self._line.questions, (question, arguments))
        self.asked.append(question)

    def has_answered(self) -> bool:
        """Whether (the beginning of) an answer has come."""
        return bool(select.select([self._line.answers], [], [], 0)[0])

    def answer(self) -> Any:
        """The answer to the first of `asked`; what failed there fails here."""
        ok, value = _receive(self._line.answers)
        del self.asked[:1]
        if not ok:
            raise value
        return value

    def for_copy(self) -> "Worker":
        """The same worker as a copy of this process asks it, at the same time."""
        return Worker(self._process, self._spare, self._line)

    def dismiss(self) -> None:
        """Tell the process that nobody asks any more."""
        for line in (self._line, self._spare):
            os.close(line.questions)
            os.close(line.answers)

    def wait(self) -> None:
        """Wait for its end. Only after all are dismissed: a worker holds the ends of those hired before it."""
        os.waitpid(self._process, 0)


def hire(find: Callable[[], Workspace], jobs: int, number: int, told: bool = False) -> Worker:
    """Start a worker, the `number`th of those that share what `find` discovers; unless that is `told` already, it is its first answer."""
    lines = (_opened(), _opened())
    process = os.fork()
    for line in lines:
        for end in (line.questions, line.answers) if process == 0 else (line.asked, line.answered):
            os.close(end)
    if process == 0:
        _work(find, jobs, number, told, lines)
    return Worker(process, *lines)


def _opened() -> _Line:
    asked, questions = os.pipe()
    answers, answered = os.pipe()
    _widen(answered)
    os.set_blocking(asked, False)
    os.set_blocking(answers, False)
    return _Line(questions, answers, asked, answered)


class Copy:
    """A copy of this process at work on something of its own, beside us."""

    def __init__(self, process: int, answers: int) -> None:
        self._process = process
        self._answers = answers

    def answer(self) -> Any:
        """Wait for what it comes to; what failed there fails here."""
        ok, found = _receive(self._answers)
        self.end()
        if not ok:
            raise found
        return found

    def end(self) -> None:
        """End it, if it has not ended; what it would come to is not wanted any more."""
        if self._process:
            os.close(self._answers)
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0


def beside(work: Callable[[], object]) -> Copy:
    """Start `work` in a copy of this process."""
    answers, answered = os.pipe()
    _widen(answered)
    os.set_blocking(answers, False)
    process = os.fork()
    if process == 0:
        try:
            _send(answered, _tried(work))
        finally:
            os._exit(0)
    os.close(answered)
    return Copy(process, answers)


def _widen(pipe: int) -> None:
    """Room for a whole answer where the system gives it, so that a worker need not wait for its reader between two pieces."""
    import fcntl

    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _work(find: Callable[[], Workspace], jobs: int, number: int, told: bool, lines: tuple[_Line, _Line]) -> NoReturn:
    """Find the files, then answer until the questions end. Leaves without cleaning up, because what is open belongs to the parent."""
    try:
        ok, found = _tried(find)
        if not told:
            _send(lines[0].answered, (ok, found))
        if ok:
            _serve(found, jobs, number, lines)
    finally:
        os._exit(0)


def _serve(workspace: Workspace, jobs: int, number: int, lines: tuple[_Line, _Line]) -> None:
    shares = shared(workspace.files, jobs)
    if number >= len(shares):
        return
    extractor = Extractor(workspace.root, workspace.files, shares[number])
    extractor.prepare()
    told: dict[_Line, set[str]] = {line: set() for line in lines}
    awake = _AWAKE
    while (question := _receive((line := _speaking(lines, awake)).asked)) is not None:
        _send(line.answered, _tried(partial(_answer, extractor, question, told[line])))
        if line is not lines[0]:
            awake = 0.0  # a copy needs the processor that this would stay awake on


def _speaking(lines: tuple[_Line, _Line], awake: float) -> _Line:
    """The line on which there is something to read, or that has ended; looked for again and again for so many seconds."""
    asked = {line.asked: line for line in lines}
    until = time.monotonic() + awake
    while not (ready := select.select(asked, [], [], 0)[0]) and time.monotonic() < until:
        os.sched_yield()
    return asked[(ready or select.select(asked, [], [])[0])[0]]


def _tried(work: Callable[[], object]) -> tuple[bool, Any]:
    try:
        return True, work()
    # Whatever it is, it is the parent's to report: a worker has no terminal.
    except BaseException as error:
        return False, error


def _answer(extractor: Extractor, question: tuple[str, tuple[Any, ...]], told: set[str]) -> object:
    name, arguments = question
    if name == "told":
        told.update(*arguments)
        return None
    found = getattr(extractor, name)(*arguments)
    return _lean(found, told) if name in ("facts", "file") else found


def _lean(found: Iterable[FileFacts], told: set[str]) -> list[FileFacts]:
    """The facts without what was said of the file before: imports, comments, problems and directives are the same in every answer."""
    answer = []
    for facts in found:
        answer.append(facts._replace(imports=(), comments=(), problems=(), directives=()) if facts.path in told else facts)
        told.add(facts.path)
    return answer


def _send(pipe: int, value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    view = memoryview(_LENGTH.pack(len(data)) + data)
    while view:
        view = view[os.write(pipe, view) :]


def _receive(pipe: int) -> Any:
    """The next value, `None` where the other side has gone."""
    head = _exactly(pipe, _LENGTH.size)
    # Only our own fork can write into this pipe.
    return pickle.loads(_exactly(pipe, _LENGTH.unpack(head)[0])) if head else None  # noqa: S301


def _exactly(pipe: int, size: int) -> bytes:
    parts = []
    while size > 0:
        part = _read(pipe, min(size, 1 << 20))
        if not part:
            return b""
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _read(pipe: int, size: int) -> bytes:
    """What stands in a pipe, looked for again and again for a moment: to be woken costs more than most answers take."""
    until = time.monotonic() + _AWAKE
    while time.monotonic() < until:
        try:
            return os.read(pipe, size)
        except BlockingIOError:
            os.sched_yield()  # where processors are scarce, the other side needs this one
    os.set_blocking(pipe, True)
    try:
        return os.read(pipe, size)
    finally:
        os.set_blocking(pipe, False)
