"""Tables of Markdown pages: which they are, and where each cell stands."""

from hypothesis import given
from hypothesis import strategies as st

from checker.contracts import load, span


def tables(text: str) -> list[tuple[str, list[str], list[list[str]]]]:
    return [(t["title"], t["columns"], t["rows"]) for t in load("page.md", text).data]


def test_a_table_has_the_heading_above_it_and_rows_of_any_width() -> None:
    page = "# Top\n\n## Events ##\n| a | b |\r\n|:--|--:|\r\n| 1 | 2 | 3 |\r\n|4|\r\n\ntext | more\n# Next\nx | y\n- | -\nz\n"

    assert tables(page) == [("Events", ["a", "b"], [["1", "2", "3"], ["4"]]), ("Next", ["x", "y"], [])]


def test_what_only_looks_like_a_table_is_none() -> None:
    assert tables("| a | b |\n|---|\n| 1 | 2 |\n") == []
    assert tables("a\n---\nb | c\n") == []
    assert tables("```\n| a |\n|---|\n```\n~~~~\n| a |\n|---|\n~~~\n| a |\n|---|\n~~~~\n") == []
    assert tables("| a |\n|-:-|\n") == [] and tables("| a |\n|:|\n") == []


def test_an_escaped_pipe_ends_no_cell() -> None:
    assert tables("| a\\|b | `c\\|d` |\n|-|-|\n") == [("", ["a\\|b", "`c\\|d`"], [])]


def test_code_ends_a_table() -> None:
    assert tables("| a |\n|-|\n| 1 |\n```\n| 2 |\n```\n| 3 |\n") == [("", ["a"], [["1"]])]


@given(st.lists(st.sampled_from(["| a | é |", "|-|:-:|", "|---|", "```", "# x", "a|b\\|", "", "| `|` |", "~~~", "\r", "|"]), max_size=12))
def test_every_cell_is_the_text_at_its_place(lines: list[str]) -> None:
    text = "\n".join(lines)
    document = load("page.md", text)

    for number, table in enumerate(document.data):
        rows = [((number, "columns"), table["columns"]), *(((number, "rows", at), row) for at, row in enumerate(table["rows"]))]
        for pointer, cells in rows:
            for at, cell in enumerate(cells):
                place = span(document, (*pointer, at))
                assert text.encode()[place.start : place.end].decode() == cell
