"""Where a function decides by the kind of a parameter: what has an arm, and what becomes of the rest."""

import pytest

from checker.model.facts import Function
from tests.languages.test_python import extract
from tests.languages.test_rust import facts

Said = list[tuple[tuple[str, ...], str]]


def said(function: Function) -> Said:
    return [(d.patterns, d.rest) for d in function.dispatches]


def rust(body: str) -> Said:
    helper = "fn taken(e: &Event) -> bool { matches!(e, Event::A(_) | Event::C) }"
    (function,) = facts(f"{helper} impl Sink for S {{ fn take(&self, e: &Event, n: u8) {{ {body} }} }}", "take").functions
    return said(function)


def python(body: str, head: str = "") -> Said:
    lines = "\n".join(f"        {line}" for line in body.split("\n"))
    (function,) = extract(f"{head}\nclass Sink:\n    def take(self, e, n):\n{lines}\n", "take").functions
    return said(function)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("match e { Event::A(x) => w(x), Event::B | Event::C => w(1), _ => {} }", [(("Event.A", "Event.B", "Event.C"), "idle")]),
        ("match e { Event::A(x) => w(x), _ => { /* others */ return; } }", [(("Event.A",), "idle")]),
        ("match e { Event::A(x) => w(x), _ => { return Ok(()); } }", [(("Event.A",), "idle")]),
        ("let k = e.clone(); match k { Event::A(x) => w(x), _ => () }", [(("Event.A",), "idle")]),
        ("spawn(async move { match &e { Event::A(x) => w(x), _ => () } })", [(("Event.A",), "idle")]),
        ("match e.kind() { Kind::A => w(1), _ => {} }", [(("Kind.A",), "idle")]),
        ("if let Event::A(x) = e { w(x) } else if let Event::B = e { w(1) }", [(("Event.A", "Event.B"), "none")]),
        ("if let Event::A(x) = e { w(x) } else { }", [(("Event.A",), "idle")]),
        ("if !matches!(e, Event::A(_) | Event::B { .. }) { return; } keep(e)", [(("Event.A", "Event.B"), "left")]),
        ("let n = 1; if !taken(e) { return; } keep(e)", [(("Event.A", "Event.C"), "left")]),
        ("if !elsewhere(e) { return; } keep(e)", []),
        ("if matches!(e, Event::A(_)) { return; } keep(e)", []),
        ("match e { Event::A(x) => w(x), Event::B => {} }", []),
        ("match e { Event::A(x) => w(x), other => w(other) }", []),
        ("match e { Event::A(x) => w(x), _ => panic!() }", []),
        ("match e { Event::A(x) => w(x), _ if n > 1 => {}, _ => w(e) }", []),
        ("keep(e); match e { Event::A(x) => w(x), _ => {} }", []),
        ('match e { Event::A(x) => w(x), _ => {} } trace!("{e:?}")', []),
        ("match (e, n) { (Event::A, 1) => w(1), _ => {} }", []),
        ("if let Event::A(x) = e { w(x) } else if n > 1 { w(1) }", []),
        ("fn other(f: u8) { match f { 1 => w(1), _ => {} } }", []),
    ],
)
def test_rust(body: str, expected: Said) -> None:
    assert rust(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("match e:\n    case A(): w(e)\n    case B() | C(): w(1)\n    case _: pass", [(("A", "B", "C"), "idle")]),
        ("match e:\n    case A(): w(e)", [(("A",), "none")]),
        ("if isinstance(e, (A, m.B)):\n    w(e)\nelif isinstance(e, C):\n    w(e)", [(("A", "m.B", "C"), "none")]),
        ("if e.name == 'a':\n    w(e)\nelse:\n    return None", [(("a",), "idle")]),
        ("try:\n    if type(e) is A:\n        w(e)\nexcept ValueError:\n    pass", [(("A",), "none")]),
        ("if isinstance(e, A):\n    return w(e)\nif isinstance(e, B):\n    w(e)", [(("A",), "none"), (("B",), "none")]),
        ("if not isinstance(e, (A, B)):\n    return\nkeep(e)", [(("A", "B"), "left")]),
        ("if e.name not in ('a', 'b'):\n    return None\nkeep(e)", [(("a", "b"), "left")]),
        ("if not isinstance(e, A):\n    w(e)\nkeep(e)", []),
        ("match e:\n    case A(): w(e)\n    case other: w(other)", []),
        ("match e:\n    case A(): w(e)\n    case _: raise ValueError", []),
        ("if isinstance(e, A):\n    w(e)\nelif n:\n    w(1)", []),
        ("if isinstance(e, A):\n    return w(e)\nkeep(e)", []),
        ("if n > 1:\n    w(e)", []),
    ],
)
def test_python(body: str, expected: Said) -> None:
    assert python(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("T[type(e)](e)", [(("A", "m.B"), "none")]),
        ("h = T.get(type(e))\nif h:\n    h(e, n)", [(("A", "m.B"), "none")]),
        ("if h := T.get(type(e)):\n    h(e)", [(("A", "m.B"), "none")]),
        ("T.get(type(e), keep)(e)", []),
        ("T[type(e)](e)\nkeep(e)", []),
        ("U[type(e)](e)", []),
        ("V[type(e)](e)", []),
    ],
)
def test_tables_of_handlers(body: str, expected: Said) -> None:
    assert python(body, "T = {A: one, m.B: two}\nU = {A: one}\nU[m.B] = two\nV = {name(): one}\n") == expected


def test_what_stands_in_very_many_arms_is_read_in_bounds() -> None:
    arms = " ".join(f"Event::V{n} => w({n})," for n in range(3_000))

    ((patterns, rest),) = rust(f"match e {{ {arms} _ => {{}} }}")

    assert (len(patterns), rest) == (3_000, "idle")
