"""Types of payloads and constants of event names, with the class that their own comments state."""

from pathlib import Path

import jsonschema_rs

from checker.contracts.validate import schema_of
from checker.link.carried import as_data
from checker.model.place import Place, Span
from checker.model.registry import Event, Registry
from tests.link.whole import TEL, subjects

SPAN = Span(0, 1, 4, 1, 4, 2)
ROW = Event("started", Place("names.py", SPAN), "constants", constant="names.EVENT_STARTED")
REGISTRY = Registry({"started": ROW}, {"started": (ROW, ROW._replace(source="taxonomy"))}, (), (), ("names.py",))
TEXT = """
    import tel
    from dataclasses import dataclass

    @dataclass
    class Started:
        count: int

    # telemetry: S1
    @dataclass
    class Stopped:
        count: int

    def run():
        tel.send("started", "s", Started(1))
        tel.send("started", "s", Started(2))
        tel.send("stopped", "s", Stopped(1))
    """


def test_types_and_constants_are_told_once_with_all_their_writes(tmp_path: Path) -> None:
    found = subjects(tmp_path, {"app.py": TEXT}, TEL, REGISTRY, types=True).carried

    assert [(each.kind, each.name, each.classified, each.events, len(each.writes)) for each in found] == [
        ("type", "app.Started", False, ("started",), 2),
        ("type", "app.Stopped", True, ("stopped",), 1),
        ("constant", "names.EVENT_STARTED", False, ("started",), 2),
    ]


def test_nothing_is_read_where_nobody_asks(tmp_path: Path) -> None:
    assert subjects(tmp_path, {"app.py": TEXT}, TEL, REGISTRY).carried == ()


def test_they_are_as_the_schema_says(tmp_path: Path) -> None:
    shape = jsonschema_rs.validator_for({**schema_of("subjects.v1"), "$ref": "#/$defs/carried"} | {"$id": "urn:x"})

    for each in subjects(tmp_path, {"app.py": TEXT}, TEL, REGISTRY, types=True).carried:
        shape.validate({name: value for name, value in as_data(each, wanted=True).items() if not name.startswith("_")})
