"""What a phrase such as "next week" or "friday 9:30" was read as."""

import datetime as dt
from enum import StrEnum

import msgspec

from atom_desktop.model.dates.moment import DAY
from atom_desktop.model.planned import Planned, at_time, on_day


class Grain(StrEnum):
    """How exactly a phrase was meant."""

    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """The phrase between the places `first` and `last` of a text, and the interval that it means.

    `start` and `end` (just after it) are wall times, in the zone `tz` if the phrase named one. A
    `weak` reading may well be no date at all and needs something beside it that says so; a `clock`
    reading is a time of day whose day was not said; `choices` are the days it could mean as well.
    """

    text: str
    first: int
    last: int
    start: dt.datetime
    end: dt.datetime
    grain: Grain = Grain.DAY
    weak: bool = False
    clock: bool = False
    tz: str | None = None
    choices: tuple[dt.date, ...] = ()

    def planned(self, tz: str | None) -> Planned:
        """Plan for the first day of the interval, or the time in its own zone or in `tz`."""
        if self.grain is Grain.MINUTE:
            return at_time(self.start, self.tz or tz)
        return on_day(self.start.date())

    def planned_by(self, tz: str | None) -> Planned:
        """Plan for the last day of the interval: what "by next week" asks for."""
        if self.grain is Grain.MINUTE:
            return self.planned(tz)
        return on_day((self.end - DAY).date())
