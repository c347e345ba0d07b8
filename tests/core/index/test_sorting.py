"""The order of a list is the same by key, by array, and after rows have moved."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index import sorting
from atom_desktop.core.index.columns import Columns
from atom_desktop.core.index.sorting import MOST_ORDERS, Orders, row_key
from atom_desktop.model.query.nodes import Sort, SortKey
from atom_desktop.model.record import Record

FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["b", "B", "a", "ab", "ä", ""]),
        "due": st.sampled_from([{"date": "2026-11-24"}, {"date": "2026-11-25"}]),
        "priority": st.integers(1, 4),
        "order": st.sampled_from(["0V", "1", "V", "a5", "zzzzzzzz", "z"]),
        "created": st.sampled_from(["2026-11-24T08:00:00Z", "2020-01-01T00:00:00Z"]),
    },
)
rows = st.lists(st.tuples(st.integers(0, 5), FIELDS), max_size=8)
sorts = st.lists(st.builds(Sort, st.sampled_from(SortKey), st.booleans()), max_size=3).map(tuple)


def put(columns: Columns, number: int, fields: dict[str, object]) -> int:
    return columns.put(
        Record(collection="task", id=f"{number:026d}", stamp=f"{number:016x}.d", fields=fields)
    )


@given(rows, sorts, rows)
def test_an_order_that_is_kept_up_to_date_is_the_one_that_is_made_anew(first, sort, then) -> None:
    columns = Columns(UTC)
    for one in first:
        put(columns, *one)
    orders = Orders(columns)
    assert orders.rows(sort).tolist() == by_key(columns, sort)
    orders.note([put(columns, *one) for one in then])
    assert orders.rows(sort).tolist() == by_key(columns, sort)
    assert orders.rows(sort).tolist() == Orders(columns).rows(sort).tolist()


def by_key(columns: Columns, sort: tuple[Sort, ...]) -> list[int]:
    return sorted(range(columns.count), key=row_key(columns, sort))


def ordered(sort: tuple[Sort, ...], *fields: dict[str, object]) -> list[int]:
    columns = Columns(UTC)
    for number, one in enumerate(fields):
        put(columns, number, one)
    assert Orders(columns).rows(sort).tolist() == by_key(columns, sort)
    return by_key(columns, sort)


@pytest.mark.parametrize("descending", [False, True])
def test_tasks_without_the_value_come_last_in_either_direction(descending: bool) -> None:
    tasks = ({}, {"due": {"date": "2026-11-24"}}, {}, {"due": {"date": "2026-11-25"}})
    found = ordered((Sort(SortKey.DUE, descending),), *tasks)
    assert found == ([3, 1, 0, 2] if descending else [1, 3, 0, 2])


@pytest.mark.parametrize("descending", [False, True])
def test_tasks_that_nobody_has_put_in_order_come_behind_those_that_were(descending: bool) -> None:
    found = ordered((Sort(SortKey.ORDER, descending),), {}, {"order": "zz"}, {"order": "0V"})
    assert found == ([1, 2, 0] if descending else [2, 1, 0])


def test_titles_are_sorted_whatever_their_case() -> None:
    titles = ({"title": "b"}, {"title": "A"}, {"title": "B"}, {"title": "ab"})
    assert ordered((Sort(SortKey.TITLE),), *titles) == [1, 3, 0, 2]
    assert ordered((Sort(SortKey.TITLE, descending=True),), *titles) == [0, 2, 3, 1]


def test_the_usual_order_is_by_day_then_priority_then_by_hand() -> None:
    day = {"due": {"date": "2026-11-24"}}
    found = ordered((), {"priority": 1}, day, {**day, "priority": 2}, {"order": "V"}, {})
    assert found == [2, 1, 0, 3, 4]


def test_many_changed_rows_are_sorted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "FEW", 2)
    columns = Columns(UTC)
    orders = Orders(columns)
    changed = [put(columns, number, {"priority": 4 - number % 4}) for number in range(4)]
    orders.rows(())
    orders.note(changed)
    assert orders._kept[()].changed is None
    orders.note(changed)
    assert orders.rows(()).tolist() == by_key(columns, ())


def test_only_the_orders_asked_for_lately_are_kept() -> None:
    columns = Columns(UTC)
    orders = Orders(columns)
    asked = [(Sort(key, way),) for key in SortKey for way in (False, True)]
    for sort in asked:
        orders.rows(sort)
    assert list(orders._kept) == asked[-MOST_ORDERS:]
