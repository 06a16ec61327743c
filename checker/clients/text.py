"""A text that a client shows, with its place."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Shown(NamedTuple):
    """A text from character `start` to `end` of its file. `where` says how it is shown: `text`, `attribute label`, `call alert`."""

    text: str
    start: int
    end: int
    where: str


class Visible(NamedTuple):
    """Where clients show text (`contracts/clients/visible.v1.yaml`), and the words with which `telemetry` is clear."""

    attributes: frozenset[str]
    calls: frozenset[str]
    clear: tuple[str, ...]


def visible(data: Mapping[str, Any]) -> Visible:
    """The contract's data as a value."""
    return Visible(frozenset(data["attributes"]), frozenset(data["calls"]), tuple(data["clear"]))
