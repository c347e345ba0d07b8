from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.index.cells import (
    NONE,
    Clock,
    Mark,
    changed_ms,
    label_text,
    marks_of,
    order_number,
    planned_minutes,
    priority_of,
    status_code,
    text_of,
    utc_ms,
    whole,
)
from atom_desktop.model.order import between
from atom_desktop.model.record import Record

BERLIN = ZoneInfo("Europe/Berlin")
TIMED = {"at": "2026-12-01T09:00:00", "tz": "Europe/Berlin"}


@pytest.mark.parametrize(
    ("fields", "marks"),
    [
        ({}, Mark(0)),
        ({"title": "a", "notes": "", "labels": ["x"]}, Mark(0)),
        ({"notes": "n", "parent": "p"}, Mark.NOTES | Mark.PARENT),
        ({"rule": "r"}, Mark.RECURRING),
        ({"recurrence": {"rule": "r"}, "trashed": "x"}, Mark.RECURRING | Mark.TRASHED),
        ({"due": TIMED, "start": {"date": "2026-12-01"}}, Mark.DUE_TIMED),
        ({"deadline": TIMED, "start": TIMED}, Mark.DEADLINE_TIMED | Mark.START_TIMED),
        ({"due": "no time"}, Mark(0)),
    ],
)
def test_facts_about_a_task_are_bits(fields, marks):
    assert marks_of(fields) == int(marks)


@pytest.mark.parametrize(
    ("value", "code"), [("open", 0), ("waiting", 1), ("done", 2), ("cancelled", 3), (None, 0),
                        ("odd", 0), (["done"], 0)],
)  # fmt: skip
def test_a_status_is_a_number(value, code):
    assert status_code(value) == code


@pytest.mark.parametrize(
    ("value", "priority"), [(1, 1), (4, 4), (0, 4), (9, 4), (None, 4), ("1", 4), ([], 4)]
)
def test_anything_but_a_priority_is_the_lowest(value, priority):
    assert priority_of(value) == priority


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ({"date": "1970-01-02"}, 1440),
        ({"at": "1970-01-01T01:30:00", "tz": None}, 90),
        ({"at": "1970-01-01T01:30:00", "tz": "UTC"}, 150),
        ({"at": "2026-10-25T02:30:00", "tz": "Europe/Berlin", "fold": 1}, None),
        ({"date": "never"}, NONE),
        ({"at": "1970-01-01T01:30:00", "tz": "Mars/Olympus"}, NONE),
        ({"at": 7, "tz": 3}, NONE),
        ({}, NONE),
        ("tomorrow", NONE),
        (None, NONE),
    ],
)
def test_a_planned_time_is_the_minutes_on_the_wall(value, minutes):
    clock = Clock(BERLIN)
    read = clock.minutes(value)
    assert clock.minutes(value) == read
    if minutes is not None:
        assert read == minutes


def test_a_day_and_a_time_on_it_are_told_apart():
    assert planned_minutes("2026-12-01", "", None, 0, BERLIN) + 540 == planned_minutes(
        "", "2026-12-01T09:00:00", None, 0, BERLIN
    )


@pytest.mark.parametrize(
    ("value", "milliseconds"),
    [("1970-01-01T00:00:01Z", 1000), ("no instant", NONE), (None, NONE), (7, NONE)],
)
def test_an_instant_is_milliseconds(value, milliseconds):
    assert utc_ms(value) == milliseconds


def test_a_record_was_changed_when_its_newest_stamp_says():
    stamp = f"{5000 << 16:016x}.device"
    later = f"{7000 << 16:016x}.device"
    assert changed_ms(Record(collection="task", id="1", stamp=stamp)) == 5000
    held = Record(collection="task", id="1", stamp=stamp, stamps={"title": later, "notes": stamp})
    assert changed_ms(held) == 7000
    assert changed_ms(Record(collection="task", id="1")) == 0


@given(orders=st.lists(st.integers(0, 5), max_size=6))
def test_orders_compare_as_numbers_like_their_texts(orders):
    made = [between("") if not orders else "V"]
    for place in orders:
        at = min(place, len(made))
        low, high = made[at - 1] if at else "", made[at] if at < len(made) else ""
        made.insert(at, between(low, high))
    assert [order_number(one) for one in made] == sorted({order_number(one) for one in made})


@pytest.mark.parametrize(("value", "text"), [("a", "a"), (None, ""), (3, "")])
def test_anything_but_a_text_is_an_empty_one(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(["b", "a"], "a b"), ([], ""), (None, ""), ("a", ""), (["b", 3], "b")]
)
def test_a_set_of_labels_is_one_text(value, text):
    assert label_text(value) == text


@pytest.mark.parametrize(
    ("value", "minutes"), [(30, 30), (-1, 0), (None, 0), ("30", 0), (1 << 40, 1 << 30)]
)
def test_minutes_are_whole_and_bounded(value, minutes):
    assert whole(value) == minutes
