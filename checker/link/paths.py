"""Dotted paths."""

import re
from collections.abc import Iterator

#: What formatters put into a callee: space (and a backslash) around dots and colons, space inside brackets, a comma before the last one.
_LOOSE = re.compile(r"[ \\]*(\.|::)[ \\]*|([(\[{]) | ?,? ([)\]}])")


def last(path: str) -> str:
    """The last segment of a dotted path."""
    return path.rpartition(".")[2]


def parent(path: str) -> str:
    """A dotted path without its last segment."""
    return path.rpartition(".")[0]


def nearest_segments(module: str) -> str:
    """The last two segments of a module's path, by which an import names it."""
    return ".".join(module.split(".")[-2:])


def joined(target: str, rest: str) -> str:
    """A path and what is below it, `""` for nothing."""
    return f"{target}.{rest}" if rest else target


def outward(scope: str) -> Iterator[str]:
    """A scope and those around it, innermost first."""
    while scope:
        yield scope
        scope = parent(scope)


def tight(written: str) -> str:
    """A callee as it would stand on one line, so that reformatted code is called the same: `db .write` is `db.write`."""
    return _LOOSE.sub(lambda found: found.group().strip(" ,\\"), written) if " " in written else written
