"""The inventory lists every write with what it resolves to."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from checker.model.facts import Column
from checker.model.finding import Coverage
from checker.model.place import Place, Span
from checker.model.registry import Retention
from checker.model.subject import Annotation, Callsite, EventName, Payload, Step, StoredTable
from checker.report.inventory import Inventory, formats, render

SCHEMA = Path(__file__).parents[1] / "contracts" / "schema" / "report.v1.schema.json"

CLASS = Annotation("src/run.rs", Span(0, 9, 3, 1, 3, 9), "S1", "S1", (), "call", "structured")
KNOWN = Callsite(
    path="src/run.rs",
    span=Span(40, 60, 4, 5, 6, 7),
    kind="facade",
    api="telemetry::record",
    producer="native",
    language="rust",
    unit="bench",
    function="bench.run.started",
    context="production",
    event=EventName(("bench.started",)),
    status="registered",
    session_prefix="bench:",
    tables=("metrics",),
    payload=Payload("json", ("host",), True),
    annotations=(CLASS, CLASS._replace(low="S1", high="S2", level="module", source="prose")),
    guards=("enabled",),
    chain=(Step("src/run.rs", 4, "telemetry.record"), Step("src/db.rs", 90, "Db.append"), Step("", 0, "metrics")),
    decides=True,
)
UNKNOWN = KNOWN._replace(
    span=Span(1, 2, 12, 5, 12, 9),
    kind="sink",
    api="append",
    event=EventName((), "lint.*", "parameter `name` of append"),
    status="unresolved",
    session_prefix=None,
    annotations=(CLASS._replace(high="S2", source="prose"),),
    context="test",
)
BARE = KNOWN._replace(unit="app", path="app.py", event=EventName(("app.open",)), status="unregistered", annotations=(), chain=())
NAMELESS = BARE._replace(event=EventName(none=True), status="none", span=Span(1, 2, 2, 5, 12, 9), unit="")


def inventory(*sites: Callsite, **more: Any) -> Inventory:
    units = tuple(sorted({site.unit for site in sites}))
    return Inventory(("telint", "0.1.0"), sites, units, Coverage(7, 2, (), ()))._replace(**more)


def test_formats_are_the_modules_of_the_folder() -> None:
    assert {"csv", "json", "text"} <= set(formats())


def test_text_has_a_block_a_unit_with_its_totals() -> None:
    assert render("text", inventory(KNOWN, UNKNOWN, BARE, NAMELESS)) == (
        "(no unit): 1 write, 0 events, 1 without class\n"
        "  app.py\n"
        "    2:5  facade  telemetry::record  no event name  no class\n"
        "\n"
        "app: 1 write, 1 event, 1 without class\n"
        "  app.py\n"
        "    4:5  facade  telemetry::record  app.open  no class  unregistered\n"
        "\n"
        "bench: 2 writes, 1 event, 1 unresolved\n"
        "  src/run.rs\n"
        "    4:5   facade  telemetry::record  bench.started  S1\n"
        "    12:5  sink    append             lint.*         S1-S2 (prose)  unresolved: parameter `name` of append  test\n"
        "\n"
        "4 writes, 2 events, 1 unresolved, 2 without class in 3 units, 7 files\n"
    )


def test_without_a_registry_it_is_said_once_that_nothing_is_registered() -> None:
    text = render("text", inventory(BARE, BARE._replace(path="b.py"), UNKNOWN))

    assert "unregistered" not in text
    assert text.endswith("3 writes, 1 event, 1 unresolved, 2 without class, none registered in 2 units, 7 files\n")


def test_text_shows_chains_when_asked() -> None:
    assert render("text", inventory(KNOWN, chain=True)).splitlines()[2:6] == [
        "    4:5  facade  telemetry::record  bench.started  S1",
        "      -> telemetry.record  src/run.rs:4",
        "        -> Db.append  src/db.rs:90",
        "          -> metrics",
    ]


def test_unresolved_lists_only_those_by_reason_the_most_frequent_first() -> None:
    rare = UNKNOWN._replace(event=EventName((), "", "computed"))

    text = render("text", inventory(KNOWN, rare, UNKNOWN, UNKNOWN._replace(path="src/a.rs"), unresolved=True))

    assert text.startswith(
        "parameter `name` of append: 2\n"
        "  src/a.rs\n"
        "    12:5  sink  append  lint.*  S1-S2 (prose)  test\n"
        "  src/run.rs\n"
        "    12:5  sink  append  lint.*  S1-S2 (prose)  test\n"
        "\n"
        "computed: 1\n"
        "  src/run.rs\n"
        "    12:5  sink  append  ?  S1-S2 (prose)  test\n"
        "\n"
    )


def test_of_a_write_with_many_events_the_first_are_named() -> None:
    many = KNOWN._replace(event=EventName(("a", "b", "c", "d", "e")))

    assert "  a, b, c and 2 more  S1\n" in render("text", inventory(many))
    assert "a; b; c; d; e" in render("csv", inventory(many))


def test_an_empty_inventory_says_so_and_what_was_not_read() -> None:
    failed = Coverage(7, 2, (), (("a.rs", "permission denied"),))

    assert render("text", inventory(coverage=failed)) == "no telemetry writes in 0 units, 7 files, 1 not read\n"


def test_json_has_every_key_of_version_1() -> None:
    document = json.loads(render("json", inventory(KNOWN, UNKNOWN)))

    assert list(document) == ["version", "tool", "callsites", "unresolved", "units", "tables", "coverage"]
    assert document["unresolved"] == {"parameter `name` of append": 1}
    assert document["units"] == ["bench"]
    stated = {"class": "S1", "level": "call", "source": "structured", "path": "src/run.rs", "line": 3}
    assert document["callsites"][0] == {
        "path": "src/run.rs",
        "line": 4,
        "column": 5,
        "end_line": 6,
        "end_column": 7,
        "kind": "facade",
        "api": "telemetry::record",
        "language": "rust",
        "unit": "bench",
        "function": "bench.run.started",
        "context": "production",
        "events": ["bench.started"],
        "event_status": "registered",
        "event_pattern": "",
        "event_reason": "",
        "session_prefix": "bench:",
        "tables": ["metrics"],
        "payload": {"type": "json", "fields": ["host"], "closed": True},
        "classification": stated,
        "classification_all": [stated, {**stated, "class": "S1-S2", "level": "module", "source": "prose"}],
        "guards": ["enabled"],
        "chain": [
            {"path": "src/run.rs", "line": 4, "name": "telemetry.record"},
            {"path": "src/db.rs", "line": 90, "name": "Db.append"},
            {"path": "", "line": 0, "name": "metrics"},
        ],
    }


def test_json_lists_only_unresolved_when_asked() -> None:
    document = json.loads(render("json", inventory(KNOWN, UNKNOWN, unresolved=True)))

    assert [site["line"] for site in document["callsites"]] == [12]


def test_json_shows_what_prunes_each_table() -> None:
    here = Place("policy.yaml", Span(0, 1, 7, 1, 7, 2))
    rule = Retention("runs", here, "days", 90, here, "at", here)
    columns = (Column("at", "text", False),)
    runs = StoredTable("runs", here, True, False, (here,), True, columns, rule, "rule", (), None, (CLASS,), (), (here,))
    steps = runs._replace(name="steps", rule=None, coverage="cascade", via=("runs",), parent=rule, classes=())
    lost = runs._replace(name="lost", rule=None, coverage="none", writes=())

    document = json.loads(render("json", inventory(tables=(lost, runs, steps))))

    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
    shown = {t["name"]: (t["coverage"], t["via"], t["rule"] and (t["rule"]["table"], t["rule"]["days"])) for t in document["tables"]}
    assert shown == {"lost": ("none", [], None), "runs": ("rule", [], ("runs", 90)), "steps": ("cascade", ["runs"], ("runs", 90))}
    assert document["tables"][1]["classification"]["class"] == "S1"
    assert document["tables"][1]["writes"] == [{"path": "policy.yaml", "line": 7}]


def test_json_fits_its_schema() -> None:
    if not SCHEMA.exists():
        pytest.skip(f"{SCHEMA.name} is not there")
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    checked = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": "#/$defs/inventory"}
    placed = KNOWN._replace(chain=KNOWN.chain[:2])

    for sites in ((), (placed, UNKNOWN._replace(chain=()), BARE, NAMELESS)):
        jsonschema_rs.validator_for(checked).validate(json.loads(render("json", inventory(*sites))))


def test_csv_is_a_row_a_callsite_that_no_spreadsheet_takes_for_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(render("csv", inventory(KNOWN, BARE._replace(api="=cmd()", function="a,b"))))))

    assert [(row["path"], row["api"], row["class"]) for row in rows] == [
        ("src/run.rs", "telemetry::record", "S1"),
        ("app.py", "'=cmd()", ""),
    ]
    assert rows[0]["chain"] == "src/run.rs:4 telemetry.record > src/db.rs:90 Db.append > metrics"
    assert rows[1]["function"] == "a,b"


@pytest.mark.parametrize("format", formats())
def test_every_format_escapes_what_a_terminal_would_obey(format: str) -> None:
    name = "\x1b[2J\u202e\x7f\udcff"
    step = Step(name, 1, name)
    event = EventName((), name, name)
    hostile = UNKNOWN._replace(path=name, api=name, unit=name, function=name, event=event, chain=(step,), tables=(name,))

    for unresolved in (False, True):
        text = render(format, inventory(hostile, chain=True, unresolved=unresolved))
        assert all(line.isprintable() for line in text.splitlines())
        text.encode("utf-8")
