"""The forms a registry can have: a module of this folder is a format, with `FORMAT` and `read(root, source, paths, facts) -> Reading`."""

import os


def names() -> tuple[str, ...]:
    """The formats there are; the module of `events-catalog` is `events_catalog`."""
    files = os.listdir(os.path.dirname(os.path.abspath(__file__)))
    return tuple(sorted(file[:-3].replace("_", "-") for file in files if file.endswith(".py") and not file.startswith("_")))
