"""All that leads to some functions: their callers, and theirs, level by level, up to where programs start."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.ways import calls
from checker.model.facts import Call, Function
from checker.model.source import Wanted

#: Callers above each other, and functions in all, that are looked at.
_MOST_LEVELS, _MOST_FUNCTIONS = 10, 60
MAIN = "main"


class Climbed(NamedTuple):
    """What leads to some functions: these and their callers, the calls that stand in no function, and whether that is all."""

    functions: tuple[Function, ...]
    outside: tuple[tuple[str, Call], ...]
    whole: bool


#: Where callers of a function are looked for, by its bare name. Those that are seen elsewhere do not count where all of it is in modules.
Where: TypeAlias = Callable[[Program, Function, str], list[Wanted]]


def climb(program: Program, start: Iterable[Function], where: Where) -> Climbed:
    """What leads to the functions of `start` from outside tests."""
    known = {f.name: f for f in start}
    level, outside = list(known.values()), dict[tuple[str, int], tuple[str, Call]]()
    for _ in range(_MOST_LEVELS):
        level = [f for f in level if last(f.name) != MAIN]
        if not level or len(known) > _MOST_FUNCTIONS:
            break
        above = _above(program, level, where)
        fresh: dict[str, Function] = {}
        for path, call in (each for found in above.values() for each in found):
            outer = program.enclosing(call.function, call.span) if call.function else None
            if outer is None:
                outside[path, call.span.start] = (path, call)
            elif outer.name not in known:
                fresh[outer.name] = outer
        known |= fresh
        level = list(fresh.values())
    return Climbed(tuple(known.values()), tuple(outside.values()), not level)


def _above(program: Program, level: Iterable[Function], where: Where) -> dict[str, list[tuple[str, Call]]]:
    """The production calls of each function of a level, all looked for at once."""
    named: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    wanted: list[Wanted] = []
    for function in level:
        key = program.key(function)
        bare = last(parent(key)) if last(key) == "__init__" else last(key)
        places = where(program, function, bare)
        wanted += places
        modules = tuple(f"{each.within}." if each.within else "" for each in places)
        named.setdefault(bare, []).append((function.name, key, modules))
    program.search(wanted)
    found: dict[str, list[tuple[str, Call]]] = {function.name: [] for function in level}
    for path, call in tuple(program.calls.values()):
        for name, key, modules in named.get(last(call.callee), ()) if call.context == "production" else ():
            if call.function != name and f"{call.scope}.".startswith(modules) and calls(program, call, key):
                found[name].append((path, call))
    return found
