"""Judging subjects by rules: findings, their order, their fingerprints, and rules that cannot be evaluated."""

from typing import Any

import pytest

from checker.evaluate.expression import Misfit, misfits
from checker.evaluate.run import evaluate
from checker.evaluate.subject import identity, subject_name
from checker.model.errors import Unusable
from checker.model.finding import Finding, Related, Rule
from checker.model.place import Place, Span


def rule(name: str = "bad-thing", **changes: Any) -> Rule:
    made = Rule(
        name=name,
        group="things",
        summary="A bad thing.",
        phase=1,
        severity="error",
        confidence="high",
        subject="callsite",
        when="site.production",
        message='"`" + site.api + "` is bad"',
        why="Because.",
        mend="Mend it.",
        source="here",
        path=f"rules/things/{name}.yaml",
    )
    return made._replace(**changes)


def place(path: str = "a.rs", line: int = 1, column: int = 1) -> Place:
    return Place(path, Span(line * 100 + column, line * 100 + column + 5, line, column, line, column + 5))


HERE = place()
ENDLESS = "false"
for variable in "abcdef":
    ENDLESS = f"[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].exists({variable}, {ENDLESS})"


def site(at: Place = HERE, names: tuple[str, ...] = ("job_done",), **changes: Any) -> dict[str, Any]:
    event = {"names": list(names), "pattern": "", "status": "registered"}
    return {"api": "emit", "function": "a.run", "production": True, "event": event, "_place": at, **changes}


def judge(rules: list[Rule], *sites: dict[str, Any]) -> tuple[Finding, ...]:
    return evaluate(rules, {"callsite": sites})


def test_a_finding_says_what_the_rule_says_at_the_place_of_the_subject() -> None:
    related = (Related(place("taxonomy.yaml", 7), "the row"),)

    (found,) = judge([rule()], site(place("a.rs", 3, 5), _related=related))

    assert found._replace(fingerprint="") == Finding(
        "bad-thing", "error", "high", "a.rs", place("a.rs", 3, 5).span, "`emit` is bad", "Mend it.", "job_done", related, (), ""
    )


def test_a_rule_that_does_not_hold_is_silent() -> None:
    assert judge([rule()], site(production=False)) == ()


def test_nothing_is_judged_without_rules_or_without_subjects_of_their_kind() -> None:
    assert judge([]) == ()
    assert judge([rule(subject="event", when="true")], site()) == ()
    assert evaluate([rule()], {"callsite": [], "event": [{"name": "x", "_place": place()}]}) == ()


@pytest.mark.parametrize(
    ("kind", "subject", "variable"),
    [
        ("annotation", {"text": "telemetry: S1", "level": "call"}, "annotation.text"),
        ("event", {"name": "job_done"}, "event.name"),
        ("contract", {"path": "a.yaml", "message": "no"}, "contract.path"),
        ("region", {"path": "a.rs", "why": "no"}, "region.path"),
    ],
)
def test_each_subject_has_its_own_variable(kind: str, subject: dict[str, Any], variable: str) -> None:
    (found,) = evaluate([rule(subject=kind, when="true", message=variable)], {kind: [{**subject, "_place": place()}]})

    assert found.message == found.subject == subject_name(kind, subject)


def test_findings_are_in_order_of_path_line_column_and_rule() -> None:
    sites = [site(place("b.rs", 1)), site(place("a.rs", 10)), site(place("a.rs", 9, 8)), site(place("a.rs", 9, 2))]

    found = judge([rule("second-rule"), rule("first-rule")], *sites)

    assert [(f.path, f.span.line, f.span.column, f.rule) for f in found] == [
        ("a.rs", 9, 2, "first-rule"),
        ("a.rs", 9, 2, "second-rule"),
        ("a.rs", 9, 8, "first-rule"),
        ("a.rs", 9, 8, "second-rule"),
        ("a.rs", 10, 1, "first-rule"),
        ("a.rs", 10, 1, "second-rule"),
        ("b.rs", 1, 1, "first-rule"),
        ("b.rs", 1, 1, "second-rule"),
    ]
    assert judge([rule("first-rule"), rule("second-rule")], *reversed(sites)) == found


def test_a_rule_says_one_thing_of_one_span_once() -> None:
    found = judge([rule(message="site.function")], site(function="second"), site(function="first"), site(function="first"))

    assert [f.message for f in found] == ["first", "second"]


def test_a_fingerprint_survives_moved_lines_and_new_words() -> None:
    (before,) = judge([rule()], site(place("a.rs", 3)))
    (after,) = judge([rule(message='"other words"')], site(place("a.rs", 40, 9)))

    assert before.fingerprint == after.fingerprint
    assert len(before.fingerprint) == 32


@pytest.mark.parametrize(
    "changed",
    [site(place("b.rs")), site(names=("job_lost",)), site(function="a.stop"), site(api="append"), site(function="a.run2")],
)
def test_a_fingerprint_tells_subjects_apart(changed: dict[str, Any]) -> None:
    (one,), (other,) = judge([rule()], site()), judge([rule()], changed)

    assert one.fingerprint != other.fingerprint


def test_rules_have_fingerprints_of_their_own() -> None:
    first, second = judge([rule("first-rule"), rule("second-rule")], site())

    assert first.fingerprint != second.fingerprint


def test_equal_subjects_of_one_file_are_numbered() -> None:
    one, two = judge([rule()], site(place(line=1)), site(place(line=2)))
    (alone,) = judge([rule()], site(place(line=2)))

    assert one.fingerprint != two.fingerprint
    assert alone.fingerprint == one.fingerprint


def test_the_fingerprint_of_a_complaint_forgets_line_numbers_in_its_words() -> None:
    first = {"path": "t.yaml", "message": "also on line 12"}

    assert identity("contract", first) == identity("contract", {**first, "message": "also on line 9"})
    assert identity("contract", first) != identity("contract", {**first, "message": "not YAML"})
    assert identity("region", {"path": "a.rs", "why": "x"}) != identity("region", {"path": "a.rs", "why": "y"})


def test_a_write_without_a_known_name_is_called_by_its_pattern_or_its_api() -> None:
    unknown = {"names": [], "pattern": "", "status": "unresolved"}

    assert subject_name("callsite", site(event={**unknown, "pattern": "job_*"})) == "job_*"
    assert subject_name("callsite", site(event=unknown)) == "emit"
    assert subject_name("callsite", site(names=("a", "b"))) == "a, b"


def test_what_is_not_for_rules_is_not_visible_to_them() -> None:
    (found,) = judge([rule(message="has(site._place) || has(site._related) ? 'seen' : 'hidden'")], site(_related=()))

    assert found.message == "hidden"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"when": "site.missing"}, "missing"),
        ({"message": "site.missing"}, "missing"),
        ({"when": 'site.event["gone"]'}, 'Key not found in map : "gone"'),
        ({"when": ENDLESS}, "Iteration budget exceeded"),
        ({"when": "1 / (site.event.names.size() - 1) == 1"}, "divide by zero"),
        ({"when": 'site.api.matches("(")'}, "missing )"),
    ],
)
def test_a_rule_without_a_value_is_unusable_and_names_rule_and_place(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Unusable) as raised:
        judge([rule(**changes)], site(place("a.rs", 3, 5)), site(place("a.rs", 4)))

    (complaint,) = raised.value.complaints
    assert complaint.path == "rules/things/bad-thing.yaml"
    assert complaint.message.startswith("rule bad-thing cannot be evaluated on the callsite at a.rs:3:5: ")
    assert why in complaint.message


def test_every_rule_that_fails_is_named() -> None:
    with pytest.raises(Unusable) as raised:
        judge([rule("one-rule", when="site.a"), rule("fine-rule"), rule("other-rule", when="site.b")], site())

    assert [c.path for c in raised.value.complaints] == ["rules/things/one-rule.yaml", "rules/things/other-rule.yaml"]


def test_a_compilers_report_is_read_line_by_line() -> None:
    report = """INVALID_ARGUMENT: ERROR: <input>:2:15: no a
 | x
 | ^
ERROR: <input>:-1:-1: too deep: 9
ERROR: <input>:2:15: no a [INVALID_ARGUMENT]"""

    assert misfits(report) == (Misfit(2, 15, "no a"), Misfit(0, 0, "too deep: 9"))


def test_a_report_of_another_form_is_one_misfit_without_a_place() -> None:
    assert misfits("INTERNAL: no budget") == (Misfit(0, 0, "no budget"),)
    assert misfits("CANCELLED: recursion limit 32 [CANCELLED]") == (Misfit(0, 0, "recursion limit 32"),)
    assert misfits("anything [else]") == (Misfit(0, 0, "anything [else]"),)
