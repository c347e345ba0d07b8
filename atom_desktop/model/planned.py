"""When something is meant to happen: a day, or a wall-clock time with the zone it was said in.

A planned time is never an instant: it is stored as it was said (``{"date": "2026-12-01"}`` or
``{"at": "2026-12-01T09:00:00", "tz": "Europe/Berlin"}``, ``tz`` null for floating), and the instant
is computed when it is needed, so that a change of the zone's rules moves it as the person expects.
A wall time that occurs twice is the first one unless ``fold`` is 1; one that a clock skips is read
with the offset before the jump, as RFC 5545 (3.3.5) says.
"""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject

MINUTES_A_DAY = 1440
_EPOCH_DAY = dt.date(1970, 1, 1).toordinal()


class Planned(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A day (`date`), or a wall time (`at`) in the zone `tz`; exactly one of the two is there."""

    date: dt.date | None = None
    at: dt.datetime | None = None
    tz: str | None = None
    fold: int = 0

    def __post_init__(self) -> None:
        """Refuse what is neither a day nor a time, or both."""
        if (self.date is None) == (self.at is None):
            raise ValueError("a planned time is a day or a time")
        if self.at is not None and self.at.tzinfo is not None:
            raise ValueError("a planned time is a wall time; its zone stands beside it")
        if self.fold not in {0, 1}:
            raise ValueError("fold is 0 or 1")

    @property
    def day(self) -> dt.date:
        """The day it falls on, in its own zone."""
        return self.date if self.at is None else self.at.date()  # type: ignore[return-value] # one of the two is there, see __post_init__


def on_day(day: dt.date) -> Planned:
    """Plan for a day, at no special time."""
    return Planned(date=day)


def at_time(wall: dt.datetime, tz: str | None = None) -> Planned:
    """Plan for a wall time; `tz` None keeps it floating."""
    return Planned(at=wall.replace(tzinfo=None, fold=0), tz=tz, fold=wall.fold)


def read_planned(value: Json) -> Planned | None:
    """Read the stored form; null stays null, anything malformed is refused with `UserError`."""
    if value is None:
        return None
    try:
        planned = msgspec.convert(value, Planned, strict=True)
    except (msgspec.ValidationError, ValueError) as error:
        raise UserError(
            f"This is not a planned time: {value!s:.80}.",
            'Write {"date": "2026-12-01"} or {"at": "2026-12-01T09:00:00", "tz": "Europe/Berlin"}.',
        ) from error
    if planned.tz is not None:
        zone(planned.tz)
    return planned


def planned_json(planned: Planned) -> JsonObject:
    """Write the stored form."""
    if planned.at is None:
        return {"date": planned.day.isoformat()}
    stored: JsonObject = {"at": planned.at.isoformat(timespec="seconds"), "tz": planned.tz}
    if planned.fold:
        stored["fold"] = planned.fold
    return stored


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone of that name, or refuse with `UserError`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"There is no time zone called “{name[:60]}”."
        raise UserError(message, "Use a name like Europe/Berlin, or UTC.") from error


def instant(planned: Planned, home: dt.tzinfo) -> dt.datetime:
    """Return the UTC instant; a day means its start, floating and days are read in `home`."""
    wall = _wall(planned)
    here = home if planned.tz is None else zone(planned.tz)
    return _in_zone(wall.replace(tzinfo=here, fold=planned.fold), dt.UTC)


def local(planned: Planned, home: dt.tzinfo) -> dt.datetime:
    """Return the wall time (without zone) that a clock in `home` shows; a day means its start."""
    wall = _wall(planned)
    if planned.tz is None or planned.at is None or planned.tz == getattr(home, "key", None):
        return wall
    there = wall.replace(tzinfo=zone(planned.tz), fold=planned.fold)
    return _in_zone(there, home).replace(tzinfo=None, fold=0)


def local_minutes(planned: Planned, home: dt.tzinfo) -> int:
    """Return `local` as whole minutes since 1970-01-01T00:00 on the clock in `home`."""
    return wall_minutes(local(planned, home))


def wall_minutes(wall: dt.datetime) -> int:
    """Count the minutes from 1970-01-01T00:00 to a wall time, as if no clock ever changed."""
    return day_minutes(wall) + wall.hour * 60 + wall.minute


def day_minutes(day: dt.date) -> int:
    """Count the minutes from 1970-01-01 to the start of a day."""
    return (day.toordinal() - _EPOCH_DAY) * MINUTES_A_DAY


def from_minutes(minutes: int) -> dt.datetime:
    """Return the wall time that many minutes after 1970-01-01T00:00."""
    day, minute = divmod(minutes, MINUTES_A_DAY)
    return dt.datetime.combine(
        dt.date.fromordinal(day + _EPOCH_DAY), dt.time(minute // 60, minute % 60)
    )


def _wall(planned: Planned) -> dt.datetime:
    if planned.at is not None:
        return planned.at
    return dt.datetime.combine(planned.day, dt.time())


def _in_zone(moment: dt.datetime, target: dt.tzinfo) -> dt.datetime:
    """Convert, staying inside the years that a date can have."""
    try:
        return moment.astimezone(target)
    except OverflowError:
        return moment.replace(tzinfo=target)
