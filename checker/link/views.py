"""What shows an operator the state of telemetry, and whether it reaches the network on the way."""

from collections.abc import Callable, Iterable, Iterator

from checker.link.network import connecting, sending
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.reach import Calls, Led, Placed, leads
from checker.model.config import View
from checker.model.facts import Call, Function
from checker.model.place import Place
from checker.model.upload import EgressApi, Shown

#: Calls below each other; what a view leads to below them is not looked at, and said not to be.
_DEEPEST = 12


def views(program: Program, calls: Calls, known: Iterable[EgressApi], asked: Iterable[View]) -> Iterator[Shown]:
    """The functions that the configuration names as such views, each with its ways to the network."""
    sends = sending(program, connecting(known))
    for view in asked:
        functions = [f for f in _functions(program, view.function) if f.context == "production"]
        yield from (_shown(program, calls, function, view, sends) for function in functions)
        if not functions:
            yield Shown(None, view, (), f"there is no function `{view.function}`")


def _functions(program: Program, path: str) -> tuple[Function, ...]:
    full = program.resolve(path, "")
    return program.functions(full) or program.methods(parent(full), last(full))


def _shown(program: Program, calls: Calls, function: Function, view: View, sends: Callable[[Placed], bool]) -> Shown:
    place = Place(program.path_of.get(function.name, ""), function.span)
    if view.arm and not any(_in_arm(call, view.arm) for _, call in calls.of(function)):
        return Shown(place, view, (), f"`{view.function}` has no arm `{view.arm}`")
    led = leads(calls, function, _DEEPEST, sends, lambda placed, depth: depth > 0 or _in_arm(placed[1], view.arm))
    return Shown(place, view, _told(led), "" if led.whole else "it leads to more than is looked at")


def _told(led: Led) -> tuple[tuple[tuple[str, Place], ...], ...]:
    """The ways as names and places, in the order of the code; each network call once, by the shortest way to it."""
    ways = [tuple((call.written, Place(path, call.span)) for path, call in way) for way in led.ways]
    shortest = {way[-1]: way for way in reversed(ways)}
    return tuple(sorted(shortest.values(), key=lambda way: (way[0][1].span.start, way[-1])))


def _in_arm(call: Call, arm: str) -> bool:
    """Whether a call stands in the arm of that name, or no arm is asked for."""
    wanted = arm.replace("::", ".")
    patterns = (one.strip() for guard in call.guards if guard.kind == "arm" for one in guard.pattern.split("|"))
    return not arm or any(one == wanted or one.endswith(f".{wanted}") for one in patterns)
