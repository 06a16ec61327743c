"""SQL statements in Rust strings."""

import pytest

from checker.model.facts import Statement
from checker.model.value import Name, Number, Parameter, Text
from tests.languages.test_rust import facts


def only(code: str) -> Statement:
    """The one statement on table `t` in `code`."""
    (found,) = facts(code, "t").statements
    return found


@pytest.mark.parametrize(
    "literal",
    [
        '"INSERT INTO t (a, b) VALUES (?, ?)"',
        '"INSERT INTO t \\\n      (a, b) VALUES (?, ?)"',
        'r#"\n  insert into T\n  (a, b)"#',
        'concat!("INSERT INTO ", "t (a, b)", X)',
        'format!("INSERT INTO t (a, b) VALUES ({x})")',
    ],
)
def test_statements_are_found_in_every_kind_of_string(literal: str) -> None:
    found = only(f"fn f() {{ run({literal}); }}")

    assert (found.verb, found.table, found.columns, found.function) == ("insert", "t", ("a", "b"), "app.m.f")


@pytest.mark.parametrize(
    "call",
    [
        "c.execute(SQL, params![a, 1])",
        "c.execute(SQL, rusqlite::params![a, 1])",
        "c.execute(SQL, (a, 1))",
        "c.execute(SQL, &[&a, 1])",
        "c.execute(&SQL, [a, 1])",
        "c.execute(SQL, vec![a, 1])",
        "query!(SQL, a, 1)",
        'c.execute(format!("{}", SQL), (a, 1))',
    ],
)
def test_bound_values_are_those_of_the_same_call(call: str) -> None:
    found = only(f"fn f(a: u8) {{ {call}.await?; }}".replace("SQL", '"INSERT INTO t (x, y) VALUES (?, ?)"'))

    assert found.values == (Parameter(0, "a"), Number("1"))


def test_values_that_are_not_seen_are_left_out() -> None:
    assert only('fn f() { let sql = "INSERT INTO t (a)"; run(sql, b); }').values == ()
    assert only('const SQL: &str = "INSERT INTO t (a)";').values == ()
    assert only('fn f() { run("INSERT INTO t (a)", b); }').values == (Name("b"),)


def test_the_place_is_the_string() -> None:
    code = 'fn f() { run(\n  "INSERT INTO t (a)", 1); }'

    found = only(code)

    assert code[found.span.start : found.span.end] == '"INSERT INTO t (a)"'
    assert found.statement_lines == 2


def test_a_statement_has_comments_guards_and_context() -> None:
    found = only('#[test]\nfn f() { if on {\n// telemetry: S1\nrun("INSERT INTO t (a)");\n} }')

    assert [c.lines for c in found.comments] == [("telemetry: S1",)]
    assert [g.kind for g in found.guards] == ["if"]
    assert (found.context, found.scope) == ("test", "app.m.f")


def test_the_enclosing_function_is_listed() -> None:
    found = facts('fn f() { run("INSERT INTO t (a)"); }', "t")

    assert [x.name for x in found.functions] == ["app.m.f"]


def test_tables_are_created_too_and_other_tables_are_left_alone() -> None:
    code = 'const S: &str = "CREATE TABLE IF NOT EXISTS t (a); CREATE TABLE other (b); INSERT INTO t (c)";'

    assert [(s.verb, s.table) for s in facts(code, "t").statements] == [("insert", "t")]
    assert [(t.verb, t.name) for t in facts(code, "t").tables] == [("create", "t")]


def test_a_text_that_only_mentions_the_table_is_no_statement() -> None:
    assert facts('fn f() { log("wrote to t"); let x = Text("t"); }', "t").statements == ()
    assert facts("fn f() { t(1); // INSERT INTO t\n}", "t").statements == ()


def test_text_is_what_the_literal_says() -> None:
    assert facts('fn f() { rec("a", "INSERT INTO t (x)") }', "rec").calls[0].args[0].value == Text("a")
