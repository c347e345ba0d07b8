from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.store.runs import sorted_runs

keys = st.lists(st.text("ab/0", max_size=6))


@pytest.mark.parametrize("short", [0, 1000])
@given(items=keys)
def test_the_runs_together_are_what_sorting_at_once_gives(items, short):
    by_collection = [f"task/{one}" for one in items] + [f"label/{one}" for one in items]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("atom_desktop.store.runs.SHORT", short)
        runs = list(sorted_runs(by_collection, str))
    assert list(chain.from_iterable(runs)) == sorted(by_collection)


def test_many_items_come_in_many_short_runs():
    items = [f"task/{number:03x}" for number in range(4096)]
    assert max(map(len, sorted_runs(items[::-1], str))) == 16


def test_a_few_items_come_at_once():
    assert list(sorted_runs([f"task/{one}" for one in "cab"], str)) == [
        ["task/a", "task/b", "task/c"]
    ]
