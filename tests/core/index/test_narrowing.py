import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index.columns import Columns
from atom_desktop.core.index.filtering_plain import row_test
from atom_desktop.core.index.names import Directory
from atom_desktop.core.index.narrowing import first_rows, rows_where
from atom_desktop.core.index.rows import Ground
from atom_desktop.core.index.sorting import row_key
from atom_desktop.core.index.text_index import TextIndex
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.ids import encode_id
from atom_desktop.model.planned import wall_minutes
from atom_desktop.model.query.nodes import Sort, SortKey
from atom_desktop.model.query.parse import parse_query
from atom_desktop.model.record import Record

NOW = dt.datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001 -- a wall time
MOMENT = Moment(now=NOW, tz="Europe/Berlin")
PROJECT, LABEL = (encode_id(bytes([number] * 16)) for number in (1, 2))
COUNT = 120


def task(choose, number):
    """Invent a task."""
    fields = {
        "title": choose.choice(["buy milk", "call ann", "milk the cow", "paint"]) + f" {number}",
        "notes": choose.choice([None, "with ann", "soon"]),
        "project": choose.choice([None, PROJECT]),
        "labels": choose.choice([None, [LABEL]]),
        "priority": choose.choice([None, 1, 2, 3]),
        "status": choose.choice([None, None, "done", "waiting"]),
        "due": choose.choice([None, {"date": f"2026-11-{choose.randint(10, 30)}"}]),
        "order": choose.choice([None, "V", "Vx", "W"]),
        "trashed": choose.choice([None, None, None, "2026-11-20T08:00:00Z"]),
    }
    present = {name: value for name, value in fields.items() if value is not None}
    stamp = f"{number:016x}.d"
    task_id = encode_id(bytes([5, number] * 8))
    return Record(collection="task", id=task_id, stamp=stamp, fields=present)


def ground(*, indexed):
    """Return invented tasks, some of them erased again, to ask conditions of."""
    choose = random.Random(7)
    columns, names, texts = Columns(ZoneInfo("Europe/Berlin")), Directory(), {}
    for collection, name_id, name in (("project", PROJECT, "Home"), ("label", LABEL, "shop")):
        names.put(Record(collection=collection, id=name_id, stamp="1", fields={"name": name}))
    for number in range(COUNT):
        record = task(choose, number)
        row = columns.put(record)
        texts[row] = (record.fields["title"], record.fields.get("notes", ""))
    for row in (3, 40):
        columns.put(Record(collection="task", id=columns.id_of(row), stamp="1", erased="2"))
        texts[row] = None
    text = TextIndex() if indexed else None
    if text:
        text.enter(list(texts), texts.get)
    return Ground(columns, names, wall_minutes(NOW), texts.get, text)


GROUNDS = {indexed: ground(indexed=indexed) for indexed in (False, True)}
CONDITIONS = (
    "milk", "title:ann", '"buy milk"', "#Home", "@shop", "p1", "priority below p2", "overdue",
    "due before friday", "no due", "status any", "status done", "is trashed", "has notes",
    "is waiting", "no project", "notes:soon",
)  # fmt: skip
conditions = st.recursive(
    st.sampled_from(CONDITIONS),
    lambda inner: (
        inner.map("not ({})".format)
        | st.tuples(inner, inner).map("({0[0]} and {0[1]})".format)
        | st.tuples(inner, inner).map("({0[0]} or {0[1]})".format)
    ),
    max_leaves=5,
)


@pytest.mark.parametrize("indexed", [False, True])
@given(text=conditions)
def test_narrowing_finds_the_rows_that_pass_the_test_one_by_one(indexed, text):
    around = GROUNDS[indexed]
    where = parse_query(text, MOMENT).where
    test = row_test(where, around)
    wanted = {row for row in around.columns.living() if test(row)}
    found = rows_where(where, around)
    assert set(found) == wanted
    assert len(found) == len(wanted)


sorts = st.lists(st.builds(Sort, st.sampled_from(SortKey), st.booleans()), max_size=3)


@given(sorts.map(tuple), st.none() | st.integers(0, COUNT + 5))
def test_the_first_rows_are_those_of_the_whole_list_in_order(sort, count):
    columns = GROUNDS[False].columns
    rows = list(columns.living())
    assert (
        first_rows(columns, rows, sort, count) == sorted(rows, key=row_key(columns, sort))[:count]
    )
