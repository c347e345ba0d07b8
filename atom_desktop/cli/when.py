"""Dates as a person says them: today, tomorrow, Friday, 3 Dec."""

import datetime as dt
from typing import Final

from atom_desktop.model.json import Json

_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_NEAR: Final = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def day_words(day: dt.date, today: dt.date) -> str:
    """Return a day as seen from `today`."""
    distance = (day - today).days
    if distance in _NEAR:
        return _NEAR[distance]
    if 1 < distance < 7:
        return _WEEKDAYS[day.weekday()]
    if day.year == today.year:
        return f"{day.day} {_MONTHS[day.month - 1]}"
    return day.isoformat()


def planned_words(planned: Json, now: dt.datetime) -> str:
    """Return a planned time of the public shape, seen from `now` in the person's own zone."""
    if not isinstance(planned, dict):
        return ""
    date, at, zone = planned.get("date"), planned.get("at"), planned.get("tz")
    if isinstance(date, str):
        return day_words(dt.date.fromisoformat(date), now.date())
    if not isinstance(at, str):
        return ""
    wall = dt.datetime.fromisoformat(at)
    if isinstance(zone, str):
        wall = _here(wall, zone, now, fold=planned.get("fold") == 1)
    return f"{day_words(wall.date(), now.date())} {wall:%H:%M}"


def is_past(planned: Json, now: dt.datetime) -> bool:
    """Tell whether a planned day or time lies before `now`."""
    if not isinstance(planned, dict):
        return False
    date, at, zone = planned.get("date"), planned.get("at"), planned.get("tz")
    if isinstance(date, str):
        return dt.date.fromisoformat(date) < now.date()
    if not isinstance(at, str):
        return False
    wall = dt.datetime.fromisoformat(at)
    if isinstance(zone, str):
        wall = _here(wall, zone, now, fold=planned.get("fold") == 1)
    return wall.replace(tzinfo=None) < now.replace(tzinfo=None)


def instant_words(instant: Json, now: dt.datetime) -> str:
    """Return a UTC instant (`...Z`) as a local day and time, seen from `now`."""
    if not isinstance(instant, str):
        return ""
    local = dt.datetime.fromisoformat(instant).astimezone(now.tzinfo)
    return f"{day_words(local.date(), now.date())} {local:%H:%M}"


def minutes_words(minutes: Json) -> str:
    """Return a duration in whole minutes as `1h30m`."""
    if not isinstance(minutes, int) or minutes <= 0:
        return ""
    hours, rest = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest else "")


def _here(wall: dt.datetime, zone: str, now: dt.datetime, *, fold: bool) -> dt.datetime:
    """Return the wall time here at which it is `wall` in `zone`; as it is in an unknown zone."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 -- most lists need none

    try:
        there = wall.replace(tzinfo=ZoneInfo(zone), fold=int(fold))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return wall
    return there.astimezone(now.tzinfo)
