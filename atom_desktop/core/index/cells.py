"""What a field of a task is as a number in a column."""

from datetime import datetime, tzinfo
from enum import IntFlag
from functools import lru_cache
from typing import Final

from atom_desktop.model.errors import UserError
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.planned import local_minutes, read_planned
from atom_desktop.model.record import Record
from atom_desktop.model.task import LOWEST_PRIORITY, Status

NONE: Final = -(1 << 62)
"""Stands in a date column for no date."""
STATUSES: Final = (Status.OPEN, Status.WAITING, Status.DONE, Status.CANCELLED)
_STATUS_CODE: Final = {status.value: code for code, status in enumerate(STATUSES)}
ORDER_LETTERS: Final = 8


class Mark(IntFlag):
    """Yes-or-no facts about a task, one bit each in the column `marks`."""

    TRASHED = 1
    ARCHIVED = 2
    NOTES = 4
    ATTACHMENT = 8
    REMINDER = 16
    CHECKLIST = 32
    LINK = 64
    RECURRING = 128
    SOMEDAY = 256
    DUE_TIMED = 512
    START_TIMED = 1024
    DEADLINE_TIMED = 2048
    PARENT = 4096
    DEPENDS = 8192
    GONE = 16384
    """The row has no task any more."""


_MARKED_FIELDS: Final = (
    ("trashed", Mark.TRASHED),
    ("archived", Mark.ARCHIVED),
    ("notes", Mark.NOTES),
    ("attachments", Mark.ATTACHMENT),
    ("reminders", Mark.REMINDER),
    ("checklist", Mark.CHECKLIST),
    ("links", Mark.LINK),
    ("recurrence", Mark.RECURRING),
    ("rule", Mark.RECURRING),
    ("someday", Mark.SOMEDAY),
    ("parent", Mark.PARENT),
    ("depends_on", Mark.DEPENDS),
)
_TIMED: Final = (
    ("due", int(Mark.DUE_TIMED)),
    ("start", int(Mark.START_TIMED)),
    ("deadline", int(Mark.DEADLINE_TIMED)),
)
_MARKS: Final = tuple((name, int(mark)) for name, mark in _MARKED_FIELDS)
GONE: Final = int(Mark.GONE)
"""As plain numbers: operations on enumeration members cost a microsecond each."""


def marks_of(fields: JsonObject) -> int:
    """Return the marks of a task."""
    marks = 0
    for name, mark in _MARKS:
        if fields.get(name):
            marks |= mark
    for name, timed in _TIMED:
        if name in fields and _has_time(fields[name]):
            marks |= timed
    return marks


def _has_time(value: Json) -> bool:
    return isinstance(value, dict) and value.get("at") is not None


def status_code(value: Json) -> int:
    """Return the number of a status, that of an open task for anything else."""
    return _STATUS_CODE.get(value, 0) if isinstance(value, str) else 0


def priority_of(value: Json) -> int:
    """Return a priority, the lowest for anything else."""
    sound = isinstance(value, int) and 1 <= value <= LOWEST_PRIORITY
    return value if sound else LOWEST_PRIORITY  # type: ignore[return-value]  # sound has looked


class Clock:
    """Reads planned times on the clock of a place; tasks of one import share many of them."""

    def __init__(self, home: tzinfo) -> None:
        """Keep answers for as long as the values live that it is asked for."""
        self._home = home
        self._known: dict[int, int] = {}

    def minutes(self, value: Json) -> int:
        """Return the wall minutes of a stored planned time, `NONE` if it is none."""
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = self._read(value)
        return known

    def _read(self, value: Json) -> int:
        if not isinstance(value, dict):
            return NONE
        tz = value.get("tz")
        named = str(tz) if tz is not None else None
        fold = 1 if value.get("fold") else 0
        day, at = text_of(value.get("date")), text_of(value.get("at"))
        return planned_minutes(day, at, named, fold, self._home)


@lru_cache(maxsize=50_000)
def planned_minutes(day: str, at: str, tz: str | None, fold: int, home: tzinfo) -> int:
    """Return the wall minutes of a stored planned time, `NONE` if it is none."""
    stored: JsonObject = {"date": day} if day else {"at": at, "tz": tz, "fold": fold}
    try:
        planned = read_planned(stored)
    except UserError:
        return NONE
    return NONE if planned is None else local_minutes(planned, home)


def utc_ms(value: Json) -> int:
    """Return the Unix milliseconds of a stored UTC instant, `NONE` if it is none."""
    if not isinstance(value, str):
        return NONE
    try:
        return int(datetime.fromisoformat(value).timestamp() * 1000)
    except ValueError:
        return NONE


def changed_ms(record: Record) -> int:
    """Return when a record was last changed, in Unix milliseconds."""
    stamp = record.stamp
    if record.stamps:
        stamp = max(stamp, *record.stamps.values())
    return _stamp_ms(stamp[:16])


@lru_cache(maxsize=16)
def _stamp_ms(hlc: str) -> int:
    """Return the milliseconds of a reading: those of one step are all the same."""
    return int(hlc or "0", 16) >> 16


def order_number(order: str) -> int:
    """Return the first letters of an order as a number that sorts alike."""
    raw = order.encode("ascii", "replace")[:ORDER_LETTERS]
    return int.from_bytes(raw.ljust(ORDER_LETTERS, b"\0"), "big")


def text_of(value: Json) -> str:
    """Return a text, "" for anything else."""
    return value if isinstance(value, str) else ""


def label_text(value: Json) -> str:
    """Return a set of labels as one text: sorted and joined by spaces."""
    ids = value if isinstance(value, list) else []
    return " ".join(sorted([one for one in ids if type(one) is str]))


def whole(value: Json) -> int:
    """Return whole minutes, 0 for anything else."""
    return min(value, 1 << 30) if isinstance(value, int) and value > 0 else 0
