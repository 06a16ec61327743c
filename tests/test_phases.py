"""The state of a programme: verdicts from rules, findings and subjects, whatever rules there are, and whole runs of `telint phases`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from checker.contracts.validate import schema_of
from checker.data import folder
from checker.evaluate.load import load_rules
from checker.model.finding import Finding, Rule
from checker.model.place import Place, Span
from checker.model.programme import Covered, Demand, Kind, Phase, Programme, Share, Standing, Verdict
from checker.programme.demands import PATH, programme
from checker.programme.subjects import Census
from checker.programme.verdicts import Evidence, shares, standings
from checker.report.phases import Progress, render
from tests.gate import CLEAN, Work, clean_at


def rule(name: str, phase: int = 1, subject: str = "event") -> Rule:
    return Rule(name, "group", "An event that is wrong.", phase, "error", "high", subject, "true", "''", "", "", "", "")


def event(line: int, **fields: Any) -> dict[str, Any]:
    return {"name": f"e{line}", "status": "shipped", "_place": Place("t.yaml", Span(line, line + 1, line, 1, line, 2)), **fields}


def finding(name: str, line: int, suppressed: str = "") -> Finding:
    return Finding(name, "error", "high", "t.yaml", Span(line, line + 1, line, 1, line, 2), "wrong", "", "", (), (), "", suppressed)


def judged(
    demands: Sequence[Demand],
    rules: Sequence[Rule],
    events: Sequence[dict[str, Any]] = (),
    findings: Sequence[Finding] = (),
    off: Sequence[str] = (),
    configured: bool = False,
    unread: int = 0,
    kind: Kind | None = None,
) -> list[Verdict]:
    """The verdicts of phase 1, on the demands and on what no demand names."""
    census = Census({"event": events}, {"event": kind or Kind("event")})
    chosen = frozenset(r.name for r in rules) - frozenset(off)
    evidence = Evidence(tuple(rules), chosen, tuple(findings), census, lambda _: configured, unread)
    (standing,) = standings(Programme((), (), (Phase(1, "One", tuple(demands)),)), evidence)
    return list(standing.verdicts)


def one(*demands: Demand, **given: Any) -> tuple[str, str, str]:
    (verdict,) = judged(demands or (Demand("It is so", ("a",)),), given.pop("rules", [rule("a")]), **given)
    return verdict.verdict, verdict.judged, verdict.why


def test_a_demand_holds_when_its_rules_found_nothing_in_what_they_judged() -> None:
    assert one(events=[event(1), event(2)]) == ("holds", "2 events", "")


def test_a_demand_fails_with_the_findings_of_its_rules() -> None:
    (verdict,) = judged([Demand("It is so", ("a",))], [rule("a")], [event(1)], [finding("a", 1), finding("b", 1)])

    assert (verdict.verdict, [f.rule for f in verdict.open]) == ("fails", ["a"])


def test_what_is_ignored_with_a_reason_is_accepted_and_a_baseline_is_not() -> None:
    (verdict,) = judged([Demand("x", ("a",))], [rule("a")], [event(1), event(2)], [finding("a", 1, "ignore")])
    assert (verdict.verdict, verdict.accepted, verdict.open) == ("holds", 1, ())

    assert one(events=[event(1)], findings=[finding("a", 1, "baseline")])[0] == "fails"


def test_nothing_to_judge_is_not_taken_for_fine() -> None:
    assert one() == ("cannot tell", "", "there is no event to judge")


def test_what_is_not_set_up_says_which_setting_is_missing() -> None:
    demand = Demand("x", ("a",), needs=("documents.pages", "documents.backlogs"))

    assert one(demand) == ("not configured", "", "nothing is judged without documents.pages or documents.backlogs")
    assert one(demand, configured=True)[0] == "cannot tell"


def test_rules_without_their_setting_leave_a_demand_open_and_all_of_them_not_set_up() -> None:
    part = Demand("x", ("a", "b"), without=(("registry.contracts-index", ("b",)),))
    rules = [rule("a"), rule("b")]

    told = one(part, rules=rules, events=[event(1)])
    assert told == ("cannot tell", "1 event", "without a [[registry]] of format contracts-index nothing is judged by b")
    assert one(part, rules=rules, events=[event(1)], configured=True) == ("holds", "1 event", "")
    assert one(part, rules=rules, events=[event(1)], findings=[finding("a", 1)])[0] == "fails"

    whole = Demand("x", ("b",), without=(("control.master", ("b",)),))
    assert one(whole, rules=rules[1:], events=[event(1)]) == ("not configured", "", "nothing is judged without control.master")


def test_what_is_said_where_there_is_none_can_be_stated() -> None:
    assert one(kind=Kind("event", none="nobody writes any"))[2] == "nobody writes any"


def test_a_kind_of_which_each_is_a_defect_is_fine_where_there_is_none() -> None:
    assert one(kind=Kind("unreadable region", defects=True)) == ("holds", "", "")


def test_a_rule_that_does_not_exist_leaves_its_demand_open() -> None:
    demand = Demand("x", ("a", "to-come"))

    assert one(demand, events=[event(1)]) == ("cannot tell", "1 event", "no rule in this version judges to-come")
    assert one(demand, rules=[]) == ("cannot tell", "", "no rule in this version judges a, to-come")


def test_a_rule_that_is_switched_off_leaves_its_demand_open() -> None:
    assert one(events=[event(1)], off=["a"]) == ("cannot tell", "1 event", "switched off by configuration: a")


def test_files_that_could_not_be_read_leave_a_demand_open() -> None:
    assert one(events=[event(1)], unread=2) == ("cannot tell", "1 event", "2 files could not be read")


def test_what_cannot_be_told_is_counted_by_reason_and_is_no_failure() -> None:
    demand = Demand("x", ("a",), unknown=(("event", 'event.status == "?"'),), because=(("event", "event.why"),))
    events = [event(n, status="?", why="computed" if n < 3 else "a parameter") for n in (1, 2, 3)] + [event(4)]

    told = one(demand, events=events, findings=[finding("a", 1)])
    assert told == ("cannot tell", "4 events", "of 3 events it cannot be told: computed (2), a parameter (1)")
    assert one(demand, events=events, findings=[finding("a", 4)])[0] == "fails"


def test_only_the_subjects_that_count_are_counted() -> None:
    assert one(events=[event(1), event(2, status="planned")], kind=Kind("event", 'event.status == "shipped"'))[1] == "1 event"


def test_a_rule_that_no_demand_names_is_a_demand_of_its_own_in_its_phase() -> None:
    verdicts = judged([Demand("x", ("a",))], [rule("a"), rule("late"), rule("other", phase=2)], [event(1)], [finding("late", 1)])

    assert [(v.demand, v.verdict) for v in verdicts] == [("x", "holds"), ("None of these: an event that is wrong", "fails")]


def test_a_demand_stands_in_the_phase_that_its_rules_give() -> None:
    stated = Programme((), (), (Phase(1, "One", (Demand("x", ("a", "b", "to-come")),)), Phase(2, "Two", ())))
    rules = (rule("a", phase=2), rule("b", phase=2))
    evidence = Evidence(rules, frozenset("ab"), (), Census({"event": [event(1)]}, {}), bool, 0)

    first, second = standings(stated, evidence)
    assert first.verdicts == ()
    assert [v.rules for v in second.verdicts] == [("a", "b")]


def test_shares() -> None:
    stated = Programme(
        (),
        (
            Share("events", "", "event", 'event.status == "shipped"', "event.written"),
            Share("clean", "", "event"),
            Share("tables", "", "table"),
        ),
        (),
    )
    events = [event(1, written=True), event(2, written=False), event(3, status="planned", written=True)]
    evidence = Evidence((rule("a"),), frozenset("a"), (finding("a", 2), finding("a", 3, "ignore")), Census({"event": events}, {}), bool, 0)

    assert shares(stated, evidence) == (Covered("events", "", 1, 2), Covered("clean", "", 2, 3), Covered("tables", "", 0, -1))


def test_the_programme_that_ships_fits_its_schema_and_names_each_rule_once() -> None:
    from checker.contracts import read, validate

    assert validate(read(folder("contracts"), PATH), "programme.v1") == ()
    named = [name for phase in programme().phases for demand in phase.demands for name in demand.rules]
    assert len(named) == len(set(named))
    asked = [name for phase in programme().phases for demand in phase.demands for _, rules in demand.without for name in rules]
    assert set(asked) <= set(named)


def test_each_demand_that_ships_stands_in_the_phase_of_its_rules() -> None:
    phases = {rule.name: rule.phase for rule in load_rules(folder("rules"))}

    stated = {name: phase.number for phase in programme().phases for demand in phase.demands for name in demand.rules}
    assert {name: phase for name, phase in phases.items() if stated[name] != phase} == {}


def test_every_shipped_rule_is_in_exactly_one_verdict() -> None:
    rules = load_rules(folder("rules"))
    evidence = Evidence(rules, frozenset(r.name for r in rules), (), Census({}, {}), bool, 0)

    shown = [name for standing in standings(programme(), evidence) for verdict in standing.verdicts for name in verdict.rules]
    assert {name: shown.count(name) for name in (r.name for r in rules)} == {r.name: 1 for r in rules}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    monkeypatch.chdir(tmp_path)
    return clean_at(tmp_path, capsys)


def verdicts(work: Work) -> dict[str, str]:
    return {d["demand"]: d["verdict"] for d in json.loads(work.run("phases", "--format", "json").out)["demands"]}


def test_a_clean_workspace_has_no_failing_demand(work: Work) -> None:
    done = work.run("phases", "--format", "json")

    jsonschema_rs.validator_for(schema_of("phases.v1")).validate(done.document)
    assert done.code == 0
    assert {d["verdict"] for d in done.document["demands"]} <= {"holds", "cannot tell", "not configured"}


def test_what_nothing_in_the_configuration_asks_for_does_not_hold(work: Work) -> None:
    found = verdicts(work)

    for demand in (
        "Every write is behind the switches that must be able to stop it",
        "MCP tool registry entries agree with the taxonomy",
        "Every event is documented",
        "The retention policy covers every telemetry table",
        "Types of payloads and constants of events are classified where they are made",
        "An operator can see the state of telemetry without a network call",
        "Nothing leaves the machine except behind an operator's action and an opt-in",
    ):
        assert found[demand] == "not configured", demand
    assert found["Every contract is well-formed and mirrored in the index"] == "cannot tell"


def test_the_sum_of_all_verdicts_comes_last_in_text_and_first_in_markdown(work: Work) -> None:
    counted = verdicts(work)
    held = sum(verdict == "holds" for verdict in counted.values())

    assert work.run("phases").out.splitlines()[-1].startswith(f"{held} of {len(counted)} demands hold: ")
    assert work.run("phases", "--format", "markdown").out.splitlines()[2].startswith(f"{held} of {len(counted)} demands hold: ")


def test_a_failing_demand_ends_with_one_and_shows_its_findings(work: Work) -> None:
    work.write("app.py", CLEAN["app.py"].replace("# telemetry: S1 family=app\n", ""))

    done = work.run("phases")

    assert done.code == 1
    assert "app.py:3: `app_log.send` writes `started` without a sensitivity class" in done.out
    assert verdicts(work)["Every write is classified in a comment"] == "fails"


def test_what_cannot_be_read_ends_with_two(work: Work) -> None:
    work.write("telemetry/taxonomy.yaml", "families: [\n")

    assert work.run("phases").code == 2


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_hostile_names_do_not_reach_the_reader_as_markup(work: Work, format: str) -> None:
    work.write("app.py", CLEAN["app.py"].replace('"started"', '"<script>|`x`\\u202e"').replace("# telemetry: S1 family=app\n", ""))

    out = work.run("phases", "--format", format, "--all").out

    assert "\u202e" not in out and (format == "text" or "<script>" not in out.replace("\\", "").replace("`<script>", ""))


BACKLOG = "# Backlog\n\n- [x] `app.py` — add `started`\n- [x] `gone.py` — add `x_y`\n- [x] all is well\n- [ ] later\n"


def test_a_backlog_is_verified_line_by_line(work: Work) -> None:
    work.write("docs/backlog.md", BACKLOG.replace("started", "app_log"))

    done = work.run("phases", "--verify", "docs/backlog.md", "--format", "json")

    jsonschema_rs.validator_for(schema_of("backlog.v1")).validate(done.document)
    assert done.code == 1
    assert [(line["line"], line["verdict"]) for line in done.document["lines"]] == [
        (3, "borne out"),
        (4, "contradicted"),
        (5, "not checkable"),
    ]
    assert done.document["lines"][0]["checks"][1] == {"said": "`app_log` stands there", "holds": True, "path": "app.py", "line": 1}
    assert done.document["open"] == 1


def test_a_backlog_in_text_and_markdown_says_the_same(work: Work) -> None:
    work.write("docs/backlog.md", BACKLOG.replace("started", "app_log"))

    for format in ("text", "markdown"):
        out = work.run("phases", "--verify", "docs/backlog.md", "--format", format).out
        assert "3 ticked lines: 1 borne out, 1 contradicted, 1 not checkable; 1 not ticked" in out
        assert "app.py:1" in out and "there is no `gone.py`" in out


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("docs/none.md", None, "no such file"),
        ("docs/a.md", "# A\n\n- plain\n", "has no tick list"),
        ("docs/a.md", b"\xff", "not valid UTF-8"),
    ],
)
def test_a_backlog_that_claims_nothing_bears_nothing_out(work: Work, path: str, text: str | bytes | None, why: str) -> None:
    if text is not None:
        work.write(path, text)

    done = work.run("phases", "--verify", path)

    assert done.code == 2 and why in done.err


def test_the_backlog_of_an_audit_is_read_back(work: Work) -> None:
    work.write("app.py", CLEAN["app.py"].replace("# telemetry: S1 family=app\n", ""))
    work.run("audit", "--output", "audit")
    page = work.root / "audit/backlog.md"
    page.write_text(page.read_text("utf-8").replace("- [ ]", "- [x]"), "utf-8")
    still = work.run("phases", "--verify", "audit/backlog.md", "--format", "json")
    work.write("app.py", CLEAN["app.py"])
    gone = work.run("phases", "--verify", "audit/backlog.md", "--format", "json")

    assert (still.code, gone.code) == (1, 0)
    assert {(line["verdict"], line["checks"][0]["path"]) for line in still.document["lines"]} == {("contradicted", "app.py")}
    assert {(line["verdict"], line["checks"][0]["said"]) for line in gone.document["lines"]} == {
        ("borne out", "`unclassified-write` finds it no more")
    }


def test_a_backlog_outside_the_workspace_is_not_read(work: Work, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "b.md"
    outside.write_text(BACKLOG, "utf-8")

    assert work.run("phases", "--verify", str(outside)).code == 2


def test_lines_end_at_the_edge_of_the_terminal() -> None:
    verdict = Verdict("A demand that holds for each of the " + "many " * 30 + "things", ("a",), "fails", "", "", (finding("a", 1),) * 5)
    covered = (Covered("writes", "what " * 30, 1, 2), Covered("events", "so", 120, 1200))
    progress = Progress(("telint", "0"), "app", (Standing(1, "One", (verdict,)),), covered, (("a.json", "not JSON " * 20),), width=60)

    lines = render("text", progress).splitlines()
    assert max(map(len, lines)) <= 60
    assert [line[:32] for line in lines if "(" in line] == ["  writes     50 % (1 of 2)      ", "  events     10 % (120 of 1,200)"]
    assert "0 of 1 demands hold: 1 fails" in lines and "--all" in lines[-2]


@pytest.mark.parametrize(
    ("view", "verdict", "why"),
    [
        ('{function = "app.gone"}', "cannot tell", "of 1 view it cannot be told: there is no function `app.gone` (1)"),
        ('{function = "app.show", arm = "gone"}', "cannot tell", "of 1 view it cannot be told: `app.show` has no arm `gone` (1)"),
        ('{function = "app.show"}', "holds", ""),
        ('{function = "app.show"}, {function = "app.no"}', "cannot tell", "of 1 view it cannot be told: there is no function `app.no` (1)"),
    ],
)
def test_a_view_that_is_not_there_cannot_be_judged(work: Work, view: str, verdict: str, why: str) -> None:
    work.write("telint.toml", f"{CLEAN['telint.toml']}\n[clients]\ndoctor = [{view}]\n")
    work.write("app.py", f"{CLEAN['app.py']}\n\ndef show() -> None:\n    print(1)\n")

    demands = json.loads(work.run("phases", "--format", "json").out)["demands"]
    assert [(d["verdict"], d["why"]) for d in demands if "networked-doctor" in d["rules"]] == [(verdict, why)]
