"""What a Python file says about the names asked for. The parser is loaded by the first question, not by importing this."""

from checker.languages.python import paths
from checker.model.asked import head
from checker.model.facts import FileFacts
from checker.model.source import Source

NAME = "python"
SUFFIXES = (".py", ".pyi")


def module(relative: str) -> str:
    """The dotted module of a path below an import root: `pkg/mod.py` -> `pkg.mod`, `pkg/__init__.pyi` -> `pkg`."""
    return paths.module(_as_py(relative))


def context(path: str) -> str:
    """`production`, `test` or `example`, as far as the path alone tells."""
    return paths.context(_as_py(path))


def may_define(data: bytes, names: frozenset[str]) -> bool:
    """See `model.source.Language.may_define`; a name is bound in too many ways here to tell more than whether it occurs."""
    return any(head(name).encode() in data for name in names)


def extract(source: Source, names: frozenset[str], definitions: bool = False) -> FileFacts:
    """The facts of `source` about `names`; a name that ends in `*` stands for every identifier that starts so."""
    from checker.languages.python import extraction

    return extraction.extract(source, names, definitions)


def _as_py(path: str) -> str:
    return path[:-1] if path.endswith(".pyi") else path
