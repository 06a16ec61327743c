"""The ways that lead to a function: its callers, and theirs, up to where a program starts or an operator acts."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from checker.link.match import callee_path, is_method_of
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.model.facts import Call, Function, Guard
from checker.model.source import Wanted

#: Callers above each other; longer ways are left open, and said to be.
_DEEPEST = 12
#: Ways that are looked at for one function.
_MOST = 64


class Way(NamedTuple):
    """A way to a function: the calls on it, outermost first. `end`: `operator`, `start` (of the program, a thread, a trait's caller), or
    `unknown` where nothing is known to call the outermost function."""

    calls: tuple[tuple[str, Call], ...]
    end: str

    def words(self) -> frozenset[str]:
        """The words of all conditions on the way, in lower case."""
        return frozenset(word for _, call in self.calls for guard in call.guards for word in guard_words(guard))


def guard_words(guard: Guard) -> Iterator[str]:
    """The words of a condition, with those of the pattern that was matched."""
    yield from (word.lower() for word in guard.words)
    yield from (part.lower() for part in guard.pattern.split(".") if part)


def ways(program: Program, function: Function, acts: Callable[[str], bool]) -> list[Way]:
    """The ways to `function` from outside tests. `acts` says of a function's full path whether it is an action of an operator."""
    found: list[Way] = []
    pending: list[tuple[Function, tuple[tuple[str, Call], ...], frozenset[str]]] = [(function, (), frozenset())]
    while pending and len(found) < _MOST:
        at, calls, seen = pending.pop()
        key = program.key(at)
        if acts(key) or acts(at.name):
            found.append(Way(calls, "operator"))
            continue
        callers = [each for each in _callers(program, at) if each[1].function not in seen] if len(calls) < _DEEPEST else []
        if not callers:
            found.append(Way(calls, "start" if _starts(at) else "unknown"))
        for path, call in callers:
            outer = program.enclosing(call.function, call.span) if call.function else None
            if outer is None:
                found.append(Way(((path, call), *calls), "start"))
            else:
                pending.append((outer, ((path, call), *calls), seen | {at.name}))
    return [*found, Way((), "unknown")] if pending else found


def _starts(function: Function) -> bool:
    """Whether something outside the sources calls a function: the system, a framework by a decorator, whoever holds a trait's object."""
    return last(function.name) == "main" or bool(function.decorators) or bool(function.trait)


def _callers(program: Program, function: Function) -> list[tuple[str, Call]]:
    """The production calls of a function, by place."""
    key, name = program.key(function), last(function.name)
    name = last(parent(key)) if name == "__init__" else name
    program.search([where_called(program, function, name)])
    mine = ((path, call) for path, call in program.calls.values() if last(call.callee) == name and call.context == "production")
    return sorted(((path, call) for path, call in mine if calls(program, call, key)), key=lambda each: (each[0], each[1].span.start))


def where_called(program: Program, function: Function, name: str) -> Wanted:
    """Where callers of a function can be, by its bare name: of a private one in its module, of a commonplace name beside its module or
    type."""
    file = program.files.get(program.path_of.get(function.name, ""))
    module = file.module if file else ""
    if not function.public and module:
        return Wanted(name, within=module)
    near = frozenset(filter(None, (last(module), last(program.owner(function)))))
    common = "_" not in name and name.islower() and bool(near)
    return Wanted(name, beside=near, home=module) if common else Wanted(name)


def calls(program: Program, call: Call, key: str) -> bool:
    """Whether a call is one of the function or method with that path."""
    program.refuel()
    if callee_path(program, call) in (key, f"{key}.__init__"):
        return True
    return call.receiver is not None and is_method_of(program, call, parent(key), distinctive=False)
