from datetime import datetime

import pytest
from PySide6.QtCore import QLocale

from atom_desktop.core.index.columns import NONE
from atom_desktop.gui.tasks.when import Dates, Nearness, is_date, spoken_minutes
from atom_desktop.model.planned import wall_minutes


def at(text):
    return wall_minutes(datetime.fromisoformat(text))


NOW = at("2026-11-24T09:41")


@pytest.fixture
def dates():
    return Dates(QLocale("en_GB"), NOW)


@pytest.mark.parametrize(
    ("day", "said", "nearness"),
    [
        ("2026-11-20", "Fri 20 Nov", Nearness.OVERDUE),
        ("2026-11-23", "Yesterday", Nearness.OVERDUE),
        ("2026-11-24", "Today", Nearness.TODAY),
        ("2026-11-25", "Tomorrow", Nearness.TOMORROW),
        ("2026-11-27", "Fri 27 Nov", Nearness.WEEK),
        ("2026-12-01", "Tue 1 Dec", Nearness.LATER),
        ("2027-02-03", "3 Feb 2027", Nearness.LATER),
    ],
)
def test_a_day_is_said_as_a_person_would(dates, day, said, nearness):
    when = dates.due(at(day), timed=False)
    assert (when.text, when.nearness, when.timed) == (said, nearness, False)


@pytest.mark.parametrize(
    ("time", "said", "spoken"),
    [
        ("2026-11-24T11:15", "11:15", "today 11:15"),
        ("2026-11-25T09:00", "Tomorrow 9:00", "tomorrow 9:00"),
        ("2026-11-23T23:05", "Yesterday 23:05", "yesterday 23:05"),
        ("2026-11-30T08:00", "Mon 30 Nov 8:00", "Mon 30 Nov 8:00"),
    ],
)
def test_a_time_of_today_stands_alone_in_a_row_but_not_in_a_sentence(dates, time, said, spoken):
    when = dates.due(at(time), timed=True)
    assert (when.text, when.spoken) == (said, spoken)


def test_a_time_with_a_length_says_until_when(dates):
    assert (
        dates.due(at("2026-11-24T09:50"), timed=True, duration=90).text == "9:50 \N{EN DASH} 11:20"
    )


def test_a_length_of_days_says_no_end(dates):
    assert dates.due(at("2026-11-24T09:50"), timed=True, duration=3000).text == "9:50"


@pytest.mark.parametrize(
    ("time", "timed", "nearness"),
    [
        ("2026-11-24T09:40", True, Nearness.OVERDUE),
        ("2026-11-24T09:41", True, Nearness.TODAY),
        ("2026-11-24", False, Nearness.TODAY),
    ],
)
def test_a_time_is_missed_by_the_minute_and_a_day_by_the_day(dates, time, timed, nearness):
    assert dates.due(at(time), timed=timed).nearness is nearness


def test_what_is_closed_is_never_overdue(dates):
    assert dates.due(at("2026-11-20"), timed=False, closed=True).nearness is Nearness.LATER
    assert dates.deadline(at("2026-11-20"), closed=True).nearness is Nearness.LATER


@pytest.mark.parametrize(
    ("day", "said", "nearness"),
    [
        ("2026-11-23", "Yesterday", Nearness.OVERDUE),
        ("2026-11-24", "Today", Nearness.TODAY),
        ("2026-11-26", "in 2 days", Nearness.WEEK),
        ("2026-12-01", "Tue 1 Dec", Nearness.LATER),
    ],
)
def test_a_deadline_says_how_many_days_are_left(dates, day, said, nearness):
    when = dates.deadline(at(day))
    assert (when.text, when.nearness) == (said, nearness)


def test_a_deadline_of_today_is_said_in_a_sentence(dates):
    assert dates.deadline(at("2026-11-24")).spoken == "today"


def test_days_and_months_are_in_the_language_of_the_person():
    assert Dates(QLocale("de_DE"), NOW).day(at("2026-12-01")) == "Di 1 Dez"


def test_clocks_with_twelve_hours_say_which_half():
    said = Dates(QLocale("en_US"), NOW).clock(at("2026-11-24T14:00"))
    assert said.lower().replace("\u202f", " ") == "2:00 pm"


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, ""), (45, "45m"), (60, "1h"), (90, "1h 30m"), (1500, "25h")]
)
def test_a_length_of_time_is_short(minutes, said):
    assert spoken_minutes(minutes) == said


@pytest.mark.parametrize(
    ("minutes", "there"),
    [(NONE, False), (NOW, True), (0, True), (10**15, False), (-(10**10), False)],
)
def test_only_what_a_calendar_has_is_a_date(minutes, there):
    assert is_date(minutes) is there
