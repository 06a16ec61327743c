"""Names out of the bytes of a workspace, before anyone knows what to ask for."""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from checker.extract.engine import read_file
from checker.model.source import SourceFile


def called(root: str, files: Iterable[SourceFile], stems: Iterable[str], wanted: Callable[[str], bool], most: int) -> tuple[str, ...]:
    """Names with one of `stems` in them that something is called by, or that are defined in a file that `wanted` takes for its path;
    those that `wanted` takes, the `most` frequent, sorted."""
    import re2

    call = re2.compile(rf"(?i)\b(\w*(?:{'|'.join(stems)})\w*)!?\(".encode())
    definition = re2.compile(rb"\b(?:def|fn|macro_rules!)\s+(\w+)")
    found: Counter[str] = Counter()
    for file in files:
        data = _read(root, file)
        found.update(name for name in _all(call, data) if wanted(name))
        module = file.module or file.path
        found.update(name for name in _all(definition, data) if wanted(f"{module}.{name}"))
    return tuple(sorted(name for name, _ in found.most_common(most)))


def tables(root: str, files: Iterable[SourceFile], wanted: Callable[[str], bool]) -> tuple[str, ...]:
    """Tables that a statement in a source file inserts into, those that `wanted` takes, sorted."""
    import re2

    insert = re2.compile(rb"(?i)\binsert\s+(?:or\s+\w+\s+)?into\s+[\"`]?(?:\w+\.)?[\"`]?(\w+)")
    return tuple(sorted({name for file in files for name in map(str.lower, _all(insert, _read(root, file))) if wanted(name)}))


def _all(pattern: Any, data: bytes) -> list[str]:
    return [match.decode("ascii") for match in pattern.findall(data) if match.isascii()]


def _read(root: str, file: SourceFile) -> bytes:
    try:
        return read_file(os.path.join(root, file.path))
    except OSError:
        return b""  # said by the run that reads it for its facts
