"""The next date of a recurring task, for rules that say no more than how often."""

import datetime as dt
from typing import Final

from atom_desktop.model.task import CountedFrom

_DAYS: Final = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_STEP_DAYS: Final = {"DAILY": 1, "WEEKLY": 7}
_STEP_MONTHS: Final = {"MONTHLY": 1, "YEARLY": 12}
_KNOWN: Final = {"FREQ", "INTERVAL", "BYDAY"}


def next_day(
    rule: str, due: dt.date | None, today: dt.date, counted_from: CountedFrom
) -> dt.date | None:
    """Return the first day of a rule after today and after the one it is due now.

    Counted from the completion, that is one interval from today. None for a rule that says more
    than FREQ, INTERVAL and (weekly) plain days, and where the calendar ends. A month that lacks the
    day is left out (RFC 5545, 3.3.10).
    """
    parts = dict(part.partition("=")[::2] for part in rule.removeprefix("RRULE:").split(";"))
    frequency, interval = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    if not parts.keys() <= _KNOWN or not (interval.isascii() and interval.isdigit()):
        return None
    count, days = int(interval), parts.get("BYDAY", "")
    base = due if due is not None and counted_from is CountedFrom.DUE else today
    try:
        if not count:
            return None
        if days:
            weekly = frequency == "WEEKLY" and count == 1
            return _day_of_week(days, max(base, today)) if weekly else None
        if frequency in _STEP_DAYS:
            return _by_days(base, today, count * _STEP_DAYS[frequency])
        if frequency in _STEP_MONTHS:
            return _by_months(base, today, count * _STEP_MONTHS[frequency])
    except OverflowError:
        return None
    return None


def _day_of_week(days: str, after: dt.date) -> dt.date | None:
    wanted = {_DAYS.get(day) for day in days.split(",")}
    if None in wanted:
        return None
    ahead = range(1, 8)
    return next(day for one in ahead if (day := after + dt.timedelta(one)).weekday() in wanted)


def _by_days(base: dt.date, today: dt.date, step: int) -> dt.date:
    steps = max((today - base).days // step + 1, 1)
    return base + dt.timedelta(steps * step)


def _by_months(base: dt.date, today: dt.date, step: int) -> dt.date | None:
    begun = base.year * 12 + base.month - 1
    months = begun
    while (months := months + step) // 12 <= dt.MAXYEAR:
        try:
            day = base.replace(year=months // 12, month=months % 12 + 1)
        except ValueError:  # this month lacks the day
            continue
        if day > today:
            return day
    return None
