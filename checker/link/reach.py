"""What a function leads to: its calls, those of the functions that it calls, and so on, up to calls of a kind that is looked for."""

from collections import deque
from collections.abc import Callable, Iterator
from string import ascii_letters
from typing import NamedTuple, TypeAlias

from checker.link.frame import same
from checker.link.match import frame_of
from checker.link.paths import last
from checker.link.program import Program
from checker.link.values import MAX_STEPS, callees
from checker.model.facts import Call, Function
from checker.model.source import Wanted
from checker.model.value import Invoke

#: A call with the path of its file.
Placed: TypeAlias = tuple[str, Call]

#: Functions that are entered for one question.
_MOST = 300
#: Every name there is: to know all calls of a function is to ask for each.
_EVERY = tuple(f"{letter}*" for letter in (*ascii_letters, "_"))


class Led(NamedTuple):
    """The ways from a function to calls that were looked for, shortest first, each from the call inside the function on. `whole`: nothing
    was left out for its depth or number; calls on objects of unknown types lead nowhere that is known."""

    ways: tuple[tuple[Placed, ...], ...]
    whole: bool


class Calls:
    """All calls of the functions of a program, and what they call; what a module holds, and who implements a trait, is asked for once."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._known: dict[str, dict[str, list[Placed]]] = {}
        self._implemented: dict[tuple[str, str], tuple[Function, ...]] = {}

    def targets(self, call: Call) -> Iterator[Function]:
        """The functions of the workspace that a call can reach, or that it hands on; of a method without a body those that implement it."""
        for function in _called(self._program, call):
            yield function
            yield from self._implementing(function)

    def _implementing(self, function: Function) -> tuple[Function, ...]:
        owner, name = self._program.owner(function), last(function.name)
        if not owner or not _is_abstract(self._program, function, owner):
            return ()
        if (owner, name) not in self._implemented:
            self._program.search((Wanted(last(owner)), Wanted(name, beside=frozenset((last(owner),)))))
            types = self._program.implementers(owner)
            self._implemented[owner, name] = tuple(f for type_ in types for f in self._program.methods(type_, name) if f != function)
        return self._implemented[owner, name]

    def of(self, function: Function) -> list[Placed]:
        """The calls that stand in a function, by place; those of functions nested in it are theirs."""
        mine = self._of_file(self._program.path_of.get(function.name, "")).get(function.name, [])
        return [each for each in mine if same(self._program.enclosing(function.name, each[1].span), function)]

    def in_file(self, path: str) -> list[Placed]:
        """All calls of a file."""
        return [placed for inside in self._of_file(path).values() for placed in inside]

    def _of_file(self, path: str) -> dict[str, list[Placed]]:
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def _read(self, path: str) -> dict[str, list[Placed]]:
        file = self._program.files.get(path)
        if file is not None and file.module:
            self._program.search(Wanted(name, home=file.module) for name in _EVERY)
        found: dict[str, list[Placed]] = {}
        for placed in sorted((c for c in self._program.calls.values() if c[0] == path), key=lambda each: each[1].span.start):
            found.setdefault(placed[1].function, []).append(placed)
        return found


def leads(
    calls: Calls,
    function: Function,
    deepest: int,
    wanted: Callable[[Placed], bool],
    enters: Callable[[Placed, int], bool],
) -> Led:
    """The ways from `function` to the calls that are `wanted`, with at most `deepest` calls below the first; `enters` says of a call at a
    depth (0: in the function itself) whether it counts."""
    found: list[tuple[Placed, ...]] = []
    seen = {(function.name, function.span)}
    pending: deque[tuple[Function, tuple[Placed, ...]]] = deque([(function, ())])
    whole = True
    while pending:
        at, way = pending.popleft()
        for placed in calls.of(at):
            if not enters(placed, len(way)):
                continue
            if wanted(placed):
                found.append((*way, placed))
                continue
            fresh = [f for f in calls.targets(placed[1]) if f.context == "production" and (f.name, f.span) not in seen]
            if fresh and (len(way) == deepest or len(seen) >= _MOST):
                whole = False
                continue
            seen |= {(f.name, f.span) for f in fresh}
            pending += [(f, (*way, placed)) for f in fresh]
    return Led(tuple(found), whole)


def _is_abstract(program: Program, function: Function, owner: str) -> bool:
    type_ = program.type(owner)
    return (type_ is not None and type_.kind == "trait") or any(last(name) == "abstractmethod" for name in function.decorators)


def _called(program: Program, call: Call) -> Iterator[Function]:
    """The functions that a call names; the `__init__` of a class that it makes."""
    program.refuel()
    invoke = Invoke(call.callee, call.args, call.receiver)
    found = [*callees(program, invoke, frame_of(program, call), MAX_STEPS)]
    if not found and call.receiver is None:
        made = program.resolve(call.callee, call.scope)
        found = [*program.methods(made, "__init__")] if program.type(made) is not None else []
    return iter(found)
