"""What an audit counts, and that nothing of a workspace gets out of its documents."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.model.finding import Coverage
from checker.model.trend import Mended, Run, Trend
from checker.report.audit import DOCUMENTS, Audit, measures, owners, owners_of, render
from checker.report.audit.measures import Open
from checker.report.audit.shares import share
from checker.report.audit.svg import HEIGHT, bar, burn_down
from checker.report.shared.markup import code, plain
from tests.audits import HOSTILE, audit, event, finding, rule, site


class Page(HTMLParser):
    """The elements of a page with their attributes, and the content of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script":
            self.scripts.append(data)


def embedded(page: str) -> dict[str, list[dict[str, object]]]:
    data: dict[str, list[dict[str, object]]] = json.loads(Page(page).scripts[0])
    return data


def test_writes_are_counted_by_what_holds_of_them() -> None:
    sites = [
        site(level="S1"), site(line=5, status="unregistered"), site(line=7, status="unresolved", event=""),
        site(line=9, status="none"), site(line=11)._replace(context="test"),
    ]  # fmt: skip
    found = [finding(line=5), finding(line=7)._replace(severity="warning"), finding(line=3)._replace(suppressed="baseline")]

    of = measures.writes(sites, found)

    assert (of.total, of.named, of.registered, of.unresolved, of.classified) == (4, 3, 1, 1, 1)
    assert (of.errors, of.remarks, of.clean) == (1, 1, 2)


def test_a_class_of_the_registry_alone_is_not_in_code() -> None:
    near = site(level="S1")
    of_registry = near._replace(annotations=tuple(each._replace(source="registry") for each in near.annotations))

    assert measures.classified(near)
    assert not measures.classified(of_registry)
    assert measures.classes([near, of_registry, site()]) == {"S1": 2, "": 1}


def test_a_phase_holds_as_far_as_its_rules_have_no_open_finding() -> None:
    accepted = finding(rule="dead-event")._replace(suppressed="baseline")
    rows = measures.phases(audit(findings=(finding(), accepted), rules=(rule(), rule("class-conflict"), rule("dead-event", 1))))

    assert [(row.rules, row.holding) for row in rows] == [(0, 0), (1, 1), (0, 0), (2, 1), (0, 0), (0, 0)]
    assert rows[1].open == Open(0, 0, 0, 1)
    assert rows[3].open == Open(1, 0, 0, 0)


def test_units_with_most_to_do_come_first() -> None:
    sites = (site(), site("lib/c.py", unit="lib"), site("lib/c.py", unit="lib", line=8), site("ok/d.py", unit="ok"))
    rows = measures.units(audit(findings=(finding("lib/c.py"), finding("t.yaml")), callsites=sites))

    assert [(row.unit, row.writes.total, row.open.total) for row in rows] == [("lib", 2, 1), ("", 0, 1), ("app", 1, 0), ("ok", 1, 0)]


def test_families_tell_what_is_written_and_what_is_not() -> None:
    lone = event("e", family="")
    events = (event("a", writes=2), event("b", writes=0), event("c", writes=0, status="planned"), event("d", status="removed"), lone)
    app, none = measures.families(audit(findings=(finding()._replace(subject="b"),), events=events))

    assert (app.family, app.classes, app.owners) == ("app", "S1", ("app",))
    assert (app.written, app.unwritten, app.planned, app.retired, app.writes, app.open.total) == (1, 1, 1, 1, 3, 1)
    assert (none.family, none.written) == ("", 1)


def test_a_finding_belongs_to_the_unit_of_its_file_or_the_owners_of_its_event() -> None:
    known = owners(audit())

    assert owners_of(finding(), known) == ("app",)
    assert owners_of(finding("t.yaml"), known) == ("app",)
    assert owners_of(finding("t.yaml")._replace(subject="other"), known) == ()


@pytest.mark.parametrize(("part", "whole", "words"), [(0, 0, "–"), (0, 3, "0 %"), (199, 200, "99 %"), (3, 3, "100 %")])
def test_only_all_of_it_is_a_hundred_per_cent(part: int, whole: int, words: str) -> None:
    assert share(part, whole) == words


def test_a_bar_shows_its_parts_to_scale_and_says_them() -> None:
    drawn = bar((("good", 3), ("error", 1), ("note", 0)), '3 of "4"')

    assert re.findall(r'fill-(\w+)" x="([\d.]+)" y="0" width="([\d.]+)"', drawn) == [
        ("none", "0", "100"),
        ("good", "0.00", "75.00"),
        ("error", "75.00", "25.00"),
    ]
    assert 'aria-label="3 of &quot;4&quot;"' in drawn


def test_a_burn_down_stacks_errors_below_and_stays_inside() -> None:
    runs = [Run(f"2027-01-0{day}T00:00:00Z", "1", errors, 1, 0, 0, 9, 4) for day, errors in ((1, 8), (2, 4), (3, 0))]

    drawn = burn_down(runs, "words")

    areas = re.findall(r'<polygon class="fill-(\w+)" points="([^"]+)"', drawn)
    assert [name for name, _ in areas] == ["note", "warning", "error"]
    heights = {name: [float(point.split(",")[1]) for point in points.split()[1:-1]] for name, points in areas}
    assert heights["error"] == sorted(heights["error"])
    assert all(low > high for low, high in zip(heights["error"], heights["warning"], strict=True))
    assert all(0 <= y <= HEIGHT for values in heights.values() for y in values)
    assert "2027-01-01" in drawn and "2027-01-03" in drawn


def test_a_burn_down_of_nothing_open_is_flat() -> None:
    assert "nan" not in burn_down([Run("2027-01-01T00:00:00Z", "1", 0, 0, 0, 0, 0, 0)] * 2, "")


def test_the_page_holds_everything_for_its_lists() -> None:
    page = render("index.html", audit())
    data = embedded(page)

    (shown,) = data["findings"]
    assert (shown["path"], shown["line"], shown["owners"], shown["phase"]) == ("src/a.py", 3, ["app"], 3)
    assert shown["code"] == ["", "emit", "('started', path)"]
    assert shown["flow"] == [["src/b.py", 9, "a caller"]] * 2
    assert [(write["class"], write["chain"]) for write in data["writes"]] == [
        ("", [["src/a.py", 3, "app.run"], ["", 0, "events"]]), ("S1", [["src/a.py", 5, "app.run"], ["", 0, "events"]]),
    ]  # fmt: skip
    assert [(row["event"], row["standing"], row["writes"]) for row in data["events"]] == [
        ("started", "written", 1),
        ("gone", "unwritten", 0),
    ]


def test_the_page_asks_for_nothing_and_says_so_to_the_browser() -> None:
    page = Page(render("index.html", audit()))
    (policy,) = (a["content"] for tag, a in page.elements if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")

    assert policy is not None and policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    assert [a for tag, a in page.elements if a.get("src") or tag in ("iframe", "object", "embed")] == []
    assert {a["href"] for tag, a in page.elements if tag == "link"} == {"data:,"}
    assert all((a["href"] or "").startswith("#") for tag, a in page.elements if tag == "a")


def test_every_part_of_the_page_can_be_reached_and_is_named() -> None:
    page = Page(render("index.html", audit()))
    ids = {a["id"] for _, a in page.elements if "id" in a}

    assert all((a["href"] or "").lstrip("#").partition("?")[0] in ids for tag, a in page.elements if tag == "a")
    assert all(a.get("aria-label") for tag, a in page.elements if tag == "svg" or a.get("role") == "region")
    assert all(a.get("scope") for tag, a in page.elements if tag == "th")
    assert ("html", {"lang": "en"}) in page.elements


def hostile() -> Audit:
    """An audit in which every word of the workspace wants out."""
    evil = site(HOSTILE, HOSTILE, unit=HOSTILE)
    evil = evil._replace(api=HOSTILE, function=HOSTILE, tables=(HOSTILE,), guards=(HOSTILE,), event=evil.event._replace(reason=HOSTILE))
    row = event(HOSTILE, family=HOSTILE)
    row = row._replace(event=row.event._replace(owners=(HOSTILE,), transmission=HOSTILE, description=HOSTILE, low=HOSTILE, high=HOSTILE))
    found = finding(HOSTILE, HOSTILE, fingerprint=HOSTILE)._replace(subject=HOSTILE, mend=HOSTILE, suppressed="")
    run = Run(HOSTILE, HOSTILE, 1, 0, 0, 0, 1, 0)
    trend = Trend((run, run), {HOSTILE: HOSTILE}, (Mended(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE),))
    failed = Coverage(1, 1, (), ((HOSTILE, HOSTILE),))
    base = audit(
        (found,), (evil,), (row,), coverage=failed, root=HOSTILE, trend=trend, rules=(rule()._replace(summary=HOSTILE, why=HOSTILE),)
    )
    return base._replace(report=base.report._replace(notes=(HOSTILE,), line_of=lambda path, line: HOSTILE))


def test_the_data_cannot_end_its_script_or_open_a_comment() -> None:
    data = Page(render("index.html", hostile())).scripts[0]

    assert set("<>&") & set(data) == set()
    assert str(json.loads(data)["findings"]).count("</script>") > 1


def test_no_word_of_a_workspace_is_markup_in_the_page() -> None:
    tame, wild = Page(render("index.html", audit())), Page(render("index.html", hostile()))

    assert len([tag for tag, _ in wild.elements if tag == "script"]) == 2
    assert {tag for tag, _ in wild.elements} - {tag for tag, _ in tame.elements} <= {"polygon", "circle", "line", "text", "title"}
    assert {name for _, a in wild.elements for name in a if name.startswith("on") or name == "style"} == set()
    assert wild.scripts[1] == tame.scripts[1]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_nothing_invisible_is_in_a_document(document: str) -> None:
    text = render(document, hostile())

    assert [char for char in text if not char.isprintable() and char != "\n"] == []
    assert "evil" in text


def test_the_summary_says_first_what_was_not_read() -> None:
    text = render("report.md", audit(coverage=Coverage(2, 1, (), (("bad.py", "permission denied"),))))

    assert text.index("**Not complete.**") < text.index("`bad.py`: permission denied") < text.index("## Phases")


def test_the_summary_counts_by_phase_unit_and_family() -> None:
    text = render("report.md", audit())

    assert "| 3 Producer normalisation | 0 of 1 | 1 | 0 | 0 | 0 |" in text
    assert "| 0 Documents | no rule judges it | 0 | 0 | 0 | 0 |" in text
    assert "| `app` | 2 | 100 % | 50 % | 1 | 0 | 0 | 0 |" in text
    assert "| `app` | S1 | app | 1 | 1 | 0 | 0 | 1 | 1 |" in text


def test_what_could_not_be_told_is_counted_by_reason() -> None:
    lost = site(line=7, status="unresolved", event="")
    lost = lost._replace(event=lost.event._replace(names=(), reason="parameter of `f`"))
    shown = audit(callsites=(site(), lost, lost._replace(context="test")))

    assert "| parameter of `f` | 1 |" in render("report.md", shown)
    link = '<a href="#writes?q=parameter%20of%20%60f%60&amp;status=unresolved">parameter of <code>f</code></a> <b>1</b>'
    assert link in render("index.html", shown)
    assert "Every event name is known." in render("index.html", audit())


def test_the_backlog_is_a_tick_list_by_phase_and_path() -> None:
    trend = Trend(
        (Run("2027-01-01T00:00:00Z", "1", 1, 0, 0, 0, 1, 0),),
        {},
        (Mended(1, "src/z.py", "dead-event", "`x` is dead", "2027-01-01T00:00:00Z"),),
    )
    findings = (
        finding(line=30, fingerprint="f3"), finding(message="`start_*` has no class"), finding("b.py", rule="dead-event"),
        finding()._replace(suppressed="ignore"),
    )  # fmt: skip

    assert render("backlog.md", audit(findings, trend=trend)) == (
        "# Telemetry backlog of work\n"
        "\n"
        "3 of 4 to do.\n"
        "\n"
        "## Phase 1 — Taxonomy and contracts\n"
        "\n"
        "### `b.py`\n"
        "\n"
        "- [ ] `b.py` — line 3: no class <!-- telint: dead-event f1 -->\n"
        "\n"
        "### `src/z.py`\n"
        "\n"
        "- [x] `src/z.py` — `x` is dead <!-- telint: dead-event -->\n"
        "\n"
        "## Phase 3 — Producer normalisation\n"
        "\n"
        "### `src/a.py`\n"
        "\n"
        "- [ ] `src/a.py` — line 3: `start_*` has no class <!-- telint: unclassified-write f1 -->\n"
        "- [ ] `src/a.py` — line 30: no class <!-- telint: unclassified-write f3 -->\n"
    )


def test_a_comment_of_the_backlog_ends_where_it_should() -> None:
    line = next(line for line in render("backlog.md", hostile()).splitlines() if line.startswith("- [ ]"))

    assert line.count("<!--") - line.count("\\<\\!--") - line.count("`", 0, line.index("<!--")) <= 1
    assert line.rpartition("<!-- ")[2].count("-->") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("snake_case and <b>", "snake_case and \\<b\\>"),
        ("`a|b` and _this_", "`a\\|b` and \\_this\\_"),
        ("a ` alone", "a \\` alone"),
        ("@user #12 [x](y)", "\\@user \\#12 \\[x\\](y)"),
    ],
)
def test_sentences_keep_their_code_and_lose_their_markup(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_code_is_fenced_by_more_backquotes_than_it_holds(text: str) -> None:
    shown = code(text)
    fence = re.match("`+", shown)

    assert fence is not None
    inner = shown[fence.end() : -fence.end()]
    assert shown == fence.group() + inner + fence.group()
    assert fence.group() not in inner and "\n" not in shown
