"""To whom a closure or nested function is handed, of a call that stands in one."""

import pytest

from tests.languages.test_python import extract
from tests.languages.test_rust import only_call


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("guarded(|| rec(1));", "guarded"),
        ("gate::guarded(move || { if a { rec(1) } });", "gate.guarded"),
        ("self.guarded(|| rec(1));", "guarded"),
        ("a.b.guarded(async move || rec(1).await);", "guarded"),
        ("outer(|| inner(|x| rec(x)));", "inner"),
        ("spawn(async move { rec(1) });", ""),
        ("let work = || rec(1); guarded(work);", ""),
        ("guarded(rec(1));", ""),
        ("(a)(|| rec(1));", ""),
        ("guarded(|| { fn f() { rec(1) } });", ""),
    ],
)
def test_rust(body: str, expected: str) -> None:
    assert only_call(f"impl A {{ fn f(&self) {{ {body} }} }}").handed == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("guarded(lambda: rec(1))", "guarded"),
        ("self.gate.guarded(2, work=lambda: rec(1))", "self.gate.guarded"),
        ("def g():\n    rec(1)\nguarded(g)", "guarded"),
        ("def g():\n    rec(1)\nself.guarded(work=g)", "self.guarded"),
        ("def g():\n    rec(1)\n    guarded(g)", ""),
        ("def g():\n    rec(1)\nguarded(g)\ng()", ""),
        ("def g():\n    rec(1)\nguarded(g)\nother(g)", ""),
        ("def g():\n    rec(1)\nreturn g", ""),
        ("class G:\n    def g(self):\n        rec(1)\nguarded(g)", ""),
        ("guarded(rec(1))", ""),
        ("work = lambda: rec(1)\nguarded(work)", ""),
    ],
)
def test_python(body: str, expected: str) -> None:
    lines = "\n".join(f"        {line}" for line in body.split("\n"))
    (call,) = extract(f"class A:\n    def f(self):\n{lines}\n", "rec").calls

    assert call.handed == expected


def test_very_many_uses_of_a_name_are_not_all_looked_at() -> None:
    uses = "    guarded(g)\n" * 2_000
    (call,) = extract(f"def f():\n    def g():\n        rec(1)\n{uses}", "rec").calls

    assert call.handed == ""


def test_a_function_of_a_module_is_not_followed_by_its_name() -> None:
    (call,) = extract("def g():\n    rec(1)\n\n\nguarded(g)\n", "rec").calls

    assert call.handed == ""
