"""Every rule by its page in fixtures/rules: each case is a small workspace that the whole pipeline judges by that one rule."""

import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from checker.data import folder
from checker.evaluate.load import check_rules, load_rules
from checker.model.finding import Finding
from checker.model.run import Request
from checker.pipeline import check
from checker.programme import since
from tests.pages import BadPage, Case, complaints_about, parse_page

RULES = {rule.name: rule for rule in load_rules(folder("rules"))}
PAGES = Path(folder("fixtures/rules"))


#: The rules that speak of what could not be read; every other case has to be read in full.
ABOUT_UNREADABLE = ("invalid-schema", "malformed-contract", "unreadable-region")


#: Blocks of a case that show the state before a change, for the rules that judge one.
BEFORE = "was/"


def run_case(root: Path, rule: str) -> tuple[Finding, ...]:
    """The findings of `rule` alone in the workspace at `root`, or of a change there since its last commit."""
    request = Request(str(root), select=(rule,))
    outcome = since.check(request, "HEAD") if RULES[rule].subject == "change" else check(request)
    assert rule in ABOUT_UNREADABLE or outcome.coverage.failed == ()
    return outcome.findings


def write_files(root: Path, case: Case) -> None:
    before = {path.removeprefix(BEFORE): text for path, text in case.files.items() if path.startswith(BEFORE)}
    now = {path: text for path, text in case.files.items() if not path.startswith(BEFORE)}
    if before:
        write_all(root, now | before)
        commit(root)
    write_all(root, now)


def commit(root: Path) -> None:
    """A repository at `root` with one commit of all there is."""
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "before"]):
        subprocess.run([*git, *words], check=True, capture_output=True)


def write_all(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def page(name: str) -> tuple[Case, ...]:
    return parse_page(name, (PAGES / f"{name}.md").read_text(encoding="utf-8"))


def cases() -> list[tuple[str, Case]]:
    return [(name, case) for name in sorted(RULES) if (PAGES / f"{name}.md").is_file() for case in page(name)]


def test_there_is_a_page_for_every_rule_and_a_rule_for_every_page() -> None:
    assert {path.stem for path in PAGES.iterdir()} == set(RULES)
    assert all(path.suffix == ".md" for path in PAGES.iterdir())


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_page_shows_what_is_found_and_what_is_not(name: str) -> None:
    assert complaints_about(name, RULES[name].subject, page(name), frozenset(RULES)) == []


@pytest.mark.parametrize(("name", "case"), cases(), ids=lambda value: value.title if isinstance(value, Case) else value)
def test_a_rule_speaks_where_its_page_says_and_nowhere_else(name: str, case: Case, tmp_path: Path) -> None:
    write_files(tmp_path, case)

    found = run_case(tmp_path, name)

    assert [f.rule for f in found if f.rule != name] == []
    assert Counter((f.path, f.span.line) for f in found) == case.expected(), [(f.path, f.span.line, f.message) for f in found]


def test_shipped_rules_hold_against_the_schemas_of_rules_and_subjects(tmp_path: Path) -> None:
    shutil.copytree(folder("rules"), tmp_path / "own", ignore=shutil.ignore_patterns("producers"))

    assert {rule.name for rule in check_rules(str(tmp_path), ["own"])} == set(RULES)


GOOD = """\
# dead-event

A line of prose.

```toml title=telint.toml
producers = []
```

## One idea

What it shows.

```python title=a.py
one()  # expect: dead-event
two()  # ok: dead-event a reason
```
"""


def test_a_case_has_the_given_files_and_its_own_without_marks() -> None:
    (case,) = parse_page("dead-event", GOOD)

    assert case.title == "One idea"
    assert case.files == {"telint.toml": "producers = []\n", "a.py": "one()\ntwo()\n"}
    assert [(m.kind, m.rule, m.reason, m.path, m.line) for m in case.marks] == [
        ("expect", "dead-event", "", "a.py", 1),
        ("ok", "dead-event", "a reason", "a.py", 2),
    ]
    assert case.expected() == Counter({("a.py", 1): 1})


def test_a_mark_is_cut_off_the_comment_that_it_follows() -> None:
    (case,) = parse_page("dead-event", GOOD.replace("one()  #", "# telemetry: S0 a=b #").replace("two()  #", "// x //"))

    assert case.files["a.py"] == "# telemetry: S0 a=b\n// x\n"


def test_a_line_with_two_marks_expects_two_findings() -> None:
    (case,) = parse_page("dead-event", GOOD.replace("# expect: dead-event", "# expect: dead-event # expect: dead-event"))

    assert case.expected() == Counter({("a.py", 1): 2})


def test_a_block_of_a_case_replaces_the_given_one_of_that_name() -> None:
    (case,) = parse_page("dead-event", GOOD + "\n```toml title=telint.toml\nfail-on = 'note'\n```\n")

    assert case.files["telint.toml"] == "fail-on = 'note'\n"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("# dead-event\n", "# other\n", "the page's title is 'other'"),
        ("# dead-event\n", "", "the page's title is ''"),
        ("## One idea", "### One idea", "the page has no case"),
        ("What it shows.", "", "has no sentence"),
        ("title=a.py", "", "a block without title"),
        ("title=a.py", "title=a b.py", "a block without title"),
        ("title=a.py", "title=../a.py", "is outside the workspace"),
        ("title=a.py", "title=/a.py", "is outside the workspace"),
        ("expect: dead-event", "expect:", "a mark without a rule"),
        (" a reason", "", "an ok mark without a reason"),
        ("one()  #", "#", "not alone"),
        ("one()  # expect: dead-event\ntwo()  # ok: dead-event a reason", "one()", "has no mark"),
        ("a reason\n```", "a reason\n", "not closed"),
        ("a reason\n```", "a reason\n```\n\n## Two\n\nProse alone.", "has no block"),
        ("a reason\n```", "a reason\n```\n\n```python title=a.py\n```", "a second block for a.py"),
    ],
)
def test_a_bad_page_is_refused(old: str, new: str, why: str) -> None:
    assert old in GOOD
    with pytest.raises(BadPage, match=why):
        parse_page("dead-event", GOOD.replace(old, new))


def test_two_cases_of_one_title_are_refused() -> None:
    with pytest.raises(BadPage, match="two cases have the title 'One idea'"):
        parse_page("dead-event", GOOD + GOOD[GOOD.index("## ") :])


def test_a_page_must_show_both_sides() -> None:
    both = parse_page("dead-event", GOOD)
    silent = parse_page("dead-event", GOOD.replace("# expect: dead-event", ""))
    loud = parse_page("dead-event", GOOD.replace("# ok: dead-event a reason", ""))
    known = frozenset(("dead-event", "other-rule"))

    assert complaints_about("dead-event", "event", both, known) == []
    assert complaints_about("dead-event", "event", silent, known) == ["no expect mark"]
    assert complaints_about("dead-event", "event", loud, known) == ["no ok mark"]


def test_a_page_about_code_must_show_both_languages() -> None:
    both = parse_page("dead-event", GOOD)

    complaints = complaints_about("dead-event", "callsite", both, frozenset(("dead-event",)))

    assert complaints == ["no expect mark in a .rs file", "no ok mark in a .rs file"]


def test_a_mark_must_name_the_rule_of_its_page() -> None:
    known = frozenset(("dead-event", "other-rule"))
    unknown = parse_page("dead-event", GOOD.replace("expect: dead-event", "expect: dead-evnt"))
    other = parse_page("dead-event", GOOD.replace("expect: dead-event", "expect: other-rule"))

    assert complaints_about("dead-event", "event", unknown, known) == ["a.py:1: a mark names 'dead-evnt', which is no rule"]
    assert complaints_about("dead-event", "event", other, known) == ["a.py:1: a mark names 'other-rule' on the page of 'dead-event'"]
