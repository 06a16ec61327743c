"""`telint registry diff`: what changed since a revision, and whether that collects more or less."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.contracts.validate import schema_of
from checker.model.place import FILE_START, Place
from checker.model.registry import CLASSES, TRANSMISSIONS, Event, Registry
from checker.registry.changes import changes
from checker.registry.payloads import shape
from tests.gate import Work

EVENT = Event("e", Place("t.yaml", FILE_START), "taxonomy")


def judged(old: Event | None, new: Event | None, before: Any = None, now: Any = None) -> list[tuple[str, str, str]]:
    """Field, kind and judgement of each change of one event, whose schema is `before` and then `now`."""
    then, today = (Registry({e.name: e} if e else {}, {}, (), (), ()) for e in (old, new))
    return [(c.field, c.kind, c.judgement) for c in changes(then, today, lambda _: before, lambda _: now)]


@pytest.mark.parametrize(
    ("old", "new", "field", "judgement"),
    [
        ({"low": "S1", "high": "S1"}, {"low": "S1", "high": "S2"}, "class", "widening"),
        ({"low": "S1", "high": "S2"}, {"low": "S0", "high": "S2"}, "class", "neutral"),
        ({"low": "S1", "high": "S1"}, {}, "class", "widening"),
        ({"transmission": "local_only"}, {"transmission": "approved_usage_upload"}, "transmission", "widening"),
        ({"transmission": "explicit_operator_export"}, {"transmission": "local_only"}, "transmission", "narrowing"),
        ({"retention": "90d"}, {"retention": "365d"}, "retention", "widening"),
        ({"retention": "90d"}, {}, "retention", "widening"),
        ({"expires": "2027-01-01"}, {"expires": "2026-12-31"}, "expires", "narrowing"),
        ({"owners": ("a",)}, {"owners": ("a", "b")}, "owner", "widening"),
        ({"owners": ("a", "b")}, {"owners": ("b",)}, "owner", "narrowing"),
        ({"owners": ("a",)}, {"owners": ("b",)}, "owner", "widening"),
        ({"owners": ("a",)}, {}, "owner", "widening"),
        ({}, {"owners": ("a",)}, "owner", "narrowing"),
        ({"status": "planned"}, {"status": "shipped"}, "status", "widening"),
        ({"status": "shipped"}, {"status": "deprecated"}, "status", "narrowing"),
        ({"status": "planned"}, {"status": "removed"}, "status", "neutral"),
        ({"toggle": "A"}, {}, "toggle", "widening"),
        ({"toggle": "A"}, {"toggle": "B"}, "toggle", "neutral"),
        ({"schema": "a.json"}, {}, "schema", "widening"),
        ({"session": "a:"}, {"session": "b:"}, "session", "neutral"),
    ],
)
def test_each_change_is_judged(old: dict[str, Any], new: dict[str, Any], field: str, judgement: str) -> None:
    assert judged(EVENT._replace(**old), EVENT._replace(**new)) == [(field, "changed", judgement)]


def test_events_that_come_and_go() -> None:
    assert judged(None, EVENT) == [("", "added", "widening")]
    assert judged(None, EVENT._replace(status="planned")) == [("", "added", "neutral")]
    assert judged(EVENT, None) == [("", "removed", "narrowing")]
    assert judged(EVENT._replace(status="removed"), None) == [("", "removed", "neutral")]


def test_what_is_only_planned_collects_nothing_however_it_changes() -> None:
    old = EVENT._replace(status="planned", retention="1d")

    assert judged(old, old._replace(retention="9d")) == [("retention", "changed", "neutral")]
    shipped = judged(old, old._replace(retention="9d", status="shipped"))
    assert shipped == [("status", "changed", "widening"), ("retention", "changed", "widening")]


def test_payload_fields_are_held_against_each_other() -> None:
    event = EVENT._replace(schema="a.json")
    list_ = {"type": "array", "items": {"$ref": "#/$defs/x"}}
    old = {"additionalProperties": False, "properties": {"a": {"type": "string"}, "b": list_}, "$defs": {"x": {"type": "integer"}}}
    any_ = {"type": "array", "items": {}}
    new = {"properties": {"a": {"type": ["string", "null"]}, "b": any_, "c": {"oneOf": [{"properties": {"d": {}}}]}}}

    assert judged(event, event, old, old) == []
    assert judged(event, event, old, new) == [
        ("payload a", "changed", "widening"),
        ("payload b[]", "changed", "widening"),
        ("payload c", "added", "widening"),
        ("payload c.d", "added", "widening"),
        ("payload", "changed", "widening"),
    ]
    assert {judgement for _, _, judgement in judged(event, event, new, old)} == {"narrowing"}
    assert judged(event, event._replace(schema="b.json")) == [("schema", "changed", "neutral")]


def test_a_schema_that_holds_itself_has_a_shape() -> None:
    found = shape({"properties": {"next": {"$ref": "#"}}, "allOf": [{"$ref": "#/$defs/gone"}, 5]})

    assert "next" in found.fields and len(found.fields) < 20


_EVENTS = st.builds(
    lambda high, transmission, days, expires, status, toggle, schema: EVENT._replace(
        low=high, high=high, transmission=transmission, retention=f"{days}d" if days else "", expires=expires, status=status,
        toggle=toggle, schema=schema,
    ),
    st.sampled_from(["", *CLASSES]), st.sampled_from(["", *TRANSMISSIONS]), st.integers(0, 3),
    st.sampled_from(["", "2027-01-01", "2028-01-01"]), st.sampled_from(["", "shipped", "planned", "removed"]),
    st.sampled_from(["", "A"]), st.sampled_from(["", "a.json"]),
)  # fmt: skip


@given(_EVENTS, _EVENTS)
def test_the_way_back_is_judged_the_other_way_round(one: Event, other: Event) -> None:
    mirrored = {"widening": "narrowing", "narrowing": "widening", "neutral": "neutral"}

    assert [(f, k, mirrored[j]) for f, k, j in judged(one, other)] == judged(other, one)
    assert judged(one, one) == []


TAXONOMY = "version: 1\nfamilies:\n  - family: f\n    sensitivity: {0}\n    events:\n      - {{metric_type: x, schema: x.json}}\n"


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, env={"PATH": os.environ["PATH"], "HOME": str(root)})


@pytest.fixture
def work(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Work:
    """A workspace below the top of a git repository, with one commit."""
    work = Work(tmp_path / "app", capsys)
    constants = '[[registry]]\nformat = "constants"\npaths = ["names.py"]\npattern = "EVENT_*"\n'
    work.write("telint.toml", f'[[registry]]\nformat = "taxonomy"\npaths = ["t.yaml"]\n{constants}')
    work.write("t.yaml", TAXONOMY.format("S1"))
    work.write("x.json", "{}")
    work.write("names.py", 'EVENT_OLD = "old"\n')
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "one")
    monkeypatch.chdir(work.root)
    return work


def test_a_run_compares_with_the_revision_and_fails_where_more_is_collected(work: Work) -> None:
    assert work.run("registry", "diff", "HEAD").out == "0 changes since HEAD\n"
    work.write("t.yaml", TAXONOMY.format("S2"))
    work.write("x.json", '{"properties": {"a": {"type": "string"}}}')
    work.write("names.py", 'EVENT_NEW = "new"\n')

    done = work.run("registry", "diff", "HEAD")

    assert (done.code, done.out.splitlines()) == (
        1,
        [
            "+ new: added  widening  names.py:1",
            "- old: removed  narrowing  names.py:1",
            "~ x class: S1 -> S2  widening  t.yaml:4",
            "+ x payload a: added (string)  widening  t.yaml:6",
            "4 changes since HEAD: 3 widening, 1 narrowing, 0 neutral",
        ],
    )
    assert work.run("registry", "diff", "HEAD", "--allow-widening").code == 0
    document = json.loads(work.run("registry", "diff", "main", "--format", "json").out)
    jsonschema_rs.validate(schema_of("registry-diff.v1"), document)
    assert document["summary"] == {"widening": 3, "narrowing": 1, "neutral": 0} and len(document["revision"]) == 40


def test_a_source_that_is_new_adds_all_that_it_states(work: Work) -> None:
    (work.root / "t.yaml").rename(work.root / "new.yaml")
    work.write("telint.toml", '[[registry]]\nformat = "taxonomy"\npaths = ["new.yaml"]\n')

    assert work.run("registry", "diff", "HEAD").out.splitlines()[0] == "+ x: added  widening  new.yaml:6"


def test_what_cannot_be_compared_ends_with_two(work: Work, tmp_path: Path) -> None:
    for name in ("gone", "-x", "HEAD:t.yaml"):
        done = work.run("registry", "diff", "--", name)
        assert (done.code, done.out) == (2, "") and name in done.err
    work.write("t.yaml", "version: [\n")
    assert "t.yaml:2:1: not YAML" in work.run("registry", "diff", "HEAD").err
    git(tmp_path, "commit", "-a", "-m", "broken")
    work.write("t.yaml", TAXONOMY.format("S1"))
    broken = work.run("registry", "diff", "HEAD")
    assert broken.code == 2 and "HEAD:t.yaml:2:1: not YAML" in broken.err


def test_without_git_there_are_no_revisions(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(tmp_path, capsys)
    work.write("a.py", "x = 1\n")
    monkeypatch.chdir(tmp_path)

    done = work.run("registry", "diff", "HEAD")

    assert done.code == 2 and "in no git work tree" in done.err


def test_the_repository_runs_nothing(work: Work, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = work.write("evil.sh", f"#!/bin/sh\ntouch {ran}\ncat\n")
    program.chmod(0o755)
    (tmp_path / ".gitattributes").write_text("* filter=evil diff=evil textconv=evil\n")
    for key in ("filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "core.fsmonitor", "core.pager", "diff.external"):
        git(tmp_path, "config", key, str(program))

    assert work.run("registry", "diff", "HEAD").code == 0
    assert not ran.exists()
