"""Functions handed in as arguments: the write is made where the parameter is called, and counts for who hands a function in that writes."""

from pathlib import Path

import pytest

from checker.model.subject import Callsite
from tests.link.whole import python, rust

PYTHON = """\
from tel import send

def record_event(name, payload):
    send(name, "s", payload)

"""
RUST = """\
use tel::send;

fn record_event(name: &str, payload: &str) { send(name, "s", payload); }
"""


def told(sites: list[Callsite], above: int) -> list[tuple[int, str, tuple[str, ...]]]:
    """Line below the common part, API and event names of the writes there."""
    return [(s.span.line - above, s.api, s.event.names) for s in sites if s.span.line > above]


def in_python(root: Path, text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    return told(python(root, PYTHON + text), 5)


def in_rust(root: Path, text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    return told(rust(root, RUST + text), 3)


def test_a_parameter_that_is_called_is_what_callers_hand_in(tmp_path: Path) -> None:
    text = """\
def run(fn, payload):
    fn("started", payload)

run(record_event, {"a": 1})
run(payload=1, fn=record_event)
run(print, 1)
"""

    assert in_python(tmp_path, text) == [(2, "fn", ("started",)), (4, "run", ("started",)), (5, "run", ("started",))]


def test_a_parameter_that_is_called_is_what_callers_hand_in_in_rust(tmp_path: Path) -> None:
    text = """\
fn run(f: impl Fn(&str, &str), payload: &str) { f("started", payload); }
fn other(_: &str, _: &str) {}
fn main() {
    run(record_event, "a");
    run(&record_event, "b");
    run(other, "c");
}
"""
    assert in_rust(tmp_path, text) == [(1, "f", ("started",)), (4, "run", ("started",)), (5, "run", ("started",))]


def test_methods_are_handed_in_and_parameters_are_handed_on(tmp_path: Path) -> None:
    text = """\
class Client:
    def add(self, key, value):
        send(key, "s", value)

    def go(self, x):
        outer(x, self.add)

def outer(x, add_fn):
    inner(x, add_fn)

def inner(x, write):
    write("inner", x)
"""
    assert in_python(tmp_path, text)[1:] == [(6, "outer", ("inner",)), (9, "inner", ("inner",)), (12, "write", ("inner",))]


def test_parameters_are_handed_on_in_rust(tmp_path: Path) -> None:
    text = """\
fn outer<F: Fn(&str, &str)>(f: F) { inner("x", &f); }
fn inner<F: Fn(&str, &str)>(x: &str, write: F) { write("inner", x); }
fn main() { outer(record_event); }
"""
    assert in_rust(tmp_path, text) == [(1, "inner", ("inner",)), (2, "write", ("inner",)), (3, "outer", ("inner",))]


def test_each_caller_writes_what_it_hands_in(tmp_path: Path) -> None:
    text = """\
def record_other(name, payload):
    send("other." + name, "s", payload)

def run(label, fn, *args):
    fn(*args)

run("a", record_event, "one", 1)
run("b", record_other, "two", 2)
"""
    assert in_python(tmp_path, text)[2:] == [(7, "run", ("one",)), (8, "run", ("other.two",))]


def test_an_api_is_handed_in_as_well(tmp_path: Path) -> None:
    text = 'def run(fn):\n    fn("started", "s", 1)\n\nrun(send)\n'

    assert in_python(tmp_path, text) == [(2, "fn", ("started",)), (4, "run", ("started",))]


def test_a_nested_function_calls_what_the_one_around_it_is_handed(tmp_path: Path) -> None:
    text = 'def run(fn):\n    def inside():\n        fn("started", 1)\n    inside()\n\nrun(record_event)\n'

    assert (6, "run", ("started",)) in in_python(tmp_path, text)


@pytest.mark.parametrize("call", ["submit(record_event, 'x', 1)", "pool.submit(record_event, 'x', 1)"])
def test_what_nobody_in_the_workspace_calls_is_written_where_it_is_handed_on(tmp_path: Path, call: str) -> None:
    assert in_python(tmp_path, f"from pool import submit\nimport pool\n\n{call}\n") == [(4, "record_event", ("x",))]


def test_a_function_that_is_only_kept_is_told_where_it_is_handed_on(tmp_path: Path) -> None:
    text = "class Keeper:\n    pass\n\ndef keep(fn):\n    Keeper.fn = 1\n\nkeep(record_event)\n"

    assert in_python(tmp_path, text) == [(7, "record_event", ())]


def test_functions_that_hand_on_in_a_round_end(tmp_path: Path) -> None:
    text = """\
def one(fn, depth):
    two(fn, depth)

def two(fn, depth):
    one(fn, depth)
    fn("round", depth)

one(record_event, 3)
"""
    assert (8, "one", ("round",)) in in_python(tmp_path, text)


def test_a_parameter_of_the_name_of_a_function_is_not_that_function(tmp_path: Path) -> None:
    text = """\
fn run(record_event: impl Fn(&str, &str)) { record_event("x", "y"); }
fn other(_: &str, _: &str) {}
fn main() { run(other); }
"""
    assert in_rust(tmp_path, text) == []


def test_long_functions_that_hand_on_what_they_are_handed_write_where_they_are_called(tmp_path: Path) -> None:
    work = "".join(f"    step_{i}()\n" for i in range(30))
    text = f"def outer(fn):\n{work}    inner(fn)\n\ndef inner(fn):\n{work}    fn('late', 1)\n\nouter(record_event)\n"

    assert (67, "outer", ("late",)) in in_python(tmp_path, text)


def test_of_many_functions_that_one_is_handed_each_call_counts_its_own(tmp_path: Path) -> None:
    made = "".join(f"def record_{i}():\n" + "".join(f"    send('e{i}.{n}', 's', 1)\n" for n in range(9)) + "\n" for i in range(40))
    calls = "".join(f"safely(record_{i})\n" for i in range(40))
    found = in_python(tmp_path, f"{made}def safely(fn):\n    fn()\n\n{calls}")

    assert found[-1][2] == tuple(f"e39.{n}" for n in range(9))
