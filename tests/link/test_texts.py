"""Values as strings, on hand-made facts."""

import pytest

from checker.link.frame import free
from checker.link.strings import Strings, text
from checker.link.texts import convention, parameters, strings
from checker.model.facts import Function, Type, Variant
from checker.model.value import Argument, Choice, Invoke, Item, Join, Member, Name, Number, Option, Parameter, Record, Text, Unknown, Value
from tests.link.world import SPAN, constant, file, function, program

OWN = Parameter(-1, "self")
BY_VALUE = Type("app.Kind", "enum", (), (Variant("A", "a", (), SPAN, value=Text("by value")), Variant("B", "b", (), SPAN)), (), SPAN)
SPELLED = Type("app.Spelled", "enum", (), (Variant("A", "a", (), SPAN), Variant("B", "b", (), SPAN)), (), SPAN)
ARMS = Choice((Option("app.Spelled.A", Text("spelled a")), Option("app.Spelled.B", Text("spelled b"))), OWN)
AS_STR = function("app.Spelled.as_str", returns=(ARMS,), owner="Spelled", scope="app")
LIVE = program(file("app", types=(BY_VALUE, SPELLED), functions=(AS_STR,), constants=(constant("app.K", Text("const")),)))
HERE = free(None, "app")


def of(value: Value) -> Strings:
    return strings(LIVE, value, HERE)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Name("Kind.A"), "by value"),
        (Name("Spelled.A"), "spelled a"),
        (Invoke("as_str", (), Name("Spelled.B")), "spelled b"),
        (Name("K"), "const"),
        (Number("12"), "12"),
        (Join((Text("a."), Name("K"), Number("1"))), "a.const1"),
        (Invoke("EventName", (Argument("", Text("x")),)), "x"),
    ],
)
def test_what_is_known_is_one_text(value: Value, expected: str) -> None:
    assert of(value) == text(expected)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (Name("Kind.B"), "`app.Kind.B` is not a constant of the workspace"),
        (Name("GONE"), "`GONE` is not a constant of the workspace"),
        (Unknown((), "read from the environment"), "read from the environment"),
        (Invoke("lower_case", (Argument("", Text("x")),)), "computed"),
        (Record("json", ()), "computed"),
        (Parameter(0, "n"), "parameter `n` of `module`"),
    ],
)
def test_what_is_not_known_says_why(value: Value, reason: str) -> None:
    assert of(value) == Strings(reasons=frozenset((reason,)))


@pytest.mark.parametrize("null", ["None", "null", "()"])
def test_null_is_no_alternative(null: str) -> None:
    assert of(Choice((Option("", Text("a")), Option("", Number(null))))) == text("a")


def test_joins_within_joins_are_given_up_on_at_some_depth() -> None:
    value: Value = Text("x")
    for _ in range(40):
        value = Join((value,))

    assert of(value).reasons == {"followed too far"}


def test_a_convention_stays_open_where_a_value_is_put_in() -> None:
    handed_in = Join((Text("bench:"), Parameter(0, "id"), Text(":"), Name("K")))

    assert convention(LIVE, handed_in, HERE).prefixes == {"bench:"}
    assert convention(LIVE, Join((Text("bench:"), Name("K"))), HERE) == text("bench:const")
    assert convention(LIVE, Text("whole"), HERE) == text("whole")


def test_the_parameters_a_value_is_made_from_are_found_wherever_they_stand() -> None:
    a, b, c, d, e = (Parameter(i, "abcde"[i]) for i in range(5))
    call = Invoke("f", (Argument("", c),), d)
    value = Join((Member(a, "x"), Choice((Option("", b), Option("", Text("t")))), call, Record("json", (Item("k", e),))))

    assert [p.name for p in parameters(LIVE, value, HERE)] == ["a", "b", "c", "d", "e"]


def test_a_parameter_that_is_bound_leads_to_its_argument() -> None:
    outer: Function = function("app.outer", "o")
    inner: Function = function("app.inner", "i")
    frame = free(inner, "app")._replace(bound={0: (Parameter(0, "o"), free(outer, "app"))})

    assert [p.name for p in parameters(LIVE, Parameter(0, "i"), frame)] == ["o"]
