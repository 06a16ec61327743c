"""A forked process that answers questions about its share of the files over a pair of pipes."""

import os
import pickle
import select
import struct
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, NoReturn, TypeVar

from checker.extract.engine import Extractor
from checker.extract.shares import shared
from checker.model.facts import FileFacts
from checker.model.source import Workspace

T = TypeVar("T")
_LENGTH = struct.Struct("<Q")
_ROOM = 1 << 20
#: Seconds for which a process stays awake for the next question or answer.
_AWAKE = 0.02


class Worker:
    """This side of a worker: a question at a time, then its answer. What goes through the pipes never leaves our own processes."""

    def __init__(self, process: int, questions: int, answers: int) -> None:
        self._process = process
        self._questions = questions
        self._answers = answers

    def ask(self, question: str, *arguments: object) -> None:
        """Send a question: the name of a method of `Extractor` with its arguments."""
        _send(self._questions, (question, arguments))

    def has_answered(self) -> bool:
        """Whether (the beginning of) an answer has come."""
        return bool(select.select([self._answers], [], [], 0)[0])

    def answer(self) -> Any:
        """The answer to the last question; what failed there fails here."""
        ok, value = _receive(self._answers)
        if not ok:
            raise value
        return value

    def dismiss(self) -> None:
        """Tell the process that nobody asks any more."""
        os.close(self._questions)
        os.close(self._answers)

    def wait(self) -> None:
        """Wait for its end. Only after all are dismissed: a worker holds the ends of those hired before it."""
        os.waitpid(self._process, 0)


def hire(find: Callable[[], Workspace], jobs: int, number: int, told: bool = False) -> Worker:
    """Start a worker, the `number`th of those that share what `find` discovers; unless that is `told` already, it is its first answer."""
    asked, questions = os.pipe()
    answers, answered = os.pipe()
    _widen(answered)
    os.set_blocking(asked, False)
    os.set_blocking(answers, False)
    process = os.fork()
    if process == 0:
        os.close(questions)
        os.close(answers)
        _work(find, jobs, number, told, asked, answered)
    os.close(asked)
    os.close(answered)
    return Worker(process, questions, answers)


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Start `work` in a copy of this process; what is given back waits for its result."""
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
    copy = Worker(process, os.open(os.devnull, os.O_WRONLY), answers)

    def result() -> T:
        try:
            found: T = copy.answer()
            return found
        finally:
            copy.dismiss()
            copy.wait()

    return result


def _widen(pipe: int) -> None:
    """Room for a whole answer where the system gives it, so that a worker need not wait for its reader between two pieces."""
    import fcntl

    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _work(find: Callable[[], Workspace], jobs: int, number: int, told: bool, asked: int, answered: int) -> NoReturn:
    """Find the files, then answer until the questions end. Leaves without cleaning up, because what is open belongs to the parent."""
    try:
        ok, found = _tried(find)
        if not told:
            _send(answered, (ok, found))
        if ok:
            _serve(found, jobs, number, asked, answered)
    finally:
        os._exit(0)


def _serve(workspace: Workspace, jobs: int, number: int, asked: int, answered: int) -> None:
    shares = shared(workspace.files, jobs)
    if number >= len(shares):
        return
    extractor = Extractor(workspace.root, workspace.files, shares[number])
    extractor.prepare()
    told: set[str] = set()
    while (question := _receive(asked)) is not None:
        _send(answered, _tried(lambda: _answer(extractor, question, told)))


def _tried(work: Callable[[], object]) -> tuple[bool, Any]:
    try:
        return True, work()
    # Whatever it is, it is the parent's to report: a worker has no terminal.
    except BaseException as error:
        return False, error


def _answer(extractor: Extractor, question: tuple[str, tuple[Any, ...]], told: set[str]) -> object:
    name, arguments = question
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
