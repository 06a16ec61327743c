"""Reads of one variable that take different values for yes."""

from pathlib import Path

import jsonschema_rs
from hypothesis import given, strategies

from checker.contracts.validate import schema_of
from checker.link.drift import as_data, drifts
from checker.model.check import ALWAYS, SET, Check, answer, either, negated
from checker.model.place import Place, Span
from checker.model.subject import Drift, Reading, Toggle
from tests.link.test_toggles import toggles
from tests.link.whole import EMPTY

TEXTS = strategies.lists(strategies.sampled_from(["", "0", "1", "true", "on", "x"]), max_size=3).map(tuple)
CHECKS = strategies.recursive(
    strategies.one_of(TEXTS.map(lambda t: Check("is", t)), TEXTS.map(lambda t: Check("like", t)), strategies.sampled_from([SET, ALWAYS])),
    lambda inner: strategies.one_of(
        inner.map(negated),
        strategies.tuples(inner, inner).map(lambda pair: either(*pair)),
        strategies.lists(inner, max_size=3).map(lambda parts: Check("any", parts=tuple(parts))),
        strategies.lists(inner, max_size=3).map(lambda parts: Check("all", parts=tuple(parts))),
    ),
    max_leaves=6,
)


def reading(line: int, check: Check, function: str = "") -> Reading:
    return Reading(Place("app.py", Span(line, line, line, 1, line, 1)), function or f"app.f{line}", check)


def found(*readings: Reading) -> list[Drift]:
    place = Place("variables.yaml", Span(0, 0, 1, 1, 1, 1))
    return list(drifts([Toggle("APP_ON", place, (), False, False, (), (), (), "", readings)]))


@given(CHECKS, strategies.sampled_from([None, "", "0", "1", "TRUE", "other"]))
def test_the_opposite_question_has_the_opposite_answer(check: Check, value: str | None) -> None:
    assert answer(negated(check), value) is not answer(check, value)
    assert answer(negated(negated(check)), value) is answer(check, value)


@given(CHECKS)
def test_a_question_never_drifts_from_itself_or_another_order_of_it(check: Check) -> None:
    assert found(reading(1, check), reading(2, check)) == []
    assert found(reading(1, check), reading(2, Check("any", parts=(check, check)))) == []


@given(CHECKS, CHECKS)
def test_what_is_said_to_differ_differs(one: Check, other: Check) -> None:
    for drift in found(reading(1, one), reading(2, other)):
        assert drift.here or drift.there
        assert not set(drift.here) & set(drift.there)


def test_the_odd_one_out_is_told_at_its_place_with_the_usual_one() -> None:
    one, other = Check("is", ("1",)), Check("is", ("1", "yes"))

    (drift,) = found(reading(1, other), reading(2, one), reading(3, one))

    assert (drift.place.span.line, drift.other.span.line, drift.here, drift.there) == (1, 2, ("`yes`",), ())


def test_of_several_questions_in_one_function_none_is_compared() -> None:
    one, other = Check("is", ("1",)), Check("is", ("0",))

    assert found(reading(1, SET, "app.f"), reading(2, other, "app.f"), reading(3, one)) == []
    assert len(found(reading(1, SET, "app.f"), reading(2, other, "app.g"), reading(3, one))) == 2


def test_reads_through_helpers_and_at_once(tmp_path: Path) -> None:
    code = """
        import os

        def flag(name: str) -> bool:
            return os.getenv(name) in ("1", "true")

        def a():
            return flag("APP_T")

        def b():
            return os.getenv("APP_T") == "1"
        """

    (drift,) = drifts(toggles(tmp_path, code, EMPTY, "APP_T").values())

    assert (drift.place.span.line, drift.other.span.line, drift.there) == (11, 8, ("`true`",))
    shape = jsonschema_rs.validator_for({**schema_of("subjects.v1"), "$ref": "#/$defs/drift"} | {"$id": "urn:x"})
    shape.validate({name: value for name, value in as_data(drift).items() if not name.startswith("_")})
