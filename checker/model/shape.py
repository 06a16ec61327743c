"""What a value looks like as JSON, statically."""

from collections.abc import Iterable
from typing import Any, NamedTuple


class Part(NamedTuple):
    """A field of an object. `optional`: it may be left out."""

    name: str
    shape: "Shape"
    optional: bool = False


class Shape(NamedTuple):
    """The JSON types that a value can have (`string`, `integer`, `number`, `boolean`, `null`, `array`, `object`), none where that is not
    known. `values` are all values it can have, none where these are not known; `low` and `high` bound a whole number. An object has
    `parts`, which are all where it is `closed`; `item` is what each element of an array looks like.
    """

    types: frozenset[str] = frozenset()
    values: tuple[Any, ...] = ()
    low: int | None = None
    high: int | None = None
    parts: tuple[Part, ...] = ()
    closed: bool = False
    item: "Shape | None" = None


UNKNOWN = Shape()


def either(shapes: Iterable[Shape]) -> Shape:
    """One of several shapes; not known where one of them is not, or where two kinds of object or array meet."""
    different = list(dict.fromkeys(shapes))
    if not different or any(not s.types for s in different):
        return UNKNOWN
    if len(different) == 1:
        return different[0]
    if any(s.parts or s.closed or s.item for s in different):
        return UNKNOWN
    values = tuple(v for s in different for v in s.values) if all(s.values for s in different) else ()
    return Shape(frozenset(t for s in different for t in s.types), values)


def vague(shape: Shape) -> Shape:
    """A shape without values of which there are several: which of them goes with what else is not known."""
    return shape._replace(
        values=shape.values if len(shape.values) == 1 else (),
        parts=tuple(p._replace(shape=vague(p.shape)) for p in shape.parts),
        item=vague(shape.item) if shape.item else None,
    )
