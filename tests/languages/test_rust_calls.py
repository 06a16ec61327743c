"""Calls, macros and references in Rust code, and where they stand."""

import pytest

from checker.model.value import Argument, Invoke, Member, Name, Number, Parameter, Record, Text
from tests.languages.test_rust import facts, only_call


def spoken(code: str, *names: str) -> list[tuple[str, str]]:
    """Kind and callee of the calls in a function with that body."""
    return [(c.kind, c.callee) for c in facts(f"fn f() {{ {code} }}", *(names or ("rec",))).calls]


@pytest.mark.parametrize(
    ("code", "kind", "callee"),
    [
        ("rec(1);", "function", "rec"),
        ("a::b::rec(1);", "function", "a.b.rec"),
        ("crate::rec(1);", "function", "app.rec"),
        ("rec::<u8>(1);", "function", "rec"),
        ("a::rec::<B, C>(1);", "function", "a.rec"),
        ("T::rec(&x, 1);", "function", "T.rec"),
        ("<T as U>::rec(&x);", "function", "U.rec"),
        ("x.rec(1);", "method", "rec"),
        ("x.rec::<u8>(1);", "method", "rec"),
        ("rec!(1);", "macro", "rec"),
        ("a::rec!{1}", "macro", "a.rec"),
        ("rec![1];", "macro", "rec"),
        ("x.map(rec);", "reference", "rec"),
        ("x.map(a::rec);", "reference", "a.rec"),
        ("let y = E { f: rec };", "reference", "rec"),
        ("tokio::spawn(async move { rec(1).await });", "function", "rec"),
        ("x.map(|y| rec(y));", "function", "rec"),
        ("assert!(rec(1));", "function", "rec"),
        ("vec![rec(1)];", "function", "rec"),
        ("vec![0; rec(1)];", "function", "rec"),
        ('json!({"a": {"b": [rec(1)]}});', "function", "rec"),
        ('info!(target: "t", ?e, n = %rec(1), "m");', "function", "rec"),
        ("a!(b!(rec!(1)));", "macro", "rec"),
        ("select! { Some(v) = x.recv() => { rec(v) } _ = stop() => {} }", "function", "rec"),
        ("select! { _ = stop(), if ready => {} else => rec(1) }", "function", "rec"),
        ("loop_it! { let x = 1; rec(x); }", "function", "rec"),
        ("matches!(rec(1), A);", "function", "rec"),
    ],
)
def test_a_call_is_found_in_every_dress(code: str, kind: str, callee: str) -> None:
    assert spoken(code) == [(kind, callee)]


@pytest.mark.parametrize(
    "code",
    [
        '"rec!(1)";', 'r#"rec(1)"#;', "// rec(1)\n", "/* rec(1) */", "let rec = 1; f(rec);", "x.rec;", "x.recover(1); prerec(1);",
        "fn rec() {}", "use a::rec;", "matches!(x, rec(_));", "match x { rec(_) => 1, _ => 2 };", "let E { rec } = x;", "let y: rec = x;",
        "rec::other(1);", "macro_rules! rec { () => {} }", "E { rec: 1 };",
    ],
)  # fmt: skip
def test_what_is_no_call_is_left_alone(code: str) -> None:
    assert spoken(code) == []


def test_constants_are_not_reported_as_handed_on() -> None:
    assert spoken("f(METRIC, a::METRIC);", "METRIC") == []


def test_a_parameter_that_is_called_or_handed_on_is_the_receiver() -> None:
    called, handed = facts("fn f(a: u8, rec: impl Fn(u8)) { rec(1); a.run(&rec); }", "rec").calls

    assert (called.kind, called.callee, called.receiver) == ("method", "__call__", Parameter(1, "rec"))
    assert (handed.kind, handed.receiver, handed.handed) == ("reference", Parameter(1, "rec"), "run")
    assert [c.handed for c in facts("fn f() { run(rec); run(1, &rec); let x = rec; }", "rec").calls] == ["run", "run", ""]


def test_variants_are_constructors_and_references() -> None:
    assert spoken("f(E::A(1)); f(E::A);", "A") == [("function", "E.A"), ("reference", "E.A")]


def test_a_call_under_a_local_alias_is_found() -> None:
    code = "use a::rec as r; use a::b::*; use a::{rec as _}; fn f() { r!(1); }"

    assert [(c.kind, c.callee) for c in facts(code, "rec").calls] == [("macro", "r")]


def test_an_alias_is_found_for_a_star_too() -> None:
    assert [c.callee for c in facts("use a::record as r; fn f() { r(1); }", "rec*").calls] == ["r"]


def test_the_span_is_the_whole_call_without_what_follows() -> None:
    code = "fn f() {\n  db\n    .rec(\n      1,\n    )\n    .await?;\n}"

    call = only_call(code)

    assert code[call.span.start : call.span.end] == "db\n    .rec(\n      1,\n    )"
    assert (call.span.line, call.span.column, call.span.end_line, call.span.end_column) == (2, 3, 5, 6)
    assert call.written == "db .rec"
    assert call.statement_lines == 5


def test_positions_inside_macros_are_those_of_the_file() -> None:
    code = 'fn f() {\n  a!("ü", b!(?x, c => rec!(y, "z")));\n}'

    call = only_call(code)

    data = code.encode()
    assert data[call.span.start : call.span.end] == b'rec!(y, "z")'
    assert [data[a.span[0] : a.span[1]] for a in call.args] == [b"y", b'"z"']
    assert data[call.within :].startswith(b"b!(")


def test_a_call_outside_macros_is_within_none() -> None:
    assert only_call("fn f() { rec(1) }").within == -1


def test_macro_arguments_can_be_named() -> None:
    call = only_call('fn f() { rec!(target: "t", n = 1, "label" => x) }')

    assert [(a.name, a.value) for a in call.args] == [("target", Text("t")), ("n", Number("1")), ("", Text("label")), ("", Name("x"))]


def test_receivers_can_be_typed() -> None:
    code = "impl S {{ fn f(&self, p: &Arc<Db>) {{ let l: Db = open(); {}.rec() }} }}"

    assert only_call(code.format("self.db")).receiver == Member(Parameter(-1, "self"), "db")
    assert only_call(code.format("p")).receiver == Parameter(0, "p")
    assert only_call(code.format("l")).receiver == Record("Db", (), open=True)
    assert only_call(code.format("Db::new()")).receiver == Invoke("Db.new", ())
    assert only_call(code.format("x.y(1)")).receiver == Invoke("y", (Argument("", Number("1"), (60, 61)),), Name("x"))


def test_function_and_scope_are_full_paths() -> None:
    code = "rec(0); mod a { impl b::T { fn f() { fn g() { rec(1); } } } }  const X: u8 = rec(2);"

    found = [(c.function, c.scope) for c in facts(code, "rec", module="app").calls]

    assert found == [("", "app"), ("app.a.T.f.g", "app.a.T.f.g"), ("", "app")]


def test_the_enclosing_function_is_listed() -> None:
    found = facts("fn outer() { let c = || rec(1); } fn other() {}", "rec")

    assert [f.name for f in found.functions] == ["app.m.outer"]


@pytest.mark.parametrize(
    ("code", "context"),
    [
        ("fn f() { rec(1) }", "production"),
        ("#[test] fn f() { rec(1) }", "test"),
        ("#[tokio::test(flavor = \"x\")]\n// c\nasync fn f() { rec(1) }", "test"),
        ("#[cfg(test)]\nmod t { mod u { fn f() { rec(1) } } }", "test"),
        ("#[cfg(all(test, unix))] impl X { fn f() { rec(1) } }", "test"),
        ("#[cfg(not(test))] fn f() { rec(1) }", "production"),
        ("#![cfg(test)] fn f() { rec(1) }", "test"),
        ("#![cfg(unix)] fn f() { rec(1) }", "production"),
        ("#[inline] fn f() { rec(1) }", "production"),
    ],
)
def test_test_code_is_told_from_production(code: str, context: str) -> None:
    assert only_call(code).context == context


def test_an_example_stays_an_example() -> None:
    assert facts("fn f() { rec(1) }", "rec", context="example").calls[0].context == "example"


def test_attribute_macros_are_decorators() -> None:
    code = '#[a::rec(name = "x")]\n#[inline]\npub fn f() {}\n#[rec]\nstruct S;\n#[rec] const X: u8 = 1;'

    found = facts(code, "rec")

    assert [(c.kind, c.callee, c.function) for c in found.calls] == [("decorator", "a.rec", "app.m.f"), ("decorator", "rec", "")]


def test_a_rule_of_a_macro_is_a_function_with_its_metavariables_as_parameters() -> None:
    rule = '($a:expr; $e:expr) => { if let Some(r) = $crate::get() { r.rec($e, "x", $a); } };'
    found = facts(f"/// Says so.\nmacro_rules! m {{ {rule} }}", "rec")

    (call,), (function,) = found.calls, found.functions
    assert (call.function, [a.value for a in call.args]) == ("app.m.m", [Parameter(1, "e"), Text("x"), Parameter(0, "a")])
    assert (function.name, [p.name for p in function.params], function.public) == ("app.m.m", ["a", "e"], False)
    assert function.comments[0].lines == ("Says so.",) and function.span.start < call.span.start < function.span.end


def test_an_exported_macro_stands_at_the_root_of_its_crate() -> None:
    found = facts("mod inner { #[macro_export] macro_rules! m { ($e:expr) => { rec($e) }; } }", "rec")

    assert [(f.name, f.public) for f in found.functions] == [("app.m", True)] and found.calls[0].function == "app.m"


@pytest.mark.parametrize(
    ("rules", "known"),
    [
        ("($e:expr) => { rec($e) };", True),
        ("($e:expr) => { rec($e) }; ($e:expr, $($rest:tt)*) => { other($e) };", True),
        ("($e:expr) => { rec($e) }; ($t:expr, $e:expr) => { other($e) };", False),
        ("($($e:expr),*) => { $( rec($e) );* };", False),
        ("($($e:expr),*) => { rec($($e),*) };", False),
        ("(name: $e:expr) => { rec($e) };", False),
        ("(@inner $e:expr) => { rec($e) };", False),
    ],
)
def test_a_metavariable_is_a_parameter_where_every_rule_has_it_by_itself_in_one_place(rules: str, known: bool) -> None:
    calls = facts(f"macro_rules! m {{ {rules} }}", "rec").calls

    assert [a.value for c in calls for a in c.args if isinstance(a.value, Parameter)] == ([Parameter(0, "e")] if known else [])


def test_a_function_that_a_macro_writes_calls_nothing_here() -> None:
    assert facts("macro_rules! m { ($e:expr) => { fn made() { rec($e) } }; }", "rec").calls == ()


def test_what_a_statement_in_a_macro_writes_is_what_the_macro_is_given() -> None:
    found = facts('macro_rules! m { ($e:expr) => { $crate::run("INSERT INTO t (a)", $e) }; }', "t")

    assert found.statements[0].values == (Parameter(0, "e"),)
