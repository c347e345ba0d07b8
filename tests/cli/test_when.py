import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from atom_desktop.cli.when import (
    day_words,
    instant_words,
    is_past,
    minutes_words,
    planned_words,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)  # a Monday


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-22", "yesterday"),
        ("2026-11-23", "today"),
        ("2026-11-24", "tomorrow"),
        ("2026-11-25", "Wed"),
        ("2026-11-29", "Sun"),
        ("2026-11-30", "30 Nov"),
        ("2026-01-02", "2 Jan"),
        ("2027-01-02", "2027-01-02"),
        ("2026-11-21", "21 Nov"),
    ],
)
def test_a_day_is_said_as_seen_from_today(day: str, words: str) -> None:
    assert day_words(dt.date.fromisoformat(day), NOW.date()) == words


@pytest.mark.parametrize(
    ("planned", "words"),
    [
        (None, ""),
        ({}, ""),
        ("2026", ""),
        ({"date": "2026-11-24"}, "tomorrow"),
        ({"at": "2026-11-23T18:30:00", "tz": None}, "today 18:30"),
        ({"at": "2026-11-23T18:30:00", "tz": "Europe/Berlin"}, "today 18:30"),
        ({"at": "2026-11-23T18:30:00", "tz": "America/New_York"}, "tomorrow 00:30"),
        ({"at": "2026-11-23T18:30:00", "tz": "Nowhere/Land"}, "today 18:30"),
        ({"at": "2026-10-25T02:30:00", "tz": "Europe/Berlin"}, "25 Oct 02:30"),
    ],
)
def test_a_planned_time_is_said_on_the_clock_here(planned: object, words: str) -> None:
    assert planned_words(planned, NOW) == words


def test_the_second_of_two_equal_wall_times_is_told_apart() -> None:
    utc = NOW.astimezone(dt.UTC)
    planned = {"at": "2026-10-25T02:30:00", "tz": "Europe/Berlin"}
    assert planned_words(planned, utc) == "25 Oct 00:30"
    assert planned_words({**planned, "fold": 1}, utc) == "25 Oct 01:30"


@pytest.mark.parametrize(
    ("planned", "past"),
    [
        (None, False),
        ({}, False),
        ({"date": "2026-11-22"}, True),
        ({"date": "2026-11-23"}, False),
        ({"at": "2026-11-23T09:59:00", "tz": None}, True),
        ({"at": "2026-11-23T10:01:00", "tz": None}, False),
        ({"at": "2026-11-23T10:01:00", "tz": "Asia/Tokyo"}, True),
    ],
)
def test_what_has_passed_is_known(planned: object, past: bool) -> None:
    assert is_past(planned, NOW) is past


def test_an_instant_is_said_in_local_time() -> None:
    assert instant_words("2026-11-23T08:00:00Z", NOW) == "today 09:00"
    assert instant_words(None, NOW) == ""


@pytest.mark.parametrize(
    ("minutes", "words"), [(None, ""), (0, ""), (45, "45m"), (60, "1h"), (90, "1h30m")]
)
def test_minutes_are_said_as_hours_and_minutes(minutes: object, words: str) -> None:
    assert minutes_words(minutes) == words
