"""Reading contract files: plain data, places, and complaints that name line and column."""

import time
from pathlib import Path
from random import Random

import pytest

from checker.contracts import MAX_BYTES, complain, load, nearest, position, read, span, validate
from checker.contracts.validate import schema_of
from checker.model.errors import Complaint, Unusable


def refusal(path: str, text: str | bytes) -> tuple[Complaint, ...]:
    with pytest.raises(Unusable) as caught:
        load(path, text)
    return caught.value.complaints


def test_yaml_scalars_follow_the_core_schema() -> None:
    text = (
        "a: no\nb: 2027-06-30\nc: 007\nd: 1.5\ne: ~\nf: true\ng: '1'\nh:\ni: 9999999999999999999\nj: 1e999\nk: -3\nl: .5\nm: +\nn: 1_000\n"
    )

    assert load("x.yaml", text).data == {
        "a": "no", "b": "2027-06-30", "c": 7, "d": 1.5, "e": None, "f": True, "g": "1", "h": None,
        "i": "9999999999999999999", "j": "1e999", "k": -3, "l": 0.5, "m": "+", "n": "1_000",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x.yaml", "top:\n  - name: é\n    of: [1, deep]\n"),
        ("x.json", '{"top":\n  [{"name": "\\u00e9",\n    "of": [1, "deep"]}]}'),
        ("x.toml", '[[top]]\nname = "é"\nof = [1, "deep"]\n'),
    ],
)
def test_every_format_gives_data_and_places(path: str, text: str) -> None:
    document = load(path, text)
    where = {key: position(document, key) for key in [("top", 0, "name"), ("top", 0, "of", 1)]}

    lines = text.split("\n")

    assert document.data == {"top": [{"name": "é", "of": [1, "deep"]}]}
    for line, column in where.values():
        assert lines[line - 1][column - 1] in "é\"d'"


def test_a_key_has_a_place_of_its_own() -> None:
    document = load("x.yaml", "a: 1\nlist:\n  - key:   value\n")

    assert position(document, ("list", 0, "key"), key=True) == (3, 5)
    assert position(document, ("list", 0, "key")) == (3, 12)
    assert position(document, ("list",), key=True) == (2, 1)


def test_what_is_not_there_has_the_place_of_what_is_above_it() -> None:
    document = load("x.yaml", "list:\n  - key: value\n")

    assert position(document, ("list", 0, "missing")) == (2, 5)
    assert position(document, ("list", 7, "deeper", "still")) == (1, 1)
    assert position(document, ("nothing",)) == (1, 1)


def test_spans_count_bytes_and_columns_count_characters() -> None:
    place = span(load("x.yaml", "ä: ünï\n"), ("ä",))

    assert (place.start, place.end) == (4, 9)
    assert (place.line, place.column, place.end_line, place.end_column) == (1, 4, 1, 7)


def test_places_count_from_behind_a_byte_order_mark() -> None:
    document = load("x.yaml", b"\xef\xbb\xbfa: 1\n")

    assert document.data == {"a": 1}
    assert position(document, ("a",)) == (1, 4)


@pytest.mark.parametrize("path", ["x.yaml", "x.toml"])
def test_an_empty_file_is_an_empty_document(path: str) -> None:
    assert load(path, "").data in (None, {})
    assert position(load(path, ""), ("a",)) == (1, 1)


@pytest.mark.parametrize(
    ("path", "text", "line", "column", "words"),
    [
        ("x.yaml", "a:\n\tb: 1\n", 2, 1, "cannot start any token"),
        ("x.yaml", "a: 1\n  b: 2\n", 2, 4, "mapping values are not allowed"),
        ("x.yaml", "a: 1\nb: 2\na: 3\n", 3, 1, 'the key "a" is there twice'),
        ("x.yaml", "a: !!python/object:os.system x\n", 1, 4, "tags are not read"),
        ("x.yaml", "a: !!str x\n", 1, 4, "tags are not read"),
        ("x.yaml", "a: *b\n", 1, 4, 'the alias "*b" has no anchor'),
        ("x.yaml", "a: 1\n---\nb: 2\n", 2, 1, "more than one document"),
        ("x.yaml", "? [a]\n: 1\n", 1, 3, "a key must be plain text"),
        ("x.yaml", "1: a\n", 1, 1, "a key must be plain text"),
        ("x.yaml", "a: [1, 2\nb: 3\n", 2, 2, "did not find"),
        ("x.yaml", "é: 1\na: \x07\n", 2, 4, "control characters"),
        ("x.json", '{"a": 1,\n "a": 2}', 2, 2, 'the key "a" is there twice'),
        ("x.json", '{"a": 1,\n}', 1, 8, "trailing comma"),
        ("x.json", '{"a": "\\ud800"}', 1, 7, "half of a surrogate pair"),
        ("x.json", '{"a": NaN}', 1, 1, "NaN is not a JSON number"),
        ("x.toml", 'a = 1\nb = "x\n', 2, 7, "not TOML"),
        ("x.toml", "a = 1\na = 2\n", 2, 6, "Cannot overwrite a value"),
        ("x.toml", "[a", 1, 3, "not TOML"),
    ],
)
def test_a_malformed_text_is_refused_at_its_place(path: str, text: str, line: int, column: int, words: str) -> None:
    complaint = refusal(path, text)[0]

    if "trailing" in words:
        assert complaint.line in (1, 2)
    else:
        assert (complaint.line, complaint.column) == (line, column)
        assert words in complaint.message


def test_all_keys_that_stand_twice_are_reported_at_once() -> None:
    assert [c.line for c in refusal("x.yaml", "a: 1\na: 2\nb: {c: 1, c: 2}\n")] == [2, 3]


def test_wrong_encodings_are_refused_where_they_begin() -> None:
    assert refusal("x.yaml", b"a: 1\nb: \xe4\n") == (Complaint("x.yaml", 2, 4, "not valid UTF-8"),)
    assert refusal("x.yaml", "a: 1".encode("utf-16")) == (Complaint("x.yaml", 1, 1, "not valid UTF-8"),)


def test_a_huge_file_is_refused() -> None:
    assert "larger than 8 MiB" in refusal("x.yaml", b" " * (MAX_BYTES + 1))[0].message


def test_a_few_aliases_are_read_and_point_to_their_own_place() -> None:
    document = load("x.yaml", "base: &b [1, 2]\nword: &w x\nsame: *b\nagain: *w\n")

    assert document.data == {"base": [1, 2], "word": "x", "same": [1, 2], "again": "x"}
    assert position(document, ("same",)) == (3, 7)


def test_many_aliases_are_refused() -> None:
    assert "more than 64 aliases" in refusal("x.yaml", "a: &a x\nb: [" + "*a, " * 65 + "]\n")[0].message


def test_aliases_of_aliases_are_refused() -> None:
    complaint = refusal("x.yaml", "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n")[0]

    assert (complaint.line, complaint.column) == (3, 5)
    assert "holds an alias" in complaint.message


def test_an_alias_cannot_stand_for_what_it_stands_in() -> None:
    assert "has no anchor" in refusal("x.yaml", "a: &a [*a]\n")[0].message


@pytest.mark.parametrize(
    ("path", "text"),
    [("x.yaml", "[" * 100_000), ("x.json", "[" * 100_000), ("x.toml", "a = " + "[" * 5_000), ("x.toml", f"a = {'[' * 80}{']' * 80}")],
)
def test_deep_nesting_is_refused_and_not_followed(path: str, text: str) -> None:
    started = time.perf_counter()

    assert "nested more than 64 levels" in refusal(path, text)[0].message
    assert time.perf_counter() - started < 2


def test_toml_places_survive_comments_dots_and_texts_of_many_lines() -> None:
    text = (
        '# note\ntitle = """\nfake = 1\n"""\n[tool.x] # more\n"quoted key" = 1\nsub.key = [\n  "one",\n'
        "  'two',\n]\nwhen = 2027-01-01\n[[list]]\na = 1\n[[list]]\nb = 2\n[list.inner]\nc = {d = 1}\n"
    )
    document = load("x.toml", text)

    assert document.data["tool"]["x"]["when"] == "2027-01-01"
    assert position(document, ("tool", "x", "quoted key"), key=True) == (6, 1)
    assert position(document, ("tool", "x", "sub", "key", 1)) == (9, 3)
    assert position(document, ("list", 1, "b")) == (15, 5)
    assert position(document, ("list", 1, "inner", "c", "d")) == (17, 5)
    assert position(document, ("tool", "x"), key=True) == (5, 2)


def test_a_row_of_an_array_is_not_taken_for_a_table() -> None:
    document = load("x.toml", 'rows = [\n["a"],\n[ 1 ],\n]\nb = 2\n')

    assert position(document, ("b",)) == (5, 5)


def test_a_file_that_cannot_be_opened_is_a_complaint(tmp_path: object) -> None:
    with pytest.raises(Unusable, match=r"gone\.yaml: cannot be read"):
        read(str(tmp_path), "gone.yaml")


@pytest.mark.parametrize("below", ["", "folder/"])
def test_a_link_that_leads_out_is_not_read(tmp_path: Path, below: str) -> None:
    (tmp_path / "secret.yaml").write_text("password: x")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "folder").symlink_to(tmp_path)
    (tmp_path / "home" / "secret.yaml").symlink_to(tmp_path / "secret.yaml")

    with pytest.raises(Unusable, match="leads out of the workspace"):
        read(str(tmp_path / "home"), f"{below}secret.yaml")


def test_what_ships_with_telint_may_be_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cached.yaml").write_text("a: 1")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.yaml").symlink_to(tmp_path / "cached.yaml")
    monkeypatch.setattr("checker.data.folder", lambda name: str(tmp_path / name))

    assert read(str(tmp_path / "rules"), "x.yaml").data == {"a": 1}


@pytest.mark.parametrize("text", ["a = " + "9" * 5000, "a = 2024-13-41"])
def test_a_number_or_date_that_python_refuses_is_a_complaint(text: str) -> None:
    with pytest.raises(Unusable, match="not TOML"):
        load("a.toml", text)


def test_the_nearest_word_is_found_or_nothing() -> None:
    assert nearest("famly", ["family", "owner"]) == "family"
    assert nearest("zzz", ["family", "owner"]) == ""


def test_every_mistake_against_a_schema_comes_with_its_place_in_words_for_people() -> None:
    text = "summary: ''\nphase: 9\nseverity: eror\nsubject: [x]\nwhen: true\nmessage: m\nwy: w\nmend: |\n  x\nextra: {}\n"
    subjects = ", ".join(schema_of("rule.v1")["properties"]["subject"]["enum"])

    subjects = ", ".join(schema_of("rule.v1")["properties"]["subject"]["enum"])
    assert [str(c) for c in validate(load("r.yaml", text), "rule.v1")] == [
        'r.yaml:1:1: the key "source" is missing',
        'r.yaml:1:1: the key "why" is missing',
        'r.yaml:1:10: "summary": "" is shorter than 1 character',
        'r.yaml:2:8: "phase": 9 is greater than the maximum of 5',
        'r.yaml:3:11: "severity" is "eror", not one of: error, warning, note, did you mean "error"?',
        f'r.yaml:4:10: "subject" is ["x"], not one of: {subjects}',
        'r.yaml:5:7: "when" must be text, not true or false',
        'r.yaml:7:1: unknown key "wy", did you mean "why"?',
        'r.yaml:10:1: unknown key "extra"',
    ]


def test_nested_mistakes_are_labelled_by_where_they_are() -> None:
    text = "version: 2\nfamilies:\n  - family: a b\n    owner: [x, 1]\n    events:\n      - {}\n      - 5\n"

    assert [str(c) for c in validate(load("t.yaml", text), "taxonomy.v1.schema.json")] == [
        't.yaml:1:10: "version" must be 1, not 2',
        't.yaml:3:13: "family" is "a b", not a name of 1 to 128 letters, digits, "_", ".", ":" or "-"',
        't.yaml:4:16: item 2 of "owner" must be text, not a whole number',
        't.yaml:6:9: the key "metric_type" is missing in item 1 of "events"',
        't.yaml:7:9: item 2 of "events" must be a mapping, not a whole number',
    ]


@pytest.mark.parametrize(("text", "words"), [("", "nothing"), ("[1]", "a list"), ("x", "text"), ("1.5", "a number")])
def test_a_file_that_holds_something_else_is_one_mistake(text: str, words: str) -> None:
    found = validate(load("t.yaml", text), "taxonomy.v1")

    assert [c.message for c in found] == [f"the file must be a mapping, not {words}"]


def test_a_long_value_is_cut_in_a_message() -> None:
    found = validate(load("t.yaml", f"version: {'x' * 500}\nfamilies: []\n"), "taxonomy.v1")

    assert len(found[0].message) < 130


def test_a_complaint_names_the_file() -> None:
    assert complain(load("x.yaml", "a: 1"), ("a",), "bad") == Complaint("x.yaml", 1, 4, "bad")


def test_a_key_inside_a_toml_text_is_not_taken_for_the_key() -> None:
    document = load("x.toml", "text = '''\nb = 1\n'''\nb = 2\n")

    assert position(document, ("b",)) == (4, 5)


@pytest.mark.parametrize("path", ["x.yaml", "x.json", "x.toml"])
def test_whatever_stands_in_a_file_is_read_or_refused(path: str) -> None:
    pieces = [
        "a",
        ":",
        " ",
        "\n",
        "- ",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "&a ",
        "*a",
        "!x ",
        "\t",
        "=",
        "#",
        "|",
        "\\u00",
        "1e9",
        "é",
        "\0",
        "---\n",
        ",",
        "[[",
    ]
    random, refused = Random(path), list[Complaint]()
    for _ in range(600):
        text = "".join(random.choices(pieces, k=random.randrange(1, 14)))
        try:
            document = load(path, text.encode())
        except Unusable as unusable:
            refused += [c for c in unusable.complaints if c.line < 1 or c.column < 1]
        else:
            validate(document, "config.v1")
    assert refused == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x.json", '"' + '\\"' * 400_000),
        ("x.toml", "a." * 400_000 + "a = 1\n"),
        ("x.toml", "[" + "a." * 400_000 + "a]\n"),
        ("x.toml", "a" * 400_000),
        ("x.yaml", "- " * 400_000),
        ("x.yaml", "{" * 400_000),
        ("x.yaml", "? " * 400_000),
        ("x.yaml", "&a " * 400_000),
    ],
)
def test_hostile_files_are_refused_in_no_time(path: str, text: str) -> None:
    started = time.perf_counter()

    assert refusal(path, text)
    assert time.perf_counter() - started < 2


def test_places_in_a_long_text_count_bytes_across_chunks() -> None:
    text = "a: " + "é" * 3000 + "\nb: ünï\n"
    place = span(load("x.yaml", text), ("b",))

    assert (place.start, place.end) == (len(text[:3007].encode()), len(text[:3010].encode()))
    assert text[3007:3010] == "ünï"


def test_a_file_with_very_many_mistakes_is_not_held_against_every_word() -> None:
    document = load("t.yaml", "".join(f"k{number}: 1\n" for number in range(3_000)))
    started = time.perf_counter()

    assert len(validate(document, "taxonomy.v1")) == 1000
    assert time.perf_counter() - started < 5
