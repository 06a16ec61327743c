"""Rust: what is looked up only once or not at all says the same, and hostile files take bounded work."""

import pytest

from checker.languages import rust
from checker.languages.rust.occurrences import Occurrence, may_define, occurrences
from checker.languages.rust.offsets import line_of, lines_of
from checker.model.facts import FileFacts
from checker.model.source import Source, SourceFile
from checker.model.value import Choice, Invoke, Text
from tests.languages.test_rust import facts, only_call, value


def definitions(code: str, *names: str) -> FileFacts:
    """What `code` defines under `names`."""
    source = Source(SourceFile("src/m.rs", "rust", "app", "app.m", "production"), code.encode())
    return rust.extract(source, frozenset(names), definitions=True)


@pytest.mark.parametrize(
    "code",
    [
        "fn N() {}",
        "pub(crate) struct\tN;",
        "enum N { A }",
        "union N { a: u8 }",
        "trait N {}",
        "type N = u8;",
        "const N: u8 = 1;",
        "static mut N: u8 = 1;",
        "struct\n  // of note: (\n  N;",
        "struct /* ( */ N;",
        "fn r#N() {}",
        "use a::b; struct N;",
        "enum E { N }",
        "enum E { A, N(u8) }",
        "enum E {\n    A,\n    #[x] N,\n}",
        "impl N for T {}",
        "impl<A> N for T {}",
        "impl<A>N<A> for T {}",
        "impl !N for T {}",
        "impl a::b::N for T {}",
        "impl a::N<u8>\nfor T {}",
        "impl a::N\n    for T {}",
    ],
)
def test_what_is_defined_or_implemented_is_found_by_its_name_alone(code: str) -> None:
    found = definitions(code, "N")

    assert len(found.constants + found.types + found.implementations + found.functions) == 1


@pytest.mark.parametrize(
    "code", ["x.N", "f(N", "&N", "a = N", "Vec<N", '"N', "'N", "a::N(", "a: N", "-> N", "_ => N", "// a N", "use a::N", "return N"]
)
def test_a_mere_use_of_a_name_is_not_followed(code: str) -> None:
    data = code.encode()
    at = data.index(b"N")

    assert not may_define(data, Occurrence(at, at + 1, True))


def test_the_start_of_a_line_that_is_far_away_is_not_asked_for() -> None:
    long = "use " + "a" * 600 + "; "

    assert [t.name for t in definitions(long + "struct N;", "N").types] == ["app.m.N"]


def test_of_names_that_differ_in_case_the_one_that_is_written_counts() -> None:
    data = b"fn Insert() {} fn insert() {}"

    found = occurrences(data, data.lower(), frozenset({"Insert", "insert", "ins*"}))

    assert [(data[o.start : o.end], o.exact) for o in found] == [(b"Insert", True), (b"insert", True)]


@pytest.mark.parametrize("data", [b"", b"\n", b"a", b"a\n", b"a\r\nb", b"a\rb\n\n", b"\r", "é\u2028\n\x0c".encode()])
def test_lines_end_at_line_feeds_and_nowhere_else(data: bytes) -> None:
    lines = lines_of(data)

    assert [line_of(lines, i) for i in range(len(data) + 1)] == [data.count(b"\n", 0, i) + 1 for i in range(len(data) + 1)]


def test_calls_in_one_branch_have_the_same_guards() -> None:
    code = "fn f() { g()?; match k { A::B if c => { rec(1); rec(2); } _ => { if d { rec(3); rec(4); } else { rec(5); rec(6) } } } }"

    kinds = [[(g.kind, g.words) for g in c.guards] for c in facts(code, "rec").calls]

    assert kinds[0] == kinds[1] != kinds[2] == kinds[3] != kinds[4] == kinds[5]
    assert [kind for kind, _ in kinds[5]] == ["try", "arm", "else"]


def test_in_a_long_list_things_are_found_with_what_stands_beside_them() -> None:
    filler = "".join(f"/// Number {i}.\nconst C{i}: u8 = {i};\n" for i in range(150))

    found = facts(f"{filler}/// One.\n/// Two.\n#[x]\nstruct N;\n{filler}", "N", "C149")

    assert [(t.decorators, [c.lines for c in t.comments]) for t in found.types] == [(("x",), [("One.", "Two.")])]
    assert [c.comments[0].lines for c in found.constants] == [("Number 149.",)] * 2


def test_a_call_among_many_statements_keeps_its_comments_and_guards() -> None:
    filler = "g();\n" * 150
    code = f"fn f() {{\n{filler}// telemetry: S1\nrec(1);\n{filler}rec(2)?; rec(3);\n}}"

    calls = facts(code, "rec").calls

    assert [[c.lines for c in call.comments] for call in calls] == [[("telemetry: S1",)], [], []]
    assert [[g.kind for g in call.guards] for call in calls] == [[], [], ["try"]]


def test_between_many_statements_there_is_nothing() -> None:
    code = "fn f() {\n" + "g();\n" * 250 + "}" + "// rec\n" * 250

    assert facts(code, "rec").calls == ()


def test_a_long_run_of_comments_is_one_comment() -> None:
    (comment,) = facts("// telemetry: S1\n" * 5000 + "fn f() {}").comments

    assert len(comment.lines) == 5000
    assert (comment.level, comment.anchor) == ("function", 85000)


def test_a_comment_with_too_many_others_below_it_stands_on_nothing() -> None:
    below = [facts("// telemetry: S1\n" + "/* x */\n" * n + "fn f() {}").comments[0].level for n in (256, 257)]

    assert below == ["function", "none"]


def test_the_first_regions_that_are_no_rust_are_reported_and_how_many_follow() -> None:
    problems = facts("fn f() { a because b; }\n" * 300).problems

    assert len(problems) == 201
    assert problems[-1].why == "cannot be read as Rust, like 100 places in all from here on"
    assert (problems[-1].span.line, problems[-1].span.end_line) == (201, 300)


def test_few_regions_that_are_no_rust_are_all_reported() -> None:
    assert len(facts("fn f() { a because b; }\n" * 200).problems) == 200


def test_a_local_that_a_loop_makes_from_itself_comes_to_an_end() -> None:
    found = value("let mut x = a(); loop { x = x.as_str(); rec(x); }")

    assert isinstance(found, Choice)
    assert found.options[0].value == Invoke("a", ())


def test_many_assignments_that_use_each_other_take_little_work() -> None:
    found = value("let mut x = a; " + "if c { x = g(x); } " * 30 + "rec(x)")

    assert "too large" in repr(found)


def test_only_assignments_before_the_use_count() -> None:
    code = 'fn f() { let mut x = "a"; rec(x); x = "b"; rec(x); if c { x = "c"; } rec(x); xx = "d"; y.x = "e"; rec(x); }'

    found = [c.args[0].value for c in facts(code, "rec").calls]

    assert found[:2] == [Text("a"), Text("b")]
    assert found[2] == found[3]
    assert isinstance(found[2], Choice)
    assert [o.value for o in found[2].options] == [Text("b"), Text("c")]


def test_the_word_use_in_other_places_is_no_import() -> None:
    code = 'use a::b;\n// use c::d;\nfn f() { x.use(); reuse(y); let s = "use z;"; } pub use r#in::e;' + " " * 600
    code += "use g::{self, h as i};"

    assert [(i.alias, i.target) for i in facts(code).imports] == [("b", "a.b"), ("e", "in.e"), ("g", "g"), ("i", "g.h")]


def test_an_alias_asked_for_by_its_name_is_found() -> None:
    assert only_call("use a::rec as other; fn f() { other(1) }", "other").callee == "other"
    assert [c.callee for c in facts("use a::rec as other; use b::rec; fn f() { other(1); rec(2) }", "rec").calls] == ["other", "rec"]
