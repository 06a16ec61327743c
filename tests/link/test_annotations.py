"""Reading classification comments."""

import pytest

from checker.link.annotations import annotations
from checker.model.facts import Comment
from checker.model.place import Span
from checker.model.subject import Annotation


def read(*lines: str) -> list[Annotation]:
    spans = tuple(Span(100 * n, 100 * n + len(line), n, 4, n, 4 + len(line)) for n, line in enumerate(lines, 1))
    return list(annotations("a.rs", Comment(lines, spans, "call", 0), "call"))


def test_a_class_with_keys_is_read_with_its_place() -> None:
    (found,) = read("telemetry: S1 family=mcp_surface transmission=local_only")

    assert (found.low, found.high, found.level, found.source) == ("S1", "S1", "call", "structured")
    assert found.keys == (("family", "mcp_surface"), ("transmission", "local_only"))
    assert not found.mistakes
    assert found.span.line == 1


@pytest.mark.parametrize("line", ["telemetry: S1-S2", "telemetry: S1–S2"])
def test_a_range_keeps_both_ends(line: str) -> None:
    (found,) = read(line)

    assert (found.low, found.high) == ("S1", "S2")


@pytest.mark.parametrize(
    "line",
    [
        "telemetry is off by default",
        "telemetry: see the trust page",
        "telemetry: best effort, never fails the caller",
        "telemetry:S1",
        "the telemetry: S1",
        "telemetry: ",
        "telemetry: a=b",
    ],
)
def test_prose_is_left_alone(line: str) -> None:
    assert read(line) == []


def test_adjacent_lines_are_one_annotation() -> None:
    (found,) = read("telemetry: S2 family=a", 'telemetry: consent="opt-in, see policy"')

    assert found.keys == (("family", "a"), ("consent", "opt-in, see policy"))
    assert (found.span.line, found.span.end_line) == (1, 2)


def test_a_line_of_prose_between_makes_two() -> None:
    assert [a.low for a in read("telemetry: S1", "and", "telemetry: S2")] == ["S1", "S2"]


@pytest.mark.parametrize(
    ("line", "message", "nearest", "column"),
    [
        ("telemetry: S1 famly=a", 'unknown key "famly"', "family", 18),
        ("telemetry: S4", 'unknown class "S4"', "", 15),
        ("telemetry: S1 family=a family=b", 'key "family" stands twice', "", 27),
        ("telemetry: S1 transmission=local", '"local" is no transmission', "local_only", 18),
        ("telemetry: S1 retention=90", '"90" is no retention', "", 18),
        ('telemetry: S1 reason="half', "unterminated quote", "", 18),
        ("telemetry: S1 family=", 'key "family" has no value', "", 18),
        ("telemetry: S2-S1", "the range runs downwards", "S1-S2", 15),
        ("telemetry: S1 S2", '"S2" is neither a key nor the one class', "", 18),
        ("telemetry: family=a", "no class", "one of S0, S1, S2, S3", 15),
    ],
)
def test_what_is_malformed_is_told_at_its_column(line: str, message: str, nearest: str, column: int) -> None:
    (found,) = read(line)
    (mistake,) = found.mistakes

    assert mistake.message == message
    assert mistake.span.column == column
    assert mistake.nearest == nearest


def test_a_wrong_class_states_none() -> None:
    (found,) = read("telemetry: S7 family=a")

    assert (found.low, found.high) == ("", "")
