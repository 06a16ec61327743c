"""Which formats there are: the modules of a folder."""

import os
from collections.abc import Iterable


def modules(path: Iterable[str]) -> tuple[str, ...]:
    """Names of the modules directly in a package with this `__path__`, sorted; sub-packages are not formats."""
    files = (name for folder in path for name in os.listdir(folder))
    return tuple(sorted(name[:-3] for name in files if name.endswith(".py") and not name.startswith("_")))
