"""The index of all tasks: loaded from what was kept, brought up to date, and asked."""

import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final

import msgspec

from atom_desktop.core.index import cache
from atom_desktop.core.index.cache import Head
from atom_desktop.core.index.columns import Columns
from atom_desktop.core.index.filtering_plain import Test, row_test
from atom_desktop.core.index.names import NAMED, Directory
from atom_desktop.core.index.narrowing import first_rows, rows_where
from atom_desktop.core.index.rows import Ground
from atom_desktop.core.index.short_ids import ShortIds
from atom_desktop.core.index.sorting import Orders, RowKey, row_key
from atom_desktop.core.index.tallies import COUNTED, Tallies, Tally
from atom_desktop.core.index.text_index import TextIndex
from atom_desktop.core.index.view import View
from atom_desktop.model.collections import Collection
from atom_desktop.model.planned import wall_minutes
from atom_desktop.model.query.nodes import (
    And,
    Flag,
    FlagName,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    StatusIs,
    Text,
)
from atom_desktop.model.record import Record
from atom_desktop.model.task import Status
from atom_desktop.store.store import Store

TASK: Final = Collection.TASK
FIRST_ROWS: Final = 200
BITE: Final = 200
MANY: Final = 1000
"""From this many tasks on, their texts are not read one by one."""
USUAL: Final = Query(
    where=And(
        (
            Or((StatusIs(Status.OPEN), StatusIs(Status.WAITING))),
            Not(Flag(FlagName.TRASHED)),
            Not(Flag(FlagName.ARCHIVED)),
        )
    )
)
"""What a list shows when nothing is asked for."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """How many of the texts are in the full-text index."""

    done: int
    total: int

    @property
    def ready(self) -> bool:
        """Whether every answer comes from the index."""
        return self.done >= self.total


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list in their order, and how many it has in all, whatever the limit."""

    rows: list[int]
    total: int


class Index:
    """Columns, names and full text over one store. For any thread.

    `follow` keeps columns and names in line with the records, at once; texts that changed are
    looked at one by one until `enter_texts` has entered them.
    """

    def __init__(self, store: Store, home: tzinfo, now: Callable[[], datetime]) -> None:
        """Use `Index.open`."""
        self._store = store
        self._now = now
        self._lock = threading.RLock()
        self.columns = Columns(home)
        self.names = Directory()
        self.text = TextIndex()
        self.orders = Orders(self.columns)
        self.first: list[int] = []
        self.first_total = 0
        self._text_loaded = False
        self._refused = 0
        self._short_ids = ShortIds(self.columns)
        self._tallies: Tallies | None = None

    @classmethod
    def open(cls, store: Store, home: tzinfo, now: Callable[[], datetime]) -> "Index":
        """Load what was kept and read what changed since; read everything if nothing was kept."""
        index = cls(store, home, now)
        found = cache.load_columns(store.caches, home)
        changed = store.changed_since(found[0].position) if found else None
        if found is None or changed is None:
            index._read_all()
            return index
        head, index.columns, index.names = found
        index.orders = Orders(index.columns)
        index._short_ids = ShortIds(index.columns)
        index.follow(changed)
        index._take_first(head)
        return index

    def follow(self, changed: Iterable[tuple[str, str]]) -> None:
        """Bring the entries of these (collection, id) up to date."""
        with self._lock:
            rows = []
            for collection, record_id in changed:
                record = self._store.read(collection, record_id)
                if record is None:
                    record = Record(collection=collection, id=record_id)
                if collection == TASK:
                    rows.append(self.columns.put(record))
                elif collection in NAMED:
                    self.names.put(record)
                elif collection in COUNTED and self._tallies is not None:
                    self._tallies.put(record)
            known = [row for row in rows if row >= 0]
            self.orders.changes.extend(known)
            self.text.mark(known)

    def rows_of(self, changed: Iterable[tuple[str, str]]) -> list[int]:
        """Return the rows of the tasks among these (collection, id)."""
        rows = (self.columns.row_of(one) for kind, one in changed if kind == TASK)
        return [row for row in rows if row >= 0]

    def ground(self) -> Ground:
        """Return what conditions are evaluated against, at this moment."""
        now = wall_minutes(self._now().replace(tzinfo=None))
        text = self.text if self._text_loaded else None
        return Ground(self.columns, self.names, now, self.text_of, text)

    def text_of(self, row: int) -> tuple[str, str] | None:
        """Return title and notes of a row; None if it has no task."""
        record = self._store.read(TASK, self.columns.id_of(row))
        return None if record is None or not record.alive else _texts_of(record)

    def page(self, query: Query, limit: int | None = None, offset: int = 0) -> Page:
        """Return some of the rows of a query in order, with numpy if it is there already.

        Without it a page costs 40 to 90 ms at 100,000 tasks; importing it, 250 ms.
        """
        stop = None if limit is None else offset + limit
        if query.limit is not None:
            stop = query.limit if stop is None else min(stop, query.limit)
        if "numpy" in sys.modules:
            view = self.view(msgspec.structs.replace(query, limit=None))
            return Page([int(row) for row in view.rows[offset:stop]], len(view))
        with self._lock:
            found = rows_where(query.where, self._ground_for(query.where))
            return Page(first_rows(self.columns, found, query.sort, stop)[offset:], len(found))

    def plain_rows(self, query: Query) -> list[int]:
        """Return the rows of a query in order, without numpy."""
        with self._lock:
            found = rows_where(query.where, self._ground_for(query.where))
            return first_rows(self.columns, found, query.sort, query.limit)

    def view(self, query: Query) -> View:
        """Return the list of a query; imports numpy: not on the Qt thread."""
        import numpy as np  # noqa: PLC0415 -- a quarter of a second, paid by lists alone

        from atom_desktop.core.index.filtering import (  # noqa: PLC0415 -- imports numpy
            living_mask,
            mask_of,
        )

        with self._lock:
            ground = self.ground()
            order = self.orders.rows(query.sort)
            count = len(order)
            mask = living_mask(self.columns, count) & mask_of(query.where, ground, count)
            rows = order[mask[order]][: query.limit].astype(np.int32, copy=False)
            return View(self.columns, rows, lambda: self._judges(query))

    def count(self, query: Query) -> int:
        """Return how many tasks a query finds, without numpy."""
        with self._lock:
            return len(rows_where(query.where, self._ground_for(query.where)))

    def short_ids(self, ids: Iterable[str]) -> dict[str, str]:
        """Return for each of these tasks the shortest prefix that names it alone."""
        with self._lock:
            return {one: self._short_ids.shortest(one) for one in ids}

    def tally(self, task_id: str) -> Tally:
        """Return how many comments and how much time hang on a task."""
        with self._lock:
            if self._tallies is None:
                records = (one for kind in COUNTED for one in self._store.scan(kind))
                self._tallies = Tallies(records)
            return self._tallies.of(task_id)

    def load_text(self) -> bool:
        """Take the kept full text back; False if it has to be built with `enter_texts`."""
        with self._lock:
            if self._text_loaded:
                return self.text.documents > 0
            reached = cache.load_text(self._store.caches, self.text)
            changed = self._store.changed_since(reached) if reached else None
            if changed is None:
                self.text.close()
                self.text = TextIndex()
            else:
                self.text.mark(self.rows_of(changed))
            self._text_loaded = True
            return changed is not None

    def indexing(self) -> Indexing:
        """Return how far the full text is."""
        total = self.columns.count
        missing = len(self.text.pending) if self._text_loaded else total
        return Indexing(max(total - missing, 0), total)

    def enter_texts(self, cancelled: Callable[[], bool], told: Callable[[Indexing], None]) -> None:
        """Enter every text that is not in the index, in small bites; then it is exact and fast."""
        if not self._text_loaded:
            self.load_text()
        missing = [row for row in self.columns.living() if not self.text.entered(row)]
        self.text.mark(missing)
        for start in range(0, len(missing), BITE):
            if cancelled():
                return
            self.text.enter(missing[start : start + BITE], self.text_of)
            told(self.indexing())

    def save(self, *, text: bool) -> bool:
        """Keep the index for the next start; False if the disk refused a step meanwhile."""
        from atom_desktop.core.index.keeping import sorted_ids  # noqa: PLC0415 -- imports numpy

        position, refused = self._store.position(), self._refused
        view = self.view(USUAL)
        with self._lock:
            head = Head(
                version=cache.VERSION,
                position=position,
                zone=cache.zone_name(self.columns.home),
                count=self.columns.count,
                lengths=(),
                first=[int(row) for row in view.rows[:FIRST_ROWS]],
                total=len(view),
            )
            self._store.position()
            if self._refused != refused:
                return False
            cache.save_columns(
                self._store.caches, self.columns, self.names, head, sorted_ids(self.columns)
            )
        if text and self._text_loaded and not self.text.pending:
            cache.save_text(self._store.caches, self.text, position)
        return True

    def note_refusal(self) -> None:
        """Note that the disk has refused a step: what was being kept may hold it."""
        self._refused += 1

    def _judges(self, query: Query) -> tuple[Test, RowKey]:
        return row_test(query.where, self.ground()), row_key(self.columns, query.sort)

    def _ground_for(self, where: Node) -> Ground:
        """Return the ground of a condition; if it asks for words, with the full text if kept.

        Without one, the texts of a large vault are read in one go rather than task by task.
        """
        if not _asks_for_words(where):
            return self.ground()
        self.load_text()
        ground = self.ground()
        if ground.indexed or self.columns.count < MANY:
            return ground
        scanned = self._store.scan(TASK)
        texts = {self.columns.row_of(one.id): _texts_of(one) for one in scanned if one.alive}

        def looked_up(row: int) -> tuple[str, str] | None:
            return texts.get(row)

        return replace(ground, text_of=looked_up)

    def _read_all(self) -> None:
        for kind in NAMED:
            for record in self._store.scan(kind):
                self.names.put(record)
        for record in self._store.scan(TASK):
            self.columns.put(record)

    def _take_first(self, head: Head) -> None:
        """Correct the kept first page by what changed since."""
        changed = set(self.orders.changes)
        test = row_test(USUAL.where, self.ground())
        kept = [row for row in head.first if row not in changed]
        came = [row for row in changed if test(row)]
        key = row_key(self.columns, ())
        self.first = sorted(kept + came, key=key)[:FIRST_ROWS]
        self.first_total = head.total - len(changed) + len(came) if changed else head.total


def _texts_of(record: Record) -> tuple[str, str]:
    title, notes = record.fields.get("title"), record.fields.get("notes")
    return title if isinstance(title, str) else "", notes if isinstance(notes, str) else ""


def _asks_for_words(node: Node) -> bool:
    match node:
        case And(parts) | Or(parts):
            return any(map(_asks_for_words, parts))
        case Not(part):
            return _asks_for_words(part)
        case _:
            return isinstance(node, Text | Phrase)
