"""Findings that somebody has answered for: what a directive says, which findings it covers, and the baseline."""

from pathlib import Path

import pytest

from checker.model.directive import Directive
from checker.model.errors import Unusable
from checker.model.finding import Finding
from checker.model.place import FILE_START, Span
from checker.suppress import baseline, documents
from checker.suppress.allow import Allow, allow
from checker.suppress.ignores import Judged, ignored

ALL = Judged(("dead-event", "raw-insert"), ("dead-event", "raw-insert"), ())


def directive(text: str, line: int = 4, first: int = 5, last: int = 7) -> Directive:
    return Directive(text, Span(40, 60, line, 5, line, 25), first, last)


def said(words: str) -> Allow:
    return allow(directive(f"telint: allow{words}"))


def finding(rule: str = "dead-event", line: int = 5, path: str = "a.py", print_: str = "f1") -> Finding:
    return Finding(rule, "error", "high", path, Span(50, 60, line, 1, line, 9), "m", "", "e", (), (), print_)


@pytest.mark.parametrize(
    ("words", "rules", "until", "reason"),
    [
        (" dead-event -- made up", ("dead-event",), "", "made up"),
        (" dead-event,raw-insert -- a -- b", ("dead-event", "raw-insert"), "", "a -- b"),
        (" dead-event , raw-insert until=2027-01-31 -- a", ("dead-event", "raw-insert"), "2027-01-31", "a"),
        (" dead-event, dead-event", ("dead-event",), "", ""),
        (" dead-event --", ("dead-event",), "", ""),
        (" dead--event -- a", ("dead--event",), "", "a"),
    ],
)
def test_a_directive_names_rules_a_day_and_a_reason(words: str, rules: tuple[str, ...], until: str, reason: str) -> None:
    assert said(words)[1:] == (rules, reason, until, "")


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        ("", "it names no rule"),
        (" -- why", "it names no rule"),
        (" , -- why", "it names no rule"),
        (" until=2027-01-31 -- why", "it names no rule"),
        (" dead-event raw-insert -- why", '"raw-insert" is neither a rule behind a comma nor behind the "--" that starts a reason'),
        (" dead-event by=2027-01-31 -- why", 'unknown key "by"'),
        (" dead-event untli=2027-01-31 -- why", 'unknown key "untli", did you mean "until"?'),
        (" dead-event until=20270131 -- why", '"20270131" is not a day, such as 2027-01-31'),
        (" dead-event until=2027-W01-1 -- why", '"2027-W01-1" is not a day, such as 2027-01-31'),
        (" dead-event until=2027-02-29 -- why", '"2027-02-29" is not a day, such as 2027-01-31'),
    ],
)
def test_what_cannot_be_read_says_why(words: str, mistake: str) -> None:
    assert said(words).mistake == mistake


@pytest.mark.parametrize(("line", "by"), [(3, ""), (4, "ignore"), (5, "ignore"), (7, "ignore"), (8, "")])
def test_the_comments_line_and_its_statement_are_covered(line: int, by: str) -> None:
    (found,), _ = ignored((finding(line=line),), {"a.py": [directive("telint: allow dead-event -- why")]}, ALL)

    assert (found.suppressed, found.reason) == (by, "why" if by else "")


@pytest.mark.parametrize(
    ("text", "path", "rule"),
    [
        ("telint: allow dead-event -- why", "b.py", "dead-event"),
        ("telint: allow dead-event -- why", "a.py", "raw-insert"),
        ("telint: allow dead-event", "a.py", "dead-event"),
        ("telint: allow dead-event until=soon -- why", "a.py", "dead-event"),
    ],
)
def test_another_file_another_rule_and_a_directive_without_effect_ignore_nothing(text: str, path: str, rule: str) -> None:
    (found,), _ = ignored((finding(rule, path=path),), {"a.py": [directive(text)]}, ALL)

    assert found.suppressed == ""


@pytest.mark.parametrize(("today", "by"), [("2027-01-30", "ignore"), ("2027-01-31", "ignore"), ("2027-02-01", "")])
def test_an_ignore_holds_until_the_end_of_its_day(today: str, by: str) -> None:
    text = "telint: allow dead-event until=2027-01-31 -- why"

    (found,), (subject,) = ignored((finding(),), {"a.py": [directive(text)]}, ALL, today)

    assert found.suppressed == by
    assert subject["expired"] == ([] if by else ["dead-event"])
    assert [r.message for r in found.related] == ([] if by else ["this ignored it until 2027-01-31"])


def test_of_two_ignores_the_one_that_holds_counts() -> None:
    old = directive("telint: allow dead-event until=2001-01-31 -- a")
    new = directive("telint: allow dead-event -- b")._replace(span=FILE_START)

    (found,), _ = ignored((finding(),), {"a.py": [old, new]}, ALL)

    assert (found.suppressed, found.reason) == ("ignore", "b")


def test_only_rules_that_ran_over_files_that_were_read_can_be_idle() -> None:
    spoken = {"a.py": [directive("telint: allow dead-event, raw-insert, no-such -- why")]}

    told = [ignored((finding(),), spoken, j).subjects[0] for j in (ALL, ALL._replace(ran=("dead-event",)), ALL._replace(unread=("a.py",)))]

    assert [(s["idle"], s["unknown"]) for s in told] == [(["raw-insert"], ["no-such"]), ([], ["no-such"]), ([], ["no-such"])]


def test_an_unknown_rule_is_told_with_the_nearest() -> None:
    _, (subject,) = ignored((), {"a.py": [directive("telint: allow ded-event -- why")]}, ALL)

    assert (subject["unknown"], subject["nearest"]) == (["ded-event"], "dead-event")


YAML = """\
# telint: allow dead-event -- why
# and a remark
a: 1
b: "# telint: allow dead-event -- no"
c: x # telint: allow dead-event -- why
d: |
  # telint: allow dead-event -- no
e: 'it''s # telint: allow dead-event -- no'
f#: 1
"""
TOML = """\
# telint: allow dead-event -- why
a = 1
b = "# telint: allow dead-event -- no"
c = [1, 2] # telint: allow dead-event -- why
d = '''
# telint: allow dead-event -- no
'''
e = \"\"\"
# telint: allow dead-event \\\"\"\"
# telint: allow dead-event -- no
\"\"\"
"""
MARKDOWN = """\
<!-- telint: allow dead-event -- why -->

`Text`. <!-- telint: allow dead-event -- why -->
`<!-- telint: allow dead-event -- no -->`
```text
<!-- telint: allow dead-event -- no -->
```
telint: allow dead-event -- no

<!--
telint: allow dead-event -- why
-->
~~~
<!-- telint: allow dead-event -- no -->
"""


@pytest.mark.parametrize(
    ("path", "text", "lines"),
    [
        ("t.yaml", YAML, [(1, 3), (5, 0)]),
        ("t.toml", TOML, [(1, 2), (4, 0)]),
        ("t.md", MARKDOWN, [(1, 2), (3, 0), (11, 13)]),
        ("t.json", '{"a": "# telint: allow dead-event -- no"}', []),
        ("t.yaml", "a: [\n# telint: allow dead-event -- what cannot be read has none\n", []),
        ("t.yaml", "\ufeffé: 1 # telint: allow dead-event -- why\n", [(1, 0)]),
    ],
)
def test_directives_of_documents_are_comments(path: str, text: str, lines: list[tuple[int, int]], tmp_path: Path) -> None:
    (tmp_path / path).write_text(text, encoding="utf-8")

    found = documents.directives(str(tmp_path.resolve()), [path]).get(path, ())

    assert [(d.span.line, d.first) for d in found] == lines
    assert {d.text for d in found} <= {"telint: allow dead-event -- why"}


def test_no_document_outside_the_workspace_is_read(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "t.yaml").write_text(YAML)
    (root / "link.yaml").symlink_to(tmp_path / "t.yaml")

    assert documents.directives(str(root.resolve()), ["link.yaml", "../t.yaml", "gone.yaml", "telint:x.yaml"]) == {}


@pytest.mark.parametrize("text", ["<!--" * 50_000, "`" * 200_000, "```\n" * 50_000, "<!-- telint: allow a " * 10_000, "<!---->" * 50_000])
def test_hostile_markdown_takes_bounded_time(text: str, tmp_path: Path) -> None:
    (tmp_path / "t.md").write_text(text + "telint: allow")

    assert documents.directives(str(tmp_path.resolve()), ["t.md"]) == {}


def write(root: Path, *findings: Finding) -> baseline.Baseline:
    (root / baseline.FILE).write_text(baseline.render(baseline.entries_of(findings)), encoding="utf-8")
    read = baseline.load(str(root))
    assert read is not None
    return read


def test_a_baseline_accepts_what_it_was_written_from_and_nothing_else(tmp_path: Path) -> None:
    hostile = finding(path='a"\udcff\n.py', print_="f2")
    written = write(tmp_path, finding(), hostile)

    marked, idle = baseline.accepted((finding(line=99), hostile, finding(print_="f3")), written, ALL)

    assert [f.suppressed for f in marked] == ["baseline", "baseline", ""]
    assert idle == []


def test_a_finding_that_is_ignored_beside_the_code_needs_no_entry(tmp_path: Path) -> None:
    written = write(tmp_path, finding())

    (found,), idle = baseline.accepted((finding()._replace(suppressed="ignore"),), written, ALL)

    assert found.suppressed == "ignore"
    assert [subject["fingerprint"] for subject in idle] == ["f1"]


def test_what_is_ignored_or_about_the_baseline_is_not_written(tmp_path: Path) -> None:
    assert write(tmp_path, finding()._replace(suppressed="ignore"), finding(path=baseline.FILE)).entries == ()


def test_an_entry_without_its_finding_is_idle_where_that_can_be_told(tmp_path: Path) -> None:
    written = write(tmp_path, finding(), finding("raw-insert", path="b.py", print_="f2"), finding("old-rule", path="c.py", print_="f3"))

    judged = (ALL, ALL._replace(ran=("raw-insert",)), ALL._replace(unread=("b.py", "c.py")))

    told = [baseline.accepted((), written, each).subjects for each in judged]

    assert [[(s["line"], s["file"]) for s in each] for each in told] == [
        [(4, "a.py"), (5, "b.py"), (6, "c.py")],
        [(5, "b.py"), (6, "c.py")],
        [(4, "a.py")],
    ]


def test_the_same_findings_in_any_order_are_the_same_file() -> None:
    some = (finding(), finding(print_="f0"), finding(path="A.py", print_="f9"))

    assert baseline.render(baseline.entries_of(some)) == baseline.render(baseline.entries_of(some[::-1] + some))
    assert baseline.render(()) == '{\n  "version": 1,\n  "findings": []\n}\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[]", "must be a mapping"),
        ('{"version": 2, "findings": []}', "version"),
        ('{"version": 1, "findings": [{"path": "a", "rule": "b", "subject": "c"}]}', "fingerprint"),
        ('{"version": 1, "findings": [{"path": "a", "rule": "b", "subject": "c", "fingerprint": 1}]}', "fingerprint"),
        ('{"version": 1, "findings": [], "more": 1}', "more"),
        ("\udcff", "not valid UTF-8"),
    ],
)
def test_a_broken_baseline_is_refused_at_its_place(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / baseline.FILE).write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(Unusable) as refused:
        baseline.load(str(tmp_path))

    assert said in str(refused.value)


def test_a_baseline_that_leads_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "b.json").write_text(baseline.render(()))
    (root / baseline.FILE).symlink_to(tmp_path / "b.json")

    with pytest.raises(Unusable, match="leads out of the workspace"):
        baseline.load(str(root))


def test_where_there_is_no_baseline_nothing_is_read(tmp_path: Path) -> None:
    assert baseline.load(str(tmp_path)) is None
