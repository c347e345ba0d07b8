from array import array
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index.columns import Columns
from atom_desktop.core.index.short_ids import FEW, ShortIds
from atom_desktop.model.ids import encode_id
from atom_desktop.model.record import Record

ids_of_tasks = st.sets(
    st.binary(min_size=16, max_size=16)
    | st.integers(0, 1 << 20).map(lambda number: (number << 100).to_bytes(16, "big"))
    | st.integers(0, 3).map(lambda number: number.to_bytes(16, "big")),
    min_size=1,
    max_size=30,
).map(lambda raw: sorted(map(encode_id, raw)))


def put(columns, ids):
    for one in ids:
        columns.put(Record(collection="task", id=one, stamp="1", fields={"title": "x"}))


def sorted_heads(columns):
    """Return what is kept of the ids: their first halves in order, and the rows of them."""
    pairs = sorted((columns.head_of(row), row) for row in range(columns.count))
    return {
        "sorted_ids": bytearray(array("Q", [head for head, _ in pairs]).tobytes()),
        "sorted_rows": bytearray(array("I", [row for _, row in pairs]).tobytes()),
    }


def shortest(wanted, ids):
    """Return the shortest prefix by looking at every other id."""
    for length in range(4, 27):
        if sum(1 for one in ids if one.startswith(wanted[:length])) == 1:
            return wanted[:length]
    return wanted


def check(short, ids):
    for one in ids:
        found, wanted = short.shortest(one), shortest(one, ids)
        assert found == (wanted if len(wanted) <= 13 else one)


@given(ids_of_tasks)
def test_a_short_id_is_the_shortest_that_names_one_task(ids):
    columns = Columns(ZoneInfo("UTC"))
    put(columns, ids)
    check(ShortIds(columns), ids)


@given(ids_of_tasks, st.data())
def test_tasks_that_come_later_are_told_apart_as_well(ids, data):
    split = data.draw(st.integers(0, len(ids)))
    columns = Columns(ZoneInfo("UTC"))
    short = ShortIds(columns)
    put(columns, ids[split:])
    check(short, ids[split:])
    put(columns, ids[:split])
    check(short, ids)


@given(ids_of_tasks, ids_of_tasks)
def test_kept_columns_and_new_tasks_are_told_apart(kept, new):
    old = Columns(ZoneInfo("UTC"))
    put(old, kept)
    columns = Columns(ZoneInfo("UTC"))
    columns.adopt(
        old.count,
        {
            **old.raw,
            "ids": bytearray(old.ids),
            "titles": bytearray(old.titles),
            **sorted_heads(old),
        },
    )
    short = ShortIds(columns)
    put(columns, new)
    check(short, sorted({*kept, *new}))


@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_very_many_new_tasks_are_sorted_at_once(count):
    ids = [encode_id((number * 7919).to_bytes(16, "big")) for number in range(count)]
    columns = Columns(ZoneInfo("UTC"))
    short = ShortIds(columns)
    put(columns, ids[:1])
    assert short.shortest(ids[0]) == ids[0][:4]
    put(columns, [encode_id(bytes([number % 256, number // 256] * 8)) for number in range(count)])
    other = encode_id(bytes([9, 1] * 8))
    assert short.shortest(other) == other[:4]
