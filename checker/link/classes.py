"""The lattice of sensitivity classes: S0 below S1 below S2 below S3."""

from collections.abc import Iterable

from checker.model.registry import CLASSES


def join(classes: Iterable[str]) -> str:
    """The class of data that holds all of these: the highest; S0 for none."""
    return max(classes, default=CLASSES[0])


def lower(cls: str, limit: str) -> str:
    """The class that is left of data by what leaves at most `limit`: a length of S3 text is S0, a hash S2; never higher than before."""
    return min(cls, limit)


def above(cls: str, declared: str) -> bool:
    """Whether data of a class is more than a declaration allows; nothing declared allows nothing but S0."""
    return cls > (declared or CLASSES[0])
