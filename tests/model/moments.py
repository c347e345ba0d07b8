"""Moments that tests read against, and a short way to write a wall time."""

import datetime as dt

from atom_desktop.model.dates.moment import Moment

BERLIN = "Europe/Berlin"
wall = dt.datetime.fromisoformat


def moment(now: str = "2026-11-24 10:00", tz: str | None = BERLIN, day_starts: int = 0) -> Moment:
    """Return a moment: Tuesday 24 November 2026, ten o'clock in Berlin, unless it is said."""
    return Moment(now=wall(now), tz=tz, day_starts=day_starts)
