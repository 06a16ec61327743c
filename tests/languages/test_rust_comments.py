"""Comments in Rust code and what they stand on."""

import pytest

from checker.model.facts import Comment
from tests.languages.test_rust import facts, only_call


def lines(comments: tuple[Comment, ...]) -> list[tuple[str, ...]]:
    """The texts of some comments."""
    return [c.lines for c in comments]


@pytest.mark.parametrize(
    "code",
    [
        "fn f() {\n  // telemetry: S1\n  rec(1);\n}",
        "fn f() {\n  // telemetry: S1\n  #[allow(x)]\n  rec(1);\n}",
        "fn f() {\n  // telemetry: S1\n  let x = db\n    .rec(1)\n    .await?;\n}",
        "fn f() {\n  rec(1); // telemetry: S1\n}",
        "fn f() {\n  rec(1) // telemetry: S1\n}",
        "fn f() {\n  db.rec(\n    1, // telemetry: S1\n    2,\n  );\n}",
        "fn f() {\n  db.rec(1)\n    .await?; // telemetry: S1\n}",
        "fn f() {\n  db\n    // telemetry: S1\n    .rec(1);\n}",
        "fn f() {\n  rec(\n    // telemetry: S1\n    1,\n  );\n}",
        "fn f() {\n  rec(\n    1,\n    // telemetry: S1\n  );\n}",
        "fn f() {\n  rec!(\n    // telemetry: S1\n    1,\n  );\n}",
        "fn f() {\n  rec(/* telemetry: S1 */ 1);\n}",
        "fn f() {\n  rec(E {\n    // telemetry: S1\n    a: 1,\n  });\n}",
        "fn f() {\n  /* telemetry: S1 */\n  rec(1);\n}",
        "fn f() {\n  if let Err(e) = rec(1) { // telemetry: S1\n    log();\n  }\n}",
        "fn f() {\n  match x {\n    // telemetry: S1\n    A => rec(1),\n    _ => {}\n  }\n}",
        "fn f() {\n  spawn(async {\n    // telemetry: S1\n    rec(1);\n  });\n}",
        "fn f() {\n  select! {\n    _ = x => {\n      // telemetry: S1\n      rec(1);\n    }\n  }\n}",
    ],
)
def test_a_comment_on_the_call_is_found(code: str) -> None:
    found = facts(code, "rec")

    assert lines(found.calls[0].comments) == [("telemetry: S1",)]
    assert found.calls[0].comments == found.comments
    assert found.comments[0].level == "call"
    assert found.comments[0].anchor >= 0


@pytest.mark.parametrize(
    "code",
    [
        "fn f() {\n  // telemetry: S1\n\n  rec(1);\n}",
        "fn f() {\n  other(); // telemetry: S1\n  rec(1);\n}",
        "fn f() {\n  rec(1);\n  // telemetry: S1\n  other();\n}",
        "fn f() {\n  rec(|| {\n    // telemetry: S1\n    other();\n  });\n}",
        'fn f() {\n  rec("// telemetry: S1");\n}',
        "fn f() {\n  // telemetry: S1\n  if a {\n    rec(1);\n  }\n}",
    ],
)
def test_a_comment_on_something_else_is_not_the_calls(code: str) -> None:
    assert only_call(code).comments == ()


def test_adjacent_lines_of_one_kind_are_one_comment() -> None:
    call = only_call("fn f() {\n  // telemetry: S1\n  //   metric=a\n  /* other */\n  rec(1);\n}")

    assert lines(call.comments) == [("telemetry: S1", "metric=a"), ("other",)]


def test_each_line_has_the_place_of_its_text() -> None:
    code = "fn f() {\n  // telemetry: S1  \n  rec(1);\n}"

    (comment,) = only_call(code).comments

    assert code[comment.spans[0].start : comment.spans[0].end] == "telemetry: S1"
    assert (comment.spans[0].line, comment.spans[0].column, comment.spans[0].end_column) == (2, 6, 19)
    assert comment.anchor == code.index("rec")


def test_block_comments_lose_their_stars() -> None:
    (comment,) = only_call("fn f() {\n  /*\n   * telemetry: S1\n   * metric=a\n   */\n  rec(1);\n}").comments

    assert comment.lines == ("telemetry: S1", "metric=a")


@pytest.mark.parametrize(
    ("code", "level", "anchor"),
    [
        ("//! Head.\n//! telemetry: S1\nuse a;", "module", 0),
        ("/*! telemetry: S1 */\nuse a;", "module", 0),
        ("mod a {\n  //! telemetry: S1\n}", "module", 0),
        ("/// telemetry: S1\nmod a { }", "module", 18),
        ("/// telemetry: S1\n\nfn f() {}", "function", 19),
        ("// telemetry: S1\nfn f() {}", "function", 17),
        ("fn f() {\n  //! telemetry: S1\n}", "function", 0),
        ("/// telemetry: S1\n#[derive(A)]\nstruct S;", "type", 31),
        ("/// telemetry: S1\ntrait S {}", "type", 18),
        ("// telemetry: S1\nimpl S {}", "impl", 17),
        ("// telemetry: S1\nconst X: u8 = 1;", "constant", 17),
        ("const X: u8 = 1; // telemetry: S1", "constant", 0),
        ("struct S {\n  // telemetry: S1\n  a: u8,\n}", "field", 32),
        ("struct S {\n  a: u8, // telemetry: S1\n}", "field", 13),
        ("enum S {\n  /// telemetry: S1\n  A,\n}", "type", 31),
        ("impl S { // telemetry: S1\n}", "impl", 0),
        ("fn f() { // telemetry: S1\n}", "function", 0),
        ("fn f() {\n  // telemetry: S1\n  const X: u8 = 1;\n}", "call", 30),
        ("// telemetry: S1\nuse a;", "none", -1),
        ("/// telemetry: S1\nmod a;", "none", -1),
        ("// telemetry: S1\n\nfn f() {}", "none", -1),
        ("fn f() {}\n// telemetry: S1", "none", -1),
        ("// telemetry: S1\n#[x]\n\n\n\n", "none", -1),
        ("// telemetry: S1\n\n#[x]\nfn f() {}", "none", -1),
        ("fn f() {\n  x();\n  // telemetry: S1\n}", "none", -1),
        ("struct S {\n  a: u8,\n  // telemetry: S1\n}", "none", -1),
    ],
)
def test_a_classification_says_what_it_stands_on(code: str, level: str, anchor: int) -> None:
    (comment,) = facts(code, "nothing").comments

    assert (comment.level, comment.anchor) == (level, anchor)
    assert "telemetry: S1" in comment.lines


def test_only_the_header_and_classifications_are_listed() -> None:
    found = facts("//! Head.\n\n//! More.\n// a telemetry: word\n/// docs\nfn f() {} // telemetry\n", "f")

    assert lines(found.comments) == [("Head.",), ("More.",)]


def test_a_run_with_several_classifications_is_listed_once() -> None:
    assert len(facts("// telemetry: S1\n// telemetry: S2\nfn f() {}", "f").comments) == 1


def test_the_word_in_a_string_is_no_comment() -> None:
    assert facts('const X: &str = "telemetry: S1";', "X").comments == ()


def test_functions_have_their_own_comments_and_those_of_their_impl() -> None:
    code = "/// Impl.\nimpl S {\n  /// Docs.\n  ///\n  /// More.\n  #[inline]\n  // plain\n  fn f() {\n    //! inner\n  }\n}"

    (function,) = facts(code, "f").functions

    assert lines(function.comments) == [("Docs.", "", "More."), ("plain",), ("inner",)]
    assert lines(function.owner_comments) == [("Impl.",)]


def test_a_comment_behind_the_item_before_is_not_the_next_ones() -> None:
    (function,) = facts("const A: u8 = 1; // about A\nfn f() {}", "f").functions

    assert function.comments == ()


def test_a_trailing_comment_is_only_on_the_last_line() -> None:
    code = "const A: u8 = 1; /* about A */\nconst B: u8 = 2; foo!(); // not B\nconst C: u8 = 3;"

    a, b, c = facts(code, "A", "B", "C").constants

    assert lines(a.comments) == [("about A",)]
    assert (b.comments, c.comments) == ((), ())
