"""Sinks that decide by the kind of event, and what is written and has no arm in them."""

from pathlib import Path

import jsonschema_rs
import pytest

from checker.contracts.validate import schema_of
from checker.link.dropping import as_data
from checker.model.subject import Dropping
from tests.link.whole import DISPATCH, subjects

CARGO = '[package]\nname = "app"\n'
SINK = """
    use rec::{record, Recorder};
    pub enum Event { A, B(u8), C { n: u8 } }
    pub struct Db;
    impl Recorder for Db {
        fn record(&self, e: &Event) {
            match e { Event::A => rec::append("a"), Event::B(_) => rec::append("b"), _ => {} }
        }
    }
    """


def dropped(root: Path, code: str) -> tuple[Dropping, ...]:
    return subjects(root, {"Cargo.toml": CARGO, "src/lib.rs": SINK + code}, DISPATCH).dropped


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("fn run() { record!(Event::C { n: 1 }); }", ["app.Event.C"]),
        ("fn run() { let e = Event::C { n: 1 }; record!(&e); }", ["app.Event.C"]),
        ("fn made() -> Event { Event::C { n: 1 } } fn run() { record!(made()); }", ["app.Event.C"]),
        ("fn send(e: Event) { record!(e); } fn run() { send(Event::C { n: 1 }); }", ["app.Event.C"]),
        ("fn run() { record!(Event::A); record!(Event::B(1)); }", []),
        ("fn run(e: Event) { record!(e); }", []),
        ("fn run(c: bool) { record!(if c { Event::A } else { Event::C { n: 1 } }); }", []),
        ("fn run() { record!(Other::C); }", []),
        ("#[test] fn run() { record!(Event::C { n: 1 }); }", []),
    ],
)
def test_what_is_written_and_has_no_arm_is_dropped(tmp_path: Path, code: str, kinds: list[str]) -> None:
    assert [kind for each in dropped(tmp_path, code) for kind, _ in each.kinds] == kinds


def test_a_sink_that_drops_is_as_the_schema_says(tmp_path: Path) -> None:
    shape = jsonschema_rs.validator_for({**schema_of("subjects.v1"), "$ref": "#/$defs/dropping"} | {"$id": "urn:x"})
    (each,) = dropped(tmp_path, "fn run() { record!(Event::C { n: 1 }); }")

    shape.validate({name: value for name, value in as_data(each).items() if not name.startswith("_")})
    assert (each.name, each.place.span.line, as_data(each)["kinds"]) == ("app.Db.record", 7, ["Event.C"])
