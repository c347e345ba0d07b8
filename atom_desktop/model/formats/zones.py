"""Turns the instants of other programs into wall times of a person's zone, and back."""

import datetime as dt
import re
from typing import Final

from atom_desktop.model.json import JsonObject
from atom_desktop.model.planned import instant, read_planned, zone

_COMPACT: Final = re.compile(
    r"(?!0000)\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ",
    re.ASCII,
)
_REMEMBERED: Final = 16_384


class Wall:
    """Reads and writes instants with the clock of one zone; answers are kept, as days repeat."""

    def __init__(self, tz: str) -> None:
        """Take the IANA name of the zone."""
        self._tz = tz
        self._zone = zone(tz)
        self._planned: dict[str, JsonObject] = {}
        self._starts: dict[str, str] = {}
        self._days: dict[str, str] = {}
        self._times: dict[str, str] = {}

    def planned(self, compact: str) -> JsonObject | None:
        """Plan for the instant ``YYYYMMDDTHHMMSSZ``; midnight in the zone means the day.

        Returns None for anything that is no such instant.
        """
        known = self._planned.get(compact)
        if known is None:
            known = self._read(compact)
            if known is None:
                return None
            if len(self._planned) >= _REMEMBERED:
                self._planned.clear()
            self._planned[compact] = known
        return known

    def utc(self, compact: str) -> str | None:
        """Rewrite ``YYYYMMDDTHHMMSSZ`` as ``YYYY-MM-DDTHH:MM:SSZ``; None for anything else."""
        day, time = self._days.get(compact[:8]), self._times.get(compact[8:])
        if day is None or time is None:
            if _moment(compact) is None:
                return None
            if len(self._days) + len(self._times) >= 2 * _REMEMBERED:
                self._days.clear()
                self._times.clear()
            day = self._days[compact[:8]] = f"{compact[:4]}-{compact[4:6]}-{compact[6:8]}"
            time = self._times[compact[8:]] = f"{compact[8:11]}:{compact[11:13]}:{compact[13:]}"
        return day + time

    def _read(self, compact: str) -> JsonObject | None:
        moment = _moment(compact)
        if moment is None:
            return None
        try:
            wall = moment.astimezone(self._zone)
        except OverflowError:
            return None
        if not (wall.hour or wall.minute or wall.second):
            return {"date": wall.date().isoformat()}
        stored: JsonObject = {
            "at": wall.replace(tzinfo=None).isoformat(timespec="seconds"),
            "tz": self._tz,
        }
        if wall.fold:
            stored["fold"] = 1
        return stored

    def start_of_day(self, day: str) -> str | None:
        """Return the UTC instant at which the day ``YYYY-MM-DD`` starts, or None if it is none."""
        known = self._starts.get(day)
        if known is None:
            try:
                midnight = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), self._zone)
                known = utc_text(midnight)
            except (ValueError, OverflowError):
                return None
            if len(self._starts) >= _REMEMBERED:
                self._starts.clear()
            self._starts[day] = known
        return known

    def day_of(self, utc: str) -> str:
        """Return the day on which an instant like ``2026-11-23T08:00:00Z`` falls in the zone."""
        return dt.datetime.fromisoformat(utc).astimezone(self._zone).date().isoformat()

    def compact(self, planned: JsonObject) -> str | None:
        """Write a planned time as ``YYYYMMDDTHHMMSSZ``."""
        read = read_planned(planned)
        return None if read is None else _compact(instant(read, self._zone))


def compact_from_utc(utc: str) -> str:
    """Rewrite ``YYYY-MM-DDTHH:MM:SSZ`` as ``YYYYMMDDTHHMMSSZ``."""
    return _compact(dt.datetime.fromisoformat(utc).astimezone(dt.UTC))


def utc_text(moment: dt.datetime) -> str:
    """Write an instant as it is stored."""
    return f"{moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _compact(moment: dt.datetime) -> str:
    """Write an instant; `strftime` does not write every year with four digits."""
    return f"{moment.year:04}{moment:%m%dT%H%M%SZ}"


def _moment(compact: str) -> dt.datetime | None:
    if _COMPACT.fullmatch(compact) is None:
        return None
    try:
        return dt.datetime.fromisoformat(compact)
    except ValueError:
        return None
