"""The programme as it ships: `contracts/programme/phases.v1.yaml` as a value."""

from collections.abc import Mapping
from typing import Any

from checker.contracts import read
from checker.data import folder
from checker.model.programme import Demand, Kind, Phase, Programme, Share

#: Below the folder `contracts`.
PATH = "programme/phases.v1.yaml"


def programme() -> Programme:
    """The demands of all phases. The file is held against its schema by the test suite."""
    data = read(folder("contracts"), PATH).data
    kinds = tuple((name, Kind(**kind)) for name, kind in data["kinds"].items())
    return Programme(kinds, tuple(Share(**share) for share in data["coverage"]), tuple(map(_phase, data["phases"])))


def _phase(data: Mapping[str, Any]) -> Phase:
    return Phase(data["phase"], data["title"], tuple(map(_demand, data["demands"])))


def _demand(data: Mapping[str, Any]) -> Demand:
    pairs = {key: tuple(data.get(key, {}).items()) for key in ("unknown", "because")}
    without = tuple((setting, tuple(rules)) for setting, rules in data.get("without", {}).items())
    return Demand(data["demand"], tuple(data["rules"]), tuple(data.get("needs", ())), without=without, **pairs)
