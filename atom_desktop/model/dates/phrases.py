"""Reads a day or time at a given place of a text: ISO dates, weekdays, "tomorrow", "next week"."""

import datetime as dt
import re
from functools import cache
from typing import Final

from atom_desktop.model.dates.moment import DAY, Moment
from atom_desktop.model.dates.reading import Grain, Reading

_MINUTE: Final = dt.timedelta(minutes=1)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT: Final = {
    short: number
    for number, name in enumerate(_WEEKDAYS)
    for short in {name[:3], name[:4], {1: "tues", 3: "thurs"}.get(number, name[:3])}
}
_NUMBERS: Final = {name: number for number, name in enumerate(_WEEKDAYS)} | _SHORT
_NOT_INSIDE: Final = r"(?u:(?![\w'\u2019]))"
_ISO: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?(?u:(?![\w+-]|:\w))",
    re.ASCII,
)
_WORD: Final = (
    r"(?:(?P<turn>next|this)\s+)?"
    rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})|(?P<short>{'|'.join(sorted(_SHORT, reverse=True))})\.?"
    r"|(?P<span>weekend|week|month|quarter|year)"
    r"|(?P<word>today|tomorrow|yesterday|tod|tom|tmr))" + _NOT_INSIDE
)
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?:\s?(?P<half>[ap]m))?|\s?(?P<only>[ap]m))"
    r"(?u:(?!\w|:\w|[+-]\d))",
    re.IGNORECASE | re.ASCII,
)
_BEFORE_CLOCK: Final = re.compile(r"\s+(?:at\s+|@\s?)?|T(?=\d)", re.IGNORECASE)
_DAYS_FROM_TODAY: Final = {
    "today": 0, "tod": 0, "tomorrow": 1, "tom": 1, "tmr": 1, "yesterday": -1,
}  # fmt: skip
_LOWER_CASE_ONLY: Final = {"tod", "tom", "tmr"}


def read_date(text: str, place: int, moment: Moment) -> Reading | None:
    """Return the longest reading that starts exactly at `place`, with the time behind the day."""
    try:
        return _iso(text, place) or _words(text, place, moment)
    except (ValueError, OverflowError):  # a day that no calendar has, or beyond the year 9999
        return None


def read_clock(text: str, place: int, moment: Moment) -> Reading | None:
    """Return the time of day that starts at `place`: today if it is still ahead, else tomorrow."""
    found = _CLOCK.match(text, place)
    clock = _time_of(found) if found else None
    if found is None or clock is None:
        return None
    try:
        start = dt.datetime.combine(moment.today, clock)
        while start <= moment.now:
            start += DAY
        return _at(text, place, found.end(), start, clock=True)
    except OverflowError:
        return None


@cache
def _word() -> re.Pattern[str]:
    """Return the pattern of `_WORD`, which takes 4 ms to make, and few queries name a day."""
    return re.compile(_WORD, re.IGNORECASE | re.ASCII)


def _iso(text: str, place: int) -> Reading | None:
    found = _ISO.match(text, place)
    if found is None:
        return None
    year, month, day, hour, minute, offset = found.groups()
    start = dt.datetime(int(year), int(month), int(day))  # noqa: DTZ001 -- a wall time
    if hour is None:
        return _with_clock(text, _days(text, place, found.end(), start.date(), 1))
    start = start.replace(hour=int(hour), minute=int(minute)) - _ahead_of_utc(offset)
    return _at(text, place, found.end(), start, tz="UTC" if offset else None)


def _ahead_of_utc(offset: str | None) -> dt.timedelta:
    """Return how far a clock with this offset (``Z``, ``+02:00``) is ahead of UTC."""
    if offset is None or offset == "Z":
        return 0 * _MINUTE
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 23 or minutes > 59:
        raise ValueError("no clock is that far from UTC")
    return (hours * 60 + minutes) * (-_MINUTE if offset[0] == "-" else _MINUTE)


def _words(text: str, place: int, moment: Moment) -> Reading | None:
    found = _word().match(text, place)
    if found is None:
        return None
    turn = (found["turn"] or "").lower()
    stop = found.end()
    if word := found["word"]:
        if turn or (word.lower() in _LOWER_CASE_ONLY and not word.islower()):
            return None
        day = moment.today + _DAYS_FROM_TODAY[word.lower()] * DAY
        return _with_clock(text, _days(text, place, stop, day, 1))
    if span := found["span"]:
        return _span(text, (place, stop), turn, span.lower(), moment) if turn else None
    return _weekday(text, found, turn, moment)


def _weekday(text: str, found: re.Match[str], turn: str, moment: Moment) -> Reading:
    """Read a weekday: the coming one, in seven days if it is today."""
    short = found["short"]
    number = _NUMBERS[(found["weekday"] or short).lower()]
    ahead = (number - moment.today.weekday() - 1) % 7 + 1
    day = moment.today + ahead * DAY
    same_week = number > moment.today.weekday()
    choices = (day, day + 7 * DAY) if turn == "next" and same_week else ()
    weak = bool(short) and not turn and not found[0].endswith(".")
    reading = _days(text, found.start(), found.end(), day, 1, weak=weak, choices=choices)
    return _with_clock(text, reading)


def _span(
    text: str, places: tuple[int, int], turn: str, span: str, moment: Moment
) -> Reading | None:
    """Read "this" or "next" weekend, week, month, quarter or year; "this week" is weak."""
    today, later = moment.today, turn == "next"
    if span in {"week", "weekend"}:
        monday = today - today.weekday() * DAY + (7 * DAY if later else 0 * DAY)
        if span == "week":
            return _days(text, *places, monday, 7, grain=Grain.WEEK, weak=not later)
        saturday = max(monday + 5 * DAY, today)
        return _days(text, *places, saturday, (monday - saturday).days + 7)
    months = {"month": 1, "quarter": 3, "year": 12}[span]
    begun = (today.year * 12 + today.month - 1) // months * months + (months if later else 0)
    start, end = _month(begun), _month(begun + months)
    count = (end - start).days
    return _days(text, *places, start, count, grain=Grain(span), weak=not later)


def _month(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)


def _with_clock(text: str, reading: Reading) -> Reading:
    """Take the time behind a day into its reading; a time makes an abbreviation sure."""
    gap = _BEFORE_CLOCK.match(text, reading.last)
    found = _CLOCK.match(text, gap.end()) if gap else None
    clock = _time_of(found) if found else None
    if found is None or clock is None:
        return reading
    start = dt.datetime.combine(reading.start.date(), clock)
    return _at(text, reading.first, found.end(), start, choices=reading.choices)


def _time_of(found: re.Match[str]) -> dt.time | None:
    """Return the time of day that was written, or None for one that no clock shows."""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or found["only"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _days(
    text: str,
    first: int,
    last: int,
    day: dt.date,
    count: int,
    *,
    grain: Grain = Grain.DAY,
    weak: bool = False,
    choices: tuple[dt.date, ...] = (),
) -> Reading:
    start = dt.datetime.combine(day, dt.time())
    return Reading(
        text=text[first:last],
        first=first,
        last=last,
        start=start,
        end=start + count * DAY,
        grain=grain,
        weak=weak,
        choices=choices,
    )


def _at(
    text: str,
    first: int,
    last: int,
    start: dt.datetime,
    *,
    clock: bool = False,
    tz: str | None = None,
    choices: tuple[dt.date, ...] = (),
) -> Reading:
    return Reading(
        text=text[first:last],
        first=first,
        last=last,
        start=start,
        end=start + _MINUTE,
        grain=Grain.MINUTE,
        clock=clock,
        tz=tz,
        choices=choices,
    )
