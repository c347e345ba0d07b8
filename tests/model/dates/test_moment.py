import datetime as dt

import pytest

from atom_desktop.model.dates.moment import DAY, Moment
from tests.model.moments import moment, wall


@pytest.mark.parametrize(
    ("now", "day_starts", "today"),
    [
        ("2026-11-24 00:00", 0, "2026-11-24"),
        ("2026-11-24 23:59", 0, "2026-11-24"),
        ("2026-11-24 00:00", 240, "2026-11-23"),
        ("2026-11-24 03:59", 240, "2026-11-23"),
        ("2026-11-24 03:59:59", 240, "2026-11-23"),
        ("2026-11-24 04:00", 240, "2026-11-24"),
        ("2026-11-24 05:59", 360, "2026-11-23"),
        ("2026-12-01 01:00", 120, "2026-11-30"),
        ("2027-01-01 01:00", 120, "2026-12-31"),
        ("2028-03-01 01:00", 120, "2028-02-29"),
        ("2027-03-01 01:00", 120, "2027-02-28"),
    ],
)
def test_today_begins_when_the_person_says_that_a_day_starts(now, day_starts, today):
    assert moment(now, day_starts=day_starts).today == dt.date.fromisoformat(today)


def test_the_zone_does_not_move_today_for_the_clock_is_already_there():
    assert moment(tz="Pacific/Kiritimati").today == moment(tz=None).today


def test_a_moment_floats_and_starts_its_day_at_midnight_unless_it_is_said():
    said = Moment(now=wall("2026-11-24 10:00"))
    assert (said.tz, said.day_starts) == (None, 0)


def test_a_day_has_twenty_four_hours_on_the_wall():
    assert dt.timedelta(hours=24) == DAY
