import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.dates.phrases import read_clock, read_date
from atom_desktop.model.dates.reading import Grain
from tests.model.effort import IN_STEP, growth
from tests.model.moments import moment, wall

TUESDAY = moment("2026-11-24 10:00")
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
nows = st.datetimes(wall("1900-01-01"), wall("2200-01-01"), timezones=st.none())
hostile = st.text(
    st.sampled_from(list("nextthisfriday 0129:-+TZ.@apm'\u2019\u0661\u202e\ud800\u017fİ\n\t")),
    max_size=40,
)


def span(read):
    """Return the interval as text, a time by its minute."""
    if read is None:
        return None
    if read.grain is Grain.MINUTE:
        return read.start.isoformat(" ", "minutes")
    return f"{read.start.date()}..{read.end.date()}"


def read(text, at=TUESDAY, place=0):
    return read_date(text, place, at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-01", "2026-12-01..2026-12-02"),
        ("2028-02-29", "2028-02-29..2028-03-01"),
        ("2026-12-31", "2026-12-31..2027-01-01"),
        ("0001-01-01", "0001-01-01..0001-01-02"),
        ("2026-12-01T09:30", "2026-12-01 09:30"),
        ("2026-12-01 09:30", "2026-12-01 09:30"),
        ("2026-12-01T09:30:59", "2026-12-01 09:30"),
        ("2026-12-01T09:30:59.123456789", "2026-12-01 09:30"),
        ("2026-12-01T00:00", "2026-12-01 00:00"),
        ("2026-12-01T23:59Z", "2026-12-01 23:59"),
        ("2026-12-01 9am", "2026-12-01 09:00"),
        ("2026-12-01 at 9pm", "2026-12-01 21:00"),
        ("2026-12-01 @ 9:05", "2026-12-01 09:05"),
        ("2026-12-01 x", "2026-12-01..2026-12-02"),
        ("2026-12-01.", "2026-12-01..2026-12-02"),
        ("2026-12-01,", "2026-12-01..2026-12-02"),
        ("2026-12-01: x", "2026-12-01..2026-12-02"),
        ("2026-12-01 9:30: x", "2026-12-01 09:30"),
    ],
)
def test_a_date_in_figures_is_read(text, expected):
    assert span(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["2027-02-29", "2026-02-30", "2026-04-31", "2026-00-01", "2026-13-01", "2026-12-00",
     "2026-12-32", "0000-01-01", "2026-12-01T24:00", "2026-12-01T09:60", "2026-12-01x",
     "2026-12-011", "2026-12-01-02", "2026-12-01:5", "2026-12-01T", "2026-12-1", "26-12-01",
     "2026/12/01", "9999-12-31", "\uff12\uff10\uff12\uff16-12-01",
     "\u0662\u0660\u0662\u0666-12-01", "2026-12-01+", "-2026-12-01",
     "2026-12-01T09:00+24:00", "2026-12-01T09:00+02:60", "0001-01-01T00:00+01:00", ""],
)  # fmt: skip
def test_what_no_calendar_has_is_no_date(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-01T09:00Z", "2026-12-01 09:00"),
        ("2026-12-01T09:00+00:00", "2026-12-01 09:00"),
        ("2026-12-01T09:00+02:00", "2026-12-01 07:00"),
        ("2026-12-01T09:00:30+0200", "2026-12-01 07:00"),
        ("2026-12-01 09:00-05:30", "2026-12-01 14:30"),
        ("2026-12-01T01:00+02:00", "2026-11-30 23:00"),
        ("2026-12-31T23:00-02:00", "2027-01-01 01:00"),
    ],
)
def test_a_time_with_an_offset_is_one_in_utc(text, expected):
    found = read(text)
    assert span(found) == expected
    assert found.tz == "UTC"
    assert found.last == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-11-24..2026-11-25"),
        ("Today", "2026-11-24..2026-11-25"),
        ("tod", "2026-11-24..2026-11-25"),
        ("tomorrow", "2026-11-25..2026-11-26"),
        ("TOMORROW", "2026-11-25..2026-11-26"),
        ("tom", "2026-11-25..2026-11-26"),
        ("tmr", "2026-11-25..2026-11-26"),
        ("yesterday", "2026-11-23..2026-11-24"),
        ("tomorrow 9am", "2026-11-25 09:00"),
        ("tomorrow at 9:30", "2026-11-25 09:30"),
        ("tomorrow @9:30 pm", "2026-11-25 21:30"),
        ("tomorrow at", "2026-11-25..2026-11-26"),
        ("tomorrow 9", "2026-11-25..2026-11-26"),
        ("tomorrow 25:00", "2026-11-25..2026-11-26"),
        ("tomorrow 9:00-10:00", "2026-11-25..2026-11-26"),
        ("today 8:00", "2026-11-24 08:00"),
    ],
)
def test_days_are_counted_from_today(text, expected):
    assert span(read(text)) == expected


@pytest.mark.parametrize(
    "text", ["Tom", "TOM", "Tod", "Tmr", "tomorrows", "tomorrow's", "tomorrow\u2019s", "todayé",
             "to day", "next tomorrow", "this today", "later", "week", "month", "next", "next x",
             "nextweek", "tom\u017f", "\u017funday", "İ"],
)  # fmt: skip
def test_words_that_only_look_like_a_day_are_none(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "ahead"),
    [("wednesday", 1), ("Thursday", 2), ("FRIDAY", 3), ("saturday", 4), ("sunday", 5),
     ("monday", 6), ("tuesday", 7), ("this friday", 3), ("next monday", 6), ("tue.", 7),
     ("tues", 7), ("thurs", 2), ("next tue", 7)],
)  # fmt: skip
def test_a_weekday_is_the_coming_one_and_today_means_in_seven_days(text, ahead):
    found = read(text)
    assert found.start == wall("2026-11-24") + dt.timedelta(days=ahead)
    assert found.end - found.start == dt.timedelta(days=1)


@given(now=nows, number=st.integers(0, 6))
def test_every_weekday_on_every_day_lies_in_the_next_seven_days(now, number):
    at = moment(now.isoformat())
    found = read(DAYS[number], at)
    assert found.start.weekday() == number
    assert 1 <= (found.start.date() - now.date()).days <= 7
    assert read(DAYS[number][:3], at).start == found.start


@pytest.mark.parametrize(
    ("text", "weak"),
    [("fri", True), ("Sat", True), ("sun", True), ("fri.", False), ("friday", False),
     ("next fri", False), ("this fri", False), ("fri 9am", False), ("fri at 9:00", False),
     ("this week", True), ("next week", False), ("this month", True), ("next month", False),
     ("this year", True), ("this weekend", False), ("tomorrow", False)],
)  # fmt: skip
def test_an_abbreviation_alone_is_weak_and_something_beside_it_makes_it_sure(text, weak):
    assert read(text).weak is weak


def test_next_friday_said_before_friday_could_also_be_the_one_after():
    found = read("next friday 9:00")
    assert found.start == wall("2026-11-27 09:00")
    assert found.choices == (dt.date(2026, 11, 27), dt.date(2026, 12, 4))
    assert read("next monday").choices == ()
    assert read("friday").choices == ()


@pytest.mark.parametrize(
    ("now", "text", "expected", "grain"),
    [
        ("2026-11-24", "this week", "2026-11-23..2026-11-30", Grain.WEEK),
        ("2026-11-24", "next week", "2026-11-30..2026-12-07", Grain.WEEK),
        ("2026-11-23", "next week", "2026-11-30..2026-12-07", Grain.WEEK),
        ("2026-11-29", "next week", "2026-11-30..2026-12-07", Grain.WEEK),
        ("2026-11-24", "this weekend", "2026-11-28..2026-11-30", Grain.DAY),
        ("2026-11-28", "this weekend", "2026-11-28..2026-11-30", Grain.DAY),
        ("2026-11-29", "this weekend", "2026-11-29..2026-11-30", Grain.DAY),
        ("2026-11-24", "next weekend", "2026-12-05..2026-12-07", Grain.DAY),
        ("2026-11-24", "this month", "2026-11-01..2026-12-01", Grain.MONTH),
        ("2026-12-31", "next month", "2027-01-01..2027-02-01", Grain.MONTH),
        ("2028-01-31", "next month", "2028-02-01..2028-03-01", Grain.MONTH),
        ("2026-11-24", "this quarter", "2026-10-01..2027-01-01", Grain.QUARTER),
        ("2026-11-24", "next quarter", "2027-01-01..2027-04-01", Grain.QUARTER),
        ("2027-03-31", "next quarter", "2027-04-01..2027-07-01", Grain.QUARTER),
        ("2026-11-24", "this year", "2026-01-01..2027-01-01", Grain.YEAR),
        ("2026-11-24", "next year", "2027-01-01..2028-01-01", Grain.YEAR),
        ("2026-11-24", "Next \t Year", "2027-01-01..2028-01-01", Grain.YEAR),
    ],
)
def test_a_span_starts_and_ends_with_the_calendar(now, text, expected, grain):
    found = read(text, moment(now))
    assert span(found) == expected
    assert found.grain is grain


def test_before_the_day_starts_today_is_still_the_day_before():
    late = moment("2026-12-01 01:00", day_starts=240)
    assert span(read("today", late)) == "2026-11-30..2026-12-01"
    assert span(read("tomorrow", late)) == "2026-12-01..2026-12-02"
    assert span(read("monday", late)) == "2026-12-07..2026-12-08"


@pytest.mark.parametrize("text", ["tomorrow", "next year", "next week", "next month", "friday"])
def test_what_lies_beyond_the_last_year_is_no_date(text):
    assert read(text, moment("9999-12-31 10:00")) is None


@pytest.mark.parametrize("text", ["yesterday", "this week"])
def test_the_first_day_of_all_does_not_break_the_calendar(text):
    found = read(text, moment("0001-01-01 10:00"))
    assert found is None or found.start == wall("0001-01-01")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15:00", "2026-11-24 15:00"),
        ("3pm", "2026-11-24 15:00"),
        ("3 PM", "2026-11-24 15:00"),
        ("3:07 pm", "2026-11-24 15:07"),
        ("12am", "2026-11-25 00:00"),
        ("12pm", "2026-11-24 12:00"),
        ("12:30am", "2026-11-25 00:30"),
        ("9:59", "2026-11-25 09:59"),
        ("10:00", "2026-11-25 10:00"),
        ("10:01", "2026-11-24 10:01"),
        ("0:00", "2026-11-25 00:00"),
        ("23:59", "2026-11-24 23:59"),
    ],
)
def test_a_time_alone_is_today_if_it_is_still_ahead_and_else_tomorrow(text, expected):
    found = read_clock(text, 0, TUESDAY)
    assert span(found) == expected
    assert found.clock
    assert found.last == len(text)


@pytest.mark.parametrize(
    "text", ["24:00", "9:60", "0am", "13pm", "13:00pm", "9", "9:5", "9:000", "9:00:00", "9:00x",
             "9amx", "109:00", "9:00-10:00", "9:00+02:00", "pm", "", "\u0669:\u0660\u0660"],
)  # fmt: skip
def test_what_no_clock_shows_is_no_time(text):
    assert read_clock(text, 0, TUESDAY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0:30", "2026-11-25 00:30"), ("1:30", "2026-11-24 01:30"), ("23:00", "2026-11-24 23:00")],
)
def test_a_time_said_after_midnight_is_never_past(text, expected):
    late = moment("2026-11-24 01:00", day_starts=240)
    assert span(read_clock(text, 0, late)) == expected


@given(now=nows, minutes=st.integers(0, 1439), day_starts=st.integers(0, 360))
def test_a_time_alone_is_always_ahead_by_at_most_a_day(now, minutes, day_starts):
    at = moment(now.isoformat(), day_starts=day_starts)
    start = read_clock(f"{minutes // 60}:{minutes % 60:02}", 0, at).start
    assert dt.timedelta() < start - now <= dt.timedelta(days=1)


def test_there_is_no_time_behind_the_last_day():
    assert read_clock("9:00", 0, moment("9999-12-31 10:00")) is None


@pytest.mark.parametrize("clock", ["2026-03-29 2:30", "2026-10-25 2:30"])
def test_the_skipped_and_the_doubled_hour_stay_as_they_were_said(clock):
    planned = read(clock).planned("Europe/Berlin")
    assert planned.at.time() == dt.time(2, 30)
    assert planned.fold == 0


@given(
    before=st.text(max_size=5), day=st.dates(wall("1000-01-01").date(), wall("9000-01-01").date())
)
def test_a_date_is_read_exactly_where_it_stands(before, day):
    text = f"{before}{day.isoformat()} x"
    found = read(text, place=len(before))
    assert (found.first, found.last) == (len(before), len(before) + 10)
    assert found.text == day.isoformat()
    assert found.start.date() == day


@given(text=hostile, place=st.integers(0, 45), now=st.datetimes(timezones=st.none()))
def test_no_text_at_any_time_raises_and_what_is_read_stands_there(text, place, now):
    at = moment(now.isoformat())
    for found in (read_date(text, place, at), read_clock(text, place, at)):
        if found is not None:
            assert found.first == place
            assert found.text == text[place : found.last]
            assert found.start < found.end


@pytest.mark.parametrize(
    "piece",
    ["next ", "9", "2026-12-01T09:00:00.", "tomorrow ", " ", "tomorrow at ", "9:0", "\u0301"],
)
def test_reading_a_long_text_takes_no_longer_than_its_length(piece):
    def read_all_over(text):
        for place in range(0, len(text), len(text) // 50):
            read_date(text, place, TUESDAY)
            read_clock(text, place, TUESDAY)

    assert growth(read_all_over, piece) < IN_STEP
