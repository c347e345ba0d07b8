import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.actions.recurring import next_day
from atom_desktop.model.task import CountedFrom

TODAY = dt.date(2026, 11, 24)  # a Tuesday


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("rule", "due", "wanted"),
    [
        ("RRULE:FREQ=DAILY", "2026-11-24", "2026-11-25"),
        ("RRULE:FREQ=DAILY", "2026-11-01", "2026-11-25"),
        ("RRULE:FREQ=DAILY", "2026-12-01", "2026-12-02"),
        ("FREQ=DAILY;INTERVAL=3", "2026-11-20", "2026-11-26"),
        ("RRULE:FREQ=WEEKLY", "2026-11-17", "2026-12-01"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2", "2026-11-20", "2026-12-04"),
        ("RRULE:FREQ=MONTHLY", "2026-11-24", "2026-12-24"),
        ("RRULE:FREQ=MONTHLY", "2026-01-31", "2026-12-31"),
        ("RRULE:FREQ=MONTHLY;INTERVAL=3", "2026-11-30", "2027-05-30"),
        ("RRULE:FREQ=YEARLY", "2024-02-29", "2028-02-29"),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-27", "2026-11-30"),
        ("RRULE:FREQ=WEEKLY;BYDAY=SU", "2026-11-22", "2026-11-29"),
        ("RRULE:FREQ=MONTHLY", None, "2026-12-24"),
    ],
)
def test_the_next_date_comes_after_today_and_after_the_one_that_is_due(rule, due, wanted):
    before = day(due) if due else None
    assert next_day(rule, before, TODAY, CountedFrom.DUE) == day(wanted)


def test_counted_from_completion_the_due_date_does_not_matter():
    found = next_day("FREQ=WEEKLY", day("2026-10-01"), TODAY, CountedFrom.COMPLETION)
    assert found == day("2026-12-01")


@pytest.mark.parametrize(
    "rule",
    [
        "", "RRULE:", "FREQ=HOURLY", "FREQ=DAILY;COUNT=3", "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=x", "FREQ=DAILY;INTERVAL=²", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=1FR", "FREQ=WEEKLY;BYDAY=1FR", "FREQ=WEEKLY;UNTIL=20271201T000000Z",
    ],
)  # fmt: skip
def test_a_rule_that_says_more_is_not_guessed_at(rule):
    assert next_day(rule, TODAY, TODAY, CountedFrom.DUE) is None


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=MO"])
def test_the_calendar_has_an_end(rule):
    last = dt.date.max
    assert next_day(rule, last, TODAY, CountedFrom.DUE) is None


days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
rules = st.builds(
    "FREQ={};INTERVAL={}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 30),
)


@given(rules, days, days)
def test_a_next_date_is_always_ahead_and_completing_again_goes_on_from_it(rule, due, today):
    first = next_day(rule, due, today, CountedFrom.DUE)
    assert first is not None
    assert first > max(due, today)
    second = next_day(rule, first, first, CountedFrom.DUE)
    assert second is not None
    assert second > first
    if "MONTHLY" in rule or "YEARLY" in rule:
        assert first.day == due.day
