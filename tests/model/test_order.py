from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.order import DIGITS, between, is_order, spread

orders = st.text(DIGITS, min_size=1, max_size=12).filter(lambda text: text[-1] != "0")
ends = st.just("") | orders


def test_the_first_order_stands_in_the_middle():
    assert between() == "V"


@given(low=ends, high=ends)
def test_between_gives_an_order_that_lies_between(low, high):
    if high and low >= high:
        low, high = high, low
    if low == high and low:
        return
    middle = between(low, high)
    assert is_order(middle)
    assert middle > low
    assert not high or middle < high


@given(places=st.lists(st.integers(0, 1000), max_size=60))
def test_inserting_anywhere_again_and_again_keeps_the_list_sorted(places):
    listed: list[str] = []
    for place in places:
        at = place % (len(listed) + 1)
        low = listed[at - 1] if at else ""
        high = listed[at] if at < len(listed) else ""
        listed.insert(at, between(low, high))
    assert listed == sorted(set(listed))


def test_adding_at_the_end_ten_thousand_times_keeps_orders_short():
    last = ""
    for _ in range(10_000):
        following = between(last)
        assert following > last
        last = following
    assert len(last) <= 5


def test_adding_at_the_front_ten_thousand_times_keeps_orders_short():
    first = ""
    for _ in range(10_000):
        preceding = between("", first)
        assert not first or preceding < first
        assert is_order(preceding)
        first = preceding
    assert len(first) <= 5


def test_adding_at_the_end_passes_each_border_between_lengths():
    for low in ("z", "y", "zzy", "zyz", "zz", "zzzzz", "zzyzz", "V0z", "z0z"):
        following = between(low)
        assert following > low
        assert is_order(following)


def test_adding_at_the_front_passes_each_border_between_lengths():
    for high in ("1", "01", "001", "0zz", "0001", "00z", "1V", "01V", "011", "10z", "0zzz"):
        preceding = between("", high)
        assert preceding < high
        assert is_order(preceding)


@given(count=st.integers(0, 300), low=ends, high=ends)
def test_spread_gives_that_many_rising_orders_inside_the_borders(count, low, high):
    if high and low >= high:
        low, high = high, low
    if low == high and low:
        return
    made = spread(count, low, high)
    assert len(made) == count
    assert all(map(is_order, made))
    assert all(one < two for one, two in pairwise([low, *made]))
    assert not high or not made or made[-1] < high


def test_spread_leaves_room_before_and_behind():
    made = spread(3)
    assert made == ["F", "V", "k"]


def test_a_hundred_thousand_orders_have_at_most_three_digits():
    assert max(map(len, spread(100_000))) == 3


@pytest.mark.parametrize(
    ("low", "high"), [("V", "U"), ("U", "U"), ("U0", ""), ("", "é"), ("a b", "")]
)
def test_borders_without_room_or_sense_are_refused(low, high):
    with pytest.raises(ValueError, match="order"):
        between(low, high)
    with pytest.raises(ValueError, match="order"):
        spread(2, low, high)


@pytest.mark.parametrize("text", ["", "0", "U0", "Ü", "a b", "-"])
def test_what_is_no_order_is_recognised(text):
    assert not is_order(text)
