import datetime as dt

import pytest

from atom_desktop.model.dates.reading import Grain, Reading
from atom_desktop.model.planned import at_time, on_day
from tests.model.moments import BERLIN, wall


def reading(start, end, grain, tz=None):
    return Reading(
        text="said", first=3, last=7, start=wall(start), end=wall(end), grain=grain, tz=tz
    )


def day(text):
    return on_day(dt.date.fromisoformat(text))


@pytest.mark.parametrize(
    ("start", "end", "grain", "first", "last"),
    [
        ("2026-12-01", "2026-12-02", Grain.DAY, "2026-12-01", "2026-12-01"),
        ("2026-11-30", "2026-12-07", Grain.WEEK, "2026-11-30", "2026-12-06"),
        ("2028-02-01", "2028-03-01", Grain.MONTH, "2028-02-01", "2028-02-29"),
        ("2027-02-01", "2027-03-01", Grain.MONTH, "2027-02-01", "2027-02-28"),
        ("2027-01-01", "2027-04-01", Grain.QUARTER, "2027-01-01", "2027-03-31"),
        ("2027-01-01", "2028-01-01", Grain.YEAR, "2027-01-01", "2027-12-31"),
    ],
)
def test_an_interval_is_planned_for_its_first_day_and_by_its_last(start, end, grain, first, last):
    read = reading(start, end, grain)
    assert read.planned(BERLIN) == day(first)
    assert read.planned_by(BERLIN) == day(last)


def test_a_time_is_planned_in_the_zone_of_the_person():
    read = reading("2026-12-01 09:00", "2026-12-01 09:01", Grain.MINUTE)
    expected = at_time(wall("2026-12-01 09:00"), BERLIN)
    assert read.planned(BERLIN) == expected
    assert read.planned_by(BERLIN) == expected
    assert read.planned(None).tz is None


def test_a_time_that_named_its_zone_stays_in_it():
    read = reading("2026-12-01 09:00", "2026-12-01 09:01", Grain.MINUTE, tz="UTC")
    assert read.planned(BERLIN).tz == "UTC"
    assert read.planned_by(None).tz == "UTC"


def test_a_day_has_no_zone():
    assert reading("2026-12-01", "2026-12-02", Grain.DAY, tz="UTC").planned(BERLIN).tz is None


def test_a_reading_is_a_sure_day_without_other_choices_unless_it_says_so():
    read = Reading(text="x", first=0, last=1, start=wall("2026-12-01"), end=wall("2026-12-02"))
    assert (read.grain, read.weak, read.clock, read.choices) == (Grain.DAY, False, False, ())
