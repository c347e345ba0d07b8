"""All tasks as columns: what a list shows, filters and sorts by, one plain buffer a field.

The buffers are bytearrays, so that a terminal command can read them without numpy (whose import
costs a quarter of a second); `core.index.filtering` looks at the same bytes through numpy.
A row is a number that stays with its task while the process lives. One thread writes at a time
(the index holds its lock); anybody may read: growing makes new buffers and leaves the old alone.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import IntFlag
from functools import lru_cache
from typing import Final

from atom_desktop.model.errors import UserError
from atom_desktop.model.ids import decode_id, encode_id
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.model.planned import local_minutes, read_planned
from atom_desktop.model.record import Record
from atom_desktop.model.task import LOWEST_PRIORITY, Status

NONE: Final = -(1 << 62)
"""Stands in a date column for no date."""
STATUSES: Final = (Status.OPEN, Status.WAITING, Status.DONE, Status.CANCELLED)
_STATUS_CODE: Final = {status.value: code for code, status in enumerate(STATUSES)}
ID_BYTES: Final = 16
LONGEST_TITLE: Final = 0xFFFF
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


FORMATS: Final[Mapping[str, str]] = {
    "marks": "H",
    "status": "B",
    "priority": "B",
    "due": "q",
    "start": "q",
    "deadline": "q",
    "created": "q",
    "done": "q",
    "changed": "q",
    "estimate": "i",
    "duration": "i",
    "project": "I",
    "section": "I",
    "labels": "I",
    "order": "Q",
    "title_at": "Q",
    "title_length": "H",
}
"""Column and `struct` code. Dates are wall minutes, created/done/changed UTC ms, `order` the first
eight letters as a big-endian number, the last two where the title stands in `titles`."""
_WIDTH: Final = {"B": 1, "H": 2, "i": 4, "I": 4, "q": 8, "Q": 8}
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
_MARK_OF: Final = {name: int(mark) for name, mark in _MARKED_FIELDS}
_GONE: Final = int(Mark.GONE)
"""As plain numbers: operations on enumeration members cost a microsecond each."""


@dataclass(slots=True)
class Interned:
    """Gives small numbers to texts; 0 is no text."""

    texts: list[str] = field(default_factory=lambda: [""])
    _numbers: dict[str, int] = field(default_factory=lambda: {"": 0})

    def number(self, text: str) -> int:
        """Return the number of a text, a new one for a new text."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def known(self, text: str) -> int:
        """Return the number of a text, -1 if it has none."""
        return self._numbers.get(text, -1)

    @classmethod
    def of(cls, texts: list[str]) -> "Interned":
        """Take numbered texts back."""
        return cls(texts, {text: number for number, text in enumerate(texts)})


class Columns:
    """The columns; `count` rows, of which some may be gone."""

    def __init__(self, home: tzinfo) -> None:
        """Begin without rows; dates are read on the clock of `home`."""
        self.home = home
        self.count = 0
        self.capacity = 0
        self.raw: dict[str, bytearray] = {name: bytearray() for name in FORMATS}
        self.cells: dict[str, memoryview] = {}
        self.ids = bytearray()
        self.titles = bytearray()
        self.projects = Interned()
        self.sections = Interned()
        self.label_sets = Interned()
        """Sets of label ids, sorted and joined by spaces."""
        self.parents: dict[int, str] = {}
        self.depends: dict[int, tuple[str, ...]] = {}
        self._rows: dict[bytes, int] = {}
        self._sorted_ids: memoryview = memoryview(b"").cast("Q")
        self._sorted_rows: memoryview = memoryview(b"").cast("I")
        self._highest_order: int | None = None
        self._grow(1024)

    def row_of(self, task_id: str) -> int:
        """Return the row of a task, -1 if there is none."""
        try:
            raw = decode_id(task_id)
        except UserError:
            return -1
        found = self._rows.get(raw)
        return self._sorted_row(raw) if found is None else found

    def id_of(self, row: int) -> str:
        """Return the id of the task in a row."""
        return encode_id(bytes(self.ids[row * ID_BYTES : row * ID_BYTES + ID_BYTES]))

    @property
    def sorted_heads(self) -> Sequence[int]:
        """The first 8 bytes, as numbers in order, of the ids that were kept with the columns."""
        return self._sorted_ids

    def head_of(self, row: int) -> int:
        """Return the first 8 bytes of the id in a row as a number."""
        return int.from_bytes(self.ids[row * ID_BYTES : row * ID_BYTES + 8], "big")

    def last_order(self) -> str:
        """Return an order that no task stands behind, "" if none has an order."""
        if self._highest_order is None:
            self._highest_order = max(self.cells["order"][: self.count], default=0)
        raw = self._highest_order.to_bytes(ORDER_LETTERS, "big")
        return raw.rstrip(b"\0").decode("ascii")

    def title(self, row: int) -> str:
        """Return the title, cut at 64 KiB."""
        start = self.cells["title_at"][row]
        end = start + self.cells["title_length"][row]
        return self.titles[start:end].decode(errors="replace")

    def label_ids(self, row: int) -> list[str]:
        """Return the ids of the labels."""
        return self.label_sets.texts[self.cells["labels"][row]].split()

    def living(self) -> Iterator[int]:
        """Yield every row that has a task."""
        marks = self.cells["marks"]
        return (row for row in range(self.count) if not marks[row] & _GONE)

    def put(self, record: Record) -> int:
        """Enter a record, or bring its row up to date; return the row."""
        try:
            raw = decode_id(record.id)
        except UserError:
            return -1
        found = self._rows.get(raw)
        row = self._sorted_row(raw) if found is None else found
        if record.stamp <= record.erased:
            if row >= 0:
                self.cells["marks"][row] |= _GONE
            return row
        if row < 0:
            row = self._new_row(raw)
        self._fill(row, record)
        return row

    def adopt(self, count: int, raw: Mapping[str, bytearray]) -> None:
        """Take over kept columns; `raw` also holds ids, titles, sorted_ids and sorted_rows."""
        self.count = self.capacity = count
        self.raw = {name: raw[name] for name in FORMATS}
        self.ids, self.titles = raw["ids"], raw["titles"]
        self._sorted_ids = memoryview(raw["sorted_ids"]).cast("Q")
        self._sorted_rows = memoryview(raw["sorted_rows"]).cast("I")
        self._rows = {}
        self._cast()

    def _sorted_row(self, raw: bytes) -> int:
        first = int.from_bytes(raw[:8], "big")
        at = bisect_left(self._sorted_ids, first)
        while at < len(self._sorted_ids) and self._sorted_ids[at] == first:
            row = self._sorted_rows[at]
            if self.ids[row * ID_BYTES : row * ID_BYTES + ID_BYTES] == raw:
                return row
            at += 1
        return -1

    def _new_row(self, raw: bytes) -> int:
        if self.count == self.capacity:
            self._grow(max(self.capacity * 2, 1024))
        row = self.count
        self.ids[row * ID_BYTES : row * ID_BYTES + ID_BYTES] = raw
        self._rows[raw] = row
        self.count += 1
        return row

    def _grow(self, capacity: int) -> None:
        self.raw = {
            name: _longer(self.raw[name], capacity * _WIDTH[code]) for name, code in FORMATS.items()
        }
        self.ids = _longer(self.ids, capacity * ID_BYTES)
        self.capacity = capacity
        self._cast()

    def _cast(self) -> None:
        self.cells = {
            name: memoryview(self.raw[name]).cast(code)  # type: ignore[call-overload]  # codes above
            for name, code in FORMATS.items()
        }

    def _fill(self, row: int, record: Record) -> None:
        fields, cells = record.fields, self.cells
        marks = 0
        for name, value in fields.items():
            if value and name in _MARK_OF:
                marks |= _MARK_OF[name]
        status = fields.get("status")
        cells["status"][row] = _STATUS_CODE.get(status, 0) if isinstance(status, str) else 0
        priority = fields.get("priority")
        given = priority if isinstance(priority, int) else LOWEST_PRIORITY
        cells["priority"][row] = given if 1 <= given <= LOWEST_PRIORITY else LOWEST_PRIORITY
        for name, timed in _DATES:
            value = fields.get(name)
            if value is None:
                cells[name][row] = NONE
                continue
            cells[name][row], at = self._minutes(value)
            marks |= timed if at else 0
        cells["created"][row] = utc_ms(fields.get("created"))
        cells["done"][row] = utc_ms(fields["done"]) if "done" in fields else NONE
        cells["changed"][row] = changed_ms(record)
        cells["estimate"][row] = _whole(fields["estimate"]) if "estimate" in fields else 0
        cells["duration"][row] = _whole(fields["duration"]) if "duration" in fields else 0
        cells["project"][row] = self.projects.number(_text(fields.get("project")))
        section = fields.get("section")
        cells["section"][row] = self.sections.number(section) if isinstance(section, str) else 0
        cells["labels"][row] = self._label_set(fields["labels"]) if "labels" in fields else 0
        order = order_number(_text(fields.get("order")))
        cells["order"][row] = order
        if self._highest_order is not None and order > self._highest_order:
            self._highest_order = order
        cells["marks"][row] = marks
        self._keep_title(row, _text(fields.get("title")))
        self._keep_links(row, fields)

    def _keep_title(self, row: int, title: str) -> None:
        text = title.encode("utf-8", "replace")[:LONGEST_TITLE]
        start, length = self.cells["title_at"][row], self.cells["title_length"][row]
        if length and self.titles[start : start + length] == text:
            return
        self.cells["title_at"][row] = len(self.titles)
        self.cells["title_length"][row] = len(text)
        self.titles += text

    def _keep_links(self, row: int, fields: JsonObject) -> None:
        parent, depends = fields.get("parent"), fields.get("depends_on")
        if isinstance(parent, str):
            self.parents[row] = parent
        elif row in self.parents:
            del self.parents[row]
        if isinstance(depends, list) and depends:
            self.depends[row] = tuple(one for one in depends if isinstance(one, str))
        elif row in self.depends:
            del self.depends[row]

    def _label_set(self, value: Json) -> int:
        if not isinstance(value, list) or not value:
            return 0
        if len(value) == 1:
            return self.label_sets.number(_text(value[0]))
        return self.label_sets.number(" ".join(sorted([one for one in value if type(one) is str])))

    def _minutes(self, value: Json) -> tuple[int, bool]:
        if not isinstance(value, dict):
            return NONE, False
        day = value.get("date")
        if type(day) is str and len(value) == 1:
            return planned_minutes(day, "", None, 0, self.home), False
        at, tz = value.get("at"), value.get("tz")
        fold = 1 if value.get("fold") else 0
        named = str(tz) if tz is not None else None
        return planned_minutes(_text(day), _text(at), named, fold, self.home), at is not None


_DATES: Final = (
    ("due", int(Mark.DUE_TIMED)),
    ("start", int(Mark.START_TIMED)),
    ("deadline", int(Mark.DEADLINE_TIMED)),
)


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


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Json) -> int:
    return min(value, 1 << 30) if isinstance(value, int) and value > 0 else 0


def _longer(held: bytearray, size: int) -> bytearray:
    return held + bytes(size - len(held))
