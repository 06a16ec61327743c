"""The registry: the native form and constants read, joined, and everything malformed named by file, line and column."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from checker import registry
from checker.model.config import RegistrySource
from checker.model.facts import Comment, Constant, FileFacts
from checker.model.place import FILE_START
from checker.model.registry import Registry
from checker.model.source import T, Wanted
from checker.model.value import Number, Text, Value
from checker.registry.files import matches
from checker.registry.words import class_range, prefix_of, session_fault, transmissions

PLACE = "contracts/telemetry/taxonomy.v1.yaml"


class Constants:
    """A `FactSource` that knows a few constants: `Constants("src/a.rs", KIND_X=("x", "doc line", …))`."""

    def __init__(self, path: str = "src/names.rs", **constants: tuple[Value | str, ...]) -> None:
        self.path = path
        self.constants = constants
        self.asked = list[frozenset[str]]()

    def about(self, wanted: Iterable[Wanted]) -> Iterable[FileFacts]:
        return ()

    def at(self, module: str, names: frozenset[str]) -> Iterable[FileFacts]:
        return ()

    def file(self, path: str, names: frozenset[str]) -> Iterator[FileFacts]:
        self.asked.append(names)
        fitting = [n for n in self.constants if any(n == name or (name[-1] == "*" and n.startswith(name[:-1])) for name in names)]
        if path == self.path:
            yield FileFacts(self.path, "rust", "demo.names", constants=tuple(self._constant(name) for name in fitting))

    def beside(self, work: Callable[[], T]) -> Callable[[], T]:
        return work

    def is_module(self, path: str) -> bool:
        return False

    def _constant(self, name: str) -> Constant:
        value, *lines = self.constants[name]
        comments = (Comment(tuple(str(line) for line in lines), (), "constant", 0),) if lines else ()
        return Constant(f"demo.names.{name}", Text(value) if isinstance(value, str) else value, FILE_START, comments)


def taxonomy(root: Path, text: str, path: str = PLACE, **more: str) -> Registry:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return registry.read(str(root), (), (path,), Constants())


def constants(root: Path, facts: Constants, pattern: str = "KIND_*", prefix: str = "") -> Registry:
    options = (("pattern", pattern), ("prefix-pattern", prefix)) if prefix else (("pattern", pattern),)
    return registry.read(str(root), (RegistrySource("constants", ("src/*.rs",), options),), ("src/names.rs",), facts)


FAMILY = """\
version: 1
families:
  - family: benchmark
    description: Timings.
    owner: [cli, store]
    sensitivity: S0
    transmission: local_only
    plane: UsageTelemetry
    session: "bench:{repository_id}"
    store: research_metrics
    retention: 365d
    toggle: APP_BENCHMARK
    events:
      - metric_type: benchmark_event
        status: shipped
        schema: schemas/benchmark.json
        expires: 2027-06-30
      - metric_type: benchmark.detail
        owner: other
        sensitivity: S1-S2
        session: "detail"
"""


def test_an_event_inherits_from_its_family_and_may_override(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "benchmark.json").write_text("{}")

    found = taxonomy(tmp_path, FAMILY)
    event, detail = found.events["benchmark_event"], found.events["benchmark.detail"]

    assert found.complaints == ()
    assert event._replace(place=detail.place, stated=()) == detail._replace(
        stated=(), name="benchmark_event", status="shipped", schema="schemas/benchmark.json", expires="2027-06-30",
        owners=("cli", "store"), low="S0", high="S0", session="bench:{repository_id}",
    )  # fmt: skip
    assert (detail.owners, detail.low, detail.high, detail.family) == (("other",), "S1", "S2", "benchmark")
    assert (event.place.path, event.place.span.line, event.place.span.column) == (PLACE, 14, 22)
    assert [(p.prefix, p.place.span.line) for p in found.prefixes] == [("bench:", 9), ("detail", 21)]
    assert found.files == (PLACE,)


def test_everything_malformed_is_said_at_once_and_the_rest_is_still_read(tmp_path: Path) -> None:
    (tmp_path / "here.json").write_text("{}")
    text = """\
version: 1
families:
  - family: one
    famly: x
    sensitivity: S3
    transmission: approved_usage_upload
    session: "one:{"
    retention: 1 year
    events:
      - metric_type: good
      - metric_type: " bad name"
      - metric_type: good
      - metric_type: late
        expires: 2027-02-30
        sensitivity: S4
        transmission: local_only
        session: "late:{id}"
      - metric_type: lost
        schema: gone.json
        sensitivity: S2-S1
        transmission: sometimes
      - metric_type: out
        schema: ../out.json
        sensitivity: S2
      - just text
  - family: two
    transmission: approved_usage_upload
    events:
      - metric_type: good
      - metric_type: raised
        sensitivity: S2
      - metric_type: fine
        schema: here.json
  - family: one
    events: nothing
  - 5
"""
    found = taxonomy(tmp_path, text)

    assert [str(c).removeprefix(f"{PLACE}:") for c in found.complaints] == [
        '4:5: unknown key "famly", did you mean "family"?',
        "6:19: S3 may not be approved_usage_upload, only local_only",
        '7:14: no session id can match "one:{": a place in braces needs a name and both braces, such as {repository_id}',
        '8:16: "retention" is "1 year", not a number of days such as 365d',
        '11:22: "metric_type" is " bad name", not an event name: one line of 1 to 200 characters without space around it',
        '14:18: there is no date "2027-02-30"',
        '15:22: "sensitivity" is "S4", not a class S0, S1, S2 or S3, or a range such as S1-S2',
        '20:22: the range "S2-S1" runs downwards',
        '21:23: "transmission" is "sometimes", not one of: local_only, explicit_operator_export, approved_usage_upload',
        '23:17: "../out.json" leads out of the workspace',
        "24:22: S2 may not be approved_usage_upload, only local_only or explicit_operator_export",
        '25:9: item 7 of "events" must be a mapping, not text',
        "31:22: S2 may not be approved_usage_upload, only local_only or explicit_operator_export",
        '34:13: the family "one" is there already, on line 3',
        '35:13: "events" must be a list, not text',
        '36:5: item 4 of "families" must be a mapping, not a whole number',
    ]
    assert [str(c).removeprefix(f"{PLACE}:") for c in found.absent] == ['19:17: the schema of `lost`, "gone.json", is not there']
    again = [(d.event, d.field, d.place.span.line, d.other.span.line) for d in found.disagreements]
    assert again == [("good", "", 12, 10), ("good", "", 29, 10)]
    assert sorted(found.events) == ["fine", "good", "late", "lost", "out", "raised"]
    assert (found.events["late"].low, found.events["late"].session) == ("", "late:{id}")
    assert (found.events["good"].retention, found.events["late"].expires) == ("", "")
    assert found.events["good"].session == "" and found.events["lost"].transmission == ""


@pytest.mark.parametrize(
    "text", ["", "5", "families: 5", "families:\n  - family: 5\n    owner: 5\n    events: [{metric_type: 5, status: [x]}]\n"]
)
def test_wrong_shapes_are_complaints_and_not_crashes(tmp_path: Path, text: str) -> None:
    found = taxonomy(tmp_path, text)

    assert found.events == {} and found.complaints


def test_a_file_that_is_no_yaml_is_one_complaint_with_its_place(tmp_path: Path) -> None:
    found = taxonomy(tmp_path, "version: 1\nfamilies: [\n")

    assert [(c.path, c.line) for c in found.complaints] == [(PLACE, 3)]


def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(FAMILY)
    root = tmp_path / "root"
    root.mkdir()
    (root / "link.yaml").symlink_to(tmp_path / "outside.yaml")

    found = registry.read(str(root), (RegistrySource("taxonomy", ("link.yaml",)),), ("link.yaml",), Constants())

    assert [str(c) for c in found.complaints] == ["link.yaml: leads out of the workspace"]
    assert found.events == {}


def test_a_source_without_files_is_a_complaint(tmp_path: Path) -> None:
    found = registry.read(str(tmp_path), (RegistrySource("taxonomy", ("gone.yaml", "no/**")),), ("other.yaml",), Constants())

    assert [c.path for c in found.complaints] == ["gone.yaml", "no/**"]


def test_the_same_event_in_two_files_of_a_source_is_there_twice(tmp_path: Path) -> None:
    text = "version: 1\nfamilies:\n  - family: {}\n    events:\n      - metric_type: same\n"
    (tmp_path / "a.yaml").write_text(text.format("a"))
    (tmp_path / "b.yaml").write_text(text.format("b"))

    found = registry.read(str(tmp_path), (RegistrySource("taxonomy", ("*.yaml",)),), ("a.yaml", "b.yaml"), Constants())

    assert found.complaints == ()
    assert [(d.words, d.place.path, d.other_words, d.other.path) for d in found.disagreements] == [("b", "b.yaml", "a", "a.yaml")]
    assert found.events["same"].family == "a"


def test_shipped_files_are_read_by_their_prefix_and_need_no_schema_files(tmp_path: Path) -> None:
    found = registry.read(str(tmp_path), (RegistrySource("taxonomy", ("telint:telemetry/taxonomy.v1.yaml",)),), (), Constants())

    assert found.complaints == ()
    assert found.events["benchmark_event"].place.path == "telint:telemetry/taxonomy.v1.yaml"


@pytest.mark.parametrize(
    ("path", "words"), [("telint:../README.md", "leads out"), ("telint:/etc/passwd", "leads out"), ("telint:gone.yaml", "cannot be read")]
)
def test_the_prefix_for_shipped_files_opens_nothing_else(tmp_path: Path, path: str, words: str) -> None:
    found = registry.read(str(tmp_path), (RegistrySource("taxonomy", (path,)),), (), Constants())

    assert [c.path for c in found.complaints] == [path]
    assert words in found.complaints[0].message


def test_without_sources_and_without_the_well_known_file_the_registry_is_empty(tmp_path: Path) -> None:
    assert registry.read(str(tmp_path), (), ("README.md",), Constants()) == Registry({}, {}, (), (), ())


def test_an_unknown_format_is_a_complaint(tmp_path: Path) -> None:
    found = registry.read(str(tmp_path), (RegistrySource("csv", ("x",)),), (), Constants())

    assert [c.message for c in found.complaints] == ['no registry format is named "csv"']


@pytest.mark.parametrize(
    ("lines", "low", "high", "description"),
    [
        (("S0 — Coarse names.",), "S0", "S0", "Coarse names."),
        (("S1–S2 — Journal", "of workflows."), "S1", "S2", "Journal of workflows."),
        (("S1 (payload may reach S2) — MCP surface.",), "S1", "S2", "MCP surface."),
        (("S1 (S2 when verbose) - Cost.",), "S1", "S2", "Cost."),
        (("**S2** – Paths.",), "S2", "S2", "Paths."),
        (("Timings.", "telemetry: S1"), "S1", "S1", "Timings."),
        (("S0 — Timings.", "telemetry: S1-S2 family=x"), "S1", "S2", "Timings."),
        (("D6: Circuit breaker trip.",), "", "", "D6: Circuit breaker trip."),
        (("L0 — one decision",), "", "", "L0 — one decision"),
        (("S3 bucket that holds it.",), "", "", "S3 bucket that holds it."),
        (("Uploads to S3 — nightly.",), "", "", "Uploads to S3 — nightly."),
        (("── Policy metrics — S1 ──────", "Trip."), "", "", "Trip."),
        (("S2–S1 — backwards",), "S2", "S2", "backwards"),
        ((), "", "", ""),
    ],
)
def test_the_class_comes_from_the_doc_comment(tmp_path: Path, lines: tuple[str, ...], low: str, high: str, description: str) -> None:
    event = constants(tmp_path, Constants(KIND_X=("x.y", *lines))).events["x.y"]

    assert (event.low, event.high, event.description) == (low, high, description)
    assert (event.constant, event.source, event.status, event.place.path) == ("demo.names.KIND_X", "constants", "", "src/names.rs")


def test_constants_are_asked_for_by_prefix_and_sorted_into_events_and_session_prefixes(tmp_path: Path) -> None:
    facts = Constants(KIND_X=("x",), PRE_A=("a:",), ID_B=("b",), PRE_EMPTY=("",), KIND_N=(Number("1"),), OTHER=("o",))

    found = constants(tmp_path, facts, prefix="PRE_*, ID_B")

    assert facts.asked == [frozenset({"KIND_*", "PRE_*", "ID_B"})]
    assert sorted(found.events) == ["x"]
    assert [p.prefix for p in found.prefixes] == ["a:", "b"]
    assert found.files == ("src/names.rs",) and found.complaints == ()


def test_constants_of_other_files_do_not_count(tmp_path: Path) -> None:
    assert constants(tmp_path, Constants("tests/names.rs", KIND_X=("x",))).events == {}


def test_a_constant_that_is_no_event_name_is_a_complaint_at_its_place(tmp_path: Path) -> None:
    found = constants(tmp_path, Constants(KIND_X=("bad name ",)))

    assert found.events == {}
    assert [str(c)[:37] for c in found.complaints] == ['src/names.rs:1:1: "bad name " is not ']


@pytest.mark.parametrize("pattern", ["*_KIND", "", " , "])
def test_a_pattern_that_cannot_be_asked_for_is_a_complaint(tmp_path: Path, pattern: str) -> None:
    assert "registry format constants" in constants(tmp_path, Constants(), pattern).complaints[0].message


def test_no_file_means_no_question(tmp_path: Path) -> None:
    facts = Constants(KIND_X=("x",))
    source = RegistrySource("constants", ("gone.rs",), (("pattern", "KIND_*"),))

    assert len(registry.read(str(tmp_path), (source,), (), facts).complaints) == 1
    assert facts.asked == []


def test_sources_are_joined_by_name_and_the_first_that_states_a_field_wins(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("version: 1\nfamilies:\n  - family: f\n    events:\n      - metric_type: x\n        status: shipped\n")
    facts = Constants(KIND_X=("x", "S1–S2 — Words."), KIND_Y=("y", "S0 — More."))
    sources = (RegistrySource("taxonomy", ("t.yaml",)), RegistrySource("constants", ("src/names.rs",), (("pattern", "KIND_*"),)))

    found = registry.read(str(tmp_path), sources, ("t.yaml", "src/names.rs"), facts)
    x = found.events["x"]

    assert (x.family, x.status, x.low, x.high, x.description, x.constant) == ("f", "shipped", "S1", "S2", "Words.", "demo.names.KIND_X")
    assert (x.source, x.place.path) == ("taxonomy", "t.yaml")
    assert [s.source for s in found.statements["x"]] == ["taxonomy", "constants"]
    assert [s.source for s in found.statements["y"]] == ["constants"]
    assert found.files == ("t.yaml", "src/names.rs")


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("a/*.rs", "a/b.rs", True),
        ("a/*.rs", "a/b/c.rs", False),
        ("a/**/c.rs", "a/c.rs", True),
        ("a/**/c.rs", "a/b/b/c.rs", True),
        ("**", "a/b", True),
        ("a/**", "b/a", False),
        ("a/?.r[st]", "a/b.rt", True),
        ("**/**/x", "x", True),
        ("a", "a/b", False),
        ("a/b", "a", False),
    ],
)
def test_globs_fit_whole_paths(pattern: str, path: str, fits: bool) -> None:
    assert matches(pattern, path) is fits


def test_a_hostile_glob_is_answered_at_once() -> None:
    assert not matches("/".join(["**", "*a*a*a*a*a*b"] * 20), "/".join(["a" * 200] * 40))


def test_classes_transmissions_and_session_patterns() -> None:
    assert class_range("S1-S2") == class_range("S1–S2") == ("S1", "S2")
    assert class_range("S2-S1") == class_range("S4") == class_range("S1x") == ("", "")
    assert transmissions("S3") == ("local_only",)
    assert "approved_usage_upload" in transmissions("S1") and "approved_usage_upload" in transmissions("")
    assert session_fault("mcp:{repository_id}:{surface}") == session_fault("{key}") == ""
    assert all(session_fault(bad) for bad in ("", " x", "a:{}", "a:{b", "b}", "{a b}", "{{a}}", "x" * 513))
    assert (prefix_of("bench:{id}"), prefix_of("{id}"), prefix_of("fixed")) == ("bench:", "", "fixed")


def test_a_schema_path_that_no_file_system_can_hold_leads_nowhere(tmp_path: Path) -> None:
    found = taxonomy(tmp_path, 'version: 1\nfamilies:\n  - family: f\n    events:\n      - {metric_type: x, schema: "a\\0b"}\n')

    assert [(c.line, c.column) for c in found.complaints] == [(5, 34)]


def test_of_two_sources_that_state_a_field_differently_the_first_counts(tmp_path: Path) -> None:
    text = "version: 1\nfamilies:\n  - {{family: f, sensitivity: {0}, store: {1}, events: [{{metric_type: x}}]}}\n"
    (tmp_path / "a.yaml").write_text(text.format("S1", "one"))
    (tmp_path / "b.yaml").write_text(text.format("S2", "two"))
    sources = tuple(RegistrySource("taxonomy", (path,)) for path in ("a.yaml", "b.yaml"))

    found = registry.read(str(tmp_path), sources, ("a.yaml", "b.yaml"), Constants())

    assert (found.events["x"].low, found.events["x"].store) == ("S1", "one")
    assert [s.store for s in found.statements["x"]] == ["one", "two"]
    assert found.complaints == ()
