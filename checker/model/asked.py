"""Names as they are asked for: whole, or with a `*` for any part (`METRIC_*`, `APP_*_TELEMETRY`)."""

from collections.abc import Iterable


def head(name: str) -> str:
    """What a name that is asked for starts with."""
    return name.partition("*")[0]


def fits(name: str, asked: str) -> bool:
    """Whether a name is the one asked for."""
    first, star, rest = asked.partition("*")
    return name == asked or (bool(star) and name.startswith(first) and name.endswith(rest) and len(name) >= len(first) + len(rest))


def is_asked(name: str, names: Iterable[str]) -> bool:
    """Whether a name is among those asked for."""
    return name in names or any(fits(name, n) for n in names if "*" in n)
