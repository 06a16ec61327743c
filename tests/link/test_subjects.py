"""Subjects in the form that rules see: as the schema says, and saying what the callsite does."""

from pathlib import Path

import jsonschema_rs
import pytest

from checker.contracts.validate import schema_of
from checker.link import as_data, late_data
from checker.link.subjects import name_test, spelled
from checker.model.config import Config
from checker.model.place import Place, Span
from checker.model.registry import Event, Registry, Retention, Tool, Variable
from checker.model.subject import Annotation
from tests.link.test_lexicon import LEXICON
from tests.link.whole import subjects

SPAN = Span(0, 1, 4, 1, 4, 2)
ROW = Place("taxonomy.yaml", SPAN)
EVENT = Event(
    "started",
    ROW,
    "taxonomy",
    "app",
    low="S2",
    high="S2",
    status="shipped",
    owners=("app",),
    store="tel_rows",
    retention="30d",
    schema="started.json",
)
REGISTRY = Registry(
    {"started": EVENT},
    {"started": (EVENT,)},
    (),
    (),
    ("taxonomy.yaml",),
    variables=(Variable("APP_ON", ROW, "registry"),),
    retention=(Retention("tel_rows", ROW, "days", 90, ROW, "at", ROW),),
    tools=(Tool("runs", ROW, "Lists job_started events."),),
    schemas=(("started.json", {"required": ["y"]}),),
)
FILES = {
    "rows.sql": "CREATE TABLE tel_rows (session TEXT NOT NULL);",
    "db.py": 'import os\nrun("INSERT INTO tel_rows (sessions) VALUES (1)")\nON = os.getenv("APP_ON")\n',
    "pyproject.toml": '[project]\nname = "app"\n',
    "app.py": """\
        import tel

        # telemetry: S1 famly=x
        def record(name):
            tel.send(name, "s:1", {"x": 1})


        def main(n):
            # telemetry: S1 family=app
            record("started")
            record("startd")
            record(n)
            record("not good")


        def broken(:
            pass
        """,
    "asked.py": "import tel\n\ndef asked(prompt: str):\n    tel.send('asked', 's:1', prompt)\n",
}


#: Kinds that tests of their own have.
ELSEWHERE = ("sink", "carried", "dropping", "drift", "loose", "process", "declaration")


def data(root: Path, require: str = "any-code") -> dict[str, list[dict[str, object]]]:
    config = Config(require=require, event_names="[A-Za-z0-9_.:-]{1,128}")
    found = subjects(root, FILES, registry=REGISTRY, lexicon=LEXICON)
    return as_data(found, REGISTRY, config) | late_data(found, REGISTRY)


def test_every_subject_is_as_the_schema_says(tmp_path: Path) -> None:
    schema = schema_of("subjects.v1")
    found = data(tmp_path)

    for kind, rows in found.items():
        assert rows or kind in ELSEWHERE, kind
        shape = jsonschema_rs.validator_for({**schema, "$ref": f"#/$defs/{kind}"} | {"$id": "urn:x"})
        for row in rows:
            shape.validate({name: value for name, value in row.items() if not name.startswith("_")})


def test_a_callsite_says_what_it_writes_and_how_it_is_classified(tmp_path: Path) -> None:
    rows = {row["line"]: row for row in data(tmp_path)["callsite"]}

    started, mistyped, computed, malformed = (rows[line] for line in (10, 11, 12, 13))
    assert started["event"] == {
        "names": ["started"], "status": "registered", "pattern": "", "reason": "", "nearest": "", "unregistered": [], "malformed": [],
    }  # fmt: skip
    assert started["conflict"] == {
        "known": True, "low_level": "call", "low_class": "S1", "high_level": "registry", "high_class": "S2", "path": "taxonomy.yaml",
        "line": 4, "reason": "S1 at the call but S2 at the registry",
    }  # fmt: skip
    assert mistyped["event"]["nearest"] == "started"  # type: ignore[index]
    assert computed["event"]["status"] == "unresolved"  # type: ignore[index]
    assert malformed["event"]["malformed"] == ["not good"]  # type: ignore[index]
    assert started["session"] == {"prefix": "s:1", "known": True, "declared": True, "nearest": "", "mismatched": [], "expected": []}
    assert started["payload"] == {"type": "json", "fields": ["x"], "closed": True}


@pytest.mark.parametrize(("require", "classified"), [("call", [10]), ("function", [5, 10]), ("any-code", [5, 10, 11, 12, 13])])
def test_how_near_a_class_must_stand_is_asked_for(tmp_path: Path, require: str, classified: list[int]) -> None:
    assert [row["line"] for row in data(tmp_path, require)["callsite"] if row["classified"]] == classified


def test_an_event_says_who_writes_it(tmp_path: Path) -> None:
    (row,) = data(tmp_path)["event"]

    assert (row["name"], row["written"]) == ("started", 1)
    assert [w["line"] for w in row["writers"]] == [10]  # type: ignore[attr-defined]


def test_mistakes_and_regions_have_their_places(tmp_path: Path) -> None:
    found = data(tmp_path)

    mistakes = [row["mistakes"] for row in found["annotation"] if row["mistakes"]]
    assert mistakes == [[{"line": 3, "column": 17, "message": 'unknown key "famly"', "nearest": "family"}]]
    assert [(row["path"], row["line"]) for row in found["region"]] == [("app.py", 16)]


@pytest.mark.parametrize(
    ("name", "fine"), [("a", True), ("a.B_c:d-1", True), ("", False), ("a b", False), ("ä", False), ("a" * 128, True), ("a" * 129, False)]
)
def test_the_form_of_an_event_name(name: str, fine: bool) -> None:
    assert name_test("[A-Za-z0-9_.:-]{1,128}")(name) is fine


def test_a_range_is_spelled_with_both_ends() -> None:
    one = Annotation("a", SPAN, "S1", "S1", (), "call", "structured")

    assert (spelled(one), spelled(one._replace(high="S2"))) == ("S1", "S1-S2")
