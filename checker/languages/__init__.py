"""One folder a language; what each provides is `model.source.Language`. Found by folder: adding one edits nothing here."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from checker.model.source import Language


def names() -> tuple[str, ...]:
    """The languages there are, by folder name, sorted."""
    here = Path(__file__).parent
    return tuple(sorted(p.name for p in here.iterdir() if (p / "__init__.py").is_file()))


@cache
def load(name: str) -> Language:
    """The language of that folder name; imported here and not before, because a parser costs tens of milliseconds."""
    if find_spec(f"checker.languages.{name}") is None:
        raise LookupError(name)
    return cast(Language, import_module(f"checker.languages.{name}"))
