"""The facts seen so far, by what they define and where they stand."""

from collections.abc import Iterator

from checker.link.paths import last, nearest_segments, outward, parent
from checker.model.facts import Call, Constant, FileFacts, Function, Implementation, Import, Mention, Statement, Table, Type
from checker.model.place import Span
from checker.model.value import Invoke, Member, Name, Value

#: What binds arguments to a function, by the last part of its path.
PARTIALS = ("partial", "partialmethod")


class Index:
    """Definitions by full dotted path, imports by scope, calls and statements by place; grows, and never forgets.

    `renamed` maps a bare name to others under which it is imported or known, `passed_on` to the modules from which others import it,
    `stand_ins` to the constants that stand for it (`track = client.send`, `track = partial(client.send, "x")`).
    """

    def __init__(self) -> None:
        self._imports: dict[str, dict[str, Import]] = {}
        self._globs: dict[str, list[Import]] = {}
        self._constants: dict[str, Constant] = {}
        self._types: dict[str, Type] = {}
        self._functions: dict[str, list[Function]] = {}
        self._by_name: dict[str, set[str]] = {}
        self._inline: set[str] = set()
        self._traits: dict[str, set[tuple[str, str]]] = {}
        self._subtypes: dict[str, set[tuple[str, str]]] = {}
        self.files: dict[str, FileFacts] = {}
        self.calls: dict[tuple[str, int, int], tuple[str, Call]] = {}
        self.statements: dict[tuple[str, int, str], tuple[str, Statement]] = {}
        self.tables: dict[str, dict[tuple[str, int, str], Table]] = {}
        self.mentions: dict[tuple[str, int], tuple[str, Mention]] = {}
        self.path_of: dict[str, str] = {}
        self.renamed: dict[str, set[str]] = {}
        self.passed_on: dict[str, set[str]] = {}
        self.stand_ins: dict[str, set[str]] = {}

    def take(self, facts: FileFacts) -> None:
        """Add what a file says."""
        known = self.files.get(facts.path)
        if known is None:
            self.files[facts.path] = facts
            self._take_imports(facts)
        for constant in facts.constants:
            self._constants.setdefault(constant.name, constant)
            if stands_for := named_function(constant.value):
                self.renamed.setdefault(last(stands_for), set()).add(last(constant.name))
                self.stand_ins.setdefault(last(stands_for), set()).add(constant.name)
            self.path_of.setdefault(constant.name, facts.path)
        for type_ in facts.types:
            self._take_type(type_, facts)
        for implementation in facts.implementations:
            self._take_implementation(implementation)
        for function in facts.functions:
            self._take_function(function, facts)
        for call in facts.calls:
            self.calls.setdefault((facts.path, call.span.start, call.span.end), (facts.path, call))
        for statement in facts.statements:
            self.statements.setdefault((facts.path, statement.span.start, statement.table), (facts.path, statement))

        self._take_stored(facts)

    def _take_stored(self, facts: FileFacts) -> None:
        for mention in facts.mentions:
            self.mentions.setdefault((facts.path, mention.span.start), (facts.path, mention))
        for table in facts.tables:
            self.tables.setdefault(table.name, {}).setdefault((facts.path, table.span.start, table.verb), table)

    def _take_imports(self, facts: FileFacts) -> None:
        for item in facts.imports:
            if item.public and item.alias not in ("*", last(item.target)):
                self.renamed.setdefault(last(item.target), set()).add(item.alias)
            if item.public and item.alias != "*":
                self.passed_on.setdefault(last(item.target), set()).add(facts.module)
            if item.alias == "*":
                self._globs.setdefault(item.scope, []).append(item)
            else:
                self._imports.setdefault(item.scope, {}).setdefault(item.alias, item)

    def _take_type(self, type_: Type, facts: FileFacts) -> None:
        self._types.setdefault(type_.name, type_)
        if parent(type_.name) != facts.module:
            self._inline.add(parent(type_.name))
        self.path_of.setdefault(type_.name, facts.path)
        for base in type_.bases:
            self._subtypes.setdefault(last(base), set()).add((base, type_.name))

    def _take_implementation(self, implementation: Implementation) -> None:
        key = (implementation.trait, implementation.scope)
        self._traits.setdefault(last(implementation.trait), set()).add((f"{key[1]}|{key[0]}", implementation.type))

    def _take_function(self, function: Function, facts: FileFacts) -> None:
        there = self._functions.setdefault(function.name, [])
        same = next((i for i, f in enumerate(there) if f.span == function.span), None)
        if same is None:
            there.append(function)
            self._by_name.setdefault(last(function.name), set()).add(function.name)
            self.path_of.setdefault(function.name, facts.path)
            if function.scope != facts.module:
                self._inline.add(function.scope)
        elif there[same].returns is None:
            there[same] = function

    def defined_in(self, module: str) -> tuple[str, ...]:
        """The functions and types seen so far that stand in a module or type, by their full paths."""
        return tuple(sorted(path for path in (*self._functions, *self._types) if parent(path) == module))

    def constant(self, path: str) -> Constant | None:
        """The constant with that full path, if its file has been asked for it."""
        return self._constants.get(path)

    def constants_named(self, name: str) -> list[Constant]:
        """All constants seen so far with that bare name, by full path."""
        return [self._constants[path] for path in sorted(self._constants) if last(path) == name]

    def function(self, path: str) -> Function | None:
        """The function with that full path (for a method the path it is written at)."""
        there = self._functions.get(path)
        return there[0] if there else None

    def functions(self, path: str) -> tuple[Function, ...]:
        """All functions with that full path: alternatives under `cfg` or `try`, overloads."""
        return tuple(self._functions.get(path, ()))

    def functions_named(self, name: str) -> tuple[Function, ...]:
        """All functions and methods seen so far with that bare name."""
        return tuple(f for path in sorted(self._by_name.get(name, ())) for f in self._functions[path])

    def captured(self, path: str) -> tuple[Function, int] | None:
        """The function and position of the parameter that a closure's variable `path` (function, then name) is; `None` if it is none."""
        for function in self._functions.get(parent(path), ()):
            for position, param in enumerate(function.params):
                if param.name.lstrip("*") == last(path):
                    return function, position
        return None

    def around(self, function: Function) -> Iterator[Function]:
        """The functions a nested function stands in, innermost first."""
        for path in outward(parent(function.name)):
            yield from (f for f in self._functions.get(path, ()) if f.span.start <= function.span.start < f.span.end)

    def enclosing(self, name: str, span: Span) -> Function | None:
        """The function with that full path around `span`; there can be several of one path (`cfg`, overloads)."""
        there = self._functions.get(name, ())
        around = [f for f in there if f.span.start <= span.start and span.end <= f.span.end]
        return around[0] if around else there[0] if there else None

    def modules_importing(self, package: str) -> frozenset[str]:
        """The modules seen so far that import from a foreign package, by their last two segments."""
        return frozenset(
            nearest_segments(f.module)
            for f in self.files.values()
            if f.module and any(i.target.partition(".")[0] == package for i in f.imports)
        )

    def passing_all(self, module: str) -> frozenset[str]:
        """The modules seen so far that pass on all of a module (`pub use moved::*`)."""
        return frozenset(
            scope
            for scope, globs in self._globs.items()
            if any(g.public and g.target in (module, module.removeprefix(f"{scope}.")) for g in globs)
        )

    def imports_package(self, scope: str, package: str) -> bool:
        """Whether `scope` or a module around it imports from the top-level package."""
        found = [i for s in outward(scope) for i in self._imports.get(s, {}).values()]
        return any(i.target.partition(".")[0] == package for i in found)


def named_function(value: Value) -> str:
    """The function that a value is, or binds arguments to, as written there; the bare name for a method."""
    if isinstance(value, Invoke) and last(value.callee) in PARTIALS and value.args:
        value = value.args[0].value
    return value.path if isinstance(value, Name) else value.name if isinstance(value, Member) else ""
