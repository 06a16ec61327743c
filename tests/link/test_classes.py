"""The lattice of classes: what holds several things is as high as the highest, and lowering never raises."""

from hypothesis import given
from hypothesis import strategies as st

from checker.link.classes import above, join, lower
from checker.model.registry import CLASSES

CLASS = st.sampled_from(CLASSES)


@given(st.lists(CLASS), st.lists(CLASS))
def test_joining_does_not_depend_on_order_grouping_or_repetition(one: list[str], other: list[str]) -> None:
    assert join([*one, *other]) == join([join(one), join(other)]) == join([*other, *one, *one])


@given(st.lists(CLASS, min_size=1))
def test_the_join_is_the_least_class_that_is_no_lower_than_any(classes: list[str]) -> None:
    assert all(c <= join(classes) for c in classes)
    assert join(classes) in classes


@given(CLASS, CLASS, CLASS)
def test_joining_is_associative_commutative_and_idempotent(one: str, two: str, three: str) -> None:
    assert join([join([one, two]), three]) == join([one, join([two, three])])
    assert join([one, two]) == join([two, one])
    assert join([one, one]) == one


@given(CLASS)
def test_the_lattice_is_bounded(cls: str) -> None:
    lowest, highest = CLASSES[0], CLASSES[-1]
    assert (join([cls, lowest]), join([cls, highest])) == (cls, highest)
    assert (lower(cls, highest), lower(cls, lowest)) == (cls, lowest)


def test_the_join_of_nothing_is_the_lowest_class() -> None:
    assert join([]) == "S0"


@given(CLASS, CLASS)
def test_lowering_never_raises_and_twice_is_once(cls: str, limit: str) -> None:
    assert lower(cls, limit) <= cls
    assert lower(cls, limit) <= limit
    assert lower(lower(cls, limit), limit) == lower(cls, limit)


@given(CLASS, CLASS, CLASS)
def test_lowering_keeps_the_order_and_goes_through_a_join(one: str, other: str, limit: str) -> None:
    assert one > other or lower(one, limit) <= lower(other, limit)
    assert lower(join([one, other]), limit) == join([lower(one, limit), lower(other, limit)])


@given(CLASS, CLASS, CLASS)
def test_the_order_in_which_a_class_is_lowered_does_not_matter(cls: str, one: str, other: str) -> None:
    assert lower(lower(cls, one), other) == lower(lower(cls, other), one)


@given(CLASS, CLASS)
def test_a_class_is_above_exactly_the_lower_declarations(cls: str, declared: str) -> None:
    assert above(cls, declared) == (CLASSES.index(cls) > CLASSES.index(declared))


def test_nothing_declared_allows_the_lowest_class_only() -> None:
    assert not above("S0", "")
    assert above("S1", "")
