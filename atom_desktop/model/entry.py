"""A time entry: a stretch of work on a task."""

import msgspec


class TimeEntry(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Work on `task` from one UTC instant to another; without an `end` the timer is running.

    `minutes` is set in place of the instants when only the length is known.
    """

    task: str
    start: str | None = None
    end: str | None = None
    minutes: int | None = None
    notes: str = ""
    source: str | None = None
    created: str | None = None
    trashed: str | None = None
    version: int = 1
