import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.errors import UserError
from atom_desktop.model.planned import (
    Planned,
    at_time,
    day_minutes,
    from_minutes,
    instant,
    local,
    local_minutes,
    on_day,
    planned_json,
    read_planned,
    wall_minutes,
    zone,
)
from tests.model.moments import BERLIN, wall

HOME = ZoneInfo(BERLIN)
ZONES = [None, "UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
walls = st.datetimes(timezones=st.none()).map(lambda moment: moment.replace(microsecond=0))
plans = st.builds(on_day, st.dates()) | st.builds(at_time, walls, st.sampled_from(ZONES))


def utc(text):
    return wall(text).replace(tzinfo=dt.UTC)


@given(planned=plans)
def test_a_planned_time_survives_writing_and_reading(planned):
    assert read_planned(planned_json(planned)) == planned
    assert msgspec.json.decode(msgspec.json.encode(planned), type=Planned) == planned


@pytest.mark.parametrize(
    ("planned", "stored"),
    [
        (on_day(dt.date(2026, 12, 1)), {"date": "2026-12-01"}),
        (on_day(dt.date(24, 2, 29)), {"date": "0024-02-29"}),
        (
            at_time(wall("2026-12-01 09:00"), BERLIN),
            {"at": "2026-12-01T09:00:00", "tz": "Europe/Berlin"},
        ),
        (at_time(wall("2026-12-01 09:00")), {"at": "2026-12-01T09:00:00", "tz": None}),
        (
            at_time(wall("2026-10-25 02:30").replace(fold=1), BERLIN),
            {"at": "2026-10-25T02:30:00", "tz": "Europe/Berlin", "fold": 1},
        ),
    ],
)
def test_a_planned_time_is_stored_as_it_was_said(planned, stored):
    assert planned_json(planned) == stored
    assert read_planned(stored) == planned


def test_null_is_no_planned_time():
    assert read_planned(None) is None


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        "2026-12-01",
        17,
        True,
        {"date": "2026-02-29"},
        {"date": "2026-13-01"},
        {"date": "0000-01-01"},
        {"date": 20261201},
        {"date": "tomorrow"},
        {"date": "2026-12-01", "at": "2026-12-01T09:00:00"},
        {"at": "2026-12-01T09:00:00Z"},
        {"at": "2026-12-01T09:00:00+01:00"},
        {"at": "2026-12-01T25:00:00"},
        {"at": "2026-12-01T09:00:00", "fold": 2},
        {"at": "2026-12-01T09:00:00", "fold": True},
        {"at": "2026-12-01T09:00:00", "tz": "Europe/Atlantis"},
        {"at": "2026-12-01T09:00:00", "tz": 1},
        {"date": None},
    ],
)
def test_what_is_no_planned_time_is_refused(value):
    with pytest.raises(UserError) as caught:
        read_planned(value)
    assert caught.value.hint


def test_the_refusal_of_a_long_value_stays_short():
    with pytest.raises(UserError) as caught:
        read_planned("x" * 10_000)
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    "name",
    ["", ".", "/", "../etc/passwd", "/etc/passwd", "Europe", "Nowhere/Land", "\0", "a" * 10_000,
     "\ud800", "Europe/Berlin\n", "C:\\x", "☃"],
)  # fmt: skip
def test_a_zone_that_does_not_exist_is_refused(name):
    with pytest.raises(UserError, match="no time zone called"):
        zone(name)


def test_a_zone_is_looked_up_once():
    assert zone(BERLIN) is zone(BERLIN)


@pytest.mark.parametrize(
    ("said", "tz", "fold", "expected"),
    [
        ("2026-12-01 09:00", BERLIN, 0, "2026-12-01 08:00"),
        ("2026-07-01 09:00", BERLIN, 0, "2026-07-01 07:00"),
        ("2026-07-01 09:00", None, 0, "2026-07-01 07:00"),
        # The hour that occurs twice, and the one that is skipped (RFC 5545, 3.3.5).
        ("2026-10-25 02:30", BERLIN, 0, "2026-10-25 00:30"),
        ("2026-10-25 02:30", BERLIN, 1, "2026-10-25 01:30"),
        ("2026-03-29 02:30", BERLIN, 0, "2026-03-29 01:30"),
        ("2026-11-01 01:30", "America/New_York", 0, "2026-11-01 05:30"),
        ("2026-11-01 01:30", "America/New_York", 1, "2026-11-01 06:30"),
        ("2026-04-05 01:45", "Australia/Lord_Howe", 0, "2026-04-04 14:45"),
        ("2026-04-05 01:45", "Australia/Lord_Howe", 1, "2026-04-04 15:15"),
    ],
)
def test_a_wall_time_is_the_instant_that_its_zone_says(said, tz, fold, expected):
    planned = at_time(wall(said).replace(fold=fold), tz)
    assert instant(planned, HOME) == utc(expected)


def test_a_day_starts_at_midnight_at_home():
    assert instant(on_day(dt.date(2026, 12, 1)), HOME) == utc("2026-11-30 23:00")
    assert local(on_day(dt.date(2026, 12, 1)), HOME) == wall("2026-12-01 00:00")


@pytest.mark.parametrize(
    ("tz", "expected"),
    [
        (None, "2026-12-01 09:00"),
        (BERLIN, "2026-12-01 09:00"),
        ("UTC", "2026-12-01 10:00"),
        ("Asia/Kathmandu", "2026-12-01 04:15"),
        ("America/New_York", "2026-12-01 15:00"),
    ],
)
def test_a_clock_at_home_shows_a_time_of_elsewhere_as_its_own(tz, expected):
    planned = at_time(wall("2026-12-01 09:00"), tz)
    assert local(planned, HOME) == wall(expected)
    assert local_minutes(planned, HOME) == wall_minutes(wall(expected))


@pytest.mark.parametrize("edge", [wall("0001-01-01 00:00"), wall("9999-12-31 23:59")])
@pytest.mark.parametrize("tz", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_the_first_and_the_last_year_do_not_break_the_calendar(edge, tz):
    planned = at_time(edge, tz)
    assert abs(local(planned, HOME) - edge) <= dt.timedelta(days=1)
    assert instant(planned, HOME).year in {1, 2, 9998, 9999}


@given(moment=walls)
def test_minutes_and_wall_times_are_the_same_thing(moment):
    whole = moment.replace(second=0)
    assert from_minutes(wall_minutes(moment)) == whole
    assert day_minutes(moment) == wall_minutes(whole.replace(hour=0, minute=0))


def test_minutes_count_from_1970_in_both_directions():
    assert wall_minutes(wall("1970-01-01 00:00")) == 0
    assert wall_minutes(wall("1970-01-02 00:01")) == 1441
    assert wall_minutes(wall("1969-12-31 23:59")) == -1


@given(one=walls, two=walls)
def test_minutes_sort_like_the_wall_times(one, two):
    if wall_minutes(one) < wall_minutes(two):
        assert one < two


def test_the_day_is_that_of_its_own_zone():
    assert at_time(wall("2026-12-01 23:30"), "Asia/Tokyo").day == dt.date(2026, 12, 1)
    assert on_day(dt.date(2026, 12, 1)).day == dt.date(2026, 12, 1)


def test_a_time_with_a_zone_of_its_own_is_taken_as_the_wall_shows_it():
    assert at_time(utc("2026-12-01 09:00"), BERLIN).at == wall("2026-12-01 09:00")


@pytest.mark.parametrize(
    "parts", [{}, {"date": dt.date.min, "at": wall("2026-12-01")}, {"date": dt.date.min, "fold": 3}]
)
def test_a_planned_time_that_makes_no_sense_cannot_be_made(parts):
    with pytest.raises(ValueError, match=r"day or a time|fold is 0 or 1"):
        Planned(**parts)
