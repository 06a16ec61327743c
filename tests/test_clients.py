"""Texts that clients show: with their places, whatever the file holds, and no file passed over without a word."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import clients
from checker.clients import markup, script
from checker.clients.text import Visible
from checker.model.config import Clients
from tests.gate import Work, clean_at

VISIBLE = Visible(frozenset(("label", "title", "alt")), frozenset(("alert",)), ("no telemetry",))


def texts(path: str, text: str) -> list[tuple[str, str]]:
    return [(each.text, each.where) for each in sorted(script.shown(path, text.encode(), VISIBLE), key=lambda each: each.start)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<b>One  two</b>", [("One two", "text")]),
        ("<b label='One'/>", [("One", "attribute label")]),
        ("<b label={'One' + x}/>", [("One", "attribute label")]),
        ("<b label={x ? 'One' : `two ${x}`}/>", [("One", "attribute label"), ("two", "attribute label")]),
        ("<b>{x === 'no' && 'One'}</b>", [("One", "text")]),
        ("<b>{x === 'no' ? 'One' : null}</b>", [("One", "text")]),
        ("<b onClick={() => f('no')}>x</b>", [("x", "text")]),
        ("f({title: 'One', id: 'no', 'title': g('no')})", [("One", "key title")]),
        ("a.alert('One'); log('no')", [("One", "call alert")]),
        ("<b title='ü'>größe</b>", [("ü", "attribute title"), ("größe", "text")]),
        ("import x from 'no'; type T = 'no'; const a = 'no'", []),
        ("<b", []),
        ("", []),
    ],
)
def test_what_a_script_shows(text: str, found: list[tuple[str, str]]) -> None:
    assert texts("a.tsx", text) == found


def test_a_cast_is_no_element_in_plain_typescript() -> None:
    assert texts("a.ts", "const a = <string>b; alert('One')") == [("One", "call alert")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>One <b>two</b></p>", ["One", "two"]),
        ("<img alt='One' src='no'>", ["One"]),
        ("<script>if (a < b) 'no'</script>x", ["x"]),
        ("<!-- <b>no</b> -->x", ["x"]),
        ("<script>no", []),
        ("a < b", ["a", "b"]),
        ("<style/>x", ["x"]),
        ("<!-- no", []),
    ],
)
def test_what_html_shows(text: str, found: list[str]) -> None:
    shown = [each.text.strip("< ") for each in markup.shown(text, VISIBLE)]

    assert [each for each in shown if each] == found


@given(st.text(alphabet="<>/!-=\"'ab \n{}", max_size=60))
def test_every_text_stands_in_its_file(text: str) -> None:
    for each in markup.shown(text, VISIBLE):
        assert text[each.start : each.end].split() == each.text.split()
    for each in script.shown("a.tsx", text.encode(), VISIBLE):
        assert text.encode()[each.start : each.end].decode().split() == each.text.split()


@pytest.mark.parametrize("text", ["<" * 30_000, "<!--" * 30_000, "<script>" * 30_000, "<a b='" * 9_000, "{<a>" * 5_000])
def test_a_client_made_to_take_long_is_read_in_bounded_time(text: str) -> None:
    assert isinstance([*markup.shown(text, VISIBLE), *script.shown("a.tsx", text.encode(), VISIBLE)], list)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    monkeypatch.chdir(tmp_path)
    made = clean_at(tmp_path, capsys)
    config = made.root / "telint.toml"
    config.write_text(config.read_text("utf-8") + "\n[clients]\nfiles = ['ui/*.tsx']\nsettings = ['package.json']\n", "utf-8")
    made.write("ui/a.tsx", "<b>x</b>")
    made.write("package.json", "{}")
    return made


def test_a_client_in_order_is_a_pass(work: Work) -> None:
    assert work.check().code == 0


@pytest.mark.parametrize(("path", "data"), [("ui/a.tsx", b"telemetry \xff"), ("package.json", b"{"), ("package.json", b"\xff")])
def test_a_file_that_cannot_be_read_is_no_pass(work: Work, path: str, data: bytes) -> None:
    work.write(path, data)

    done = work.check()

    assert done.code == 2 and [f["path"] for f in done.document["coverage"]["failed"]] == [path]


def test_files_that_are_named_and_not_there_are_no_pass(work: Work) -> None:
    (work.root / "ui" / "a.tsx").unlink()

    assert work.check().code == 2


MANIFESTS = (
    "[]",
    '{"contributes": []}',
    '{"contributes": {"configuration": {"properties": []}}}',
    '{"contributes": {"configuration": [1]}}',
    '{"contributes": {"configuration": {"properties": {"a": {"enumDescriptions": 5, "description": 5}}}}}',
)


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_a_manifest_of_another_form_has_no_settings(work: Work, manifest: str) -> None:
    work.write("package.json", manifest)

    assert work.check().code == 0


def test_a_workspace_without_settings_has_no_client(tmp_path: Path) -> None:
    assert clients.read(str(tmp_path), Clients(), "", ["a.tsx"], clients.KINDS).subjects == {}
