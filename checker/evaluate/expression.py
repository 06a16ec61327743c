"""The expression language of rules: environments, compiling and evaluating, with errors as values of our own.

`cel_expr_python` is imported inside functions: a run without subjects or rules does not pay for it. Making the first environment
takes milliseconds, everything after that microseconds.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

#: The variable a rule's expressions speak of, by the rule's subject.
VARIABLES = {
    "callsite": "site",
    "annotation": "annotation",
    "event": "event",
    "contract": "contract",
    "region": "region",
    "statement": "statement",
    "owner": "owner",
    "file": "file",
    "row": "row",
    "ignore": "ignore",
    "entry": "entry",
    "flow": "flow",
    "table": "table",
    "retention_rule": "retention_rule",
    "insertion": "insertion",
    "promise": "promise",
    "toggle": "toggle",
    "misfit": "misfit",
    "tool": "tool",
    "sink": "sink",
    "link": "link",
    "mention": "mention",
    "concern": "concern",
    "pointer": "pointer",
    "listing": "listing",
    "tick": "tick",
    "label": "label",
    "setting": "setting",
    "egress": "egress",
    "credential": "credential",
    "upload": "upload",
    "blocker": "blocker",
    "change": "change",
    "carried": "carried",
    "view": "view",
    "dropping": "dropping",
    "drift": "drift",
    "loose": "loose",
    "process": "process",
    "declaration": "declaration",
}


class Misfit(NamedTuple):
    """What the compiler refuses. `line` and `column` are 1-based in the expression, 0 where it names no place."""

    line: int
    column: int
    message: str


class Failed(Exception):
    """An expression that compiled has no value for a subject: a missing key, a bad pattern, a division by zero."""


@cache
def environment() -> Any:
    """The environment rules run in: subjects are plain dicts and lists."""
    from cel_expr_python import cel

    loose = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    with _not_importable("google.protobuf"):
        return cel.NewEnv(variables=dict.fromkeys(VARIABLES.values(), loose), extensions=_extensions())


@cache
def compiled(text: str) -> Any:
    """An expression of a rule, compiled once."""
    return environment().compile(text)


@contextmanager
def _not_importable(name: str) -> Iterator[None]:
    """Keeps a module that has not been imported from being so.

    The library looks for protobuf's messages when it makes an environment and does without them where they are not installed; our values
    are plain, and the import costs more than all rules together.
    """
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


def strict_environment(pool: Any, types: Mapping[str, str]) -> Any:
    """The environment rules are checked in: each variable has a message type of `pool`, so that a misspelt field does not compile."""
    from cel_expr_python import cel

    return cel.NewEnv(pool, variables={name: cel.Type(of) for name, of in types.items()}, extensions=_extensions())


def _extensions() -> list[Any]:
    from cel_expr_python.ext import ext_strings

    return [ext_strings.ExtStrings()]


def compile_or_misfits(env: Any, text: str) -> Any:
    """The compiled expression, or a tuple of `Misfit` where it does not compile."""
    try:
        return env.compile(text)
    except Exception as error:  # the library's errors are RuntimeError and UnicodeError, undocumented
        return misfits(str(error))


def misfits(report: str) -> tuple[Misfit, ...]:
    """The errors in a compiler's report, one a line that starts with `ERROR: <input>:LINE:COLUMN:`; the whole of it where none does."""
    found = tuple(dict.fromkeys(_misfit(line) for line in _error_lines(report)))
    return found or (Misfit(0, 0, _without_status(report.strip())),)


def _error_lines(report: str) -> list[str]:
    marks = (line.find("ERROR: <input>:") for line in report.splitlines())
    return [line[at + len("ERROR: <input>:") :] for line, at in zip(report.splitlines(), marks, strict=True) if at >= 0]


def _misfit(line: str) -> Misfit:
    row, column, message = line.split(":", 2)
    return Misfit(max(int(row), 0), max(int(column), 0), _without_status(message.strip()))


def _without_status(message: str) -> str:
    """`CANCELLED: too deep [CANCELLED]` -> `too deep`: the library's status words tell people nothing."""
    head, _, tail = message.partition(": ")
    body, bracket, end = message.rpartition(" [")
    message = body if bracket and _is_status(end.removesuffix("]")) else message
    return message.removeprefix(f"{head}: ") if tail and _is_status(head) else message


def _is_status(word: str) -> bool:
    return word.isupper() and word.replace("_", "").isalpha()


def value_of(compiled: Any, activation: Any) -> Any:
    """The value of an expression for a subject; raises `Failed` where it has none, or takes more than 10,000 iterations."""
    try:
        result = compiled.eval(activation)
    except RuntimeError as error:
        raise Failed(_without_status(str(error))) from error
    value = result.value()
    # The value of an error is its text. To ask every result for its type takes half as long as to judge.
    if isinstance(value, str) and result.type().name() == "ERROR":
        raise Failed(_without_status(value))
    return value
