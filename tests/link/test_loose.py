"""Payloads with keys that nobody sees, where a schema lists all there are."""

from pathlib import Path

import jsonschema_rs
import pytest

from checker.contracts.validate import schema_of
from checker.link.loose import as_data
from checker.model.place import FILE_START, Place
from checker.model.registry import Event
from checker.model.subject import LoosePayload
from tests.link.whole import EMPTY, TEL, subjects

CLOSED = {"type": "object", "additionalProperties": False, "properties": {"a": {"$ref": "#/$defs/a"}}}
SCHEMA = {**CLOSED, "$defs": {"a": CLOSED}}
REGISTRY = EMPTY._replace(
    events={"done": Event("done", Place("taxonomy.yaml", FILE_START), "taxonomy", schema="done.json")}, schemas=(("done.json", SCHEMA),)
)
CARGO = '[package]\nname = "app"\n'


def rust(root: Path, written: str, payload: str) -> tuple[LoosePayload, ...]:
    code = f'pub fn run(x: {written}) {{ tel::send("done", "s", {payload}); }}'
    return subjects(root, {"Cargo.toml": CARGO, "src/lib.rs": code}, TEL, REGISTRY).loose


def python(root: Path, parameter: str, payload: str) -> tuple[LoosePayload, ...]:
    code = f"import json\nimport tel\n\ndef run({parameter}):\n    tel.send('done', 's', {payload})\n"
    return subjects(root, {"app.py": code}, TEL, REGISTRY).loose


@pytest.mark.parametrize(
    ("written", "payload", "fields"),
    [
        ("serde_json::Value", "x", [""]),
        ("&Value", "x.to_string()", [""]),
        ("Option<Box<serde_json::Value>>", "x", [""]),
        ("HashMap<String, u64>", "serde_json::to_string(&x)", [""]),
        ("serde_json::Map<String, Value>", "x", [""]),
        ("Value", 'json!({"a": x})', ["a"]),
        ("Value", 'json!({"a": {"a": x}})', ["a.a"]),
        ("u64", 'json!({"a": {"a": x}})', []),
        ("HashMap<Kind, u64>", "x", []),
        ("String", "x", []),
        ("Vec<Value>", "x", []),
        ("T", "x", []),
        ("Value", 'json!({"other": x})', []),
    ],
)
def test_rust_types(tmp_path: Path, written: str, payload: str, fields: list[str]) -> None:
    assert [each.field for each in rust(tmp_path, written, payload)] == fields


@pytest.mark.parametrize(
    ("parameter", "payload", "fields"),
    [
        ("**x", "x", [""]),
        ("x: dict", "x", [""]),
        ("x: 'dict[str, object] | None'", "json.dumps(x)", [""]),
        ("x: Mapping[str, int]", "{'a': x}", ["a"]),
        ("x", "{'a': 1, **x}", [""]),
        ("x", "json.loads(x)", [""]),
        ("x", "x", []),
        ("x: dict[Kind, int]", "x", []),
        ("x: list[dict]", "x", []),
        ("x: dict", "{'a': x['a']}", []),
    ],
)
def test_python_types(tmp_path: Path, parameter: str, payload: str, fields: list[str]) -> None:
    assert [each.field for each in python(tmp_path, parameter, payload)] == fields


def test_it_is_as_the_subject_schema_says(tmp_path: Path) -> None:
    shape = jsonschema_rs.validator_for({**schema_of("subjects.v1"), "$ref": "#/$defs/loose"} | {"$id": "urn:x"})
    (each,) = python(tmp_path, "**x", "x")

    shape.validate({name: value for name, value in as_data(each).items() if not name.startswith("_")})
    assert each.what == "`x`, which is a `dict`"
