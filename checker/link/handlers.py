"""The functions that handle telemetry where no configuration says which do: they take what is recorded, export it, or read it back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from checker.link.chains import Writes
from checker.link.ends import sinks
from checker.link.match import callee_path, is_method_of
from checker.link.paths import last, parent, tight
from checker.link.program import Program
from checker.link.reach import Calls, Placed
from checker.link.seeds import paths
from checker.model.facts import Call, Function
from checker.model.producer import Producer
from checker.model.source import Wanted
from checker.model.value import Invoke, Text, Value

#: What stands before a table in a query. A table on a line of its own is not found: to read all files that name it would take too long.
_BEFORE = ("FROM", "from", "JOIN", "join")


class Handler(NamedTuple):
    """A function, and what it does with telemetry, in words. `called`: by a front or framework that holds it, whoever else calls it.
    `given` is the bare name of the function that gives it telemetry, where it is only what becomes of that which counts."""

    function: Function
    does: str
    called: bool = False
    given: str = ""


def handlers(program: Program, calls: Calls, writes: Writes, producers: Sequence[Producer]) -> tuple[Handler, ...]:
    """The production functions that handle telemetry, each once, by place."""
    found: dict[tuple[str, int], Handler] = {}
    outward = (*_exporting(program, producers), *_draining(program, producers))
    reading = (*_reading(program, calls, producers),)
    for handler in (*_taking(program, writes), *outward, *reading, *_asking(program, reading)):
        path = program.path_of.get(handler.function.name, "")
        if handler.function.context == "production" and path:
            found.setdefault((path, handler.function.span.start), handler)
    return tuple(found[key] for key in sorted(found))


def _taking(program: Program, writes: Writes) -> Iterator[Handler]:
    """The sinks of event objects, and the functions that are a producer's API."""
    for dispatch in sorted({seed.api.dispatch for seed in writes.seeds if seed.api.dispatch}):
        yield from (Handler(f, "is handed every event", called=True) for f in sinks(program, dispatch))
    for path in sorted({seed.path for seed in writes.seeds if seed.api.kind != "macro"}):
        yield from (Handler(f, "is handed every event") for f in _functions(program, path))


def _functions(program: Program, path: str) -> tuple[Function, ...]:
    return program.functions(path) or program.methods(parent(path), last(path))


def _exporting(program: Program, producers: Sequence[Producer]) -> Iterator[Handler]:
    """The functions that producers name as exporters, and those that implement a method that they name."""
    named = sorted({name for producer in producers for name in producer.exporters})
    program.search(Wanted(last(parent(name)), beside=frozenset((name.partition(".")[0],))) for name in named)
    for name in named:
        owner = program.resolve(parent(name), "")
        for type_ in (owner, *program.implementers(owner)):
            program.look(parent(type_), last(type_), last(name))
        own = (f for path in paths(program, name) for f in _functions(program, path))
        yield from (Handler(f, "exports events") for f in own)
        yield from (Handler(f, "exports events", called=True) for f in sinks(program, name))


def _draining(program: Program, producers: Sequence[Producer]) -> Iterator[Handler]:
    """The functions that take what waits out of a queue."""
    for name in sorted({name for producer in producers for name in producer.queues}):
        wanted = paths(program, name)
        program.search([Wanted(last(name), beside=frozenset((last(parent(name)),)), home=parent(program.resolve(name, "")))])
        for _, call in sorted((c for c in program.calls.values() if last(c[1].callee) == last(name)), key=_order):
            if _is_of(program, call, wanted) and (function := _around(program, call)) is not None:
                yield Handler(function, f"empties the queue (`{tight(call.written)}`)")


def _is_of(program: Program, call: Call, wanted: Iterable[str]) -> bool:
    program.refuel()
    if callee_path(program, call) in wanted:
        return True
    return call.receiver is not None and any(is_method_of(program, call, parent(path), distinctive=False) for path in wanted)


def _reading(program: Program, calls: Calls, producers: Sequence[Producer]) -> Iterator[Handler]:
    """The functions with a query on a telemetry table."""
    names = sorted({table.name for producer in producers for table in producer.tables})
    if not names:
        return
    import re2  # linear, whatever the text

    query = re2.compile(rf"(?is)\bselect\b.*\b(?:from|join)\s+[\"`\[]?({'|'.join(map(re2.escape, names))})\b").search
    for path in program.standing(Wanted(name, beside=frozenset(f"{word} {name}" for word in _BEFORE)) for name in names):
        for _, call in calls.in_file(path):
            table = next((m[1].lower() for a in call.args for text in _texts(a.value) if (m := query(text))), "")
            if table and (function := _around(program, call)) is not None:
                yield Handler(function, f"reads the table `{table}`")


def _asking(program: Program, reading: Sequence[Handler]) -> Iterator[Handler]:
    """The functions that ask one that reads a table for its rows."""
    known = {name: handler for handler in reading if "_" in (name := last(handler.function.name))}
    program.search(Wanted(name) for name in sorted(known))
    for _, call in sorted((c for c in program.calls.values() if last(c[1].callee) in known), key=_order):
        handler, function = known[last(call.callee)], _around(program, call)
        if function is not None and _is_of(program, call, (program.key(handler.function),)):
            yield Handler(function, f"{handler.does} by `{tight(call.written)}`", given=last(call.callee))


def carries(call: Call, given: str) -> bool:
    """Whether a call is handed what the function of that bare name gave."""
    return any(isinstance(part, Invoke) and last(part.callee) == given for a in call.args for part in inside(a.value))


def _texts(value: Value) -> Iterator[str]:
    return (part.text for part in inside(value) if isinstance(part, Text))


def inside(value: Value) -> Iterator[Any]:
    """A value and all that it is made of."""
    pending: list[Any] = [value]
    while pending:
        part = pending.pop()
        yield part
        pending += part if isinstance(part, tuple) else ()


def _around(program: Program, call: Call) -> Function | None:
    return program.enclosing(call.function, call.span) if call.function else None


def _order(placed: Placed) -> tuple[str, int]:
    return placed[0], placed[1].span.start
