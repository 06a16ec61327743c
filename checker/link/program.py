"""The whole workspace as the linker sees it: an index over facts that asks for more when a question needs them."""

from collections.abc import Iterable, Iterator

from checker.link.index import Index
from checker.link.paths import joined, last, outward, parent
from checker.model.facts import FileFacts, Function, Import, Type
from checker.model.source import FactSource, Wanted
from checker.model.value import Name, Value

#: Steps of following for one question: code written by hand takes a few hundred, and products of alternatives have no end.
_FUEL = 20_000
#: More re-exports than this between a name and its definition are taken for a cycle.
_MAX_HOPS = 16


class Program(Index):
    """What names mean and what functions, types and methods there are; asks the source for what has not been seen.

    Paths given to `resolve` are dotted and as written in the scope they stand in.
    """

    def __init__(self, source: FactSource) -> None:
        super().__init__()
        self._source = source
        self._asked: set[tuple[str, str]] = set()
        self._sought: set[Wanted] = set()
        self._resolved: dict[tuple[str, str], str] = {}
        self._fuel = _FUEL

    def refuel(self, amount: int = _FUEL) -> None:
        """Allow a fresh amount of work for following one value; what it takes does not depend on the size of the workspace."""
        self._fuel = amount

    def burn(self) -> bool:
        """Take one step of following; whether there is any left."""
        self._fuel -= 1
        return self._fuel > 0

    def search(self, wanted: Iterable[Wanted]) -> None:
        """Bring in the facts about what is wanted from wherever it occurs; each is asked for once."""
        fresh = tuple(w for w in dict.fromkeys(wanted) if w not in self._sought)
        self._sought.update(fresh)
        if fresh:
            self._take(self._source.about(fresh))

    def standing(self, wanted: Iterable[Wanted]) -> tuple[str, ...]:
        """As `search`, asked anew; the paths of the files that have some of what is wanted."""
        asked = tuple(dict.fromkeys(wanted))
        return self._take(self._source.about(asked)) if asked else ()

    def look(self, module: str, *names: str) -> None:
        """Bring in what the files of `module` say about the names; each is asked for once."""
        fresh = [n for n in names if (module, n) not in self._asked]
        if fresh:
            self._asked.update((module, n) for n in fresh)
            self._take(self._source.at(module, frozenset(fresh)))

    def _take(self, facts: Iterable[FileFacts]) -> tuple[str, ...]:
        taken = []
        for found in facts:
            self.take(found)
            taken.append(found.path)
        return tuple(taken)

    def type(self, path: str) -> Type | None:
        """The type with that full path; aliases are followed by `resolve`."""
        if path not in self._types and (module := self._module(path)):
            self.look(module, last(path))
        return self._types.get(path)

    def returns(self, function: Function) -> tuple[Value, ...]:
        """What a function can give back; asks its file for it."""
        if function.returns is None:
            self.look(self._module(function.name), last(function.name))
            function = self.enclosing(function.name, function.span) or function
        return function.returns or ()

    def same_function(self, path: str) -> str:
        """The function that a constant is another name of (`track = client.send`); `path` itself if it is none."""
        constant = self._constants.get(path)
        if constant is None or not isinstance(constant.value, Name):
            return path
        return self.resolve(constant.value.path, parent(path))

    def methods(self, owner: str, name: str, below: frozenset[str] = frozenset()) -> tuple[Function, ...]:
        """The methods `name` of the type with full path `owner`, wherever they are written, inherited ones last; `below`: who inherits."""
        self.look(parent(owner), name)
        own = [f for f in self.functions_named(name) if f.owner and self.owner(f) == owner]
        if own:
            return tuple(own)
        type_ = self._types.get(owner)
        bases = [self.resolve(b, parent(owner)) for b in type_.bases] if type_ else []
        below |= {owner}
        return tuple(f for b in bases if b not in below for f in self.methods(b, name, below))

    def owner(self, function: Function) -> str:
        """The full path of the type a method belongs to, `""` for a free function."""
        return self.resolve(function.owner, function.scope) if function.owner else ""

    def key(self, function: Function) -> str:
        """The path callers know a function by: through its type's definition for a method."""
        owner = self.owner(function)
        return f"{owner}.{last(function.name)}" if owner else function.name

    def is_a(self, type_: str, wanted: str) -> bool:
        """Whether `type_` is `wanted`, implements it or derives from it; both full paths."""
        return type_ == wanted or type_ in self._family(wanted)

    def _family(self, wanted: str) -> frozenset[str]:
        found: set[str] = set()
        pending = [wanted]
        while pending:
            for path in self._direct(pending.pop()):
                if path not in found:
                    found.add(path)
                    pending.append(path)
        return frozenset(found)

    def _direct(self, wanted: str) -> Iterator[str]:
        for where, type_ in self._traits.get(last(wanted), ()):
            scope, _, trait = where.partition("|")
            if self.resolve(trait, scope) == wanted:
                yield self.resolve(type_, scope)
        for base, name in self._subtypes.get(last(wanted), ()):
            if self.resolve(base, parent(name)) == wanted:
                yield name

    def implementers(self, path: str) -> tuple[str, ...]:
        """The full paths of the types seen so far that implement or derive from the type with that full path, in order."""
        return tuple(sorted(self._family(path)))

    def subclasses(self, path: str) -> tuple[Type, ...]:
        """The classes seen so far that derive from the type with that full path, directly or not, by path."""
        return tuple(self._types[p] for p in sorted(self._family(path)) if p in self._types)

    def has_globs(self, scope: str) -> bool:
        """Whether something is imported by `*` where names of `scope` are looked up, so that a bare name can be a variant."""
        return any(level in self._globs for level in self._levels(scope))

    def is_ours(self, path: str) -> bool:
        """Whether the first segment of a path is a module of the workspace."""
        return self._source.is_module(path.partition(".")[0])

    def resolve(self, path: str, scope: str) -> str:
        """The full path of what `path` means in `scope`, through imports, globs and re-exports; `path` itself if it is foreign."""
        key = (path, scope)
        if key not in self._resolved:
            self._resolved[key] = path
            self._resolved[key] = self._resolve(path, scope)
        return self._resolved[key]

    def _resolve(self, path: str, scope: str) -> str:
        if not path:
            return ""
        first, _, rest = path.partition(".")
        for level in self._levels(scope):
            item = self._imports.get(level, {}).get(first)
            if item is not None and item.target != path:
                return self._definition(joined(self._anchored(item), rest), 0)
            found = self._local(path, first, rest, level)
            if found:
                return found
        return self._definition(path, 0)

    def _levels(self, scope: str) -> Iterator[str]:
        """The scopes a name is looked up in: the function's, those around it, and the file's module, where both languages stop."""
        for level in outward(scope):
            yield level
            if self._source.is_module(level):
                return

    def _local(self, path: str, first: str, rest: str, level: str) -> str:
        """What `path` means in the module or function `level` without a named import: an item, a child module's, a glob's."""
        if rest and self._source.is_module(f"{level}.{first}"):
            return self._definition(f"{level}.{path}", 0)
        if rest and self._source.is_module(first) and not self._known(f"{level}.{first}"):
            return ""  # a path in full, from a top-level module on: nothing that stands here
        return self._defined(f"{level}.{path}", level) or self._through_globs(level, path, 0)

    def _through_globs(self, module: str, rest: str, hops: int) -> str:
        for glob in self._globs.get(module, ()):
            target = self._definition(self._anchored(glob), hops)
            if not self._module(target):
                target = self.resolve(glob.target, glob.scope)
            found = self._exported(target, rest, hops + 1) if target != module else ""
            if found:
                return found
        return ""

    def _anchored(self, item: Import) -> str:
        """An import's target, absolute: `use types::X` may mean a child module of the one it stands in, also one written in place."""
        head = item.target.partition(".")[0]
        child = f"{item.scope}.{head}"
        ours = child in self._inline or self._source.is_module(child)
        return f"{item.scope}.{item.target}" if ours and not self._source.is_module(head) else item.target

    def _defined(self, full: str, module: str) -> str:
        """`full` if it is a definition that stands in `module`, or an alias's target."""
        holder = self._module(module)
        if not holder:
            return full if self._known(full) else ""
        below = full[len(module) + 1 :].split(".")
        self.look(holder, below[0], below[-1])
        if self._known(full):
            return self._through_alias(full)
        head = f"{module}.{below[0]}"
        if len(below) > 1 and head in self._types:
            target = self._through_alias(head)
            return full if target == head else joined(target, ".".join(below[1:]))
        return ""

    def _through_alias(self, full: str) -> str:
        type_ = self._types.get(full)
        if type_ is None or type_.kind != "alias" or not type_.bases:
            return full
        target = self.resolve(type_.bases[0], parent(full))
        return full if target == full else target

    def _known(self, full: str) -> bool:
        return full in self._types or full in self._constants or full in self._functions

    def _definition(self, path: str, hops: int) -> str:
        """Follow an absolute path to where the thing is defined, through public imports of the modules on the way."""
        module = self._module(path)
        if not module or module == path or hops > _MAX_HOPS:
            return path
        rest = path[len(module) + 1 :]
        return self._defined(path, module) or self._exported(module, rest, hops + 1) or path

    def _exported(self, module: str, rest: str, hops: int) -> str:
        """What `rest` means when reached through `module`: defined there, imported there, or behind a glob; `""` if nothing."""
        if hops > _MAX_HOPS:
            return ""
        if not self._source.is_module(module):
            return self._inside(module, rest)
        first, _, more = rest.partition(".")
        if more and self._source.is_module(f"{module}.{first}"):
            return self._exported(f"{module}.{first}", more, hops + 1)
        local = self._defined(f"{module}.{rest}", module)
        item = self._imports.get(module, {}).get(first)
        if local or item is None:
            return local or self._through_globs(module, rest, hops + 1)
        return self._definition(joined(self._anchored(item), more), hops + 1)

    def _inside(self, holder: str, rest: str) -> str:
        """A member of an inline module or a type that is reached through a glob (`use Event::*`)."""
        module = self._module(holder)
        if not module:
            return ""
        self.look(module, rest.partition(".")[0])
        type_ = self._types.get(holder)
        variant = type_ is not None and any(v.name == rest for v in type_.variants)
        return f"{holder}.{rest}" if variant or self._known(f"{holder}.{rest}") else ""

    def _module(self, path: str) -> str:
        """The longest part of `path` that is a module of the workspace, `""` if none is."""
        while path and not self._source.is_module(path):
            path = parent(path)
        return path
