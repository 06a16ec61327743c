"""What names, types and calls say by the lexicon."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.contracts import load, read
from checker.data import folder
from checker.link.lexicon import PLAIN, Meaning, called, lexicon, lowered, meaning, type_says, words

SHIPPED = read(folder("contracts"), "classification/lexicon.v1.yaml").data
LEXICON = lexicon(SHIPPED)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("arguments_json", ("arguments", "json")),
        ("argumentsJson", ("arguments", "json")),
        ("arguments-json", ("arguments", "json")),
        ("HTTPStatus", ("http", "status")),
        ("sha256_hex", ("sha256", "hex")),
        ("METRIC_TYPE_X", ("metric", "type", "x")),
        ("", ()),
    ],
)
def test_names_are_split_into_words(name: str, said: tuple[str, ...]) -> None:
    assert words(name) == said


@pytest.mark.parametrize("name", ["prompt", "user_prompt", "promptText", "system-prompt", "PROMPT", "raw_prompt_string", "last_prompt"])
def test_the_end_of_a_name_says_what_it_is(name: str) -> None:
    assert meaning(LEXICON, name) == Meaning("prompt")


@pytest.mark.parametrize(
    "name",
    [
        "prompt_tokens",
        "query_len",
        "path_count",
        "prompt_id",
        "error_code",
        "error_class",
        "password_set",
        "command",
        "s3_bucket",
        "sprint_name",
    ],
)
def test_what_ends_in_something_else_is_that(name: str) -> None:
    assert meaning(LEXICON, name) is None


@pytest.mark.parametrize(
    "name", ["has_prompt", "redacted_prompt", "hashed_query", "num_messages", "shell_prompt", "happy_path", "omitted_arguments_json"]
)
def test_what_looks_like_content_and_is_none_is_plain(name: str) -> None:
    assert meaning(LEXICON, name) == PLAIN


def test_some_names_mean_content_only_where_nothing_else_stands_in_them() -> None:
    assert meaning(LEXICON, "content") == Meaning("document", sure=False)
    assert meaning(LEXICON, "table_of_contents") is None


def test_every_kind_has_a_class_and_every_call_a_kind_that_is_there() -> None:
    kinds = set(LEXICON.kinds)

    assert {m.kind for m in (*LEXICON.names.values(), *LEXICON.alone.values())} <= kinds | {""}
    assert set(LEXICON.sources.values()) | set(LEXICON.variables.values()) <= kinds


def test_entries_of_the_shipped_lexicon_are_read_as_they_are_written() -> None:
    """A word that splitting would cut, or a form at the end, could never be met."""
    for entry in (*LEXICON.names, *LEXICON.alone):
        assert words("_".join(entry)) == entry, entry


@pytest.mark.parametrize(
    ("written", "says"), [("PathBuf", "path"), ("std.path.Path", "path"), ("u64", "plain"), ("std.io.Error", "error"), ("Thing", "")]
)
def test_types_say_something_by_their_last_segment(written: str, says: str) -> None:
    assert type_says(LEXICON, written) == says


def test_calls_are_known_by_their_last_segments() -> None:
    assert called(LEXICON, "std.env.current_dir", method=False) == "absolute-path"
    assert called(LEXICON, "current_dir", method=False) == ""
    assert called(LEXICON, "canonicalize", method=True) == "absolute-path"
    assert called(LEXICON, "canonicalize", method=False) == ""


@pytest.mark.parametrize(
    ("callee", "limit"),
    [
        ("len", "S0"),
        ("builtins.len", "S0"),
        ("redact_arguments", "S1"),
        ("hash_of_prompt", "S2"),
        ("sha256", "S2"),
        ("identify", ""),
        ("send", ""),
    ],
)
def test_calls_lower_by_name_or_by_a_word_of_it(callee: str, limit: str) -> None:
    assert lowered(LEXICON, callee) == limit


def test_a_later_file_adds_and_replaces() -> None:
    own = {
        "version": 1,
        "kinds": [{"kind": "tenant", "class": "S2", "group": "metadata", "label": "a tenant", "names": ["tenant"]}],
        "plain": ["prompt"],
        "calls": {"lowers": {"S0": ["tidy"]}, "sources": {"tenant": [".tenant"]}},
    }

    found = lexicon(SHIPPED, own)

    assert meaning(found, "the_tenant") == Meaning("tenant")
    assert meaning(found, "user_prompt") == PLAIN
    assert meaning(found, "completion") == Meaning("completion")
    assert lowered(found, "tidy") == "S0"
    assert called(found, "tenant", method=True) == "tenant"


@given(st.text(max_size=300))
def test_any_name_has_an_answer(name: str) -> None:
    assert all(word == word.lower() and word for word in words(name))
    found = meaning(LEXICON, name)
    assert found is None or found.kind in {"", *LEXICON.kinds}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("kinds: [{kind: a, class: S9, group: content, label: x}]", "S9"),
        ("kinds: [{kind: a, class: S1, group: contents, label: x}]", "content"),
        ("calls: {lower: {}}", 'unknown key "lower"'),
        ("calls: {lowers: {S3: [x]}}", 'unknown key "S3"'),
    ],
)
def test_a_workspace_lexicon_is_held_against_its_schema(text: str, wrong: str) -> None:
    from checker.contracts import validate

    (complaint,) = validate(load("lexicon.yaml", f"version: 1\n{text}\n"), "lexicon.v1")

    assert wrong in complaint.message
