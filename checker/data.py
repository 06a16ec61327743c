"""Where the files that ship with the package stand: rules, contracts and fixture pages, in a checkout and in an installed wheel."""

import os

#: The folder of the import package.
PACKAGE = os.path.dirname(os.path.abspath(__file__))


def folder(name: str) -> str:
    """The absolute path of `rules`, `contracts` or `fixtures/rules`.

    A wheel carries them in `_data`; in a checkout they stand beside the package. `os.path` and not `importlib.resources`,
    which costs more to import than a warm run may take.
    """
    inside = os.path.join(PACKAGE, "_data", *name.split("/"))
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(PACKAGE), *name.split("/"))
