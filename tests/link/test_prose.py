"""Classes that comments state in prose, and everything that only looks like one."""

import pytest

from checker.link.prose import prose
from checker.model.facts import Comment
from checker.model.place import Span
from checker.model.subject import Annotation


def read(*lines: str, names: tuple[str, ...] = ()) -> list[Annotation]:
    spans = tuple(Span(100 * n, 100 * n + len(line.encode()), n, 5, n, 5 + len(line)) for n, line in enumerate(lines, 1))
    return list(prose("a.rs", Comment(lines, spans, "function", 0), "function", names))


@pytest.mark.parametrize(
    ("line", "low", "high"),
    [
        ("**S1**", "S1", "S1"),
        ("Writes a row, **S1–S2** depending on the query.", "S1", "S2"),
        ("**S0 (coarse counters)** only", "S0", "S0"),
        ("S1 — tool execution", "S1", "S1"),
        ("S1 - tool execution", "S1", "S1"),
        ("S1 (operational metadata) — names and timings", "S1", "S1"),
        ("S1-S2 — names and paths", "S1", "S2"),
        ("Sensitivity: S1", "S1", "S1"),
        ("sensitivity S2.", "S2", "S2"),
        ("Classification: S0", "S0", "S0"),
        ("The rows are classified S2", "S2", "S2"),
        ("This is class S3 content.", "S3", "S3"),
        ("Rows are tagged S1", "S1", "S1"),
        ("Treat as S3", "S3", "S3"),
        ("to be treated as S3 everywhere", "S3", "S3"),
        ("The transcript is S3 content-bearing", "S3", "S3"),
        ("Sensitivity: S1, may reach S2 with free text", "S1", "S2"),
        ("S1 — metadata; S2 when the query is kept", "S1", "S2"),
        ("- S1 — tool execution", "S1", "S1"),
    ],
)
def test_a_marked_class_is_read(line: str, low: str, high: str) -> None:
    assert [(a.low, a.high, a.source, a.level) for a in read(line)] == [(low, high, "prose", "function")]


@pytest.mark.parametrize(
    "line",
    [
        "uploads to an S3 bucket",
        "classified objects go to S3/GCS",
        "Treat as S3 storage",
        "class of the S3 API client",
        "S2 search",
        "sensitivity of the S2 search results",
        "S1: LAN backend",
        "Sprint S1 - LAN backend",
        "S2 adds retries",
        "class MimeS1 is not one",
        "application/x-S1-thing",
        "see S1 for more",
        "S1",
        "The class is stated elsewhere. S2 is the next step",
        "telemetry: S1",
        "**Note** S1",
        "tagged s",
        "",
    ],
)
def test_what_only_looks_like_a_class_is_left_alone(line: str) -> None:
    assert read(line) == []


def test_the_place_is_that_of_the_class_alone() -> None:
    (found,) = read("Größe: x", "Empfindlich — sensitivity: S1–S2 only")

    assert (found.span.line, found.span.column, found.span.end_column) == (2, 32, 37)
    assert found.span.start == 200 + len("Empfindlich — sensitivity: ".encode())
    assert found.span.end - found.span.start == len("S1–S2".encode())


def test_of_several_classes_the_line_that_speaks_of_the_event_counts() -> None:
    lines = ("- S0 — counters (job.count)", "- S2 — queries (job.query)")

    assert [a.low for a in read(*lines)] == ["S0"]
    assert [a.low for a in read(*lines, names=("job.query",))] == ["S2"]
    assert [a.low for a in read(*lines, names=("other",))] == ["S0"]
