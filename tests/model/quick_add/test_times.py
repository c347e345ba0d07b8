import datetime as dt

import pytest

from atom_desktop.model.planned import at_time, on_day
from atom_desktop.model.quick_add.draft import Draft, SpanKind
from atom_desktop.model.quick_add.times import read_due, read_time
from tests.model.moments import BERLIN, wall
from tests.model.quick_add.lines import context

BLANK = Draft(text="")


def day(text):
    return on_day(dt.date.fromisoformat(text))


def time(text, tz=BERLIN):
    return at_time(wall(text), tz)


def due(text, place=0):
    found = read_due(text, place, context())
    return found and found.fill(BLANK).due


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("2026-12-01", day("2026-12-01")),
        ("today", day("2026-11-24")),
        ("tomorrow", day("2026-11-25")),
        ("tuesday", day("2026-12-01")),
        ("friday", day("2026-11-27")),
        ("fri 9:00", time("2026-11-27 09:00")),
        ("fri.", day("2026-11-27")),
        ("on fri", day("2026-11-27")),
        ("on friday", day("2026-11-27")),
        ("due friday", day("2026-11-27")),
        ("for friday", day("2026-11-27")),
        ("at 2026-12-01", day("2026-12-01")),
        ("On  Friday 9am", time("2026-11-27 09:00")),
        ("next week", day("2026-11-30")),
        ("on next week", day("2026-11-30")),
        ("by next week", day("2026-12-06")),
        ("before next month", day("2026-12-31")),
        ("until next year", day("2027-12-31")),
        ("till this weekend", day("2026-11-29")),
        ("by this month", day("2026-11-30")),
        ("by friday 9:00", time("2026-11-27 09:00")),
        ("2026-12-01T09:00", time("2026-12-01 09:00")),
        ("2026-12-01T09:00Z", time("2026-12-01 09:00", "UTC")),
        ("2026-12-01T09:00+02:00", time("2026-12-01 07:00", "UTC")),
        ("2026-03-29 02:30", time("2026-03-29 02:30")),
        ("2026-10-25 02:30", time("2026-10-25 02:30")),
        ("yesterday", day("2026-11-23")),
    ],
)
def test_a_day_becomes_the_due_day_with_its_time_and_its_preposition(text, planned):
    assert due(text) == planned


@pytest.mark.parametrize(
    "text", ["fri", "Sat", "sun", "this week", "this month", "on", "on ", "onfriday", "friday-x",
             "friday/x", "2026-12-01/x", "2027-02-29", "to friday", "on Tom", "x", ""],
)  # fmt: skip
def test_what_may_be_no_date_stays_text(text):
    assert due(text) is None


def test_a_date_says_where_it_stands_and_whether_a_preposition_is_part_of_it():
    found = read_due("Call on friday, ok", 5, context())
    assert (found.start, found.end, found.kind) == (5, 14, SpanKind.DUE)
    assert found.absorbed
    assert not found.trailing
    assert [reading.text for reading in found.readings] == ["friday"]
    assert not read_due("friday", 0, context()).absorbed


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("next friday", [day("2026-11-27"), day("2026-12-04")]),
        ("on next fri 9:00", [time("2026-11-27 09:00"), time("2026-12-04 09:00")]),
    ],
)
def test_next_friday_asks_which_one_was_meant(text, choices):
    found = read_due(text, 0, context())
    filled = found.fill(BLANK)
    (question,) = filled.ambiguous
    assert list(question.choices) == choices
    assert filled.due == question.choices[question.chosen]
    assert text[question.start : question.end] == text.removeprefix("on ")


def test_two_questions_add_up():
    found = read_due("next friday", 0, context())
    assert len(found.fill(found.fill(BLANK)).ambiguous) == 2


def test_a_sure_day_asks_nothing():
    assert read_due("friday", 0, context()).fill(BLANK).ambiguous == ()


@pytest.mark.parametrize(
    ("text", "planned", "trailing"),
    [
        ("15:00", "2026-11-24 15:00", True),
        ("9:00", "2026-11-25 09:00", True),
        ("3pm", "2026-11-24 15:00", True),
        ("at 15:00", "2026-11-24 15:00", False),
        ("by 3 pm", "2026-11-24 15:00", False),
        ("at 9:00,", "2026-11-25 09:00", False),
    ],
)
def test_a_time_counts_anywhere_behind_a_preposition_and_else_at_the_end(text, planned, trailing):
    found = read_time(text, 0, context())
    assert found.fill(BLANK).due == time(planned)
    assert found.trailing is trailing
    assert found.absorbed is not trailing
    assert found.kind is SpanKind.TIME


@pytest.mark.parametrize("text", ["at 5th", "9", "25:00", "at", "9:00x", "9:00/x", "at noon", ""])
def test_what_is_no_time_stays_text(text):
    assert read_time(text, 0, context()) is None


def test_a_time_belongs_to_the_day_that_was_said():
    filled = read_due("friday", 0, context()).fill(BLANK)
    found = read_time("at 9:00", 0, context())
    assert found.phase > read_due("friday", 0, context()).phase
    assert found.fill(filled).due == time("2026-11-27 09:00")


def test_without_a_zone_times_float():
    floating = context(tz=None)
    assert read_time("15:00", 0, floating).fill(BLANK).due == time("2026-11-24 15:00", None)
    assert read_due("fri 9:00", 0, floating).fill(BLANK).due == time("2026-11-27 09:00", None)


def test_a_time_said_after_midnight_lies_ahead():
    late = context("2026-11-24 01:00", day_starts=240)
    assert read_time("0:30", 0, late).fill(BLANK).due == time("2026-11-25 00:30")
