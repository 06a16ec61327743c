"""The list of writes as a document: a module of this folder is a format, and adding one edits nothing."""

import importlib
from typing import NamedTuple

from checker.model.finding import Coverage
from checker.model.subject import Callsite, StoredTable
from checker.report.shared import folder


class Inventory(NamedTuple):
    """All that a format may show of one `inventory`. `tables` are those of telemetry and of the retention policies.

    `units` names every unit to be listed, those without a callsite too. `unresolved` asks for only the writes whose event name is not
    known; `chain` for the way from each callsite to its table. `width` is the columns of the terminal it is for, 0 where it is for none.
    """

    tool: tuple[str, str]
    callsites: tuple[Callsite, ...]
    units: tuple[str, ...]
    coverage: Coverage
    unresolved: bool = False
    chain: bool = False
    colour: bool = False
    width: int = 0
    tables: tuple[StoredTable, ...] = ()


def shown(inventory: Inventory) -> tuple[Callsite, ...]:
    """The callsites that were asked for."""
    return tuple(site for site in inventory.callsites if site.status == "unresolved" or not inventory.unresolved)


def formats() -> tuple[str, ...]:
    return folder.modules(__path__)


def render(format: str, inventory: Inventory) -> str:
    """The document, ending in a newline. `format` is one of `formats()`."""
    document: str = importlib.import_module(f"{__name__}.{format}").render(inventory)
    return document
