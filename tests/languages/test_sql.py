"""SQL: statements inside strings and tables in `.sql` files, read by a real parser."""

import random
from pathlib import Path

import pytest

from checker.discover import discover
from checker.extract import extracting
from checker.languages import sql
from checker.languages.sql.grammar import one, tree
from checker.languages.sql.heads import heads, offsets
from checker.languages.sql.inserts import Insert, bound, insert
from checker.languages.sql.tables import definition
from checker.model.facts import Column, Reference, Table
from checker.model.place import FILE_START
from checker.model.source import Source, SourceFile, Wanted
from checker.model.value import Name, Number, Text, Unknown, Value
from tests.languages.test_python import extract as python_facts
from tests.languages.test_rust import facts as rust_facts

GIVEN: tuple[Value, ...] = (Name("p"), Name("q"), Name("r"))


def only(text: str) -> Table:
    """What the first statement of `text` says of its table."""
    return definition(text, heads(text)[0], FILE_START, "production")


def written(text: str) -> Insert:
    """The first insert in `text`."""
    return insert(text, heads(text)[0])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INSERT OR IGNORE INTO a.T (x) VALUES (1)", [("insert", "t")]),
        ('REPLACE INTO "t"(x) VALUES (1)', [("insert", "t")]),
        ("create temp table if not exists t (x)", [("create", "t")]),
        ("ALTER TABLE ONLY t ADD COLUMN x INT; CREATE TABLE u (y)", [("alter", "t"), ("create", "u")]),
        ("could not INSERT INTO t: disk full", []),
        ("failed to CREATE TABLE t", []),
        ("cannot ALTER TABLE t because it is locked", []),
        ("reinsert into t (x)", []),
    ],
)
def test_heads_of_statements_and_of_nothing_else(text: str, found: list[tuple[str, str]]) -> None:
    assert [(h.verb, h.table) for h in heads(text)] == found


@pytest.mark.parametrize(
    ("text", "columns", "values", "rows"),
    [
        ("INSERT INTO t (a, b) VALUES (?, ?)", ("a", "b"), (Name("p"), Name("q"), Name("r")), (2,)),
        ("INSERT INTO t (a, b) VALUES (?2, ?1)", ("a", "b"), (Name("q"), Name("p"), Name("r")), (2,)),
        ("INSERT INTO t (a, b) VALUES ('x', $3)", ("a", "b"), (Text("x"), Name("r"), Name("p"), Name("q")), (2,)),
        ("INSERT INTO t (a, b) VALUES (:z, NULL)", ("a", "b"), (Name("r"), Number("NULL"), Name("p"), Name("q")), (2,)),
        ("INSERT INTO t (a, b) VALUES (1, %s), (2, %s)", ("a", "b"), (Number("1"), Name("p"), Name("q"), Name("r")), (2, 2)),
        ("INSERT INTO t (a, b) VALUES (%(y)s, 2)", ("a", "b"), (Name("q"), Number("2"), Name("p"), Name("r")), (2,)),
        ("INSERT INTO t SET a = ?, b = 'x'", ("a", "b"), (Name("p"), Text("x"), Name("q"), Name("r")), (2,)),
        ('INSERT INTO t ("A", `b`) VALUES (?, ?)', ("a", "b"), GIVEN, (2,)),
    ],
)
def test_which_column_gets_what(text: str, columns: tuple[str, ...], values: tuple[Value, ...], rows: tuple[int, ...]) -> None:
    found = written(text)

    assert (found.columns, found.rows, found.read) == (columns, rows, True)
    assert bound(found, GIVEN, ("x", "y", "z")) == values


def test_a_computed_cell_takes_its_arguments_with_it() -> None:
    found = written("INSERT INTO t (a, b) VALUES (coalesce(?, ?), ?)")

    assert bound(found, GIVEN)[1] == Name("r")
    assert isinstance(bound(found, GIVEN)[0], Unknown)


def test_a_literal_is_known_where_the_arguments_are_not() -> None:
    found = bound(written("INSERT INTO t (a, b) VALUES ('x', ?)"), ())

    assert found[0] == Text("x")
    assert isinstance(found[1], Unknown)
    assert bound(written("INSERT INTO t (a) VALUES (?)"), ()) == ()


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("INSERT INTO t (a, b)", ("a", "b")),
        ("INSERT INTO t (a, b) ?", ("a", "b")),
        ("INSERT INTO t ({columns}) VALUES (?)", ()),
        ("INSERT INTO t (a, b) VALUES ({marks})", ("a", "b")),
    ],
)
def test_what_is_put_in_later_is_not_taken_for_known(text: str, columns: tuple[str, ...]) -> None:
    found = written(text)

    assert (found.columns, found.read) == (columns, False)
    assert bound(found, GIVEN) == GIVEN


def test_a_query_or_defaults_list_no_rows() -> None:
    assert written("INSERT INTO t (a) SELECT b FROM u") == Insert(("a",), (), (), True)
    assert written("INSERT INTO t DEFAULT VALUES") == Insert((), (), (), True)


def test_a_table_with_columns_references_and_notes() -> None:
    found = only(
        "-- telemetry: S2\nCREATE TABLE IF NOT EXISTS t (\n  id INTEGER PRIMARY KEY, -- S1\n"
        "  run INT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,\n  at TEXT NOT NULL DEFAULT (datetime('now')),\n  a INT, b INT,\n"
        "  FOREIGN KEY (a, b) REFERENCES s.pairs(x, y) ON DELETE SET NULL\n);\n-- not on t\n"
    )

    assert found.columns == (
        Column("id", "integer", False),
        Column("run", "int", True),
        Column("at", "text", False),
        Column("a", "int", False),
        Column("b", "int", False),
    )
    assert found.references == (Reference(("run",), "runs", "cascade"), Reference(("a", "b"), "pairs", "setnull"))
    assert (found.notes, found.whole) == (("telemetry: S2", "S1"), True)


def test_changes_of_a_table() -> None:
    assert only("ALTER TABLE t ADD COLUMN x TEXT REFERENCES u(id)").columns == (Column("x", "text", False),)
    assert only("ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES u(id) ON DELETE CASCADE").references == (
        Reference(("x",), "u", "cascade"),
    )
    assert only("ALTER TABLE t DROP COLUMN x").gone == ("x",)
    renamed = only("ALTER TABLE t RENAME COLUMN x TO y")
    assert (renamed.gone, [c.name for c in renamed.columns]) == (("x",), ["y"])
    assert not only("ALTER TABLE t RENAME TO u").whole


@pytest.mark.parametrize("text", [f"CREATE TABLE t {rest}" for rest in ("AS SELECT 1", "(LIKE u)", "({columns})", "(a INT")])
def test_a_table_that_is_not_known_in_full_says_so(text: str) -> None:
    assert not only(text).whole


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE t (a serial PRIMARY KEY, b JSONB NOT NULL DEFAULT '{}'::jsonb, c TIMESTAMPTZ)",
        "CREATE TABLE t (a INT AUTO_INCREMENT, b ENUM('x'), c int unsigned) ENGINE=InnoDB",
        "CREATE TABLE t (a TEXT, b ANY, c BLOB) STRICT",
        "CREATE TABLE t (a INT, b INT, c INT) PARTITION BY RANGE (a)",
    ],
)
def test_dialects(text: str) -> None:
    found = only(text)

    assert found.whole
    assert [c.name for c in found.columns] == ["a", "b", "c"]


def test_a_statement_ends_at_its_own_semicolon() -> None:
    text = "CREATE TABLE t (a TEXT DEFAULT ';' /* ; */ -- ;\n, b INT); CREATE TABLE u (c)"

    assert [c.name for c in only(text).columns] == ["a", "b"]
    assert one(text, text.index("CREATE TABLE u")) == "CREATE TABLE u (c)"


def test_heads_are_found_again_in_the_source_of_a_literal() -> None:
    source = 'r#"\n-- é\nCREATE TABLE t (a);\nCREATE TABLE u (b);"#'.encode()

    assert [source[a:b] for a, b in offsets(source, 2)] == [b"CREATE TABLE t", b"CREATE TABLE u"]
    assert offsets(source, 3) == []


@pytest.mark.parametrize("language", ["rust", "python"])
def test_tables_in_strings_stand_at_their_own_place(language: str) -> None:
    ddl = "\nCREATE TABLE u (a);\n\nCREATE TABLE t (b INT);\n"
    code = f'const S: &str = "{ddl}";' if language == "rust" else f'S = """{ddl}"""\n'
    (found,) = (rust_facts(code, "t") if language == "rust" else python_facts(code, "t")).tables

    assert (found.name, found.span.line, found.span.column) == ("t", 4, 1)


def test_a_sql_file_says_what_tables_there_are(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "t.sql").write_text("-- é\nCREATE TABLE t (a INT);\nINSERT INTO t (a) VALUES (1);\nCREATE TABLE u (b);\n")
    found = discover(str(tmp_path), (), (), 1 << 20)

    with extracting(lambda: found, 1) as begun:
        (file,) = begun()[1].about((Wanted("t"),))

    assert [(t.name, t.span.line, t.span.column, t.span.start) for t in file.tables] == [("t", 2, 1, 6)]
    assert file.statements == ()
    assert (file.path, file.language, file.problems) == ("db/t.sql", "sql", ())


@pytest.mark.parametrize(("path", "context"), [("a/up.sql", "production"), ("tests/a.sql", "test"), ("examples/a.sql", "example")])
def test_context_of_a_sql_file(path: str, context: str) -> None:
    assert sql.context(path) == context


def test_a_sql_file_that_is_no_text_says_so() -> None:
    file = SourceFile("a.sql", "sql", "", "/a.sql", "production")

    assert sql.extract(Source(file, b"CREATE TABLE t (\xff)"), frozenset(("t",))).problems[0].why == "not valid UTF-8"


def test_a_sql_file_is_no_module(tmp_path: Path) -> None:
    (tmp_path / "agents.sql").write_text("CREATE TABLE t (a INT);")
    found = discover(str(tmp_path), (), (), 1 << 20)

    with extracting(lambda: found, 1) as begun:
        assert not begun()[1].is_module("agents")


def test_mutilated_statements_end_without_a_crash() -> None:
    whole = "CREATE TABLE IF NOT EXISTS t (a INT NOT NULL DEFAULT (f('x')), b TEXT REFERENCES u(c) ON DELETE CASCADE, PRIMARY KEY (a));"
    pick = random.Random(7)
    for _ in range(400):
        cut = [c for c in whole if pick.random() > 0.05]
        pick.shuffle(cut) if pick.random() < 0.1 else None
        text = "CREATE TABLE t (" + "".join(cut)
        for head in heads(text):
            definition(text, head, FILE_START, "production")


def test_deep_nesting_is_refused_and_not_followed() -> None:
    assert tree("INSERT INTO t (a) VALUES (" + "(" * 20_000 + "1") is None
