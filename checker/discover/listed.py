"""What a listing of the workspace is made of, however it was made: a stream of these, and of what was left out with the reason."""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from checker.discover.gitindex import Record
from checker.model.source import Skipped


class Listed(NamedTuple):
    """A path of the workspace. `link`: known to be a symbolic link. `record`: git's of its state, if one can be trusted."""

    path: str
    link: bool = False
    record: Record | None = None


Stream: TypeAlias = Iterator[Listed | Skipped]
