"""Rule files on arrival: found by folder, and every mistake of every file told at its place."""

import os
from pathlib import Path

import pytest

from checker.data import folder
from checker.evaluate.fields import pool_of
from checker.evaluate.load import check_rules, is_kebab, load_rules
from checker.evaluate.scalar import offset_of, place_in_scalar
from checker.model.errors import Unusable
from checker.model.finding import SEVERITIES

RULE = """\
summary: A write in a test.
phase: 3
severity: warning
subject: callsite
when: site.context == "test"
message: '"`" + site.api + "` is called in a test"'
why: Because.
mend: Move it.
source: house rules
"""


def put(root: Path, text: str = RULE, path: str = "own/house/test-write.yaml") -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def complaints(root: Path, *dirs: str) -> list[str]:
    with pytest.raises(Unusable) as raised:
        check_rules(str(root), dirs or ("own",))
    return [str(complaint) for complaint in raised.value.complaints]


def test_a_rule_has_the_name_of_its_file_and_the_group_of_its_folder(tmp_path: Path) -> None:
    put(tmp_path)

    (rule,) = check_rules(str(tmp_path), ["own"])

    assert (rule.name, rule.group, rule.path) == ("test-write", "house", "own/house/test-write.yaml")
    assert (rule.phase, rule.severity, rule.confidence, rule.subject) == (3, "warning", "high", "callsite")
    assert (rule.summary, rule.why, rule.mend, rule.source) == ("A write in a test.", "Because.", "Move it.", "house rules")


def test_confidence_can_be_stated(tmp_path: Path) -> None:
    put(tmp_path, RULE + "confidence: medium\n")

    assert check_rules(str(tmp_path), ["own"])[0].confidence == "medium"


def test_rules_of_the_workspace_join_the_shipped_ones_by_name(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, path="more/house/aaa.yaml")

    names = [rule.name for rule in load_rules(folder("rules"), str(tmp_path), ["own", "more/"])]

    assert names == sorted(names)
    assert {"aaa", "test-write", "unregistered-event"} <= set(names)


def test_shipped_rules_are_complete_and_producers_are_not_among_them() -> None:
    rules = load_rules(folder("rules"))

    assert {rule.group for rule in rules} >= {"registration", "classification", "hygiene"}
    assert "producers" not in {rule.group for rule in rules}
    for rule in rules:
        assert rule.severity in SEVERITIES
        assert is_kebab(rule.name)
        assert rule.path == f"rules/{rule.group}/{rule.name}.yaml"
        assert os.path.isfile(os.path.join(folder("rules"), rule.group, f"{rule.name}.yaml"))
        assert all(words and words == words.strip() for words in (rule.summary, rule.why, rule.mend, rule.source))


def test_a_rule_with_the_name_of_another_is_refused(tmp_path: Path) -> None:
    put(tmp_path, path="own/house/dead-event.yaml")
    put(tmp_path, path="own/other/dead-event.yaml")

    with pytest.raises(Unusable) as raised:
        load_rules(folder("rules"), str(tmp_path), ["own"])

    assert [str(c) for c in raised.value.complaints] == [
        'own/house/dead-event.yaml:1:1: a rule named "dead-event" is there already: rules/registration/dead-event.yaml',
        'own/other/dead-event.yaml:1:1: a rule named "dead-event" is there already: rules/registration/dead-event.yaml',
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("severity: warning", "severity: [", "5:"),
        ("phase: 3", "phse: 3", '2:1: unknown key "phse", did you mean "phase"?'),
        ("mend: Move it.\n", "", 'the key "mend" is missing'),
        ("severity: warning", "severity: warnin", '3:11: "severity" is "warnin", not one of: error, warning, note'),
        ("phase: 3", "phase: 6", "2:8: "),
        ("phase: 3", "phase: three", '2:8: "phase" must be a whole number, not text'),
        ("subject: callsite", "subject: callsit", '4:10: "subject" is "callsit"'),
        ("phase: 3", "phase: 3\nphase: 4", '3:1: the key "phase" is there twice'),
        ('site.context == "test"', "site.prod", '5:12: "when": unknown field "prod"'),
        ('site.context == "test"', "site.event.stats == '' && site.decids", '5:18: "when": unknown field "stats", did you mean "status"?'),
        ('site.context == "test"', "event.status == ''", '5:12: "when": unknown name "event"; a rule on a callsite speaks of "site"'),
        ('site.context == "test"', "site.context", '5:7: "when": must give true or false, not text'),
        ('site.context == "test"', "site.line", '5:7: "when": must give true or false, not a whole number'),
        ('site.context == "test"', "site", '5:7: "when": must give true or false, not telint.Callsite'),
        ('site.context == "test"', "site.line == 'a'", '5:17: "when": found no matching overload'),
        ('site.context == "test"', "site.production &&", "5:25: \"when\": Syntax error: mismatched input '<EOF>'"),
        ('site.context == "test"', "(" * 400 + "true" + ")" * 400, '5:7: "when": Expression recursion limit exceeded'),
        (""" + site.api + "` is""", """ + site.ap + "` is""", '6:22: "message": unknown field "ap", did you mean "api"?'),
        ("""'"`" + site.api + "` is called in a test"'""", "site.names", '6:15: "message": unknown field "names"'),
        ("""'"`" + site.api + "` is called in a test"'""", "site.production", '6:10: "message": must give text, not true or false'),
    ],
)
def test_a_mistake_is_told_with_file_line_and_column(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in RULE
    put(tmp_path, RULE.replace(old, new))

    told = complaints(tmp_path)

    assert all(words.startswith("own/house/test-write.yaml:") for words in told)
    assert any(said in words for words in told), told


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    put(tmp_path, RULE.replace("site.api", "site.ap").replace("site.context", "site.contxt"))
    put(tmp_path, RULE.replace("phase: 3", "phase: nine").replace("why: Because.\n", ""), "own/house/second.yaml")
    put(tmp_path, "a: [", "own/house/third.yaml")

    told = complaints(tmp_path, "own", "gone")

    assert [words.split(":")[0] for words in told] == [
        "gone",
        *["own/house/second.yaml"] * 2,
        *["own/house/test-write.yaml"] * 2,
        "own/house/third.yaml",
    ]


def test_a_mistake_in_a_folded_expression_is_told_on_its_own_line(tmp_path: Path) -> None:
    folded = 'when: >-\n  site.production\n    && site.decids\n  && site.event.stats == "x"'
    put(tmp_path, RULE.replace('when: site.context == "test"', folded))

    told = complaints(tmp_path)

    assert told == [
        'own/house/test-write.yaml:7:13: "when": unknown field "decids", did you mean "decides"?',
        'own/house/test-write.yaml:8:17: "when": unknown field "stats", did you mean "status"?',
    ]


@pytest.mark.parametrize("path", ["own/rule.yaml", "own/a/b/rule.yaml", "own/house/rule.yml"])
def test_a_rule_file_in_the_wrong_place_is_not_left_out_without_a_word(tmp_path: Path, path: str) -> None:
    put(tmp_path, path=path)

    assert complaints(tmp_path) == [f"{path}: not a place for a rule; rules are <group>/<name>.yaml"]


@pytest.mark.parametrize("path", ["own/House/rule.yaml", "own/house/test_write.yaml", "own/house/test--write.yaml", "own/house/-x.yaml"])
def test_names_are_kebab_case(tmp_path: Path, path: str) -> None:
    put(tmp_path, path=path)

    assert "is not kebab-case" in complaints(tmp_path)[0]


def test_an_empty_rule_folder_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "README.md").write_text("nothing yet", encoding="utf-8")

    assert complaints(tmp_path) == ["own: no rule in this folder; rules are <group>/<name>.yaml"]


def test_a_file_that_is_no_rule_may_stand_beside_rules(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, "# Ours\n", "own/house/README.md")

    assert len(check_rules(str(tmp_path), ["own"])) == 1


def test_rules_outside_the_workspace_are_not_read(tmp_path: Path) -> None:
    put(tmp_path, path="outside/house/rule.yaml")
    inside = tmp_path / "inside"
    put(inside)
    os.symlink(tmp_path / "outside/house/rule.yaml", inside / "own/house/linked.yaml")

    assert complaints(inside) == ["own/house/linked.yaml: stands outside the workspace"]
    assert complaints(inside, "../outside") == ["../outside/house/rule.yaml: stands outside the workspace"]


def test_a_rule_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    put(tmp_path, RULE + "#" * 70_000, "own/house/big.yaml")
    (tmp_path / "own/house/text.yaml").write_bytes(b"summary: \xff\n")
    os.symlink("nowhere", tmp_path / "own/house/gone.yaml")

    assert complaints(tmp_path) == [
        "own/house/big.yaml: larger than 64 KiB",
        "own/house/gone.yaml: cannot be read: No such file or directory",
        "own/house/text.yaml:1:10: not valid UTF-8",
    ]


@pytest.mark.parametrize(
    ("text", "value", "sought", "place"),
    [
        ("k: ab cd", "ab cd", "cd", (1, 7)),
        ("k: 'it''s cd'", "it's cd", "cd", (1, 11)),
        ('k: "a\\"b cd"', 'a"b cd', "cd", (1, 10)),
        ("k: >-\n  ab\n  cd", "ab cd", "cd", (3, 3)),
        ("k: |\n  ab\n    cd\n", "ab\n  cd\n", "cd", (3, 5)),
        ("k: ab\n  cd", "ab cd", "cd", (2, 3)),
        ("k: 'ab\n\n  cd'", "ab\ncd", "cd", (3, 3)),
        ("k: >-  # why\n\n  äb cd", "äb cd", "cd", (3, 6)),
    ],
)
def test_a_character_of_a_scalar_has_its_place_in_the_file(text: str, value: str, sought: str, place: tuple[int, int]) -> None:
    assert place_in_scalar(text, 3, value, value.index(sought)) == place


@pytest.mark.parametrize(("text", "value"), [("k: ab\nl: m", "ab"), ("k: 'a'\nl: m", "a"), ("k: >-\n  a\nl: m", "a")])
def test_a_place_behind_a_scalar_is_behind_its_last_character(text: str, value: str) -> None:
    line, column = place_in_scalar(text, 3, value, len(value))

    assert text.split("\n")[line - 1][column - 2] == "ab"[len(value) - 1]


def test_a_place_in_an_empty_scalar_is_its_start() -> None:
    assert place_in_scalar("k: ''", 3, "", 0) == (1, 5)
    assert place_in_scalar("k:", 2, "", 0) == (1, 3)


def test_lines_and_columns_of_an_expression_are_offsets() -> None:
    assert offset_of("ab\ncd", 2, 2) == 4
    assert offset_of("ab\ncd", 9, 9) == 5
    assert offset_of("ab", 0, 0) == 0


@pytest.mark.parametrize(
    "shape",
    [{"type": "number"}, {"type": ["string", "null"]}, {"enum": ["a"]}, {"type": "array", "items": {"type": "array"}}],
)
def test_a_schema_that_says_more_than_rules_can_be_checked_against_is_refused(shape: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"the type of a\.b"):
        pool_of({"$defs": {"a": {"properties": {"b": shape}}}})
