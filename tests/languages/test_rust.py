"""Rust files as a whole: paths, context, what cannot be read. Also the helpers of the other Rust tests."""

import subprocess
import sys

import pytest

from checker.languages import rust
from checker.model.facts import Call, FileFacts, Guard
from checker.model.source import Source, SourceFile
from checker.model.value import Value


def facts(code: str | bytes, *names: str, module: str = "app.m", context: str = "production") -> FileFacts:
    """What `code` says about `names`."""
    data = code if isinstance(code, bytes) else code.encode()
    return rust.extract(Source(SourceFile("src/m.rs", "rust", "app", module, context), data), frozenset(names))


def only_call(code: str, name: str = "rec") -> Call:
    """The one call of `name` in `code`."""
    (call,) = [c for c in facts(code, name).calls if c.callee.rpartition(".")[2] == name]
    return call


def values(body: str, params: str = "") -> tuple[Value, ...]:
    """The arguments of the call of `rec` in a function with that body."""
    return tuple(a.value for a in only_call(f"fn f({params}) {{ {body} }}").args)


def value(body: str, params: str = "") -> Value:
    """The first argument of the call of `rec` in a function with that body."""
    return values(body, params)[0]


def guards(body: str) -> list[Guard]:
    """The guards of the call of `rec` in a function with that body."""
    return list(only_call(f"fn f() {{ {body} }}").guards)


@pytest.mark.parametrize(
    ("path", "module"), [("store/mod.rs", "store"), ("lib.rs", ""), ("main.rs", ""), ("bin/x.rs", "bin.x"), ("a/b_c.rs", "a.b_c")]
)
def test_a_path_below_the_source_root_names_a_module(path: str, module: str) -> None:
    assert rust.module(path) == module


def test_the_path_tells_tests_and_examples_from_production() -> None:
    assert rust.context("a/tests/b.rs") == rust.context("a/benches/b.rs") == rust.context("src/x_test.rs") == "test"
    assert rust.context("examples/b.rs") == "example"
    assert rust.context("src/a.rs") == "production"


def test_asking_for_paths_does_not_load_the_parser() -> None:
    code = "import sys, checker.languages.rust; sys.exit('tree_sitter' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_asking_for_facts_leaves_the_function_in_its_place() -> None:
    facts("fn f() {}", "f")

    assert callable(rust.extract)


def test_a_file_is_asked_again_for_other_names() -> None:
    code = "fn f() { a(1); b(2); }"

    assert [c.callee for c in facts(code, "a").calls] == ["a"]
    assert [c.callee for c in facts(code, "b").calls] == ["b"]
    assert {c.callee for c in facts(code, "a", "b").calls} == {"a", "b"}


def test_nothing_is_said_about_names_that_are_not_asked_for() -> None:
    found = facts("const A: u8 = 1; fn f() { a(1); }", "zzz")

    assert (found.constants, found.functions, found.calls) == ((), (), ())


def test_a_star_stands_for_all_names_with_that_beginning() -> None:
    found = facts("fn f() { capture_a(1); capture_b(2); recapture_c(3); }", "capture_*")

    assert [c.callee for c in found.calls] == ["capture_a", "capture_b"]


def test_an_empty_name_finds_nothing() -> None:
    assert facts("fn f() { a(1); }", "", "*").calls == ()


def test_a_broken_region_is_one_problem_and_the_rest_is_still_read() -> None:
    found = facts("fn a() { rec(1); }\nfn b( { ) ] }\nfn c() { rec(2); }", "rec")

    assert len(found.calls) == 2
    assert {p.span.line for p in found.problems} == {2}
    assert "cannot be read as Rust" in found.problems[0].why


def test_what_is_missing_is_named() -> None:
    found = facts("fn a() { let x = (1 + 2; }", "a")

    assert any(p.why == 'expected ")"' for p in found.problems)


def test_bytes_that_are_not_utf8_are_a_problem_and_the_rest_is_read() -> None:
    found = facts(b'// \xff\xfe\nfn a() { rec("x"); }', "rec")

    assert [p.why for p in found.problems] == ["not valid UTF-8"]
    assert (found.problems[0].span.line, found.problems[0].span.column) == (1, 4)
    assert found.calls[0].span.line == 2


def test_columns_count_characters() -> None:
    call = facts('fn a() { b("äö€"); rec(1); }', "rec").calls[0]

    assert (call.span.column, call.span.end_column) == (20, 26)
    assert call.span.start == 23


def test_valid_code_that_the_grammar_does_not_know_is_no_problem() -> None:
    found = facts("fn f() -> (impl A + for<'x> B<'x> + C, D) { rec(1) }", "rec")

    assert found.problems == ()
    assert len(found.calls) == 1


def test_nul_bytes_do_no_harm() -> None:
    found = facts(b"fn a() { rec(1); \0 }", "rec")

    assert len(found.calls) == 1
    assert found.problems


@pytest.mark.parametrize(
    "code",
    [
        "fn f() { rec(" + "(" * 20_000 + "x" + ")" * 20_000 + "); }",
        "fn f() { " + "rec(" * 1_000 + "x" + ")" * 1_000 + "; }",
        "fn f() { " + "rec!(" * 200 + "x" + ")" * 200 + "; }",
        "mod a { " * 1_000 + "fn rec() {}" + "}" * 1_000,
    ],
)
def test_what_is_nested_too_deep_is_said_to_be(code: str) -> None:
    assert "nested too deep to be read" in [p.why for p in facts(code, "rec", "x").problems]


@pytest.mark.parametrize(
    "code",
    [
        "fn f() { rec(x" + ".clone()" * 5_000 + "); }",
        "fn f() { rec(x" + ".a" * 5_000 + "); }",
        'fn f() { rec(""' + " + &x" * 5_000 + "); }",
        "fn f() { rec(if a {1}" + " else if b {2}" * 2_000 + " else {3}); }",
        "fn f() { rec(match y { A" + "|B" * 5_000 + " => 1, _ => 2}); }",
        "fn f() { match y { " + "(" * 2_000 + "x" + ",)" * 2_000 + " => rec(1) } }",
        "fn rec(x: " + "Option<" * 5_000 + "T" + ">" * 5_000 + ") {}",
        "fn f() { let x0 = 1; " + "".join(f"let x{i + 1} = x{i}; " for i in range(2_000)) + "rec(x2000); }",
        "fn f() { let x0 = y; " + "".join(f"let x{i + 1} = (x{i}, x{i}, x{i}); " for i in range(40)) + "rec(x40); }",
        "fn f() { let mut x = 1; " + "x = 2; rec(x); " * 100 + "}",
        "use a::{" + "b::{" * 2_000 + "x" + "}" * 2_000 + "};",
        "fn f() { rec(json!(" + '{"a":' * 2_000 + "1" + "}" * 2_000 + ")); }",
        "fn f() { " + "rec(1)?; " * 200 + "}",
        "fn f() { let x = x; rec(x); }",
        "fn f() { " + "x" * 100_000 + "; rec(1); }",
    ],
)
def test_hostile_code_neither_crashes_nor_hangs(code: str) -> None:
    facts(code, "rec", "x")


def test_arbitrary_bytes_do_not_crash() -> None:
    facts(bytes(range(256)) * 20, "rec")
