"""Functions handed in as arguments: `run(record_event, payload)` writes where `run` calls the parameter, if it is of the workspace."""

from collections.abc import Iterator
from typing import TypeAlias

from checker.link.chains import Hit, Key, path_of
from checker.link.frame import enter
from checker.link.index import named_function
from checker.link.match import frame_of
from checker.link.paths import last
from checker.link.program import Program
from checker.link.values import callees
from checker.model.facts import Call, Function
from checker.model.source import Wanted
from checker.model.value import Invoke, Name, Parameter, Value

#: A parameter by its function's full path and its position.
_Place: TypeAlias = tuple[str, int]
#: Steps from the object of a call to its type.
_MAX_STEPS = 8


class Handed:
    """What is known so far: the functions that write and are handed in, by the parameter that takes them; `hands` has their paths by the
    place of the call that hands them in."""

    def __init__(self) -> None:
        self._given: dict[_Place, dict[str, Hit]] = {}
        self._asked: set[Wanted] = set()
        self._waits = False
        self.hands: dict[Key, set[str]] = {}
        self.wanted: list[Wanted] = []

    def __len__(self) -> int:
        return sum(map(len, self._given.values()))

    def take(self, program: Program, path: str, call: Call, hit: Hit) -> bool | None:
        """Note a function that is handed on; whether whoever takes it calls it, so that the write is there and not here. `None`: only
        when what is `wanted` was searched for can that be said."""
        if call.kind != "reference" or not call.handed:
            return False
        self._waits = False
        taken = self._into(program, path, call, hit, frozenset())
        return None if self._waits else taken

    def _calls(self, program: Program, path: str, name: str) -> list[Call]:
        """The uses of a name in a file, once they were searched for."""
        asked = Wanted(name, within=program.files[path].module)
        if asked not in self._asked:
            self._asked.add(asked)
            self.wanted.append(asked)
        self._waits |= asked in self.wanted
        return [call for where, call in program.calls.values() if where == path]

    def _takers(self, program: Program, path: str, call: Call) -> Iterator[tuple[Call, Function, int]]:
        """The call that a reference is handed to, with each function of the workspace that it reaches and the position of the parameter."""
        name = last(call.handed)
        named = [c for c in self._calls(program, path, name) if c.kind != "reference" and last(c.callee) == name]
        around = [c for c in named if c.span.start <= call.span.start and call.span.end <= c.span.end]
        outer = max(around, key=lambda c: c.span.start, default=None)
        if outer is None:
            return
        frame = frame_of(program, outer)
        for function in callees(program, Invoke(outer.callee, outer.args, outer.receiver), frame, _MAX_STEPS):
            for position, (value, _) in enter(function, outer.args, outer.receiver, frame).bound.items():
                if position >= 0 and _is(value, call):
                    yield outer, function, position

    def _into(self, program: Program, path: str, call: Call, hit: Hit, seen: frozenset[_Place]) -> bool:
        taken = False
        for outer, function, position in self._takers(program, path, call):
            place = (function.name, position)
            if place in seen or not self._is_called(program, function, position, hit, seen | {place}):
                continue
            self._given.setdefault(place, {})[path_of(hit)] = hit
            if call.callee != "__call__":
                self.hands.setdefault((path, outer.span.start, outer.span.end), set()).add(path_of(hit))
            taken = True
        return taken

    def _is_called(self, program: Program, function: Function, position: int, hit: Hit, seen: frozenset[_Place]) -> bool:
        """Whether a function calls its parameter, or hands it to one that does."""
        path = program.path_of[function.name]
        name = function.params[position].name.lstrip("*")
        uses = [c for c in self._calls(program, path, name) if _parameter(program, c) == (function.name, position)]
        # All of them: each leads to functions of its own.
        onward = [self._into(program, path, c, hit, seen) for c in uses if c.kind == "reference"]
        return any(onward) or any(c.kind != "reference" for c in uses)

    def hit(self, program: Program, path: str, call: Call) -> Hit | None:
        """A call of a parameter that functions which write are handed to, as a call of each of these."""
        place = _parameter(program, call) if self._given and call.kind != "reference" else None
        known = self._given.get(place) if place is not None else None
        if not known:
            return None
        made = [_called(path, call, hit)._replace(given=place) for _, hit in sorted(known.items())]
        return made[0]._replace(others=tuple(made[1:]))

    def forwards(self, program: Program, hit: Hit, function: Function, taker: Function) -> bool:
        """Whether a call of `taker` hands a parameter of `function`, in which it stands, to where functions that write are handed in."""
        if not isinstance(hit.site, Call):
            return False
        bound = enter(taker, hit.site.args, hit.site.receiver, frame_of(program, hit.site)).bound
        handed = [bound[p][0] for name, p in self._given if name == taker.name and p in bound]
        return any(_place_of(program, value, function) is not None for value in handed)


def _called(path: str, call: Call, hit: Hit) -> Hit:
    return hit._replace(path=path, site=call._replace(callee=path_of(hit), receiver=None), plain=False, unbound=False)


def _is(value: Value, call: Call) -> bool:
    return value == call.receiver if call.callee == "__call__" else last(named_function(value)) == last(call.callee)


def _parameter(program: Program, call: Call) -> _Place | None:
    """The parameter that a call calls, or a reference hands on."""
    if call.receiver is None:
        return _place_of(program, Name(call.callee), None)  # of the function around the one it stands in
    return _place_of(program, call.receiver, program.enclosing(call.function, call.span)) if call.callee == "__call__" else None


def _place_of(program: Program, value: Value, function: Function | None) -> _Place | None:
    if isinstance(value, Parameter) and value.position >= 0 and function is not None:
        return function.name, value.position
    outer = program.captured(value.path) if isinstance(value, Name) else None
    return (outer[0].name, outer[1]) if outer is not None else None
