"""All tasks as columns: what a list shows, filters and sorts by, one plain buffer a field.

The buffers are bytearrays, so that a terminal command can read them without numpy (whose import
costs a quarter of a second); `core.index.filtering` looks at the same bytes through numpy.
A row is a number that stays with its task while the process lives. One thread writes at a time
(the index holds its lock); anybody may read: growing makes new buffers and leaves the old alone.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Final

import msgspec

from atom_desktop.core.index.cells import (
    GONE,
    NONE,
    ORDER_LETTERS,
    STATUSES,
    Clock,
    Mark,
    changed_ms,
    label_text,
    marks_of,
    order_number,
    priority_of,
    status_code,
    text_of,
    utc_ms,
    whole,
)
from atom_desktop.model.errors import UserError
from atom_desktop.model.ids import decode_id, encode_id
from atom_desktop.model.json import JsonObject
from atom_desktop.model.record import Record

__all__ = ["FORMATS", "ID_BYTES", "NONE", "STATUSES", "Columns", "Interned", "Mark", "changed_ms"]

ID_BYTES: Final = 16
LONGEST_TITLE: Final = 0xFFFF
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


class Interned(msgspec.Struct):
    """Gives small numbers to texts; 0 is no text."""

    texts: list[str] = msgspec.field(default_factory=lambda: [""])
    _numbers: dict[str, int] = msgspec.field(default_factory=lambda: {"": 0})

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
        self.raw: dict[str, bytearray | memoryview] = {name: bytearray() for name in FORMATS}
        self.cells: dict[str, memoryview] = {}
        self.ids: bytearray | memoryview = bytearray()
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
        return (row for row in range(self.count) if not marks[row] & GONE)

    def put(self, record: Record) -> int:
        """Enter a record, or bring its row up to date; return the row."""
        return self.put_many((record,))[0]

    def put_many(self, records: Iterable[Record]) -> list[int]:
        """Enter records, or bring their rows up to date; return the rows, -1 where there is none.

        Many at once cost half of what they cost one by one.
        """
        rows: list[int] = []
        run: list[tuple[int, Record]] = []
        for record in records:
            row = self._placed(record)
            rows.append(row)
            if row < 0:
                continue
            if record.stamp > record.erased:
                run.append((row, record))
                continue
            self._fill(run)
            run = []
            self.cells["marks"][row] |= GONE
            self._keep_links(row, {})
        self._fill(run)
        return rows

    def adopt(self, count: int, raw: Mapping[str, bytearray | memoryview]) -> None:
        """Take over kept columns; `raw` also holds ids, titles, sorted_ids and sorted_rows."""
        self.count = self.capacity = count
        self.raw = {name: raw[name] for name in FORMATS}
        self.ids, self.titles = raw["ids"], bytearray(raw["titles"])
        self._sorted_ids = memoryview(raw["sorted_ids"]).cast("Q")
        self._sorted_rows = memoryview(raw["sorted_rows"]).cast("I")
        self._rows = {}
        self._cast()

    def _placed(self, record: Record) -> int:
        """Return the row of a record, a new one for a living one that has none."""
        try:
            raw = decode_id(record.id)
        except UserError:
            return -1
        found = self._rows.get(raw)
        row = self._sorted_row(raw) if found is None else found
        return self._new_row(raw) if row < 0 and record.stamp > record.erased else row

    def _sorted_row(self, raw: bytes) -> int:
        first = int.from_bytes(raw[:8], "big")
        at = bisect_left(self._sorted_ids, first)
        while at < len(self._sorted_ids) and self._sorted_ids[at] == first:
            row = self._sorted_rows[at]
            if bytes(self.ids[row * ID_BYTES : row * ID_BYTES + ID_BYTES]) == raw:
                return row
            at += 1
        return -1

    def _new_row(self, raw: bytes) -> int:
        if self.count == self.capacity:
            self._grow(self.capacity + max(self.capacity // 4, 1024))
        row = self.count
        self.ids[row * ID_BYTES : row * ID_BYTES + ID_BYTES] = raw
        self._rows[raw] = row
        self.cells["marks"][row] = GONE
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

    def _fill(self, run: Sequence[tuple[int, Record]]) -> None:
        """Write the fields of records into their rows, a column at a time."""
        if not run:
            return
        records = [record for _, record in run]
        fields = [record.fields for record in records]
        rows: Sequence[int] = [row for row, _ in run]
        in_a_row = range(rows[0], rows[0] + len(rows))
        if rows == list(in_a_row):
            rows = in_a_row
        for name, values in self._values(records, fields):
            self._fill_column(name, rows, values)
        for row, held in zip(rows, fields, strict=True):
            self._keep_title(row, text_of(held.get("title")))
            self._keep_links(row, held)
        # Last: until its marks are there, a new row is one without a task.
        self._fill_column("marks", rows, [marks_of(held) for held in fields])

    def _fill_column(self, name: str, rows: Sequence[int], values: Sequence[int]) -> None:
        """Write values into the rows of one column: at once where the rows follow each other."""
        cells = self.cells[name]
        if isinstance(rows, range):
            cells[rows.start : rows.stop] = array(FORMATS[name], values)
            return
        for row, value in zip(rows, values, strict=True):
            cells[row] = value

    def _values(
        self, records: Sequence[Record], fields: list[JsonObject]
    ) -> Iterator[tuple[str, list[int]]]:
        """Yield each column but the marks with what stands in it for these records."""
        yield "status", [status_code(held.get("status")) for held in fields]
        yield "priority", [priority_of(held.get("priority")) for held in fields]
        clock = Clock(self.home)
        for name in ("due", "start", "deadline"):
            yield name, [clock.minutes(held[name]) if name in held else NONE for held in fields]
        for name in ("created", "done"):
            yield name, [utc_ms(held[name]) if name in held else NONE for held in fields]
        yield "changed", [changed_ms(record) for record in records]
        for name in ("estimate", "duration"):
            yield name, [whole(held[name]) if name in held else 0 for held in fields]
        for name, texts in (("project", self.projects), ("section", self.sections)):
            number = texts.number
            yield name, [number(text_of(held[name])) if name in held else 0 for held in fields]
        yield "labels", self._label_sets(fields)
        orders = [order_number(text_of(held.get("order"))) for held in fields]
        if self._highest_order is not None:
            self._highest_order = max(self._highest_order, *orders)
        yield "order", orders

    def _label_sets(self, fields: list[JsonObject]) -> list[int]:
        """Return the numbers of the sets of labels; many tasks share one list."""
        known: dict[int, int] = {id(None): 0}
        numbers: list[int] = []
        for held in fields:
            value = held.get("labels")
            number = known.get(id(value))
            if number is None:
                number = known[id(value)] = self.label_sets.number(label_text(value))
            numbers.append(number)
        return numbers

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


def _longer(held: bytearray | memoryview, size: int) -> bytearray:
    return bytearray().join((held, bytes(size - len(held))))
