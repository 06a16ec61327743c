"""Pages as read, with positions: links, anchors, code spans, tables and tick lists, in all the dress that Markdown comes in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import documents
from checker.contracts.text import read_text
from checker.documents.anchors import of_headings, slug
from checker.documents.links import relative
from checker.documents.markdown import parse
from checker.documents.page import Page
from checker.documents.places import moved, places_of, resolved, split
from checker.model.config import Documents, Upload
from tests.gate import Work, clean_at


def targets(text: str) -> list[tuple[str, int, int]]:
    return [(link.target, link.span.line, link.span.column) for link in parse("a.md", text).links]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b.md)", [("b.md", 1, 5)]),
        ("x\n[a](b.md) [c](b.md)", [("b.md", 2, 5), ("b.md", 2, 15)]),
        ("ü [a](b.md)", [("b.md", 1, 7)]),
        ("[a](<b c.md>)", [("b c.md", 1, 6)]),
        ("[a](b%20c.md)", [("b%20c.md", 1, 5)]),
        ('[a](b.md "b.md")', [("b.md", 1, 5)]),
        ("[a](b\\_c.md)", [("b_c.md", 1, 1)]),
        ("- > [a](b.md)", [("b.md", 1, 9)]),
        ("[a][r]\n\n[R]: b.md", [("b.md", 3, 1)]),
        ("![i](b.png)", [("b.png", 1, 6)]),
        ("[![i](b.png)](c.md)", [("c.md", 1, 15), ("b.png", 1, 1)]),
        ("<a href='b.md'>x</a>", [("b.md", 1, 10)]),
        ("<div>\n<a class=x href=\"b.md\">x</a>\n</div>", [("b.md", 2, 18)]),
        ("<a\n  href=b.md>x</a>", [("b.md", 2, 8)]),
        ("<a href=\"a&amp;b.md\">x</a>", [("a&b.md", 1, 10)]),
        ("<source srcset=\"d.png 2x, e.png\"> <img src=\"c,d.png\">", [("d.png", 1, 17), ("e.png", 1, 27), ("c,d.png", 1, 45)]),
        ("<details>\n<summary>x</summary>\n\n[a](b.md)\n\n</details>", [("b.md", 4, 5)]),
        ("<!--\n<a href=\"b.md\">\n-->\n\n<pre>\n<a href=\"c.md\">\n</pre>", [("c.md", 6, 10)]),
        ("[r][]\n\n[r]: b.md", [("b.md", 3, 1)]),
        ("[r]\n\n[r]: <b c.md> 'T'\n[r]: c.md", [("b c.md", 3, 1)]),
        ("[ Foo  bar ][]\n\n[foo BAR]: b.md", [("b.md", 3, 1)]),
        ("[unused]: b.md", [("b.md", 1, 1)]),
        ("[//]: # (a comment)\n[comment]: <> (another)", []),
        ("a[^1]\n\n[^1]: Deprecated.\n[^2]: see [a](b.md)", [("b.md", 4, 15)]),
        ("![i][r]\n\n[r]: b.png", [("b.png", 3, 1)]),
        ("| h |\n| - |\n| [a](b\\|c.md) |", [("b|c.md", 3, 1)]),
        ("| h |\n| - |\n| [a][r] |\n\n[r]: b.md", [("b.md", 5, 1)]),
        ("[a](b(c).md) [d](<e (f).md>)", [("b(c).md", 1, 5), ("e (f).md", 1, 19)]),
        ("[a](b&amp;c.md)", [("b&c.md", 1, 1)]),
        ("[a\nb](c.md)", [("c.md", 2, 4)]),
        ("[a](\nb.md)", [("b.md", 2, 1)]),
        ("> [!NOTE]\n> [a](b.md)", [("b.md", 2, 7)]),
        ("- x\n  ~~~\n  [a](b.md)\n  ~~~\n  [c](d.md)", [("d.md", 5, 7)]),
        ("````\n```\n[a](b.md)\n```\n````\n[c](d.md)", [("d.md", 6, 5)]),
        ("- a\n\n      [x](y.md)", []),
        ("---\nsee: \"[a](b.md)\"\n---\n[c](d.md)", [("d.md", 4, 5)]),
        ("---\ntitle: x\n[a](b.md)", [("b.md", 3, 5)]),
        ("<https://example.org/a.md> https://example.org/b.md <b.md>", [("https://example.org/a.md", 1, 2)]),
        ("[[b.md]]", []),
        ("| h |\n| - |\n| [a](b.md) |", [("b.md", 3, 7)]),
        ("---\ntitle: x\n---\n[a](b.md)", [("b.md", 4, 5)]),
        ("---\r\ntitle: x\r\n---\r\n[a](b.md)", [("b.md", 4, 5)]),
        ("a\r\n\r\n[a](b.md)\r\n", [("b.md", 3, 5)]),
        ("a\r[a](b.md)", [("b.md", 2, 5)]),
        ("[a](", []),
        ("`[a](b.md)`", []),
        ("```\n[a](b.md)\n```", []),
        ("~~~\n[a](b.md)", []),
        ("    [a](b.md)", []),
        ("<!-- [a](b.md) -->", []),
        ("\\[a](b.md)", []),
        ("", []),
    ],
)
def test_links_stand_where_they_are_written(text: str, found: list[tuple[str, int, int]]) -> None:
    assert sorted(targets(text)) == sorted(found)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("[a][gone] and [b][]", ["gone", "b"]),
        ("- [ ][x] and x[i][j] and `[c][d]`", []),
        ("[a][^1]", []),
        ("```\n[a][gone]\n```", []),
    ],
)
def test_a_reference_that_nothing_defines_is_told(text: str, labels: list[str]) -> None:
    assert [link.label for link in parse("a.md", text).links if not link.defined] == labels


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("Title *One*\n===\n\nSub\n---\n", ["sub", "title-one"]),
        ("# A\n# A\n# A-1\n# a", ["a", "a-1", "a-1-1", "a-2"]),
        ("# What's new? (v1.2) — & more / etc.", ["whats-new-v12---more--etc"]),
        ("# `code_x` *em* **b** ~~s~~ \\*c\\* __x__", ["code_x-em-b-s-c-x"]),
        ("# :rocket: Go\n# 🚀 Go", ["-go", "rocket-go"]),
        ("# [Title](x.md) here ![img](a.png)", ["title-here-"]),
        ("# Ünïcödé Ωmega\n# 你好，世界！\n# x²‿y", ["x²‿y", "ünïcödé-ωmega", "你好世界"]),
        ("# A &amp; B\n# A<br>C", ["a--b", "ac"]),
        ("# Title #\n## Title  ##   ", ["title", "title-1"]),
        ("> # In quote\n\n- # In list", ["in-list", "in-quote"]),
        ("# Name {#chosen}", ["chosen", "name"]),
        ("# A\r\n\r\n## B\r\n", ["a", "b"]),
        ("<h2 class=x>Plain <b>HTML</b> &amp; more</h2>\n\n# Plain HTML & more", ["plain-html--more", "plain-html--more-1"]),
        ("<a name=\"old\"></a>\n\n<a id=bare></a> <span id='sq'>x</span>", ["bare", "old", "sq"]),
        ("```\n# no\n<a id=\"no\">\n```\n\n<!-- <a id=\"no\"> -->", []),
    ],
)
def test_the_anchors_of_a_page(text: str, anchors: list[str]) -> None:
    assert sorted(parse("a.md", text).anchors) == anchors


def test_an_image_in_a_link_is_a_link_too() -> None:
    assert {target for target, _, _ in targets("[![i](b.png)](c.md)")} == {"b.png", "c.md"}


def test_bytes_are_those_of_the_file() -> None:
    (link,) = parse("a.md", "größe\r\n[ü](b.md)").links

    assert "größe\r\n[ü](b.md)".encode()[link.span.start : link.span.end] == b"b.md"


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("What's new?", "whats-new"),
        ("`a_b` and C++", "a_b-and-c"),
        ("A - B", "a---b"),
        ("Über uns", "über-uns"),
        ("日本語", "日本語"),
        ("1.2.3", "123"),
        ("a/b: c", "ab-c"),
    ],
)
def test_the_anchor_of_a_heading(heading: str, anchor: str) -> None:
    assert slug(heading) == anchor


def test_the_second_heading_of_a_name_has_a_number_that_no_other_has() -> None:
    assert [*of_headings(["a", "a", "a-1", "a"])] == ["a", "a-1", "a-1-1", "a-2"]


@given(st.lists(st.sampled_from(["a", "a-1", "a-1-1", "b", "a 1"]), max_size=12))
def test_no_two_headings_have_one_anchor(headings: list[str]) -> None:
    found = [*of_headings(headings)]

    assert len(set(found)) == len(found) == len(headings)


@given(st.text(alphabet="[]()`<>!#|-x \n\r\t*_\\\"'&;:~", max_size=60))
def test_any_text_is_a_page_with_places_inside_it(text: str) -> None:
    page = parse("a.md", text)

    size = len(text.encode())
    spans = [p.span for p in page.links] + [p.span for p in (*page.codes, *page.paragraphs)] + [p.span for p in page.ticks]
    for span in spans:
        assert 0 <= span.start <= span.end <= size
        assert span.line >= 1 and span.column >= 1


MARKS = ("[" * 9_000, "> " * 20_000, "<a " * 20_000, "<!--" * 20_000, "`" * 50_000, "[a](" * 20_000, "| a " * 9_000 + "\n" + "| - " * 9)
HOSTILE = (*MARKS, "<h1>" * 200_000, "<h1>a</h1" * 100_000, "<a href=" * 9_000)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_made_to_take_long_is_read_in_bounded_time(text: str) -> None:
    assert isinstance(parse("a.md", text), Page)


def test_tick_lists_with_their_heading_paths_and_links() -> None:
    page = parse("a.md", "# One\n\n- [x] `a/b.rs` — see [c](c.md)\n  more\n- [ ] later\n- plain `d/e.rs`\n\n## Two\n\n* [X] done\n")

    assert [(t.done, t.text, t.codes, t.heading, t.span.line) for t in page.ticks] == [
        (True, "`a/b.rs` — see [c](c.md) more", ("a/b.rs",), "One", 3),
        (False, "later", (), "One", 5),
        (True, "done", (), "Two", 10),
    ]
    assert [code.text for code in page.codes] == ["d/e.rs"]


@pytest.mark.parametrize(
    ("page", "path", "target"),
    [
        ("docs/a.md", "b.md", "docs/b.md"),
        ("docs/a.md", "./x/../b.md", "docs/b.md"),
        ("docs/a.md", "../b.md", "b.md"),
        ("docs/a.md", "../../b.md", None),
        ("docs/a.md", "/b.md", "b.md"),
        ("a.md", ".", ""),
    ],
)
def test_a_path_is_seen_from_its_page(page: str, path: str, target: str | None) -> None:
    assert resolved(page, path) == target


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.lists(st.sampled_from("abc"), min_size=1, max_size=4))
def test_a_relative_path_leads_to_where_it_was_made_for(page: list[str], path: list[str]) -> None:
    assert resolved("/".join(page), relative("/".join(page), "/".join(path))) == "/".join(path)


def test_a_target_is_decoded_and_its_query_and_anchor_are_cut_off() -> None:
    assert split("a%20b%C3%BC.md?raw=1#x%20y") == ("a bü.md", "x y")
    assert split("100%.md") == ("100%.md", "")


@pytest.mark.parametrize(
    ("path", "now"),
    [
        ("crates/old/src/metrics.rs", "crates/new/src/metrics.rs"),
        ("crates/app/src/lib.rs", ""),
        ("crates/new/source/lib.rs", "crates/new/src/lib.rs"),
        ("crates/none.rs", ""),
    ],
)
def test_where_a_file_went(path: str, now: str) -> None:
    places = places_of("/", ["crates/new/src/metrics.rs", "crates/new/src/lib.rs", "crates/two/src/lib.rs"])

    assert moved(places, path) == now


def test_nothing_outside_the_workspace_is_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out.md").write_text("secret", "utf-8")
    (tmp_path / "in" / "link.md").symlink_to(tmp_path / "out.md")

    assert read_text(str(tmp_path / "in"), "link.md").why == "leads out of the workspace"
    assert read_text(str(tmp_path / "in"), "../out.md").why == "leads out of the workspace"


SETTINGS = "\n[documents]\npages = ['docs/*.md']\n"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    monkeypatch.chdir(tmp_path)
    made = clean_at(tmp_path, capsys)
    config = made.root / "telint.toml"
    config.write_text(config.read_text("utf-8") + SETTINGS, "utf-8")
    return made


def test_a_page_with_a_byte_order_mark_is_read_as_any(work: Work) -> None:
    work.write("docs/a.md", b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n[a](gone.md)\r\n")

    assert work.check("--select", "broken-link").found == [("broken-link", "docs/a.md", 4)]


UNREADABLE = ((b"\xff\xfe[\0a\0", "not valid UTF-8"), (b"# \xe9", "not valid UTF-8"), (b"a" * (4 << 20) + b"b", "larger"))


@pytest.mark.parametrize(("data", "why"), UNREADABLE)
def test_a_page_that_cannot_be_read_is_no_pass(work: Work, data: bytes, why: str) -> None:
    work.write("docs/a.md", data)

    done = work.check()

    assert done.code == 2
    assert [f["path"] for f in done.document["coverage"]["failed"]] == ["docs/a.md"] and why in done.out


def test_pages_that_are_named_and_not_there_are_no_pass(work: Work) -> None:
    assert work.check().code == 2


def test_pages_are_read_only_for_rules_that_speak_of_them(work: Work) -> None:
    work.write("docs/a.md", b"\xff")

    assert work.check("--select", "dead-event").code == 0


def test_a_workspace_without_settings_has_no_pages(tmp_path: Path) -> None:
    assert documents.read(str(tmp_path), Documents(), Upload(), "", ["a.md"], (), documents.KINDS).subjects == {}


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("trust-page = '../a.md'", '"../a.md" is not a path within the workspace'),
        ("pointers = ['/a.md']", '"/a.md" is not a path within the workspace'),
        ("primaries = {x = '../a.md'}", '"../a.md" is not a path within the workspace'),
        ("pags = []", 'unknown key "pags", did you mean "pages"?'),
    ],
)
def test_settings_are_checked(work: Work, table: str, complaint: str) -> None:
    work.write("telint.toml", f"[documents]\n{table}\n")

    done = work.check()

    assert done.code == 2 and "telint.toml:2:" in done.err and complaint in done.err
