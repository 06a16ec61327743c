"""What a write carries: type and field names of its payload."""

from pathlib import Path

import pytest

from tests.link.whole import python, rust


@pytest.mark.parametrize(
    ("value", "type_", "fields", "closed"),
    [
        ("{'a': 1, 'b': x}", "json", ("a", "b"), True),
        ("{'a': 1, **x}", "json", ("a",), False),
        ("dict(a=1, b=2)", "json", ("a", "b"), True),
        ("json.dumps({'a': 1})", "json", ("a",), True),
        ("Point(1, 2)", "app.Point", ("x", "y"), True),
        ("dataclasses.asdict(Point(1, 2))", "app.Point", ("x", "y"), True),
        ("asdict(Point(x=1, y=2))", "app.Point", ("x", "y"), True),
        ("Model(a=1).model_dump()", "app.Model", ("a", "bee"), True),
        ("typed", "app.Point", ("x", "y"), True),
        ("x", "", (), False),
        ("None", "", (), False),
        ("make()", "json", ("made",), True),
    ],
)
def test_fields_in_python(tmp_path: Path, value: str, type_: str, fields: tuple[str, ...], closed: bool) -> None:
    text = f"""\
import dataclasses
import json
from dataclasses import asdict, dataclass

import tel
from pydantic import BaseModel, Field


@dataclass
class Point:
    x: int
    y: int


class Model(BaseModel):
    a: int
    b: int = Field(alias="bee")


def make():
    return {{"made": 1}}


def main(x, typed: Point):
    tel.send("n", "s", {value})
"""
    (site,) = python(tmp_path, text)

    assert site.payload == (type_, fields, closed)


@pytest.mark.parametrize(
    ("value", "type_", "fields", "closed"),
    [
        ('json!({"a": 1, "b": x})', "json", ("a", "b"), True),
        ('serde_json::to_string(&json!({"a": 1}))?', "json", ("a",), True),
        ("Point { x: 1, why: 2 }", "app.Point", ("because", "x"), True),
        ("Point { x: 1, ..base() }", "app.Point", ("x",), False),
        ("serde_json::to_string(&Point { x: 1, why: 2 }).unwrap()", "app.Point", ("because", "x"), True),
        ("serde_json::to_value(&typed)?", "app.Point", ("because", "x"), True),
        ("typed", "app.Point", ("because", "x"), True),
        ("Some(typed)", "app.Point", ("because", "x"), True),
        ("None", "", (), False),
        ("x", "", (), False),
    ],
)
def test_fields_in_rust(tmp_path: Path, value: str, type_: str, fields: tuple[str, ...], closed: bool) -> None:
    text = f"""\
use serde_json::json;
#[derive(Serialize)]
pub struct Point {{ x: u8, #[serde(rename = "because")] why: u8 }}
pub fn main(x: u64, typed: &Point) -> Option<()> {{ tel::send("n", "s", {value}); Some(()) }}
"""
    (site,) = rust(tmp_path, text)

    assert site.payload == (type_, fields, closed)


def test_a_payload_handed_through_a_wrapper_is_seen_at_the_callsite(tmp_path: Path) -> None:
    found = python(tmp_path, "import tel\n\n\ndef record(n, body):\n    tel.send(n, None, body)\n\n\nrecord('a', {'x': 1})\n")

    assert [(s.kind, s.payload.fields) for s in found] == [("sink", ()), ("wrapper", ("x",))]
