"""Names in a workspace's own producer file that are nowhere."""

from pathlib import Path

import jsonschema_rs
import pytest

from checker.contracts.load import load
from checker.contracts.validate import schema_of
from checker.link.declarations import as_data
from checker.link.producers import producer
from checker.model.subject import Dangling
from tests.link.whole import subjects

FILES = {
    "app/__init__.py": "",
    "app/privacy.py": "class Cutter:\n    def cut(self, text):\n        return text[:3]\n\ndef outline(text):\n    return text[:3]\n",
    "app/passed_on.py": "from app.privacy import outline\n",
}


def dangling(root: Path, names: str, own: bool = True) -> tuple[Dangling, ...]:
    text = f"description: x\nlanguages: [python]\nredaction:\n  - class: S1\n    names: [{names}]\n"
    declared = producer("ours", load("ours.yaml", text), "ours.yaml", own=own)
    return subjects(root, FILES, declared).dangling


@pytest.mark.parametrize("name", ["app.privacy.outline", "app.privacy.Cutter.cut", "app.passed_on.outline", "elsewhere.outline", "outline"])
def test_what_is_there_or_belongs_to_others_is_not_said(tmp_path: Path, name: str) -> None:
    assert dangling(tmp_path, name) == ()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("app.privacy.outlne", "app.privacy.outline"),
        ("app.privcy.outline", "app.privacy.outline"),
        ("app.privacy.Cutter.cuts", "app.privacy.Cutter.cut"),
        ("app.privacy.zzz", ""),
    ],
)
def test_what_is_nowhere_is_said_at_its_place_with_the_nearest(tmp_path: Path, name: str, nearest: str) -> None:
    found = dangling(tmp_path, f"app.privacy.outline, {name}")

    assert [(d.place.path, d.place.span.line, d.place.span.column, d.nearest) for d in found] == [("ours.yaml", 5, 34, nearest)]


def test_a_producer_that_ships_may_name_what_is_not_there(tmp_path: Path) -> None:
    assert dangling(tmp_path, "app.privacy.outlne", own=False) == ()


def test_it_is_as_the_subject_schema_says(tmp_path: Path) -> None:
    shape = jsonschema_rs.validator_for({**schema_of("subjects.v1"), "$ref": "#/$defs/declaration"} | {"$id": "urn:x"})
    (each,) = dangling(tmp_path, "app.privacy.outlne")

    shape.validate({name: value for name, value in as_data(each).items() if not name.startswith("_")})
