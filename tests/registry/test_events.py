"""Sources of events beside the native form, and how they are joined: by name, by schema, and what they state differently."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from checker import registry
from checker.model.config import RegistrySource
from checker.model.registry import Registry
from tests.link.world import World
from tests.registry.world import of_real, read, real, said

CATALOGUE = """\
version: 1
events:
  - id: job-done
    schema_path: job.json
    owner_crate: jobs
    tier: "B"
    retention_days: 30
    description: A job came to its end.
  - id: job_lost
"""


def joined(root: Path, files: dict[str, tuple[str, str]], units: Sequence[str] = ()) -> Registry:
    """The registry in files of several formats: path -> format and text; a format of "" is no source."""
    for path, (_, text) in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    sources = [RegistrySource(format, (path,)) for path, (format, _) in files.items() if format]
    return registry.read(str(root), sources, tuple(files), World(), units)


def apart(found: Registry) -> list[tuple[str, ...]]:
    """Disagreements: event, field, both statements with their places."""
    places = [(f"{d.place.path}:{d.place.span.line}", f"{d.other.path}:{d.other.span.line}") for d in found.disagreements]
    return [(d.event, d.field, d.words, here, d.other_words, there) for d, (here, there) in zip(found.disagreements, places, strict=True)]


def test_a_catalogue_states_schema_owner_and_retention_with_their_places(tmp_path: Path) -> None:
    found = read(tmp_path, "events-catalog", {"events.yaml": CATALOGUE})
    event = found.events["job-done"]

    assert (event.owners, event.retention, event.schema, event.description) == (("jobs",), "30d", "job.json", "A job came to its end.")
    assert {name: (span.line, span.column) for name, span in event.stated} == {"owner": (5, 18), "retention": (7, 21), "schema": (4, 18)}
    assert (event.place.span.line, event.place.span.column, event.loose, event.source) == (3, 9, True, "events-catalog")
    assert found.events["job_lost"].owners == ()
    assert said(found) == [] and [str(c) for c in found.absent] == ['events.yaml:4:18: the schema of `job-done`, "job.json", is not there']


def test_families_still_to_come_are_events_with_a_status(tmp_path: Path) -> None:
    text = "families:\n  - {id: app.later, status: planned, summary: Later., pii_policy: none}\n"
    found = read(tmp_path, "events-catalog", {"later.yaml": text})

    assert [(e.name, e.status, e.description) for e in found.events.values()] == [("app.later", "planned", "Later.")]


def test_what_is_malformed_in_a_catalogue_has_its_place(tmp_path: Path) -> None:
    text = """\
events:
  - {owner_crate: a}
  - {id: "two\\nlines"}
  - {id: a, retention_days: 0, owner_crate: [x], status: live}
  - {id: b, retention_days: true, schema_path: ../b.json}
  - text
"""
    assert said(read(tmp_path, "events-catalog", {"e.yaml": text})) == [
        'e.yaml:2:5: the key "id" is missing',
        'e.yaml:3:10: "two\nlines" is not an event name: one line of 1 to 200 characters',
        'e.yaml:4:29: "retention_days" is 0, not a number of days',
        'e.yaml:4:45: "owner_crate" must be text, not a list',
        'e.yaml:4:58: "status" is "live", not one of: planned, shipped, deprecated, removed',
        'e.yaml:5:29: "retention_days" must be a whole number, not true or false',
        'e.yaml:5:48: "../b.json" leads out of the workspace',
        'e.yaml:6:5: each entry of "events" must be a mapping, not text',
    ]


PAGE = """\
# Metrics

| `metric_type` | Session prefix | Owner crate | Class | Prune rule | Notes |
|---|---|---|---|---|---|
| `job_done` | `jobs:<repository_id>` | `jobs`, `store` | **S1–S2** | `days` 90 days | Ends. |
| `job_lost` / `job.lost` | `a:` / `b:` | two crates | S9 | never | |
| job_bare | | | | | no code |
| `job.*` | `jobs:` |

| Prefix | Example |
|---|---|
| `mcp:` | `mcp:<id>` |
| any | |

| Field | Rule |
|---|---|
| `session_id` | Non-empty. |

The text speaks of `job_open`, too.
"""


def test_a_page_states_what_its_tables_say_and_nothing_where_a_cell_leaves_it_open(tmp_path: Path) -> None:
    found = read(tmp_path, "markdown-table", {"docs/m.md": PAGE})
    done, lost = found.events["job_done"], found.events["job_lost"]

    assert sorted(found.events) == ["job.lost", "job_done", "job_lost"] and found.complaints == ()
    assert (done.session, done.owners, done.low, done.high, done.retention, done.description) == (
        "jobs:{repository_id}", ("jobs", "store"), "S1", "S2", "90d", "Ends.",
    )  # fmt: skip
    assert (lost.session, lost.owners, lost.low, lost.retention) == ("", (), "", "")
    assert (done.place.span.line, done.place.span.column) == (5, 4)
    assert found.events["job.lost"].place.span.column == 17
    assert [(p.prefix, p.place.span.line) for p in found.prefixes] == [("jobs:", 5), ("jobs:", 8), ("mcp:", 12)]
    assert found.mentioned is not None and {"job_open", "job_done"} <= found.mentioned and "job_bare" not in found.mentioned


def test_columns_with_headings_of_their_own_are_named(tmp_path: Path) -> None:
    page = "| Signal | Team |\n|---|---|\n| `a` | jobs |\n"

    assert read(tmp_path, "markdown-table", {"m.md": page}).events == {}
    assert read(tmp_path, "markdown-table", {"m.md": page}, columns="metric_type = Signal, owner=team").events["a"].owners == ("jobs",)
    assert said(read(tmp_path, "markdown-table", {"m.md": page}, columns="metric = Signal"))[0].startswith(
        'registry format markdown-table: "metric = Signal" names no column; there are metric_type, '
    )


def test_a_source_of_pages_that_names_another_file_is_told(tmp_path: Path) -> None:
    assert said(read(tmp_path, "markdown-table", {"a.yaml": "x: 1\n"})) == ["a.yaml:1:1: not a Markdown page"]


TAXONOMY = """\
version: 1
families:
  - family: jobs
    owner: [jobs, store]
    sensitivity: S0-S1
    session: "jobs:{id}"
    retention: 90d
    events:
      - {metric_type: job_done, schema: job.json}
      - {metric_type: job_lost, owner: store, retention: 30d}
"""


def test_an_id_that_only_its_source_knows_speaks_of_the_events_with_its_schema(tmp_path: Path) -> None:
    found = joined(tmp_path, {"t.yaml": ("taxonomy", TAXONOMY), "c.yaml": ("events-catalog", CATALOGUE), "job.json": ("", "{}")})

    assert sorted(found.events) == ["job_done", "job_lost"]
    assert [s.source for s in found.statements["job_done"]] == ["taxonomy", "events-catalog"]
    assert found.events["job_done"].retention == "90d"
    assert apart(found) == [("job_done", "retention", "30d", "c.yaml:7", "90d", "t.yaml:7")]


def test_sources_disagree_where_both_state_something_and_no_reading_fits_both(tmp_path: Path) -> None:
    page = """\
| Event | Owner | Class | Session |
|---|---|---|---|
| `job_done` | `other` | S2 | `work:` |
| `job_lost` | `jobs` `store` | S1 | `jobs:<repository>` |
| `job_new` | `any` | S3 | `x:` |
"""
    found = joined(tmp_path, {"t.yaml": ("taxonomy", TAXONOMY), "m.md": ("markdown-table", page), "job.json": ("", "{}")})

    assert apart(found) == [
        ("job_done", "owner", "other", "m.md:3", "jobs, store", "t.yaml:4"),
        ("job_done", "sensitivity", "S2", "m.md:3", "S0-S1", "t.yaml:5"),
        ("job_done", "session", "work:", "m.md:3", "jobs:{id}", "t.yaml:6"),
    ]


def test_a_retention_policy_decides_for_what_is_stored(tmp_path: Path) -> None:
    stored = TAXONOMY.replace("retention: 90d", "retention: 90d\n    store: rows")
    files = {"t.yaml": ("taxonomy", stored), "c.yaml": ("events-catalog", CATALOGUE), "job.json": ("", "{}")}

    assert [d.field for d in joined(tmp_path, files).disagreements] == ["retention"]
    files["p.yaml"] = ("retention-policy", "tables:\n  rows: {kind: manual}\n")
    assert joined(tmp_path, files).disagreements == ()
    files["t.yaml"] = ("taxonomy", TAXONOMY)
    assert [d.field for d in joined(tmp_path, files).disagreements] == ["retention"]


def test_owners_are_units_of_the_workspace(tmp_path: Path) -> None:
    variables = "variables:\n  - {name: A, owner_crate: jobz}\n"
    files = {"t.yaml": ("taxonomy", TAXONOMY), "job.json": ("", "{}"), "v.yaml": ("env-registry", variables)}
    found = joined(tmp_path, files, ["Jobs", "my_app"])

    assert [(o.name, o.of, o.place.span.line, o.nearest) for o in found.unknown_owners] == [
        ("store", "event `job_done`", 4, ""),
        ("store", "event `job_lost`", 10, ""),
        ("jobz", "variable `A`", 2, "Jobs"),
    ]
    assert joined(tmp_path, files).unknown_owners == ()


INDEX = """\
schema_version: 1
contracts:
  - {id: a, path: a.json, owner: team, kind: json-schema, enforced_by: [ci]}
  - {id: a, path: a.json}
  - {id: b, path: gone/b.json}
  - {id: c, path: ../c.json}
  - {path: x, owner: 5}
"""


def test_an_index_is_read_with_its_faults(tmp_path: Path) -> None:
    found = joined(tmp_path, {"index.yaml": ("contracts-index", INDEX), "a.json": ("", "{}"), "x": ("", "")})

    assert said(found) == [
        'index.yaml:4:10: the id "a" is there already, on line 3',
        'index.yaml:4:19: the path "a.json" is there already, on line 3',
        'index.yaml:6:19: "../c.json" leads out of the workspace',
        'index.yaml:7:5: the key "id" is missing',
        'index.yaml:7:22: "owner" must be text, not a whole number',
    ]
    assert [(c.id, c.path, c.path_place.span.line) for c in found.dangling] == [("b", "gone/b.json", 5)]


def test_contracts_that_the_index_does_not_list(tmp_path: Path) -> None:
    files = {"t.yaml": ("taxonomy", TAXONOMY), "job.json": ("", "{}"), "o.json": ("", "{}")}
    files["index.yaml"] = ("contracts-index", "contracts: []\n")

    assert [(f.path, f.unlisted_in) for f in joined(tmp_path, files).unlisted] == []
    files["index.yaml"] = ("contracts-index", "contracts:\n  - {id: o, path: o.json}\n")
    assert [(f.path, f.why) for f in joined(tmp_path, files).unlisted] == [
        ("job.json", "it is the schema of `job_done`"),
        ("t.yaml", "the registry is read from it"),
    ]


@pytest.mark.parametrize("format", ["events-catalog", "contracts-index", "tool-registry", "env-registry", "retention-policy"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"a: 1\na: 2\n", "2:1: the key \"a\" is there twice"),
        (b"a:\n\t- b\n", "2:1: not YAML"),
        (b"a: \xff\n", "1:4: not valid UTF-8"),
        (b"a: &a [x]\nb: [" + b"*a, " * 70 + b"]\n", "2:261: more than 64 aliases"),
        (b"a: &a [x]\nb: &b [*a]\nc: [*b]\n", '3:5: the alias "*b" stands for something that holds an alias'),
        (b"x" * (10 * 1024 * 1024), "1:1: larger than 8 MiB"),
        (b"[" * 100, "nested more than 64 levels deep"),
    ],
)
def test_a_bad_contract_is_one_clear_complaint_with_its_place(tmp_path: Path, format: str, text: bytes, words: str) -> None:
    found = read(tmp_path, format, {"bad.yaml": text})

    assert len(found.complaints) == 1 and words in str(found.complaints[0]), said(found)


@real
def test_real_catalogue_and_index_are_read_in_full() -> None:
    catalogue = of_real("events-catalog", "contracts/telemetry/events.v1.yaml", "contracts/telemetry/idiom-events.v1.yaml")
    index = of_real("contracts-index", "contracts/index.yaml")

    assert len(catalogue.events) == 13 and len(index.contracts) == 179
    assert said(index) == []
    assert said(catalogue) == [
        f"contracts/telemetry/{name}.v1.schema.json:10:{column}: not JSON: Expecting ',' delimiter"
        for name, column in (("completion-detector-snapshot", 18), ("completion-finding", 18), ("completion-run", 21))
    ]
    assert catalogue.unsound == () and catalogue.absent == ()
    assert len(catalogue.schemas) == 8
