"""What code asks of a variable that it reads, by the values that it answers yes to."""

import itertools

import pytest

from checker.languages.python.offsets import occurrences
from checker.model.check import Asked, answer
from tests.languages.test_python import extract
from tests.languages.test_rust import facts

VALUES = (None, "", "0", "1", "true", "TRUE", "yes", "no")
READ = 'std::env::var("X")'
TRUTHY = 'fn truthy(v: &str) -> bool { let v = v.trim(); v == "1" || v.eq_ignore_ascii_case("true") }'
HEAD = """import os
ON = frozenset({"1", "yes"})

def truthy(v: str) -> bool:
    v = v.strip().lower()
    return v in ("1", "true")

"""


def read(body: str) -> Asked | None:
    """What a Python function of that body asks of its one read."""
    (call,) = extract(f"{HEAD}def f():\n    {body}\n", "getenv").calls
    return call.asked


def yes(asked: Asked | None) -> list[str | None] | None:
    return None if asked is None or asked.check is None else [v for v in VALUES if answer(asked.check, v)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("READ.is_ok()", ["", "0", "1", "true", "TRUE", "yes", "no"]),
        ("READ.is_err()", [None]),
        ('READ.ok().as_deref() == Some("1")', ["1"]),
        ('READ != Ok("1".to_string())', [None, "", "0", "true", "TRUE", "yes", "no"]),
        ('READ.is_ok_and(|v| v == "1" || v.eq_ignore_ascii_case("true"))', ["1", "true", "TRUE"]),
        ("READ.map(|v| truthy(&v)).unwrap_or(false)", ["1", "true", "TRUE"]),
        ("READ.map_or(true, |v| truthy(&v))", [None, "1", "true", "TRUE"]),
        ('matches!(READ.ok().map(|v| v.to_ascii_lowercase()).as_deref(), Some("no") | Some("0"))', ["0", "no"]),
        ('let v = READ.unwrap_or_default(); v == "1" || v == "true"', ["1", "true"]),
        ('let v = READ.unwrap_or_default(); match v.as_str() { "1" | "yes" => run(), _ => {} }', ["1", "yes"]),
        ('if READ.unwrap_or_else(|_| "1".into()) != "0" { run() }', [None, "", "1", "true", "TRUE", "yes", "no"]),
        ('READ.unwrap_or("1".to_string()).is_empty()', [""]),
        ("READ.ok().and_then(|v| v.parse::<bool>().ok()).unwrap_or(false)", ["true"]),
        ("READ.unwrap_or_default().parse::<bool>().unwrap_or(true)", [None, "", "0", "1", "true", "TRUE", "yes", "no"]),
        ('["1", "true"].contains(&READ.unwrap_or_default().as_str())', ["1", "true"]),
        ('READ.as_deref() == Ok("1") && other()', ["1"]),
        ('READ.unwrap() == "1"', None),
        ("run(READ?)", None),
        ("run(READ.unwrap_or_default())", None),
        ("READ.unwrap_or_default().parse::<u8>().unwrap_or(0) > 0", None),
        ('let v = READ.unwrap_or_default(); run(&v); v == "1"', None),
        ('let v = READ.unwrap_or_default(); if v == "1" { run() } v == "0"', None),
        ("READ.map(|v| elsewhere(&v)).unwrap_or(false)", None),
        ("READ.map(|v| v.len() > LIMIT).unwrap_or(false)", None),
        ('match READ.as_deref() { Ok("1") => a(), Ok("2") => b(), _ => c() }', None),
    ],
)
def test_rust(body: str, expected: list[str | None] | None) -> None:
    (call,) = facts(f"{TRUTHY} fn f() -> bool {{ {body.replace('READ', READ)} }}", "var").calls

    assert yes(call.asked) == expected


@pytest.mark.parametrize(
    ("body", "on", "off"),
    [
        ('match READ.ok()?.trim() { "1" => Some(true), "0" | "no" => Some(false), _ => None }', ["1"], ["0", "no"]),
        ('match READ.as_deref() { Ok("1") => Some(true), _ => None }', ["1"], []),
        ('match READ.unwrap_or_default().as_str() { "" => None, "1" => Some(true), _ => Some(false) }', ["1"], [*VALUES[2:3], *VALUES[4:]]),
        ('READ.ok().map(|v| v == "1")', ["1"], [*VALUES[1:3], *VALUES[4:]]),
    ],
)
def test_rust_answers_that_can_be_neither(body: str, on: list[str], off: list[str]) -> None:
    (call,) = facts(f"fn f() -> Option<bool> {{ {body.replace('READ', READ)} }}", "var").calls

    assert call.asked is not None
    assert (call.asked.kind, yes(call.asked), yes(call.asked._replace(check=call.asked.off))) == ("choice", on, off)


@pytest.mark.parametrize(
    "body",
    [
        'match READ.ok()?.trim() { "1" => Some(true), v if v.is_empty() => None, _ => Some(false) }',
        'match READ.ok()?.trim() { "1" => Some(true), v => Some(parsed(v)), _ => None }',
        'match READ.ok()?.trim() { "1" => 1, "0" => 0, _ => 2 }',
    ],
)
def test_rust_answers_that_are_not_known(body: str) -> None:
    (call,) = facts(f"fn f() -> Option<bool> {{ {body.replace('READ', READ)} }}", "var").calls

    assert call.asked is None


@pytest.mark.parametrize(
    ("body", "on", "off"),
    [
        ("if v in ('1', 'yes'):\n        return True\n    if v == '0':\n        return False\n    return None", ["1", "yes"], ["0"]),
        ("if v is None:\n        return None\n    if v == '1':\n        return True\n    return False", ["1"], [*VALUES[1:3], *VALUES[4:]]),
        ("if not v:\n        return None\n    if v == '0':\n        return False\n    return True", list(VALUES[3:]), ["0"]),
        ("return None if v is None else v == '1'", ["1"], [*VALUES[1:3], *VALUES[4:]]),
        ("return v == '1' if v is not None else None", ["1"], [*VALUES[1:3], *VALUES[4:]]),
    ],
)
def test_python_answers_that_can_be_neither(body: str, on: list[str], off: list[str]) -> None:
    asked = read(f'v = os.getenv("X_ON")\n    {body}')

    assert asked is not None
    assert (asked.kind, yes(asked), yes(asked._replace(check=asked.off))) == ("choice", on, off)


@pytest.mark.parametrize(
    "body",
    [
        'if v == "1":\n        log()\n        return True\n    return None',
        'if v == "1":\n        return True\n    if other():\n        return False\n    return None',
        'if v == "1":\n        return True\n    else:\n        return None',
    ],
)
def test_python_answers_that_are_not_known(body: str) -> None:
    asked = read(f'v = os.getenv("X_ON")\n    {body}')

    assert asked is None or asked.kind == "flag"


def test_methods_that_only_a_producer_knows_are_said() -> None:
    (call,) = facts('fn f() -> bool { resolve(Key::On).expose().is_some_and(|v| v == "1") }', "resolve").calls

    assert (call.asked.through, yes(call.asked)) == (("expose",), ["1"]) if call.asked else False


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('return os.getenv("X_ON") == "1"', ["1"]),
        ('return os.getenv("X_ON") != "0"', [None, "", "1", "true", "TRUE", "yes", "no"]),
        ('return os.getenv("X_ON", "0").lower() in ("1", "true")', ["1", "true", "TRUE"]),
        ('return os.getenv("X_ON", "no").upper() == "true"', []),
        ('return bool(os.getenv("X_ON"))', ["0", "1", "true", "TRUE", "yes", "no"]),
        ('if os.getenv("X_ON"):\n        run()', ["0", "1", "true", "TRUE", "yes", "no"]),
        ('if not os.getenv("X_ON", "1"):\n        run()', [""]),
        ('v = os.getenv("X_ON", "").strip()\n    return v in ON', ["1", "yes"]),
        ('return truthy(os.getenv("X_ON", "1"))', [None, "1", "true", "TRUE"]),
        ('return strtobool(os.getenv("X_ON", "no"))', ["1", "true", "TRUE", "yes"]),
        ('return (os.getenv("X_ON") or "1") == "1"', [None, "", "1"]),
        ('return (v := os.getenv("X_ON")) and v != "0"', ["1", "true", "TRUE", "yes", "no"]),
        ('return os.getenv("X_ON") is not None', ["", "0", "1", "true", "TRUE", "yes", "no"]),
        ('return os.getenv("X_ON", default="0") == "1"', ["1"]),
        ('run(os.getenv("X_ON"))', None),
        ("return os.getenv() == 1", None),
        ('return int(os.getenv("X_ON", "0")) > 0', None),
        ('return os.getenv("X_ON").lower() == "1"', None),
        ('return os.getenv("X_ON", fallback()) == "1"', None),
        ('v = os.getenv("X_ON")\n    if v is None:\n        return True\n    return v == "1"', None),
        ('return os.getenv("X_ON") in elsewhere.ON', None),
    ],
)
def test_python(body: str, expected: list[str | None] | None) -> None:
    assert yes(read(body)) == expected


def test_a_variable_that_is_looked_up() -> None:
    (there,) = extract('import os\n\ndef f():\n    return "X_ON" in os.environ\n', "X_ON").mentions

    assert yes(there.asked) == ["", "0", "1", "true", "TRUE", "yes", "no"]


def test_code_without_end_is_read_in_bounds() -> None:
    chained = "READ.ok()" + ".as_deref()" * 400 + '== Some("1")'
    nested = "(" * 300 + 'os.getenv("X_ON")' + ")" * 300

    names = [f"v{n}" for n in range(12)]
    locals_ = "".join(f"let {b} = " + f"{a}.clone().or({a}.clone()); let _ = {a}.clone();" * 4 for a, b in itertools.pairwise(names))
    facts(f"fn f() -> bool {{ let v0 = {READ}; {locals_} v11 == 1 }}", "var")
    again = "".join(f"    {b} = {a}\n    {b} = {a}\n    {b} = {a}\n" for a, b in itertools.pairwise(names))
    extract(f"import os\n\ndef f():\n    v0 = os.getenv('X_ON')\n{again}    return v11 == '1'\n", "getenv")
    facts(f"fn f() -> bool {{ {chained.replace('READ', READ)} }}", "var")
    extract(f'import os\n\ndef f():\n    return {nested} == "1"\n', "getenv")
    facts("fn flag(v: &str) -> bool { flag(v) } fn f() -> bool { READ.is_ok_and(|v| flag(&v)) }".replace("READ", READ), "var")


def test_a_case_that_stands_alone_is_read_as_broken_code() -> None:
    extract("def f(e):\n    x = (\n    case A(b): getenv(b)\n", "getenv")
    extract("case A(b):\n    getenv(b)\n", "getenv", "b")


def test_a_name_that_is_missing_stands_nowhere() -> None:
    assert list(occurrences(b"a b", b"")) == []
