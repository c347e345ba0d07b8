"""What hangs on each task without being part of it: how many comments, how much time spent."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from atom_desktop.model.collections import Collection
from atom_desktop.model.json import JsonObject
from atom_desktop.model.record import Record

COUNTED: Final = (Collection.COMMENT, Collection.ENTRY)


class Tally(msgspec.Struct, frozen=True, gc=False):
    """The comments on a task, and the whole minutes that were spent on it."""

    comments: int = 0
    minutes: int = 0


NOTHING: Final = Tally()


class Tallies:
    """Tallies by task, kept in line record by record. The caller holds the lock of the index."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        """Count these records."""
        self._of: dict[str, Tally] = {}
        self._part: dict[str, tuple[str, Tally]] = {}
        for record in records:
            self.put(record)

    def of(self, task_id: str) -> Tally:
        """Return what hangs on a task."""
        return self._of.get(task_id, NOTHING)

    def put(self, record: Record) -> None:
        """Count a record, anew if it was counted before."""
        task, tally = self._part.pop(record.id, ("", NOTHING))
        if task:
            self._add(task, -tally.comments, -tally.minutes)
        task, tally = _part_of(record)
        if task:
            self._part[record.id] = (task, tally)
            self._add(task, tally.comments, tally.minutes)

    def _add(self, task: str, comments: int, minutes: int) -> None:
        held = self.of(task)
        self._of[task] = Tally(held.comments + comments, held.minutes + minutes)


def _part_of(record: Record) -> tuple[str, Tally]:
    """Return the task that a record hangs on ("" for none) and what it counts."""
    fields = record.fields
    if not record.alive or fields.get("trashed"):
        return "", NOTHING
    if record.collection == Collection.ENTRY:
        return _text(fields, "task"), Tally(minutes=_minutes(fields))
    if fields.get("collection", Collection.TASK) != Collection.TASK:
        return "", NOTHING
    return _text(fields, "record"), Tally(comments=1)


def _minutes(fields: JsonObject) -> int:
    """Return the length of a time entry; a timer that is still running counts nothing yet."""
    minutes = fields.get("minutes")
    if isinstance(minutes, int):
        return minutes
    try:
        start = datetime.fromisoformat(_text(fields, "start"))
        end = datetime.fromisoformat(_text(fields, "end"))
    except ValueError:
        return 0
    return max(int((end - start).total_seconds()) // 60, 0)


def _text(fields: JsonObject, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
