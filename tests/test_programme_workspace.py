"""A workspace in which every demand holds, and what is changed in it to make one demand fail: each gives its finding and no other."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from checker.contracts import load
from checker.data import folder
from checker.evaluate.load import load_rules
from checker.loading import ANSWERS
from checker.model.run import Request
from checker.pipeline import check
from checker.programme import since
from checker.programme.demands import programme
from tests.gate import Work

HOME = Path(__file__).parents[1] / "fixtures" / "workspaces"
SEEDS: Sequence[Mapping[str, Any]] = load("seeds.yaml", (HOME / "programme.seeds.yaml").read_bytes()).data
RULES = {rule.name: rule for rule in load_rules(folder("rules"))}
#: A consequence of every error before it, wherever there is an upload.
CONSEQUENCE = "premature-upload"
#: The first seed of each demand of which one alone can be sown: answers and changes are about others, and a contract that cannot be
#: read leaves the rest untold.
FIRST = [
    next(seeds, None)
    for phase in programme().phases
    for demand in phase.demands
    for seeds in [(s for s in SEEDS if s["rule"] in demand.rules and not {"before", "with"} & {*s} and s["rule"] != "malformed-contract")]
]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    shutil.copytree(HOME / "programme", tmp_path / "programme")
    monkeypatch.chdir(tmp_path / "programme")
    return Work(tmp_path / "programme", capsys)


def sow(work: Work, edits: Iterable[Mapping[str, Any]]) -> None:
    for edit in edits:
        if edit.get("gone"):
            (work.root / edit["path"]).unlink()
        elif "text" in edit:
            work.write(edit["path"], edit["text"])
        else:
            text = (work.root / edit["path"]).read_text("utf-8")
            assert edit["old"] in text, edit
            work.write(edit["path"], text.replace(edit["old"], edit["new"], 1))


def git(work: Work, *words: str) -> None:
    own = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run([*own, *words], cwd=work.root, check=True, capture_output=True)


def test_where_every_demand_holds_nothing_is_found(work: Work) -> None:
    done = work.check()

    assert (done.code, done.found) == (0, [])


def test_no_demand_fails_or_lacks_a_setting_there(work: Work) -> None:
    done = work.run("phases", "--format", "json")

    left = {d["demand"]: (d["verdict"], d["why"]) for d in done.document["demands"] if d["verdict"] != "holds"}
    assert done.code == 0
    assert {verdict for verdict, _ in left.values()} <= {"cannot tell"}
    assert [d for d, (_, why) in left.items() if "no rule in this version" not in why and "--since" not in why] == []


def test_every_rule_on_which_a_demand_rests_has_a_seed() -> None:
    asked = {rule for phase in programme().phases for demand in phase.demands for rule in demand.rules if rule in RULES}

    assert asked - {seed["rule"] for seed in SEEDS} == {CONSEQUENCE}


@pytest.mark.parametrize("seed", [s for s in SEEDS if "before" not in s], ids=lambda seed: f"{seed['rule']}-{seed['path']}")
def test_a_single_failure_gives_exactly_its_finding(work: Work, seed: Mapping[str, Any]) -> None:
    sow(work, seed["edits"])

    found = [(f.rule, f.path, f.span.line) for f in check(Request(str(work.root))).findings]
    rule = RULES[seed["rule"]]
    before = rule.severity == "error" and rule.phase < RULES[CONSEQUENCE].phase and rule.subject not in ANSWERS
    by_nature = (CONSEQUENCE, seed.get("with", ""))
    assert [f for f in found if f[0] not in by_nature] == [(seed["rule"], seed["path"], seed["line"])]
    assert {f[0] for f in found} - {seed["rule"], CONSEQUENCE} == {seed["with"]} if "with" in seed else True
    assert any(f[0] == CONSEQUENCE for f in found) == (before or "with" in seed)


@pytest.mark.parametrize("seed", [s for s in SEEDS if "before" in s], ids=lambda seed: f"{seed['rule']}-{seed['path']}")
def test_a_change_gives_exactly_its_finding(work: Work, seed: Mapping[str, Any]) -> None:
    now = {edit["path"]: (work.root / edit["path"]).read_text("utf-8") for edit in seed["before"]}
    sow(work, seed["before"])
    git(work, "init", "-q", "-b", "main")
    git(work, "add", "-A")
    git(work, "commit", "-q", "-m", "before")
    for path, text in now.items():
        work.write(path, text)

    found = since.check(Request(str(work.root)), "main").findings
    assert [(f.rule, f.path, f.span.line) for f in found] == [(seed["rule"], seed["path"], seed["line"])]


@pytest.mark.parametrize("seed", [s for s in FIRST if s], ids=lambda seed: seed["rule"])
def test_a_failure_makes_its_demand_fail_and_no_other(work: Work, seed: Mapping[str, Any]) -> None:
    sow(work, seed["edits"])

    demands = json.loads(work.run("phases", "--format", "json").out)["demands"]
    failing = [demand["rules"] for demand in demands if demand["verdict"] == "fails" and CONSEQUENCE not in demand["rules"]]
    assert [seed["rule"] in rules for rules in failing] == [True] * len(failing)
    assert len(failing) == (seed["rule"] != CONSEQUENCE)
