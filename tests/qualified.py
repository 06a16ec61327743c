"""What a call's name means, worked out apart from the linker: by libcst's scopes inside a file, by `ast` from file to file."""

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider, QualifiedName, QualifiedNameProvider, QualifiedNameSource

#: Line and column of a call's start and end.
Place: TypeAlias = tuple[int, int, int, int]
#: Re-exports that are followed.
_MOST_HOPS = 8
_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def named_calls(path: Path, module: str) -> Iterator[tuple[Place, str]]:
    """Each call of a file whose callee has one qualified name from an import or a definition, by its place."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text("utf-8")), unsafe_skip_copy=True)
    names = wrapper.resolve(QualifiedNameProvider)
    places = wrapper.resolve(PositionProvider)
    for node, found in names.items():
        if isinstance(node, cst.Call) and (full := _absolute(found, module, path.name == "__init__.py")):
            start, end = places[node].start, places[node].end
            yield (start.line, start.column + 1, end.line, end.column + 1), full


def _absolute(found: Any, module: str, package: bool) -> str:
    # The provider works names out late.
    names: Collection[object] = [*(found() if callable(found) else found)]
    one = next(iter(names)) if len(names) == 1 else None
    if not isinstance(one, QualifiedName) or "<locals>" in one.name:
        return ""
    name, source = one.name, one.source
    if source is QualifiedNameSource.BUILTIN:
        return ""
    if source is QualifiedNameSource.LOCAL:
        return f"{module}.{name}"
    dots = len(name) - len(name.lstrip("."))
    above = module.split(".")[: len(module.split(".")) - dots + package] if dots else []
    return ".".join([*above, name.lstrip(".")])


def definition(full: str, files: Mapping[str, Path]) -> str:
    """Where a name is defined, through the imports of the modules on the way; `""` for what is bound to a value, such as an object."""
    for _ in range(_MOST_HOPS):
        module = full
        while module and module not in files:
            module = module.rpartition(".")[0]
        if not module:
            return full
        first, _, rest = full[len(module) + 1 :].partition(".")
        found = _stands_for(first, module, files[module], rest)
        if found == f"{module}.{first}" or not found:
            return full if found else ""
        full = f"{found}.{rest}" if rest else found
    return ""


def _stands_for(name: str, module: str, path: Path, part: str) -> str:
    """What a name of a module is: itself where it is a function or class, the target of an import, `""` for everything else.

    A part of it can only be written in a class: of what a function gives back, or a class inherits, scopes know nothing.
    """
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, _DEFINED) and node.name == name:
            written = [n.name for n in node.body if isinstance(n, _DEFINED)] if isinstance(node, ast.ClassDef) else []
            return f"{module}.{name}" if not part or part in written else ""
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            if (alias.asname or alias.name) == name and isinstance(node, ast.ImportFrom):
                above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
                return ".".join(filter(None, [*above, node.module or "", alias.name]))
    return ""
