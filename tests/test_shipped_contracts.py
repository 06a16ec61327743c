"""The contract files that ship: each valid against its schema, the schemas themselves sound, the scheme as the code has it."""

import json
import os
from typing import Any

import jsonschema_rs
import pytest

from checker import registry
from checker.config import load as load_config
from checker.contracts import load, validate
from checker.contracts.validate import schema_of
from checker.data import folder
from checker.model import registry as words
from checker.model.config import Config, RegistrySource
from checker.model.finding import SEVERITIES
from checker.model.producer import Api, Argument, TableApi
from checker.registry import formats
from checker.registry.words import transmissions
from tests.link.world import World

HOME = folder("contracts")
SCHEMAS = sorted(os.listdir(os.path.join(HOME, "schema")))
FILES = {
    "classification/lexicon.v1.yaml": "lexicon.v1",
    "classification/scheme.v1.yaml": "scheme.v1",
    "clients/visible.v1.yaml": "visible.v1",
    "config/env-vars.v1.yaml": "env-vars.v1",
    "db/retention-policy.yaml": "retention-policy.v1",
    "index.yaml": "index.v1",
    "profiles/glean.toml": "config.v1",
    "profiles/opentelemetry.toml": "config.v1",
    "programme/phases.v1.yaml": "programme.v1",
    "profiles/vox-programme.toml": "config.v1",
    "profiles/vox.toml": "config.v1",
    "telemetry/taxonomy.v1.yaml": "taxonomy.v1",
    "upload/egress.v1.yaml": "egress.v1",
}


def text_of(path: str) -> bytes:
    with open(os.path.join(HOME, path), "rb") as file:
        return file.read()


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every part of a schema that describes a mapping."""
    found = list[dict[str, Any]]()
    parts = [schema]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            found += [part] if isinstance(part.get("properties"), dict) and "type" in part else []
            parts += part.values()
        elif isinstance(part, list):
            parts += part
    return found


@pytest.mark.parametrize("path", FILES)
def test_a_shipped_contract_is_valid(path: str) -> None:
    assert validate(load(path, text_of(path)), FILES[path]) == ()


def test_every_shipped_contract_has_a_schema() -> None:
    shipped = {
        os.path.relpath(os.path.join(at, name), HOME).replace(os.sep, "/")
        for at, _, names in os.walk(HOME)
        for name in names
        if os.path.basename(at) != "schema"
    }

    assert shipped - set(FILES) - {path for path in shipped if path.startswith("classification/")} == set()


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_shipped_schema_is_sound_closed_and_described(name: str) -> None:
    schema = schema_of(name)

    jsonschema_rs.meta.validate(schema)
    assert schema["$id"] == name and schema["title"] and schema["description"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for part in objects(schema):
        assert part["additionalProperties"] is False


def test_the_reference_taxonomy_reads_without_a_complaint_and_every_event_is_complete() -> None:
    found = registry.read(HOME, (RegistrySource("taxonomy", ("telint:telemetry/taxonomy.v1.yaml",)),), (), World())

    assert found.complaints == ()
    for event in found.events.values():
        assert event.family and event.owners and event.low and event.transmission and event.plane and event.description, event.name


def test_retention_of_the_reference_taxonomy_agrees_with_the_policy() -> None:
    tables = load("p.yaml", text_of("db/retention-policy.yaml")).data["tables"]
    found = registry.read(HOME, (RegistrySource("taxonomy", ("telint:telemetry/taxonomy.v1.yaml",)),), (), World())

    stored = {event.store: event.retention for event in found.events.values() if event.store in tables}

    assert stored == {table: f"{tables[table]['days']}d" for table in stored}


def test_switches_of_the_reference_taxonomy_are_in_its_list_of_variables() -> None:
    names = {variable["name"] for variable in load("e.yaml", text_of("config/env-vars.v1.yaml")).data["variables"]}
    found = registry.read(HOME, (RegistrySource("taxonomy", ("telint:telemetry/taxonomy.v1.yaml",)),), (), World())

    assert {event.toggle for event in found.events.values() if event.toggle} <= names


def test_the_index_names_files_that_ship() -> None:
    for row in load("i.yaml", text_of("index.yaml")).data["contracts"]:
        assert os.path.isfile(os.path.join(HOME, os.pardir, "contracts", row["path"].removeprefix("contracts/"))), row


def test_the_scheme_is_what_the_code_holds_writes_against() -> None:
    scheme = load("s.yaml", text_of("classification/scheme.v1.yaml")).data

    assert tuple(row["class"] for row in scheme["classes"]) == words.CLASSES
    assert tuple(row["name"] for row in scheme["transmissions"]) == words.TRANSMISSIONS
    assert tuple(row["name"] for row in scheme["planes"]) == words.PLANES
    for row in scheme["classes"]:
        assert tuple(row["transmissions"]) == transmissions(row["class"])


def test_the_schemas_use_the_words_of_the_model() -> None:
    taxonomy, config, rule = schema_of("taxonomy.v1"), schema_of("config.v1"), schema_of("rule.v1")

    assert tuple(taxonomy["$defs"]["transmission"]["enum"]) == words.TRANSMISSIONS
    assert tuple(taxonomy["$defs"]["plane"]["enum"]) == words.PLANES
    assert tuple(taxonomy["$defs"]["event"]["properties"]["status"]["enum"]) == words.STATUSES
    assert tuple(config["properties"]["fail-on"]["enum"]) == tuple(rule["properties"]["severity"]["enum"]) == SEVERITIES
    assert sorted(config["$defs"]["source"]["properties"]["format"]["enum"]) == list(formats.names())


def test_the_config_schema_and_the_configuration_have_the_same_keys() -> None:
    schema = schema_of("config.v1")["properties"]
    keys = {key.replace("-", "_") for key in schema} - {"annotations"} | set(schema["annotations"]["properties"])

    assert keys == set(Config._fields) - {"path", "jobs", "cache"}


def test_the_producer_schema_and_the_model_have_the_same_fields() -> None:
    parts = schema_of("producer.v1")["$defs"]

    assert set(parts["api"]["properties"]) | set(parts["addition"]["properties"]) == set(Api._fields) - {"adds"}
    assert set(parts["argument"]["properties"]) == set(Argument._fields)
    assert set(parts["table"]["properties"]) == set(TableApi._fields)


def test_shipped_producers_are_valid() -> None:
    home = os.path.join(folder("rules"), "producers")
    for name in sorted(os.listdir(home)):
        with open(os.path.join(home, name), "rb") as file:
            assert validate(load(name, file.read()), "producer.v1") == (), name


def test_subjects_are_described_in_words_that_can_be_checked_statically() -> None:
    for part in objects(schema_of("subjects.v1")):
        assert sorted(part["required"]) == sorted(part["properties"])
        for name, shape in part["properties"].items():
            kind = shape.get("type") or ("object" if "$ref" in shape else "")
            assert kind in ("string", "boolean", "integer", "array", "object"), name
            assert shape["description"].endswith("."), name


@pytest.mark.parametrize("name", ["glean", "opentelemetry", "vox"])
def test_a_profile_is_a_configuration(tmp_path: object, name: str) -> None:
    assert load_config(str(tmp_path), None, name)[1].registry


def test_schemas_are_json_that_any_editor_reads() -> None:
    for name in SCHEMAS:
        assert json.loads(text_of(f"schema/{name}"))
