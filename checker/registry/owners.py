"""Owners that the registry names, held against the units there are."""

from collections.abc import Iterable, Iterator

from checker.contracts import SHIPPED, nearest
from checker.model.place import Place
from checker.model.registry import Event, Owner, Variable
from checker.model.source import spelled


def unknown(events: Iterable[Event], variables: Iterable[Variable], units: Iterable[str]) -> tuple[Owner, ...]:
    """The owners that name no unit, once for each place. A shipped taxonomy speaks of more units than one workspace has."""
    names = {spelled(unit): unit for unit in units}
    wrong = (owner for owner in (*_of_events(events), *_of_variables(variables)) if spelled(owner.name) not in names)
    first = {(owner.place, owner.name): owner for owner in reversed([*wrong])} if names else {}
    found = [owner for owner in first.values() if not owner.place.path.startswith(SHIPPED)]
    near = {name: names.get(nearest(spelled(name), names), "") for name in {owner.name for owner in found}}
    return tuple(owner._replace(nearest=near[owner.name]) for owner in sorted(found, key=lambda owner: (owner.place, owner.name)))


def _of_events(events: Iterable[Event]) -> Iterator[Owner]:
    for event in events:
        span = dict(event.stated).get("owner", event.place.span)
        for name in event.owners:
            yield Owner(name, Place(event.place.path, span), f"event `{event.name}`", "")


def _of_variables(variables: Iterable[Variable]) -> Iterator[Owner]:
    for variable in variables:
        if variable.owner:
            yield Owner(variable.owner, variable.owner_place or variable.place, f"variable `{variable.name}`", "")
