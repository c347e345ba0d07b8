"""The moment at which something is said: what "today" and "tomorrow" are counted from."""

import datetime as dt

import msgspec

DAY = dt.timedelta(days=1)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """The wall time (without zone), the IANA zone it was read in, and when a day starts.

    `tz` None makes times floating. Before `day_starts` (minutes after midnight, up to 6:00) "today"
    is still the day before.
    """

    now: dt.datetime
    tz: str | None = None
    day_starts: int = 0

    @property
    def today(self) -> dt.date:
        """The day that the person calls today."""
        minutes = self.now.hour * 60 + self.now.minute
        return self.now.date() - DAY if minutes < self.day_starts else self.now.date()
