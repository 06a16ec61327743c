"""Comments that speak to telint, in both languages: which are real, and the lines of what they are about."""

import pytest

from checker.model.directive import Directive
from tests.languages.test_python import extract
from tests.languages.test_rust import facts

SAID = "telint: allow dead-event -- why"


def found(language: str, code: str) -> tuple[Directive, ...]:
    """The directives of some code in which `@` stands for a comment of the language that holds one."""
    written = code.replace("@", f"// {SAID}" if language == "rust" else f"# {SAID}")
    return (facts if language == "rust" else extract)(written, "rec").directives


def about(language: str, code: str) -> list[tuple[int, int]]:
    return [(d.first, d.last) for d in found(language, code)]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("fn f() {\n  @\n  rec(1);\n}", (3, 3)),
        ("fn f() {\n  rec(1); @\n}", (2, 2)),
        ("fn f() {\n  @\n  // telemetry: S1\n  #[cfg(a)]\n  let x =\n    rec(\n      1);\n}", (5, 7)),
        ("fn f() {\n  // telemetry: S1\n  @\n  rec(1);\n}", (4, 4)),
        ("fn f() {\n  db\n    .rec(1)\n    .await?; @\n  rec(2);\n}", (2, 4)),
        ("fn f() {\n  rec(\n    1, @\n    2,\n  );\n}", (2, 5)),
        ("fn f() {\n  rec(\n    @\n    1,\n  );\n}", (2, 5)),
        ("fn f() {\n  rec!(\n    @\n    1,\n  );\n}", (2, 5)),
        ("fn f() {\n  match x {\n    @\n    A => rec(1),\n    B => rec(2),\n  }\n}", (4, 4)),
        ("@\n#[instrument]\nfn f(\n  a: u8,\n) {\n  rec(1);\n}", (3, 5)),
        ("fn f() { @\n  rec(1);\n}", (1, 1)),
        ("@\nstruct A {\n  b: u8,\n}", (2, 2)),
        ("fn f() {\n  @\n  let x = spawn(async {\n    rec(1);\n  });\n}", (3, 3)),
        ("fn f() {\n  @\n\n  rec(1);\n}", (2, 2)),
        ("fn f() {\n  rec(1);\n  @\n}", (3, 3)),
        ("fn f() {\n  /* telint: allow dead-event -- why */ rec(1);\n}", (2, 2)),
    ],
)
def test_a_directive_in_rust_is_about_a_statement(code: str, lines: tuple[int, int]) -> None:
    assert about("rust", code) == [lines]


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("@\nrec(1)\n", (2, 2)),
        ("rec(1)  @\nrec(2)\n", (1, 1)),
        ("rec(1)  # noqa: E501  @\n", (1, 1)),
        ("@\n# telemetry: S1\nx = rec(\n    1,\n)\n", (3, 5)),
        ("x = rec(\n    1,\n)  @\n", (1, 3)),
        ("x = rec(\n    1,  @\n    2,\n)\n", (1, 4)),
        ("x = rec(\n    @\n    1,\n)\n", (1, 4)),
        ("@\n@decorated\ndef f(\n    a,\n):\n    rec(1)\n".replace("@d", "\0d").replace("@\n\0", "@\n\0"), (2, 5)),
        ("def f():  @\n    rec(1)\n", (1, 1)),
        ("@\nif a:\n    rec(1)\n", (2, 2)),
        ("@\n\nrec(1)\n", (1, 1)),
        ("def f():\n    rec(1)\n    @\n", (3, 3)),
    ],
)
def test_a_directive_in_python_is_about_a_statement(code: str, lines: tuple[int, int]) -> None:
    assert [(d.first, d.last) for d in extract(code.replace("@", f"# {SAID}").replace("\0", "@"), "rec").directives] == [lines]


@pytest.mark.parametrize(
    "code",
    [
        'fn f() { rec("@"); }',
        'fn f() { rec(r#"\n@\n"#); }',
        'fn f() { rec!("{}", "@"); }',
        "/// @\nfn f() { rec(1); }",
        "//! @\nfn f() { rec(1); }",
        "fn f() { rec(1); } // see `telint: allow dead-event -- why`",
        "fn f() { rec(1); } // Telint: allow dead-event -- why",
        "fn f() { rec(1); } // telint: allowed dead-event -- why",
        "fn f() { rec(1); } // telint: allow-dead-event -- why",
    ],
)
def test_what_only_looks_like_one_in_rust_is_none(code: str) -> None:
    assert found("rust", code) == ()


@pytest.mark.parametrize(
    "code",
    [
        'rec("@")\n',
        'rec("""\n@\n""")\n',
        'def f():\n    """Says `@`.\n\n    @\n    """\n    rec(1)\n',
        "rec(f'{x} @')\n",
        "rec(1)  # see telint: allow dead-event -- why\n",
        "rec(1)  # telint: disallow dead-event -- why\n",
    ],
)
def test_what_only_looks_like_one_in_python_is_none(code: str) -> None:
    assert found("python", code) == ()


@pytest.mark.parametrize(("language", "code"), [("rust", "fn f() {\n  rec(\"é\"); @\n}"), ("python", "if 1:\n  rec('é'); @\n")])
def test_a_directive_has_its_text_and_place(language: str, code: str) -> None:
    (one,) = found(language, code)

    assert one.text == SAID
    column = 16 if language == "rust" else 15
    assert (one.span.line, one.span.column, one.span.end_column) == (2, column, column + len(SAID))


def test_a_block_comment_ends_the_text() -> None:
    assert [d.text for d in facts("/*\n * telint: allow a -- b */ fn rec() {}", "rec").directives] == ["telint: allow a -- b"]
