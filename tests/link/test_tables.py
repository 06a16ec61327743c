"""The tables of a workspace: what makes them, how their rows go, and what the registry promises."""

from pathlib import Path

import pytest

from checker.link.tables import Known, coverage_of
from checker.model.facts import Reference
from checker.model.place import FILE_START, Place
from checker.model.producer import Producer, TableApi
from checker.model.registry import Event, Registry, Retention
from checker.model.subject import StoredTable
from tests.link.whole import EMPTY, subjects

HERE = Place("policy.yaml", FILE_START)
ROWS = Producer("rows", "", ("python", "rust"), (), (TableApi("runs"), TableApi("steps")), "rows.yaml", ("chats",))


def rule(table: str, kind: str = "days", days: int = 90, column: str = "at") -> Retention:
    return Retention(table, HERE, kind, days, HERE, column, HERE)


def known(**parents: str) -> dict[str, Known]:
    """Tables by name, each with the tables its rows go with, separated by spaces."""
    made = {name: tuple(Reference(("x",), p, "cascade") for p in listed.split()) for name, listed in parents.items()}
    return {name: Known((), references, (HERE,), (), True) for name, references in made.items()}


def policy(*rules: Retention) -> Registry:
    return EMPTY._replace(retention=rules)


def tables(root: Path, files: dict[str, str], registry: Registry) -> dict[str, StoredTable]:
    return {t.name: t for t in subjects(root, files, ROWS, registry).tables}


@pytest.mark.parametrize(
    ("parents", "rules", "coverage", "via"),
    [
        ({"t": ""}, {"t": "days"}, "rule", ()),
        ({"t": ""}, {"t": "expires_lt_now"}, "rule", ()),
        ({"t": ""}, {"t": "manual"}, "kept", ()),
        ({"t": ""}, {}, "none", ()),
        ({}, {}, "none", ()),
        ({"t": "a"}, {"a": "days"}, "cascade", ("a",)),
        ({"t": "a", "a": "b"}, {"b": "ms_days"}, "cascade", ("a", "b")),
        ({"t": "a"}, {"a": "manual"}, "none", ()),
        ({"t": "a"}, {"a": "days", "t": "manual"}, "cascade", ("a",)),
        ({"t": "a", "a": "t"}, {}, "none", ()),
        ({"t": "t"}, {}, "none", ()),
        ({"t": "b a", "a": "", "b": ""}, {"a": "days", "b": "days"}, "cascade", ("a",)),
        ({"t": "a c", "a": "b"}, {"b": "days", "c": "days"}, "cascade", ("c",)),
    ],
)
def test_how_rows_go(parents: dict[str, str], rules: dict[str, str], coverage: str, via: tuple[str, ...]) -> None:
    ruled = {name: rule(name, kind) for name, kind in rules.items()}

    assert coverage_of("t", known(**parents), ruled)[:2] == (coverage, via)


def test_several_statements_say_together_what_a_table_has(tmp_path: Path) -> None:
    files = {
        "a.sql": "CREATE TABLE runs (id INT, a TEXT NOT NULL, b TEXT NOT NULL);",
        "app.py": "A = 'CREATE TABLE IF NOT EXISTS runs (id INT, a TEXT NOT NULL)'\nB = 'ALTER TABLE runs ADD COLUMN c INT'\n",
    }

    found = tables(tmp_path, files, policy(rule("runs")))["runs"]

    assert [(c.name, c.required) for c in found.columns] == [("id", False), ("a", True), ("b", False), ("c", False)]
    assert [p.path for p in found.defined] == ["a.sql", "app.py"]
    assert found.whole


def test_a_statement_that_is_not_understood_leaves_the_columns_open(tmp_path: Path) -> None:
    files = {"app.py": "A = 'CREATE TABLE runs (id INT)'\ndef f(x): g(f'ALTER TABLE runs ADD COLUMN {x}')\n"}

    assert not tables(tmp_path, files, policy(rule("runs")))["runs"].whole


def test_parents_that_no_rule_names_are_looked_for(tmp_path: Path) -> None:
    files = {
        "a.sql": "CREATE TABLE steps (x INT REFERENCES runs(id) ON DELETE CASCADE);",
        "b.sql": "CREATE TABLE runs (x INT REFERENCES tries(id) ON DELETE CASCADE);",
        "c.sql": "CREATE TABLE tries (x INT REFERENCES jobs(id) ON DELETE CASCADE);",
    }

    found = tables(tmp_path, files, policy(rule("jobs")))["steps"]

    assert (found.coverage, found.via, found.parent) == ("cascade", ("runs", "tries", "jobs"), rule("jobs"))


def test_nothing_is_looked_for_where_nothing_is_declared(tmp_path: Path) -> None:
    assert tables(tmp_path, {"a.sql": "CREATE TABLE runs (id INT);"}, EMPTY) == {}


def test_a_table_of_content_is_no_telemetry(tmp_path: Path) -> None:
    line = Event("line", HERE, "taxonomy", store="notes", plane="ContentPersistence")
    count = Event("count", HERE, "taxonomy", store="chats", plane="UsageTelemetry")
    registry = EMPTY._replace(events={"line": line, "count": count}, statements={"line": (line,), "count": (count,)})

    found = tables(tmp_path, {"a.sql": "CREATE TABLE notes (x); CREATE TABLE chats (x); CREATE TABLE runs (x)"}, registry)

    assert {n: (t.telemetry, t.content) for n, t in found.items()} == {
        "notes": (False, True),
        "chats": (False, True),
        "runs": (True, False),
    }


def test_a_promise_is_made_once_a_family_and_says_which_rule_keeps_it(tmp_path: Path) -> None:
    place = [Place("tax.yaml", FILE_START._replace(line=n)) for n in (3, 2)]
    events = [Event(name, place[n], "taxonomy", family="f", store="steps", retention="30d") for n, name in enumerate("ab")]
    other = Event("a", HERE, "catalog", store="steps", retention="2d")
    registry = Registry({e.name: e for e in events}, {"a": (events[0], other), "b": (events[1],)}, (), (), (), retention=(rule("runs"),))
    files = {"a.sql": "CREATE TABLE runs (at TEXT); CREATE TABLE steps (x INT REFERENCES runs(id) ON DELETE CASCADE)"}

    found = subjects(tmp_path, files, ROWS, registry).promises

    assert [(p.place.path, p.place.span.line, p.events, p.days, p.rule.table) for p in found] == [
        ("policy.yaml", 1, ("a",), 2, "runs"),
        ("tax.yaml", 2, ("a", "b"), 30, "runs"),
    ]


def test_mapped_classes_make_tables(tmp_path: Path) -> None:
    code = """
        class Run(Base):
            __tablename__ = "runs"
            id = Column(Integer, primary_key=True)
            boss = mapped_column("Boss_Id", ForeignKey("hr.people.id", ondelete="SET NULL"))
            people = relationship("People")
    """

    found = tables(tmp_path, {"app.py": code}, policy(rule("runs")))["runs"]

    assert [(c.name, c.type) for c in found.columns] == [("id", "integer"), ("boss_id", "")]
    assert not found.whole
    assert found.place.span.line == 2
