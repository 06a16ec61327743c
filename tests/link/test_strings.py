"""The algebra of abstract strings."""

from hypothesis import given
from hypothesis import strategies as st

from checker.link.strings import EMPTY, NOTHING, Strings, concat, prefix, text, union, unknown

words = st.text("ab:", max_size=3)
reasons = st.frozensets(st.sampled_from(["environment", "parameter"]), max_size=2)
values = st.builds(
    lambda texts, starts, why: Strings(texts, starts - {""}, why),
    st.frozensets(words, max_size=3),
    st.frozensets(words, max_size=2),
    reasons,
)


@given(values, values, values)
def test_union_is_commutative_associative_and_idempotent(a: Strings, b: Strings, c: Strings) -> None:
    assert union((a, b)) == union((b, a))
    assert union((union((a, b)), c)) == union((a, union((b, c))))
    assert union((a, a)) == a == union((a, NOTHING))


@given(words, words, words)
def test_known_texts_put_together_are_the_text(a: str, b: str, c: str) -> None:
    assert concat((text(a), text(b), text(c))) == text(a + b + c)


@given(values)
def test_putting_nothing_before_or_behind_changes_nothing(a: Strings) -> None:
    assert concat((EMPTY, a)).texts == a.texts
    assert concat((a, EMPTY)).texts == a.texts


@given(words, words)
def test_every_text_of_a_union_stays_possible(a: str, b: str) -> None:
    assert union((text(a), text(b))).texts == {a, b}


def test_what_stands_before_an_unknown_part_is_a_prefix() -> None:
    joined = concat((text("bench:"), unknown("parameter")))

    assert joined == Strings(prefixes=frozenset({"bench:"}), reasons=frozenset({"parameter"}))
    assert prefix(joined) == "bench:"


def test_the_prefix_of_several_is_what_they_share() -> None:
    both = union((text("check"), concat((text("check:"), unknown("parameter")))))

    assert prefix(both) == "check"


def test_nothing_shared_is_no_prefix() -> None:
    assert prefix(union((text("a"), text("b")))) is None
    assert prefix(unknown("parameter")) is None
    assert prefix(union((text("a"), unknown("parameter")))) is None


def test_a_whole_text_is_its_own_prefix() -> None:
    assert prefix(text("socrates:retrieval")) == "socrates:retrieval"


def test_too_many_alternatives_are_given_up_with_a_reason() -> None:
    many = union(text(str(n)) for n in range(100))
    product = concat([union(text(str(n)) for n in range(10)) for _ in range(3)])

    assert many == product == unknown("too many alternatives")
