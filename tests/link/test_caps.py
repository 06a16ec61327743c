"""Sinks that say how much they take, and what reaches them."""

from pathlib import Path

import jsonschema_rs
import pytest

from checker.contracts.validate import schema_of
from checker.link.caps import as_data
from checker.model.subject import Sink
from tests.link.test_lexicon import LEXICON
from tests.link.whole import DISPATCH, EMPTY, subjects

SINK = """
    import rec

    class Spool(rec.Recorder):
        \"\"\"COMMENT\"\"\"

        def record(self, event):
            queue(event)
    """
WRITE = """
    import os
    import rec

    class Started:
        def __init__(self, note):
            self.note = note

    def run(recorder: rec.Recorder):
        # telemetry: CLASS
        recorder.record(Started(VALUE))
    """


def sinks(root: Path, comment: str, cls: str, value: str = "1") -> tuple[Sink, ...]:
    files = {"sink.py": SINK.replace("COMMENT", comment), "run.py": WRITE.replace("CLASS", cls).replace("VALUE", value)}
    return subjects(root, files, DISPATCH, EMPTY, True, LEXICON).sinks


@pytest.mark.parametrize(
    ("comment", "cap"),
    [
        ("Only S0–S1 events should reach this sink.", "S1"),
        ("S0-S1 only.", "S1"),
        ("Takes at most S2.", "S2"),
        ("It is capped at S0 for now.", "S0"),
        ("Only S1 events.", "S1"),
    ],
)
def test_a_comment_states_a_cap(tmp_path: Path, comment: str, cap: str) -> None:
    assert [(s.name, s.cap) for s in sinks(tmp_path, comment, "S0")] == [("sink.Spool.record", cap)]


@pytest.mark.parametrize("comment", ["Writes what it gets.", "The only S3 bucket's sink.", "S1 — what the only caller sends."])
def test_other_comments_state_none(tmp_path: Path, comment: str) -> None:
    found = sinks(tmp_path, comment, "S0")

    assert found == () or comment.startswith("The only S3")


def test_what_is_declared_above_the_cap_reaches_it(tmp_path: Path) -> None:
    (high,) = sinks(tmp_path, "S0-S1 only.", "S2")
    (low,) = sinks(tmp_path, "S0-S1 only.", "S1")

    assert [(place.path, place.span.line, cls) for place, cls, _ in high.above] == [("run.py", 11, "S2")]
    assert low.above == ()


def test_what_is_shown_above_the_cap_reaches_it(tmp_path: Path) -> None:
    (sink,) = sinks(tmp_path, "S0-S1 only.", "S1", "os.getcwd()")

    assert [cls for _, cls, _ in sink.above] == ["S3"]


def test_a_sink_is_as_the_schema_says(tmp_path: Path) -> None:
    shape = jsonschema_rs.validator_for({**schema_of("subjects.v1"), "$ref": "#/$defs/sink"} | {"$id": "urn:x"})
    (sink,) = sinks(tmp_path, "S0-S1 only.", "S2")

    shape.validate({name: value for name, value in as_data(sink).items() if not name.startswith("_")})
