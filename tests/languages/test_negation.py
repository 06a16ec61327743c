"""Which names stand negated in the conditions before a call."""

import pytest

from tests.languages.test_python import only
from tests.languages.test_rust import guards


def rust(body: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(g.kind, tuple(sorted(g.turned))) for g in guards(body)]


def python(body: str) -> list[tuple[str, tuple[str, ...]]]:
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    return [(g.kind, tuple(sorted(g.turned))) for g in only(f"def run(a, b):\n{lines}\n").guards]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if on() { rec(1) }", [("if", ())]),
        ("if !on() { rec(1) }", [("if", ("on",))]),
        ("if !!on() { rec(1) }", [("if", ())]),
        ("if !(on() || a) { rec(1) }", [("if", ("a", "on"))]),
        ("if a && !self.on() { rec(1) }", [("if", ("on",))]),
        ("if on() == false { rec(1) }", [("if", ("on",))]),
        ("if true != on() { rec(1) }", [("if", ("on",))]),
        ("if !(on() == false) { rec(1) }", [("if", ())]),
        ("if a || !a { rec(1) }", [("if", ())]),
        ("if !on() { return; } rec(1)", [("return", ("on",))]),
        ("if on() { return; } rec(1)", [("return", ())]),
        ("ensure!(on()); rec(1)", [("return", ("ensure", "on"))]),
        ("if !on() { } else { rec(1) }", [("else", ("on",))]),
        ("if on() != 1 { rec(1) }", [("if", ())]),
    ],
)
def test_rust(body: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(kind, tuple(n for n in names if n not in ("self", "ensure"))) for kind, names in rust(body)] == [
        (kind, tuple(n for n in names if n != "ensure")) for kind, names in expected
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if on():\n    capture(1)", [("if", ())]),
        ("if not on():\n    capture(1)", [("if", ("on",))]),
        ("if not (on() or a):\n    capture(1)", [("if", ("a", "on"))]),
        ("if not not on():\n    capture(1)", [("if", ())]),
        ("if a and (on() is False):\n    capture(1)", [("if", ()), ("arm", ())]),
        ("if a or on() is False:\n    capture(1)", [("if", ("on",))]),
        ("if on() is not True:\n    capture(1)", [("if", ("on",))]),
        ("if on() != 1:\n    capture(1)", [("if", ())]),
        ("if not on():\n    return\ncapture(1)", [("return", ("on",))]),
        ("if on():\n    return\ncapture(1)", [("return", ())]),
        ("assert on()\ncapture(1)", [("return", ("on",))]),
        ("assert not on()\ncapture(1)", [("return", ())]),
        ("if not on():\n    pass\nelse:\n    capture(1)", [("else", ("on",))]),
        ("on() or capture(1)", [("else", ())]),
    ],
)
def test_python(body: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert python(body) == expected


def test_conditions_without_end_are_read_in_bounds() -> None:
    rust("if " + "!" * 2_000 + "on() { rec(1) }")
    python("if " + "not " * 2_000 + "on():\n    capture(1)")
