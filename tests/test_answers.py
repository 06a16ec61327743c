"""Whole runs over findings that somebody has answered for: ignored beside the code, accepted in the baseline, or only reported."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.model.run import Request
from checker.pipeline import check
from checker.suppress.baseline import FILE
from tests.gate import TAXONOMY, Work, clean_at

PYTHON = 'import app_log\n\napp_log.send("started")  # telint: allow unclassified-write{until} -- made up\n'
RUST = 'pub fn start() {\n    // telint: allow unclassified-write -- made up\n    app_log::send("started");\n}\n'
BARE = 'import app_log\n\napp_log.send("started")\n'


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    """A workspace in which there is nothing to find, as the working folder."""
    monkeypatch.chdir(tmp_path)
    return clean_at(tmp_path, capsys)


def answers(work: Work, *words: str) -> list[tuple[str, str]]:
    """Each finding's rule, and what suppresses it."""
    return [(f["rule"], f["suppressed"]) for f in work.check(*words).document["findings"]]


def test_an_ignored_finding_is_counted_and_does_not_fail(work: Work) -> None:
    work.write("app.py", PYTHON.format(until=""))
    work.write("src/lib.rs", RUST)

    done = work.check()

    assert done.code == 0
    assert [(f["rule"], f["suppressed"]) for f in done.document["findings"]] == [("unclassified-write", "ignore")] * 2
    assert done.document["summary"]["ignored"] == 2
    assert "no findings (2 ignored)" in work.run("check").out


def test_an_ignore_ends_with_its_day(work: Work) -> None:
    work.write("app.py", PYTHON.format(until=" until=2027-01-31"))

    assert work.check("--today", "2027-01-31").code == 0
    late = work.check("--today", "2027-02-01")
    assert late.code == 1
    assert late.found == [("unclassified-write", "app.py", 3), ("expired-ignore", "app.py", 3)]


def test_the_clock_decides_where_no_day_is_given(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    work.write("app.py", PYTHON.format(until=" until=2027-01-31"))

    for day, code in (("2027-01-31", 0), ("2027-02-01", 1)):
        monkeypatch.setattr("time.strftime", lambda _form, _when, day=day: day)
        assert work.check().code == code


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_files_with_nothing_but_an_ignore_are_found_by_any_number_of_processes(work: Work, jobs: str) -> None:
    for name in ("a", "b", "c", "d"):
        work.write(f"{name}.py", "x = 1  # telint: allow dead-event -- gone\n")
    work.write("e.py", 'x = "# telint: allow dead-event -- a string"\n')

    assert work.check("--jobs", jobs).found == [("idle-ignore", f"{name}.py", 1) for name in ("a", "b", "c", "d")]


def test_the_registry_is_ignored_in_its_comments(work: Work) -> None:
    row = "      # telint: allow dead-event -- the old client writes it\n      - metric_type: stopped\n        status: shipped\n"
    work.write("telemetry/taxonomy.yaml", TAXONOMY + row)

    assert answers(work) == [("dead-event", "ignore")]


def test_nothing_is_told_of_ignores_of_rules_that_did_not_run(work: Work) -> None:
    work.write("app.py", PYTHON.format(until="") + "x = 1  # telint: allow dead-event -- gone\n")

    assert answers(work, "--select", "unclassified-write") == [("unclassified-write", "ignore")]
    assert answers(work, "--select", "idle-ignore") == [("idle-ignore", "")]
    assert answers(work, "--ignore", "unclassified-write") == [("idle-ignore", "")]


def test_findings_of_the_baseline_pass_and_new_ones_do_not(work: Work) -> None:
    work.write("app.py", BARE)

    assert work.check().code == 1
    made = work.run("baseline")
    assert (made.code, made.out) == (0, f"{FILE}: 1 finding accepted, 1 of them new, 0 taken out\n")
    assert answers(work) == [("unclassified-write", "baseline")]
    assert work.check().code == 0
    assert "no findings (1 in the baseline)" in work.run("check").out

    work.write("app.py", BARE.replace("\n\n", "\n\n\n# moved\n\n") + '\n\ndef more() -> None:\n    app_log.send("started")\n')
    assert answers(work) == [("unclassified-write", "baseline"), ("unclassified-write", "")]
    assert work.check().code == 1


def test_what_is_mended_comes_off_the_baseline(work: Work) -> None:
    work.write("app.py", BARE)
    work.run("baseline")
    work.write("app.py", BARE.replace('"started")', '"started")  # telemetry: S1'))
    work.write("src/lib.rs", RUST.replace("telint: allow unclassified-write -- made up", ""))

    assert work.check().found == [("idle-baseline-entry", FILE, 4), ("unclassified-write", "src/lib.rs", 3)]
    pruned = work.run("baseline", "--prune")
    assert (pruned.code, pruned.out) == (0, f"{FILE}: 0 findings accepted, 0 of them new, 1 taken out\n")
    assert work.check().found == [("unclassified-write", "src/lib.rs", 3)]


def test_pruning_keeps_what_a_rule_that_is_off_would_find(work: Work) -> None:
    work.write("app.py", BARE)
    work.run("baseline")
    work.write("telint.toml", 'ignore = ["unclassified-write"]\n' + (work.root / "telint.toml").read_text())

    assert work.run("baseline", "--prune").out == f"{FILE}: 1 finding accepted, 0 of them new, 0 taken out\n"


def test_there_must_be_a_baseline_to_prune(work: Work) -> None:
    done = work.run("baseline", "--prune")

    assert (done.code, (work.root / FILE).exists()) == (2, False)
    assert "nothing to prune" in done.err


def test_a_run_that_could_not_read_everything_leaves_the_baseline_alone(work: Work) -> None:
    work.write(FILE, '{"version": 1, "findings": []}')
    work.write("telemetry/taxonomy.yaml", TAXONOMY + "      - metric_type: [\n")

    assert work.run("baseline").code == 2
    assert (work.root / FILE).read_text() == '{"version": 1, "findings": []}'


def test_a_broken_baseline_ends_the_run(work: Work) -> None:
    work.write(FILE, '{"version": 1, "findings": [{"path": 1}]}')

    done = work.run("check")

    assert done.code == 2
    assert f"{FILE}:1:" in done.err


def test_findings_can_be_reported_without_failing_but_not_failures(work: Work) -> None:
    work.write("app.py", BARE)

    assert work.run("check", "--exit-zero").code == 0
    work.write("telemetry/taxonomy.yaml", TAXONOMY + "      - metric_type: [\n")
    assert work.run("check", "--exit-zero").code == 2


FINDINGS = {
    "app.py": """\
import app_log


def first(name: str) -> None:
    app_log.send("unknown.one")
    app_log.send(name)


class Jobs:
    def run(self) -> None:
        app_log.send(event="unknown.two")
        app_log.send("unknown.two")
""",
    "src/lib.rs": """\
use app_log::send;

pub fn first(name: &str) {
    send("unknown.one");
    app_log::send(name);
}

pub mod jobs {
    pub fn run() {
        app_log::send("unknown.two");
        app_log::send("unknown.two");
    }
}
""",
}

def rewritten(text: str, above: list[int], calls: list[bool], wider: bool) -> str:
    """`text` with blank lines above some of its blank lines, some calls over several lines, and wider indentation."""
    number = iter(above * len(text))
    text = re.sub(r"\n\n", lambda _: "\n" * (2 + next(number)), text)
    chosen = iter(calls * len(text))
    text = re.sub(r"send\((.*)\)", lambda m: f"send(\n            {m[1]},\n        )" if next(chosen) else m[0], text)
    text = re.sub(r"app_log(::|\.)send", lambda m: f"app_log{m[1]}\\\n        send" if next(chosen) else m[0], text)
    text = text.replace("::\\\n", "::\n")  # only Python marks a line that goes on
    return re.sub(r"(?m)^( +)", r"\1\1", text) if wider else text


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 5), min_size=1), st.lists(st.booleans(), min_size=1), st.booleans())
def test_fingerprints_stay_when_lines_move_and_calls_are_reformatted(work: Work, above: list[int], calls: list[bool], wider: bool) -> None:
    def prints(changed: bool) -> list[tuple[str, str]]:
        for path, text in FINDINGS.items():
            work.write(path, rewritten(text, above, calls, wider) if changed else text)
        return [(f.rule, f.fingerprint) for f in check(Request(str(work.root))).findings]

    before = prints(changed=False)

    assert len(set(before)) == len(before) >= 16
    assert prints(changed=True) == before


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from([5, 6, 11, 12])), st.booleans())
def test_a_baseline_accepts_exactly_what_it_was_made_of(work: Work, kept: set[int], moved: bool) -> None:
    lines = enumerate(FINDINGS["app.py"].splitlines(), 1)
    work.write("app.py", "\n".join(re.sub(r"app_log\.send.*", "pass", line) if number not in kept else line for number, line in lines))
    work.write(FILE, '{"version": 1, "findings": []}')
    work.run("baseline")
    accepted = len(json.loads((work.root / FILE).read_text())["findings"])
    work.write("app.py", ("\n# moved\n" * moved) + FINDINGS["app.py"])

    found = check(Request(str(work.root))).findings

    assert sum(f.suppressed == "baseline" for f in found) == accepted
    assert not any(f.rule == "idle-baseline-entry" for f in found)
