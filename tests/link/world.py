"""A workspace of hand-made facts: answers the linker's questions from a list, as `extract` does from files."""

from collections.abc import Callable, Iterable, Iterator

from checker.link.program import Program
from checker.model.facts import Call, Constant, FileFacts, Function, Import, Param
from checker.model.place import Span
from checker.model.source import T, Wanted
from checker.model.value import Argument, Value

SPAN = Span(0, 1, 1, 1, 1, 2)


class World:
    """`FactSource` over given facts: every file is said to contain every name."""

    def __init__(self, *files: FileFacts) -> None:
        self._files = files

    def about(self, wanted: Iterable[Wanted]) -> Iterator[FileFacts]:
        names = tuple(wanted)
        return (f for f in self._files if any(f.module.startswith(w.within) for w in names))

    def at(self, module: str, names: frozenset[str]) -> Iterator[FileFacts]:
        return (f for f in self._files if f.module == module)

    def file(self, path: str, names: frozenset[str]) -> Iterator[FileFacts]:
        return (f for f in self._files if f.path == path)

    def beside(self, work: Callable[[], T]) -> Callable[[], T]:
        return work

    def is_module(self, path: str) -> bool:
        return any(f.module == path for f in self._files)


def program(*files: FileFacts) -> Program:
    """A program that has been asked about everything."""
    made = Program(World(*files))
    made.search((Wanted("everything"),))
    return made


def file(module: str, **facts: object) -> FileFacts:
    """The facts of the file that is `module`."""
    return FileFacts(f"{module}.py", "python", module, **facts)  # type: ignore[arg-type]


def imported(scope: str, alias: str, target: str) -> Import:
    """An import in `scope`."""
    return Import(alias, target, scope, True, SPAN)


def constant(name: str, value: Value) -> Constant:
    """A constant with that full path."""
    return Constant(name, value, SPAN)


def function(name: str, *params: str, returns: tuple[Value, ...] = (), owner: str = "", scope: str = "", line: int = 1) -> Function:
    """A function with that full path; a method if it has an owner."""
    scope = scope or name.rpartition(".")[0]
    span = Span(line * 100, line * 100 + 99, line, 1, line + 5, 1)
    made = tuple(Param(p, "", "") for p in params)
    return Function(name, owner, "", scope, made, bool(owner), "", returns, span, 5)


def call(callee: str, *args: Value, within: Function | None = None, module: str = "", line: int = 1, **keywords: Value) -> Call:
    """A call by path; inside `within` if given."""
    start = (within.span.start if within else 0) + line
    span = Span(start, start + 1, line, 1, line, 9)
    named = tuple(Argument(k, v) for k, v in keywords.items())
    scope = within.name if within else module
    return Call("function", callee, callee, None, (*(Argument("", a) for a in args), *named), within.name if within else "", scope, span)
