"""Contracts that list things beside events: retention rules, environment variables, tools. Each entry has its place, each fault too."""

from pathlib import Path

import pytest

from checker.model.place import Place
from tests.registry.world import of_real, read, real, said

POLICY = """\
tables:
  metrics: {kind: days, days: 30, time_column: created_at}
  "audit log":
    kind: ms_days
    days: 365
    time_column: at_ms
  leases:
    kind: expires_lt_now
    time_column: expires_at
  agents: {kind: keep_forever, owner: team}
"""


def at(place: Place) -> tuple[int, int]:
    return place.span.line, place.span.column


def test_each_table_has_its_rule_with_the_places_of_its_parts(tmp_path: Path) -> None:
    found = read(tmp_path, "retention-policy", {"policy.yaml": POLICY})

    assert found.complaints == () and found.files == ("policy.yaml",)
    assert [(r.table, r.kind, r.days, r.column) for r in found.retention] == [
        ("metrics", "days", 30, "created_at"),
        ("audit log", "ms_days", 365, "at_ms"),
        ("leases", "expires_lt_now", 0, "expires_at"),
        ("agents", "keep_forever", 0, ""),
    ]
    metrics, audit, _, agents = found.retention
    assert (at(metrics.place), at(metrics.days_place), at(metrics.column_place)) == ((2, 3), (2, 31), (2, 48))
    assert (at(audit.place), at(audit.days_place)) == ((3, 3), (5, 11))
    assert at(agents.column_place) == (10, 3)


def test_a_rule_says_what_its_kind_needs(tmp_path: Path) -> None:
    text = """\
tables:
  a: {kind: days, time_column: at}
  b: {kind: ms_days, days: 0, time_column: ""}
  c: {days: "30"}
  d: {kind: weeks}
  e: {kind: manual, days: true}
  f: 30
"""
    found = read(tmp_path, "retention-policy", {"p.yaml": text})

    assert said(found) == [
        'p.yaml:2:3: the key "days" is missing in "a"',
        'p.yaml:3:28: "days" must be at least 1, not 0',
        'p.yaml:3:44: "time_column" is empty',
        'p.yaml:4:3: the key "kind" is missing in "c"',
        'p.yaml:4:13: "days" must be a whole number, not text',
        'p.yaml:5:13: no kind of rule is named "weeks"; there are days, ms_days, expires_lt_now, manual, keep_forever',
        'p.yaml:6:27: "days" must be a whole number, not true or false',
        'p.yaml:7:6: each entry of "tables" must be a mapping, not a whole number',
    ]
    assert [r.table for r in found.retention] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(("format", "key", "kind"), [("retention-policy", "tables", "a mapping"), ("tool-registry", "tools", "a list")])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5\n", 'x.yaml:1:1: the file must be a mapping with the key "{key}", not a whole number'),
        ("", 'x.yaml:1:1: the file must be a mapping with the key "{key}", not nothing'),
        ("version: 1\n", 'x.yaml:1:1: the key "{key}" is missing'),
        ("{key}: text\n", 'x.yaml:1:1: "{key}" must be {kind}, not text'),
    ],
)
def test_a_file_of_another_shape_is_one_complaint(tmp_path: Path, format: str, key: str, kind: str, text: str, words: str) -> None:
    found = read(tmp_path, format, {"x.yaml": text.replace("{key}", key)})

    assert [line.replace("1:8:", "1:1:").replace("1:9:", "1:1:") for line in said(found)] == [words.format(key=key, kind=kind)]


def test_variables_have_owner_kind_default_and_description(tmp_path: Path) -> None:
    text = """\
version: 1
variables:
  - name: APP_TELEMETRY
    owner_crate: app
    kind: bool
    default: false
    introduced_in: "1.0"
    description: Master switch.
  - {name: APP_PORT, default: 80}
  - {name: HOME, default: null}
"""
    found = read(tmp_path, "env-registry", {"env.yaml": text})

    assert found.complaints == ()
    assert [(v.name, v.source, v.owner, v.kind, v.default, v.description) for v in found.variables] == [
        ("APP_TELEMETRY", "registry", "app", "bool", "false", "Master switch."),
        ("APP_PORT", "registry", "", "", "80", ""),
        ("HOME", "registry", "", "", "", ""),
    ]
    assert [at(v.place) for v in found.variables] == [(3, 11), (9, 12), (10, 12)]


def test_a_page_declares_what_stands_as_code_in_the_first_column_of_its_tables_of_variables(tmp_path: Path) -> None:
    page = """\
# Settings

| Variable | Role |
|----------|------|
| `APP_URL` / `APP_TOKEN` | Where it goes \\| how. |
| no code | `APP_NOT_ME` is only spoken of. |
| `app` | a command |
| `lower_Case` |

| Plane | Variable |
|---|---|
| `APP_OTHER_TABLE` | `APP_X` |

```
| Variable | Role |
|---|---|
| `APP_IN_CODE` | x |
```

| Name
|:-:
| `APP_ONE_COLUMN`

  | Environment variable | |
  | --- | --- |
  | é `APP_LAST` | indented |
"""
    found = read(tmp_path, "env-registry", {"docs/env.md": page})

    assert [(v.name, v.description, *at(v.place)) for v in found.variables] == [
        ("APP_URL", "Where it goes \\| how.", 5, 4),
        ("APP_TOKEN", "Where it goes \\| how.", 5, 16),
        ("lower_Case", "", 8, 4),
        ("APP_ONE_COLUMN", "", 22, 4),
        ("APP_LAST", "indented", 26, 8),
    ]
    last = found.variables[-1].place.span
    assert page.encode()[last.start : last.end] == b"APP_LAST"
    assert {v.source for v in found.variables} == {"page"} and found.complaints == ()


def test_a_variable_is_there_once_and_has_a_name_that_a_shell_takes(tmp_path: Path) -> None:
    text = "variables:\n  - {name: A}\n  - {name: A}\n  - {name: A-B}\n  - {kind: bool}\n  - {name: 5, kind: [x]}\n  - B\n"
    found = read(tmp_path, "env-registry", {"a.yaml": text, "b.yaml": "variables: [{name: A}]\n", "c.md": "| Variable |\n|--|\n| `A` |\n"})

    assert said(found) == [
        'a.yaml:3:12: the variable "A" is there already, on line 2',
        'a.yaml:4:12: "A-B" cannot be the name of an environment variable',
        'a.yaml:5:5: the key "name" is missing',
        'a.yaml:6:12: "name" must be text, not a whole number',
        'a.yaml:6:21: "kind" must be text, not a list',
        'a.yaml:7:5: each entry of "variables" must be a mapping, not text',
        'b.yaml:1:20: the variable "A" is there already, a.yaml:2',
    ]


def test_tools_have_names_and_descriptions(tmp_path: Path) -> None:
    text = "version: 1\ntools:\n- name: run\n  description: Runs.\n  tier: core\n- {name: stop}\n- {name: run}\n- {name: ''}\n"
    found = read(tmp_path, "tool-registry", {"tools.yaml": text})

    assert [(t.name, t.description, *at(t.place)) for t in found.tools] == [("run", "Runs.", 3, 9), ("stop", "", 6, 10), ("run", "", 7, 10)]
    assert said(found) == ['tools.yaml:7:10: the tool "run" is there already, on line 3', 'tools.yaml:8:10: "name" is empty']


@real
def test_real_lists_are_read_in_full() -> None:
    policy = of_real("retention-policy", "contracts/db/retention-policy.yaml")
    variables = of_real("env-registry", "contracts/config/env-vars.v1.yaml")
    tools = of_real("tool-registry", "contracts/mcp/tool-registry.canonical.yaml")

    assert policy.complaints == variables.complaints == tools.complaints == ()
    assert [(r.table, r.kind, r.days, r.column) for r in policy.retention][7:10:2] == [
        ("research_metrics", "days", 365, "created_at"),
        ("ci_completion_run", "days", 365, "finished_at"),
    ]
    assert (len(policy.retention), len(variables.variables), len(tools.tools)) == (13, 832, 256)
    assert [(v.name, at(v.place)) for v in variables.variables if not v.description] == [("VOX_GROQ_API_KEY", (796, 11))]
