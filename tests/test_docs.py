"""The documents that are made from something else are as that says."""

from pathlib import Path

from checker.cli.common.pages import first_cases, page
from checker.data import folder
from checker.evaluate.load import load_rules
from checker.report.reference import documents

MADE = Path(__file__).parent.parent / "docs" / "rules"


def test_the_reference_of_rules_is_current() -> None:
    rules = load_rules(folder("rules"))
    wanted = documents(rules, {r.name: first_cases(page(r.name)) for r in rules})

    there = {path.name: path.read_text("utf-8") for path in MADE.iterdir()}

    stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    assert stale == [], "out of date: run `make docs` (telint rules --output docs/rules), and delete pages of groups that are gone"
