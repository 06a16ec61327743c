"""What a listing of the workspace is made of, however it was made: a stream of these, and of what was left out with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from checker.model.source import Skipped

if TYPE_CHECKING:
    from checker.git.index import Record


class Listed(NamedTuple):
    """A path of the workspace. `link`: known to be a symbolic link. `record`: git's of its state, if one can be trusted."""

    path: str
    link: bool = False
    record: Record | None = None


Stream: TypeAlias = "Iterator[Listed | Skipped]"
