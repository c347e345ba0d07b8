import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.core.actions.field_values import READERS, read_minutes, read_status
from atom_desktop.model.dates.moment import Moment
from atom_desktop.model.errors import UserError
from atom_desktop.model.planned import planned_json, read_planned
from atom_desktop.model.task import Status

MOMENT = Moment(now=dt.datetime(2026, 11, 24, 9, 30), tz="Europe/Berlin")  # noqa: DTZ001 -- wall


def read(field, value):
    return READERS[field](field, value, MOMENT)


def at(text, tz="Europe/Berlin"):
    return {"at": text, "tz": tz}


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("title", "  Buy\n oat  milk ", "Buy oat milk"),
        ("notes", "one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("notes", " ", None),
        ("due", "tomorrow", {"date": "2026-11-25"}),
        ("due", "tomorrow 9am", at("2026-11-25T09:00:00")),
        ("due", "  on friday ", {"date": "2026-11-27"}),
        ("due", "fri", {"date": "2026-11-27"}),
        ("due", "by next week", {"date": "2026-12-06"}),
        ("due", "next week", {"date": "2026-11-30"}),
        ("due", "15:00", at("2026-11-24T15:00:00")),
        ("start", "2026-12-01", {"date": "2026-12-01"}),
        ("start", "2026-12-01T09:00", at("2026-12-01T09:00:00")),
        ("deadline", "2026-12-01T09:00:00Z", at("2026-12-01T09:00:00", "UTC")),
        ("deadline", '{"date": "2026-12-01"}', {"date": "2026-12-01"}),
        ("deadline", at("2026-12-01T09:00:00", None), at("2026-12-01T09:00:00", None)),
        ("due", "", None),
        ("due", None, None),
        ("duration", "30m", 30),
        ("duration", "1h30m", 90),
        ("duration", "2 h", 120),
        ("duration", "1h 5min", 65),
        ("estimate", "90", 90),
        ("estimate", 45, 45),
        ("estimate", 0, None),
        ("estimate", "", None),
        ("priority", 1, 1),
        ("priority", "p2", 2),
        ("priority", "!!3", 3),
        ("priority", "P4", None),
        ("priority", "", None),
        ("recurrence", "weekly", {"rule": "RRULE:FREQ=WEEKLY", "text": "weekly"}),
        (
            "recurrence",
            "every 2 weeks",
            {"rule": "RRULE:FREQ=WEEKLY;INTERVAL=2", "text": "every 2 weeks"},
        ),
        (
            "recurrence",
            "FREQ=MONTHLY;BYDAY=1FR",
            {"rule": "RRULE:FREQ=MONTHLY;BYDAY=1FR", "text": "FREQ=MONTHLY;BYDAY=1FR"},
        ),
        (
            "recurrence",
            '{"rule": "RRULE:FREQ=DAILY", "from": "completion", "text": "every! day"}',
            {"rule": "RRULE:FREQ=DAILY", "from": "completion", "text": "every! day"},
        ),
        ("recurrence", {"rule": "daily"}, {"rule": "RRULE:FREQ=DAILY", "from": "due"}),
        ("recurrence", "", None),
    ],
)
def test_a_value_is_read_from_text_or_json(field, value, wanted):
    assert read(field, value) == wanted


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "\n"),
        ("title", None),
        ("title", 5),
        ("notes", 5),
        ("due", "gibberish"),
        ("due", "tomorrow or so"),
        ("due", "2026-02-30"),
        ("due", 5),
        ("due", {"date": "2026-02-30"}),
        ("due", {"at": "2026-12-01T09:00:00", "tz": "Mars/Olympus"}),
        ("due", "{broken"),
        ("duration", "long"),
        ("duration", -5),
        ("duration", True),
        ("duration", [30]),
        ("duration", "99999h"),
        ("priority", 0),
        ("priority", 5),
        ("priority", True),
        ("priority", "high"),
        ("recurrence", "now and then"),
        ("recurrence", {"rule": "daily", "from": "tomorrow"}),
        ("recurrence", {"rule": 3}),
        ("recurrence", 3),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused(field, value):
    with pytest.raises(UserError) as caught:
        read(field, value)
    assert caught.value.hint


@pytest.mark.parametrize("value", ["", " \n", None])
def test_a_title_without_words_is_called_empty(value):
    with pytest.raises(UserError, match=r"^The title cannot be empty\.$"):
        read("title", value)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("done", Status.DONE), (" Waiting ", Status.WAITING), ("", Status.OPEN), (None, Status.OPEN)],
)
def test_a_status_is_read(value, wanted):
    assert read_status(value) is wanted


def test_an_unknown_status_is_refused_with_those_that_exist():
    with pytest.raises(UserError) as caught:
        read_status("nearly")
    assert "waiting" in caught.value.hint


@given(st.integers(0, 5000))
def test_minutes_are_read_as_they_are_written(minutes):
    hours, rest = divmod(minutes, 60)
    assert read_minutes(f"{hours}h{rest}m") == read_minutes(str(minutes)) == minutes


@given(st.dates(dt.date(1970, 1, 1), dt.date(9998, 1, 1)), st.none() | st.times())
def test_an_iso_date_and_its_stored_form_are_read_alike(day, clock):
    if clock is None:
        text = day.isoformat()
    else:
        text = f"{day}T{clock.replace(second=0, microsecond=0):%H:%M}"
    stored = read("due", text)
    assert read("due", stored) == stored == planned_json(read_planned(stored))
