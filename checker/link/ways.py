"""The ways that lead to a function: its callers, and theirs, up to where a program starts or an operator acts."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from checker.link.match import callee_path, frame_of, is_method_of
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.values import types
from checker.model.facts import Call, Function, Guard
from checker.model.source import Wanted
from checker.model.value import Choice, Invoke, Member, Name, Parameter, Record, Value

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

    def undecided(self) -> bool:
        """Whether a condition on the way asks for a value of which it cannot be seen what decides it."""
        return any(is_undecided(guard) for _, call in self.calls for guard in call.guards)


def is_undecided(guard: Guard) -> bool:
    """Whether a condition asks for a value that other conditions chose: `url = a if … else None`."""
    return isinstance(guard.subject, Choice) and guard.subject.subject is None


def guard_words(guard: Guard) -> Iterator[str]:
    """The words of a condition, with those of the pattern that was matched, and of what decided the value that it looks at."""
    yield from (word.lower() for word in guard.words)
    yield from (part.lower() for part in guard.pattern.split(".") if part)
    yield from (word.lower() for word in _deciding(guard.subject))


def _deciding(value: Value | None) -> Iterator[str]:
    """The names that a value goes by; of one that a `match` gives, those on which that decides, not those of what it gives."""
    pending = [value]
    for _ in range(_MOST):
        match pending.pop() if pending else None:
            case Parameter(_, name):
                yield name
            case Name(path):
                yield from path.split(".")
            case Member(base, name):
                yield name
                pending.append(base)
            case Invoke(callee, _, receiver):
                yield last(callee)
                pending.append(receiver)
            case Choice(options, subject):
                yield from (word for option in options for word in re.findall(r"\w+", option.pattern))
                pending.append(subject)
            case Record(_, items, _, _):
                pending += [item.value for item in items]


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
    return Wanted(name, beside=near, home=module) if _is_common(name) and near else Wanted(name)


def calls(program: Program, call: Call, key: str) -> bool:
    """Whether a call is one of the function or method with that path."""
    program.refuel()
    if callee_path(program, call) in (key, f"{key}.__init__"):
        return True
    if call.receiver is None or not is_method_of(program, call, parent(key), distinctive=False):
        return False
    # Of a commonplace name the workspace can have one method and its libraries many: `client.post(…).send()`.
    return not _is_common(last(key)) or bool(types(program, call.receiver, frame_of(program, call)))


def _is_common(name: str) -> bool:
    return "_" not in name and name.islower()
