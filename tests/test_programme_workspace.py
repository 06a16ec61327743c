"""A workspace in which every demand holds, and what is changed in it to make one demand fail: each gives its finding and no other."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from checker.contracts import load
from checker.data import folder
from checker.evaluate.load import load_rules
from checker.loading import ANSWERS
from checker.model.run import Request
from checker.pipeline import check
from tests.gate import Work

HOME = Path(__file__).parents[1] / "fixtures" / "workspaces"
SEEDS: Sequence[Mapping[str, Any]] = load("seeds.yaml", (HOME / "programme.seeds.yaml").read_bytes()).data
RULES = {rule.name: rule for rule in load_rules(folder("rules"))}
#: A consequence of every error before it, wherever there is an upload.
CONSEQUENCE = "premature-upload"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    shutil.copytree(HOME / "programme", tmp_path / "programme")
    monkeypatch.chdir(tmp_path / "programme")
    return Work(tmp_path / "programme", capsys)


def sow(work: Work, seed: Mapping[str, Any]) -> None:
    for edit in seed["edits"]:
        text = (work.root / edit["path"]).read_text("utf-8")
        assert edit["old"] in text, edit
        work.write(edit["path"], text.replace(edit["old"], edit["new"], 1))


def test_where_every_demand_holds_nothing_is_found(work: Work) -> None:
    done = work.check()

    assert (done.code, done.found) == (0, [])


def test_no_demand_fails_or_lacks_a_setting_there(work: Work) -> None:
    done = work.run("phases", "--format", "json")

    left = {d["demand"]: (d["verdict"], d["why"]) for d in done.document["demands"] if d["verdict"] != "holds"}
    assert done.code == 0
    assert {verdict for verdict, _ in left.values()} <= {"cannot tell"}
    assert [d for d, (_, why) in left.items() if "no rule in this version" not in why and "to judge" not in why] == []


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed['rule']}-{seed['path']}")
def test_a_single_failure_gives_exactly_its_finding(work: Work, seed: Mapping[str, Any]) -> None:
    sow(work, seed)

    found = [(f.rule, f.path, f.span.line if seed["line"] else 0) for f in check(Request(str(work.root))).findings]
    rule = RULES[seed["rule"]]
    before = rule.severity == "error" and rule.phase < RULES[CONSEQUENCE].phase and rule.subject not in ANSWERS
    assert [f for f in found if f[0] != CONSEQUENCE] == [(seed["rule"], seed["path"], seed["line"])]
    assert any(f[0] == CONSEQUENCE for f in found) == before


def test_all_failures_together_make_each_of_their_demands_fail(work: Work) -> None:
    sown = [seed for seed in SEEDS if seed["rule"] not in ("class-conflict", "malformed-annotation")]
    for seed in sown:
        sow(work, seed)

    demands = json.loads(work.run("phases", "--format", "json").out)["demands"]
    failing = {name for demand in demands if demand["verdict"] == "fails" for name in demand["rules"]}
    assert {seed["rule"] for seed in sown} - {"unregistered-event"} <= failing
    assert CONSEQUENCE in failing
