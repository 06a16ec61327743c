"""Conditions that a Rust call stands behind."""

import pytest

from checker.model.facts import Guard
from checker.model.value import Invoke, Name, Parameter
from tests.languages.test_rust import facts, guards, only_call


def shown(body: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Kind, pattern and words of the guards of the call in a function with that body."""
    return [(g.kind, g.pattern, g.words) for g in guards(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("rec(1)", []),
        ('if enabled("X") { rec(1) }', [("if", "", ("enabled", "X"))]),
        ("if a { } else { rec(1) }", [("else", "", ("a",))]),
        ("if a { } else if b { rec(1) }", [("else", "", ("a",)), ("if", "", ("b",))]),
        ("while a { rec(1) }", [("if", "", ("a",))]),
        ("if !enabled() { return; } rec(1)", [("return", "", ("enabled",))]),
        ("if !enabled() { log(); return Ok(()); } { rec(1) }", [("return", "", ("enabled",))]),
        ("if !enabled() { log(); } rec(1)", []),
        ("if a { return } else { return } rec(1)", [("return", "", ("a",))]),
        ("for x in y { if !a { continue; } rec(1) }", [("return", "", ("a",))]),
        ("if a { panic!() } rec(1)", [("return", "", ("a",))]),
        ("if a { std::process::exit(1) } rec(1)", [("return", "", ("a",))]),
        ("if a { if b { return } else { return } } rec(1)", [("return", "", ("a",))]),
        ("if a { match b { _ => return } } rec(1)", [("return", "", ("a",))]),
        ("if a { unsafe { return } } rec(1)", [("return", "", ("a",))]),
        ("if a { return } // not else\nrec(1)", [("return", "", ("a",))]),
        ("let Some(x) = opt else { return }; rec(1)", [("try", "Some", ("opt",))]),
        ("check()?; rec(1)", [("try", "", ("check",))]),
        ("let x = check()?; rec(1)", [("try", "", ("check",))]),
        ("let x = match c { Some(x) => x, None => return }; rec(1)", [("try", "", ("c",))]),
        ("match c { Some(x) => {}, None => return } rec(1)", [("try", "", ("c",))]),
        ("ensure!(enabled()); rec(1)", [("return", "", ("ensure", "enabled"))]),
        ("let y; let x = 1; rec(1); check()?", []),
        ("a && rec(1)", [("if", "", ("a",))]),
        ("a || rec(1)", [("else", "", ("a",))]),
        ("a == rec(1)", []),
        ("rec(1) && a", []),
        ("if rec(1) { }", []),
        ("if a && let Some(b) = rec(1) { }", [("if", "", ("a",))]),
        ("let c = if a { || { return } } else { rec(1) };", [("else", "", ("a",))]),
        ("if a { fn g() { rec(1) } }", []),
    ],
)
def test_conditions_that_dominate_a_call(body: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert shown(body) == expected


def test_match_arms_have_subject_and_pattern() -> None:
    call = only_call("fn f(ev: &E) {\n match ev {\n E::A(x) if on => match x { K::B | K::C => rec(1), _ => {} },\n _ => {} } }")

    outer, inner = call.guards
    assert outer == Guard("arm", "E.A", Parameter(0, "ev"), ("ev", "E", "A", "x", "on"), 3)
    assert (inner.kind, inner.pattern) == ("arm", "K.B|K.C")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("_", "_"),
        ("other", "_"),
        ("CONST", "CONST"),
        ("a::B", "a.B"),
        ("Some(a::B(_))", "a.B"),
        ("Some(x)", "Some"),
        ("None", "None"),
        ('"lit"', "lit"),
        ("-1", "-1"),
        ("1..=3", "1..=3"),
        ("(A, b)", "(A, _)"),
        ("&A", "A"),
        ("n @ A", "A"),
        ("A | B { .. } | C(..)", "A|B|C"),
        ("x if y", "_"),
    ],
)
def test_patterns_are_paths_and_literals(pattern: str, expected: str) -> None:
    assert [g.pattern for g in guards(f"match x {{ {pattern} => rec(1), }}")] == [expected]


def test_if_let_is_an_arm() -> None:
    (guard,) = guards("if let E::A(x) = get() { rec(x) }")

    assert (guard.kind, guard.pattern, guard.subject) == ("arm", "E.A", Invoke("get", ()))


def test_parts_of_a_condition_are_guards_of_their_own() -> None:
    assert [(g.kind, g.pattern) for g in guards("if a && let E::B = c && d { rec(1) }")] == [("if", ""), ("arm", "E.B"), ("if", "")]


def test_guards_reach_through_closures_and_macros() -> None:
    code = "fn f() { if a { spawn(async move { if b { select! { x = y() => { match x { E::A => rec(1), _ => {} } } } } }) } }"

    assert [(g.kind, g.pattern) for g in only_call(code).guards] == [("if", ""), ("if", ""), ("arm", "E.A")]


def test_early_exits_are_kept_from_the_top_of_a_block() -> None:
    body = "if first { return }" + "check()?; " * 100 + "rec(1)"

    found = guards(body)

    assert found[0].words == ("first",)
    assert len(found) == 64


def test_the_condition_of_a_guard_is_followed() -> None:
    (call,) = facts("fn f() { let s = X; if let A = s { rec(1) } }", "rec").calls

    assert call.guards[0].subject == Name("X")
