"""JSON Schemas: valid JSON, valid by draft 7 or 2020-12, references that lead somewhere; nothing is fetched."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import registry
from checker.contracts import json_text
from checker.contracts.document import Fault
from checker.model.config import RegistrySource
from checker.registry.schemas import Schemas, schemas
from checker.registry.soundness import plainly_sound
from tests.link.world import World

DRAFT7 = "http://json-schema.org/draft-07/schema#"


def judged(root: Path, **texts: Any) -> Schemas:
    """What is said of schemas in files of these names."""
    for name, text in texts.items():
        (root / f"{name}.json").write_text(text if isinstance(text, str) else json.dumps(text))
    return schemas(str(root), [f"{name}.json" for name in texts])


def wrong(root: Path, text: Any) -> list[str]:
    """What is wrong with one schema, without its path."""
    found = judged(root, a=text)
    assert not found.sound or not (found.malformed or found.unsound)
    return [str(c).removeprefix("a.json:") for c in (*found.malformed, *found.unsound)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,\n "b"}', "2:5: not JSON: Expecting ':' delimiter"),
        ('{"a": 1,\n "a": 2}', '2:2: the key "a" is there twice'),
        ('{"a": NaN}', "1:1: not JSON: NaN is not a JSON number"),
        ("[" * 100, "1:65: nested more than 64 levels deep"),
        ("5", "1:1: a JSON Schema must be a mapping, or true or false"),
        ({"$schema": "http://json-schema.org/draft-04/schema#"}, '1:13: "$schema" must be'),
        ({"$schema": 5}, '1:13: "$schema" must be'),
        ({"type": "strin"}, '1:10: not a valid JSON Schema: no type is named "strin", did you mean "string"?'),
        ({"properties": {"x": 5}}, '1:22: not a valid JSON Schema: "x": 5 is not of types "boolean", "object"'),
        ({"$schema": DRAFT7, "required": ["a", "a"]}, '"required": ["a","a"] has non-unique elements'),
        ({"pattern": "["}, '1:13: not a valid JSON Schema: "pattern": "[" is not a "regex"'),
        ({"minLength": -1}, '1:15: not a valid JSON Schema: "minLength": -1 is less than the minimum of 0'),
        ({"$ref": "#/$defs/q", "$defs": {"qq": {}}}, '1:10: there is nothing at "#/$defs/q" in a.json, did you mean "qq"?'),
        ({"items": {"$ref": "#name"}}, '1:20: there is no anchor "name" in a.json'),
        ({"$ref": "gone.json#/x"}, '1:10: there is no file "gone.json"'),
        ({"$ref": "../a.json"}, '1:10: "../a.json" leads out of the workspace'),
        ({"$ref": "%2e%2e/a.json"}, '1:10: "%2e%2e/a.json" leads out of the workspace'),
        ({"$ref": "#"}, "1:10: the reference leads back to itself: # -> #"),
        ({"allOf": [{"$ref": "#"}]}, "1:21: the reference leads back to itself: #/allOf/0 -> # -> #/allOf/0"),
    ],
)
def test_what_is_wrong_with_a_schema_has_its_place(tmp_path: Path, text: Any, words: str) -> None:
    found = wrong(tmp_path, text)

    assert len(found) == 1 and words in found[0], found


@pytest.mark.parametrize(
    "text",
    [
        True,
        {},
        {"$id": "https://example.com/a.json", "$ref": "https://example.com/a.json#/$defs/x", "$defs": {"x": {}}},
        {"$ref": "https://example.com/other.json#/gone"},
        {"$ref": "urn:other"},
        {"properties": {"next": {"$ref": "#"}}},
        {"$ref": "#/$defs/a~1b%20c", "$defs": {"a/b c": {}}},
        {"$ref": "#x", "$defs": {"y": {"$anchor": "x"}}},
        {"$schema": DRAFT7, "$ref": "#x", "definitions": {"y": {"$id": "#x"}}},
        {"$schema": DRAFT7, "items": [{"type": "string"}, {"$ref": "#/items/0"}]},
        {"properties": {"$ref": {"type": "string"}}},
        {"enum": [{"$ref": "#/gone"}], "const": {"$ref": "gone.json"}},
        {"$defs": {"other": {"$id": "sub/other.json", "$ref": "gone.json"}}},
        {"x-owner": {"$schema": 1}, "pattern": "(?<=a)b", "unevaluatedProperties": False},
    ],
)
def test_what_is_sound_is_left_alone(tmp_path: Path, text: Any) -> None:
    assert wrong(tmp_path, text) == []
    assert judged(tmp_path, a=text).sound == {"a.json": text}


def test_a_reference_to_another_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.json").write_text('{"$defs": {"x": {}, "items": {}}}')
    (tmp_path / "sub" / "bad.json").write_text("{")
    found = judged(
        tmp_path,
        good={"$ref": "sub/b.json#/$defs/x"},
        lost={"$ref": "sub/b.json#/$defs/item"},
        bad={"$ref": "./sub/../sub/bad.json"},
    )

    assert list(found.sound) == ["good.json"]
    assert [str(c) for c in found.unsound] == [
        "bad.json:1:10: what it names cannot be read: sub/bad.json:1:2: not JSON: Expecting property name enclosed in double quotes",
        'lost.json:1:10: there is nothing at "#/$defs/item" in sub/b.json, did you mean "items"?',
    ]


def test_long_chains_and_many_references_are_followed_in_their_time(tmp_path: Path) -> None:
    chain = {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(3000)} | {"d3000": {}}

    assert wrong(tmp_path, {"$defs": chain}) == []
    chain["d3000"] = {"$ref": "#/$defs/d0"}
    (only,) = wrong(tmp_path, {"$defs": chain})
    assert "leads back to itself" in only and "…" in only and len(only) < 300


_KEYWORDS = ("type", "properties", "items", "required", "enum", "minimum", "minLength", "pattern", "$ref", "allOf", "x-y", "title", "$id")
_WORDS = st.sampled_from(_KEYWORDS)
_VALUES = st.recursive(
    st.sampled_from([None, True, 0, -1, 1.5, "string", "[", "a*", "#", "#/x", "object", ""]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(_WORDS, below, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(_WORDS, _VALUES, max_size=4))
def test_what_is_plainly_sound_is_valid_by_its_meta_schema(schema: dict[str, Any]) -> None:
    for dialect in ("https://json-schema.org/draft/2020-12/schema", DRAFT7):
        if plainly_sound(schema):
            meta = jsonschema_rs.validator_for({"$schema": dialect, "$ref": dialect}, validate_formats=True)
            assert [error.message for error in meta.iter_errors(schema)] == []


@given(
    st.recursive(
        st.sampled_from([None, True, 0, 1.5, "a", "é", "\\"]),
        lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", '"']), below, max_size=3),
        max_leaves=12,
    )
)
def test_what_is_seen_at_a_glance_is_what_is_read(data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False)

    assert json_text.glance(text) == json_text.parse(text)[0] == data


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', "[" * 65 + "]" * 65, "[" * 100000, "NaN", "{", '"\\ud800"', "1" * 5000])
def test_what_is_refused_is_not_taken_at_a_glance(text: str) -> None:
    with pytest.raises(Fault):
        json_text.glance(text)


def test_schemas_that_the_index_covers_are_judged(tmp_path: Path) -> None:
    files = {"index.yaml": "contracts: []\n", "contracts/a.schema.json": '{"type": "x"}', "contracts/b.json": '{"type": "x"}'}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    source = RegistrySource("contracts-index", ("index.yaml",), (("covers", "contracts/**"),))

    found = registry.read(str(tmp_path), (source,), tuple(files), World())

    assert [c.path for c in found.unsound] == ["contracts/a.schema.json"]
