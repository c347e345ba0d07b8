import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atom_desktop.model.formats.zones import Wall, compact_from_utc, utc_text

ZONES = ["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu"]
moments = st.datetimes(timezones=st.just(dt.UTC)).filter(lambda moment: 1 < moment.year < 9999)


def compact(moment: dt.datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ").rjust(16, "0")


@given(moment=moments, tz=st.sampled_from(ZONES))
def test_an_instant_survives_the_clock_on_the_wall(moment, tz):
    wall = Wall(tz)
    planned = wall.planned(compact(moment))
    assert planned is not None
    assert wall.compact(planned) == compact(moment)


@pytest.mark.parametrize(
    ("instant", "planned"),
    [
        ("20261201T080000Z", {"at": "2026-12-01T09:00:00", "tz": "Europe/Berlin"}),
        ("20260601T080000Z", {"at": "2026-06-01T10:00:00", "tz": "Europe/Berlin"}),
        ("20261130T230000Z", {"date": "2026-12-01"}),
        ("20261025T013000Z", {"at": "2026-10-25T02:30:00", "tz": "Europe/Berlin", "fold": 1}),
        ("20261025T003000Z", {"at": "2026-10-25T02:30:00", "tz": "Europe/Berlin"}),
    ],
)
def test_an_instant_becomes_what_a_clock_here_shows(instant, planned):
    wall = Wall("Europe/Berlin")
    assert wall.planned(instant) == planned
    assert wall.planned(instant) == planned
    assert wall.compact(planned) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-12-01",
        "20261301T000000Z",
        "20260231T000000Z",
        "00000101T000000Z",
        "20261201T240000Z",
        "20261201T080000",
        "\uff12\uff10\uff12\uff161201T080000Z",
        "99991231T235959Z",
    ],
)
def test_what_is_no_instant_is_none(text):
    assert Wall("Pacific/Kiritimati").planned(text) is None


@pytest.mark.parametrize("text", ["", "20260231T000000Z", "20261201T080000"])
def test_what_is_no_instant_has_no_other_form(text):
    assert Wall("UTC").utc(text) is None


def test_an_instant_is_rewritten_as_it_is_stored():
    wall = Wall("UTC")
    assert [wall.utc("20261201T080910Z") for _ in range(2)] == ["2026-12-01T08:09:10Z"] * 2
    assert wall.utc("20261202T080910Z") == "2026-12-02T08:09:10Z"


def test_halves_that_are_known_do_not_make_a_whole_of_nonsense():
    wall = Wall("UTC")
    wall.utc("20261201T080910Z")
    assert wall.utc("20261201") is None
    assert wall.utc("T080910Z") is None


def test_memory_of_instants_is_bounded(monkeypatch):
    monkeypatch.setattr("atom_desktop.model.formats.zones._REMEMBERED", 8)
    wall = Wall("UTC")
    for second in range(60):
        wall.planned(f"20261201T0809{second:02}Z")
        wall.utc(f"20261201T0809{second:02}Z")
        wall.start_of_day(f"2026-11-{second % 30 + 1:02}")
    assert len(wall._planned) <= 8
    assert len(wall._starts) <= 8
    assert len(wall._days) + len(wall._times) <= 17


@pytest.mark.parametrize(
    ("day", "start"),
    [
        ("2026-12-01", "2026-11-30T23:00:00Z"),
        ("2026-06-01", "2026-05-31T22:00:00Z"),
        ("2026-02-30", None),
        ("tomorrow", None),
        ("0001-01-01", None),
    ],
)
def test_a_day_starts_at_midnight_here(day, start):
    wall = Wall("Europe/Berlin")
    assert wall.start_of_day(day) == start
    assert wall.start_of_day(day) == start


def test_an_instant_falls_on_a_day_here():
    assert Wall("Europe/Berlin").day_of("2026-11-30T23:30:00Z") == "2026-12-01"


def test_instants_are_written_with_four_digits_of_the_year():
    assert compact_from_utc("0999-01-02T03:04:05Z") == "09990102T030405Z"
    assert utc_text(dt.datetime(999, 1, 2, 3, 4, 5, tzinfo=dt.UTC)) == "0999-01-02T03:04:05Z"


def test_nothing_planned_has_no_instant():
    assert Wall("UTC").compact(None) is None
