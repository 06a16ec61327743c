"""Colour for terminals, or none, by the same call."""

from collections.abc import Callable
from typing import Final, TypeAlias

Paint: TypeAlias = Callable[[str, str], str]

_CODES: Final = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "good": "1;32",
    "bold": "1",
    "dim": "2",
    "frame": "1;94",
}


def painter(colour: bool) -> Paint:
    """A function of style and text; styles are the severities and `good`, `bold`, `dim`, `frame`."""
    return _painted if colour else _plain


def _painted(style: str, text: str) -> str:
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text else text


def _plain(_style: str, text: str) -> str:
    return text
