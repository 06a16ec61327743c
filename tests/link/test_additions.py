"""What is set on a span after its start: part of the span's write, whoever sets it; a write of its own only where the span is unknown."""

from pathlib import Path
from textwrap import dedent

import pytest

from checker import pipeline
from checker.model.run import Request
from checker.model.subject import Callsite

CARGO = '[package]\nname = "app"\nversion = "0.1.0"\n'
PYTHON = "from opentelemetry import trace\nfrom opentelemetry.trace import Span\n\ntracer = trace.get_tracer(__name__)\n"
RUST = "use opentelemetry::{global, trace::{Span, Tracer}, KeyValue};\n"


def found(root: Path, **files: str) -> list[tuple[str, int, str, tuple[str, ...]]]:
    """The writes of a workspace: file, line, event (`?` and the reason where it is not known) and the fields of the payload."""
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_py", ".py").replace("_rs", ".rs")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    return [(s.path, s.span.line, _event(s), s.payload.fields) for s in pipeline.inventory(Request(str(root))).callsites]


def _event(site: Callsite) -> str:
    return ", ".join(site.event.names) or f"? {site.event.reason}"


def python(root: Path, text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """The writes of one Python module, lines counted from below its imports."""
    return [(line - 4, event, fields) for _, line, event, fields in found(root, app_py=PYTHON + dedent(text))]


def rust(root: Path, text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """The writes of one Rust file, lines counted from below its imports."""
    (root / "Cargo.toml").write_text(CARGO, "utf-8")
    return [(line - 1, event, fields) for _, line, event, fields in found(root, src__lib_rs=RUST + dedent(text))]


def test_what_is_set_on_a_span_is_part_of_its_write(tmp_path: Path) -> None:
    assert python(
        tmp_path,
        """\
        def run(job):
            span = tracer.start_span("job.run", attributes={"kind": 1})
            span.set_attribute("job.id", job.id)
            span.set_attributes({"job.size": 1, "job.kind": "x"})
            with tracer.start_as_current_span("job.ship") as inner:
                inner.set_attribute(key="job.to", value=job.to)
            span.set_status(1)
        """,
    ) == [(2, "job.run", ("job.id", "job.kind", "job.size", "kind")), (5, "job.ship", ("job.to",))]


def test_what_is_set_on_a_span_is_part_of_its_write_in_rust(tmp_path: Path) -> None:
    assert rust(
        tmp_path,
        """\
        pub fn run(id: i64) {
            let tracer = global::tracer("app");
            let mut span = tracer.start("job.run");
            span.set_attribute(KeyValue::new("job.id", id));
            span.set_attributes([KeyValue::new("job.size", 1), KeyValue::new("job.kind", "x")]);
            span.end();
            tracer.in_span("job.ship", |cx| {
                cx.span().set_attribute(KeyValue::new("job.to", "b"));
            });
        }
        """,
    ) == [(3, "job.run", ("job.id", "job.kind", "job.size")), (7, "job.ship", ("job.to",))]


def test_wrappers_add_where_they_are_called(tmp_path: Path) -> None:
    assert python(
        tmp_path,
        """\
        class Telemetry:
            def _add(self, span: Span, key, value):
                def operation():
                    return span.set_attribute(key, value)
                self.safely(operation)

            def run(self, job):
                span = self._start("job.run")
                self._add(span, "job.id", job.id)
                describe(span, job)

            def _start(self, name):
                return tracer.start_span(name)


        def describe(span: Span, job):
            span.set_attribute("job.size", job.size)
        """,
    ) == [(8, "job.run", ("job.id", "job.size")), (13, "job.run", ())]


def test_wrappers_add_where_they_are_called_in_rust(tmp_path: Path) -> None:
    assert rust(
        tmp_path,
        """\
        fn tag(span: &mut impl Span, key: &'static str, value: i64) {
            span.set_attribute(KeyValue::new(key, value));
        }

        pub fn run(size: i64) {
            let tracer = global::tracer("app");
            let mut span = tracer.span_builder("job.run").start(&tracer);
            tag(&mut span, "job.size", size);
        }
        """,
    )[:1] == [(7, "job.run", ("job.size",))]


def test_callers_of_the_function_that_starts_a_span_see_what_it_adds(tmp_path: Path) -> None:
    _, outer = python(
        tmp_path,
        """\
        def record_job(job):
            span = tracer.start_span("job.run")
            span.set_attribute("job.id", job.id)

        def main(job):
            record_job(job)
        """,
    )

    assert outer == (6, "job.run", ("job.id",))


def test_a_span_that_nobody_is_seen_to_start_is_one_write_for_each_function_with_the_reason(tmp_path: Path) -> None:
    assert python(
        tmp_path,
        """\
        def on_start(span: Span, name: str):
            span.set_attribute("app.name", name)
            span.set_attribute("app.kind", 1)

        def current(name):
            trace.get_current_span().set_attribute("app.name", name)

        class Kept:
            def __init__(self, held):
                self.held = held

            def close(self):
                self.held.set_attribute("app.closed", True)
        """,
    ) == [
        (2, "? added to what is made elsewhere: parameter `span` of `on_start`", ("app.kind", "app.name")),
        (6, "? added to what `get_current_span()` gives", ("app.name",)),
        (13, "? added to what is made elsewhere: parameter `held` of `__init__`", ("app.closed",)),
    ]


def test_a_span_that_nobody_is_seen_to_start_is_one_write_in_rust(tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text(CARGO, "utf-8")
    text = """\
    use tracing_opentelemetry::OpenTelemetrySpanExt;

    pub fn tag(span: &tracing::Span, status: i64) {
        span.set_attribute("http.status", status);
        span.set_attribute("http.done", true);
        span.record("seen", true);
    }

    pub fn current(count: i64) {
        tracing::Span::current().set_attribute("count", count);
    }
    """

    assert found(tmp_path, src__lib_rs=text) == [
        ("src/lib.rs", 4, "? added to what is made elsewhere: parameter `span` of `tag`", ("http.done", "http.status")),
        ("src/lib.rs", 10, "? added to what `current()` gives", ("count",)),
    ]


def test_a_helper_for_the_current_span_adds_where_it_is_told_the_field(tmp_path: Path) -> None:
    assert python(
        tmp_path,
        """\
        def tag(key, value):
            trace.get_current_span().set_attribute(key, value)

        def one(user):
            tag("user.id", user.id)
            tag("user.role", user.role)
        """,
    ) == [(5, "? added to what `get_current_span()` gives", ("user.id", "user.role"))]


def test_a_field_whose_name_is_not_known_leaves_the_payload_open(tmp_path: Path) -> None:
    text = "def run(key):\n    span = tracer.start_span('a')\n    span.set_attribute(key, 1)\n    span.set_attribute('known', 1)\n"
    (tmp_path / "app.py").write_text(PYTHON + text, "utf-8")

    (site,) = pipeline.inventory(Request(str(tmp_path))).callsites

    assert (site.payload.fields, site.payload.closed) == (("known",), False)


@pytest.mark.parametrize(
    "text",
    [
        "class Node:\n    def set_attribute(self, key, value): ...\n\ndef run(node: Node):\n    node.set_attribute('a', 1)\n",
        "class Node:\n    def set_attribute(self, key, value): ...\n\ndef run():\n    node = Node()\n    node.set_attribute('a', 1)\n",
        "def set_attribute(key, value): ...\n\ndef run():\n    set_attribute('a', 1)\n",
    ],
)
def test_methods_of_that_name_of_something_else_add_nothing(tmp_path: Path, text: str) -> None:
    assert python(tmp_path, text) == []


def test_a_file_that_does_not_import_the_api_adds_nothing(tmp_path: Path) -> None:
    text = "def run(node):\n    node.set_attribute('a', 1)\n"
    assert found(tmp_path, dom_py=text, app_py=PYTHON) == []


def test_functions_that_hand_a_span_to_each_other_in_a_round_end(tmp_path: Path) -> None:
    assert python(
        tmp_path,
        """\
        def one(span: Span, depth):
            span.set_attribute("one", depth)
            two(span, depth)

        def two(span: Span, depth):
            span.set_attribute("two", depth)
            if depth:
                one(span, depth - 1)

        def run():
            span = tracer.start_span("round")
            one(span, 3)
        """,
    ) == [(11, "round", ("one", "two"))]


def test_either_of_two_spans_that_a_local_can_be_is_added_to(tmp_path: Path) -> None:
    assert python(
        tmp_path,
        """\
        def run(big):
            if big:
                span = tracer.start_span("big")
            else:
                span = tracer.start_span("small")
            span.set_attribute("size", 1)
        """,
    ) == [(3, "big", ("size",)), (5, "small", ("size",))]


def test_two_spans_of_one_name_keep_their_own_fields(tmp_path: Path) -> None:
    assert python(
        tmp_path,
        """\
        def run():
            one = tracer.start_span("same")
            one.set_attribute("a", 1)
            two = tracer.start_span("same")
            two.set_attribute("b", 1)
        """,
    ) == [(2, "same", ("a",)), (4, "same", ("b",))]


def test_spans_from_one_helper_without_arguments_keep_their_own_fields(tmp_path: Path) -> None:
    assert python(
        tmp_path,
        """\
        def begin():
            return tracer.start_span("begun")

        def one():
            span = begin()
            span.set_attribute("a", 1)

        def two():
            span = begin()
            span.set_attribute("b", 1)
        """,
    ) == [(2, "begun", ()), (5, "begun", ("a",)), (9, "begun", ("b",))]


def test_what_only_tests_hand_in_leaves_production_code_unknown(tmp_path: Path) -> None:
    app = PYTHON + "def tag(span: Span, size):\n    span.set_attribute('size', size)\n"
    test = PYTHON + "from app import tag\n\ndef test_tag():\n    span = tracer.start_span('in.test')\n    tag(span, 1)\n"

    assert found(tmp_path, app_py=app, tests__test_tag_py=test) == [
        ("app.py", 6, "? added to what is made elsewhere: parameter `span` of `tag`", ("size",)),
        ("tests/test_tag.py", 8, "in.test", ("size",)),
    ]
