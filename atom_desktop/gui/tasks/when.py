"""Dates in a row, as a person says them: Today, Tomorrow 9:00, Fri 27 Nov."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from atom_desktop.core.index.columns import NONE
from atom_desktop.model.planned import MINUTES_A_DAY, from_minutes

A_WEEK: Final = 7


class Nearness(StrEnum):
    """How near a date is; each has its colour."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class When:
    """A date in words: as short as a row wants it, and as a sentence says it."""

    text: str
    spoken: str
    nearness: Nearness
    timed: bool


class Dates:
    """Says dates in the person's language, as seen from `now` in wall minutes."""

    def __init__(self, locale: QLocale, now: int) -> None:
        """Take the language and the minute."""
        self._locale = locale
        self._now = now
        self._days: dict[int, str] = {}
        self._twelve_hours = "a" in locale.timeFormat(QLocale.FormatType.ShortFormat).lower()

    def due(self, minutes: int, *, timed: bool, duration: int = 0, closed: bool = False) -> When:
        """Return a due date; one that is today and has a time is said by the time alone."""
        days = self._days_to(minutes)
        missed = minutes < (self._now if timed else self._now - self._now % MINUTES_A_DAY)
        nearness = Nearness.OVERDUE if missed and not closed else _nearness(days)
        clock = f" {self.clock(minutes)}" if timed else ""
        text = self.day(minutes) + clock
        if timed and days == 0:
            text = self._span(minutes, duration)
        return When(text, self.spoken_day(minutes) + clock, nearness, timed)

    def deadline(self, minutes: int, *, closed: bool = False) -> When:
        """Return a deadline, as the days that are left where they are few."""
        days = self._days_to(minutes)
        nearness = Nearness.OVERDUE if days < 0 and not closed else _nearness(days)
        if 1 < days < A_WEEK:
            text = spoken = _tr("in %n days").replace("%n", self._locale.toString(days))
        else:
            text, spoken = self.day(minutes), self.spoken_day(minutes)
        return When(text, spoken, nearness, timed=False)

    def day(self, minutes: int) -> str:
        """Return a day: Yesterday, Today, Tomorrow, Fri 27 Nov, 27 Nov 2027."""
        near = {-1: _tr("Yesterday"), 0: _tr("Today"), 1: _tr("Tomorrow")}
        return near.get(self._days_to(minutes)) or self._date(minutes)

    def spoken_day(self, minutes: int) -> str:
        """Return a day as it stands inside a sentence: yesterday, today, tomorrow, Fri 27 Nov."""
        near = {-1: _tr("yesterday"), 0: _tr("today"), 1: _tr("tomorrow")}
        return near.get(self._days_to(minutes)) or self._date(minutes)

    def _date(self, minutes: int) -> str:
        number = minutes // MINUTES_A_DAY
        found = self._days.get(number)
        if found is None:
            found = self._days[number] = self._written(minutes)
        return found

    def _written(self, minutes: int) -> str:
        day = from_minutes(minutes).date()
        short = QLocale.FormatType.ShortFormat
        month = self._locale.monthName(day.month, short).rstrip(".")
        if day.year != from_minutes(self._now).year:
            return f"{day.day} {month} {day.year}"
        return f"{self._locale.dayName(day.isoweekday(), short).rstrip('.')} {day.day} {month}"

    def clock(self, minutes: int) -> str:
        """Return the time of day: 9:30, or 9:30 am where a day has twice twelve hours."""
        wall = from_minutes(minutes)
        time = QTime(wall.hour, wall.minute)
        return self._locale.toString(time, "h:mm ap" if self._twelve_hours else "H:mm")

    def _span(self, minutes: int, duration: int) -> str:
        start = self.clock(minutes)
        ends_today = 0 < duration < MINUTES_A_DAY
        return f"{start} \N{EN DASH} {self.clock(minutes + duration)}" if ends_today else start

    def _days_to(self, minutes: int) -> int:
        return minutes // MINUTES_A_DAY - self._now // MINUTES_A_DAY


def spoken_minutes(minutes: int) -> str:
    """Return a length of time: 45m, 2h, 1h 30m; nothing for none."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours}h" if hours else "", f"{rest}m" if rest else ""]
    return " ".join(part for part in parts if part)


def is_date(minutes: int) -> bool:
    """Whether a date column holds a date that can be said."""
    return minutes > NONE and 0 <= minutes // MINUTES_A_DAY + _EPOCH < _LAST_DAY


_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_LAST_DAY: Final = dt.date.max.toordinal()


def _nearness(days: int) -> Nearness:
    if days <= 0:
        return Nearness.TODAY if days == 0 else Nearness.LATER
    if days == 1:
        return Nearness.TOMORROW
    return Nearness.WEEK if days < A_WEEK else Nearness.LATER


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dates", text)
