"""The index of all tasks: loaded from what was kept, brought up to date, and asked."""

import contextlib
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from itertools import islice
from typing import Final

import msgspec

from atom_desktop.core.index import cache
from atom_desktop.core.index.cache import Head
from atom_desktop.core.index.columns import Columns, Mark
from atom_desktop.core.index.filtering_plain import Test, row_test
from atom_desktop.core.index.names import NAMED, Directory
from atom_desktop.core.index.narrowing import first_rows, rows_where
from atom_desktop.core.index.rows import FEW_PENDING, Ground, asks_for_words
from atom_desktop.core.index.short_ids import ShortIds
from atom_desktop.core.index.sorting import Orders, RowKey, row_key
from atom_desktop.core.index.tallies import COUNTED, Tallies, Tally
from atom_desktop.core.index.text_index import TextIndex
from atom_desktop.core.index.texts import MANY, entered, texts_of
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
    Query,
    StatusIs,
)
from atom_desktop.model.record import Record
from atom_desktop.model.task import Status
from atom_desktop.store.store import Store

TASK: Final = Collection.TASK
AT_ONCE: Final = 1000
FIRST_ROWS: Final = 200
VERY_MANY: Final = 300_000
"""From this many tasks on, memory counts for more than the first letter that is typed."""
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


class Indexing(msgspec.Struct, frozen=True):
    """How many of the texts are in the full-text index."""

    done: int
    total: int

    @property
    def ready(self) -> bool:
        """Whether every answer comes from the index."""
        return self.done >= self.total


class Page(msgspec.Struct, frozen=True):
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
        self._numbering = ""
        self._text_loaded = False
        self._text_to_be: TextIndex | None = None
        self._refused = 0
        self._short_ids = ShortIds(self.columns)
        self._tallies: Tallies | None = None
        self.read_anew = False
        """Whether no kept columns could be used, so that they are worth keeping soon."""

    @classmethod
    def open(cls, store: Store, home: tzinfo, now: Callable[[], datetime]) -> "Index":
        """Load what was kept and read what changed since; read everything if nothing was kept."""
        index = cls(store, home, now)
        found = cache.load_columns(store.caches, home)
        changed = store.changed_since(found[0].position) if found else None
        if found is None or changed is None or found[0].mostly_gone:
            index._read_all()
            index.read_anew = index.columns.count > 0
        else:
            index._take(*found, changed)
        return index

    def follow(self, changed: Iterable[tuple[str, str]]) -> None:
        """Bring the entries of these (collection, id) up to date.

        Of many, a thousand at a time, so that whoever asks the index meanwhile waits for no more.
        """
        touched = tuple(changed)
        for start in range(0, len(touched), AT_ONCE):
            self._follow(touched[start : start + AT_ONCE])

    def _follow(self, touched: Sequence[tuple[str, str]]) -> None:
        with self._lock:
            tasks, named = [], []
            held_records = self._store.read_many(touched)
            for (collection, record_id), held in zip(touched, held_records, strict=True):
                record = held or Record(collection=collection, id=record_id)
                if collection == TASK:
                    tasks.append(record)
                elif collection in NAMED:
                    named.append(record)
                elif collection in COUNTED and self._tallies is not None:
                    self._tallies.put(record)
            if named:
                self.names.put(*named)
            known = [row for row in self.columns.put_many(tasks) if row >= 0]
            self.orders.note(known)
            self.text.mark(known)
            if self._text_to_be is not None:
                self._text_to_be.mark(known)

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
        return None if record is None else texts_of(record)

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

    def view(self, query: Query, *, hasty: bool = False) -> View:
        """Return the list of a query; imports numpy: not on the Qt thread.

        A `hasty` one of many tasks looks at titles alone while their texts are being entered: for
        somebody who types and is told so, never for a command that acts on what is found.
        """
        import numpy as np  # noqa: PLC0415 -- a quarter of a second, paid by lists alone

        from atom_desktop.core.index.filtering import (  # noqa: PLC0415 -- imports numpy
            living_mask,
            mask_of,
        )

        with self._lock:
            if hasty and self.columns.count > MANY:
                ground = msgspec.structs.replace(self.ground(), hasty=True)
            else:
                ground = self._ground_for(query.where)
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
            reached = cache.load_text(self._store.caches, self.text, self._numbering)
            changed = self._store.changed_since(reached) if reached else None
            if changed is None:
                self.text.close()
                self.text = self._new_text()
            else:
                self.text.mark(self.rows_of(changed))
                self.text.mark(self._missing())
            self._text_loaded = True
            return changed is not None

    def indexing(self) -> Indexing:
        """Return how far the full text is."""
        total = self.columns.count
        missing = len(self.text.pending) if self._text_loaded else total
        return Indexing(max(total - missing, 0), total)

    def enter_texts(self, cancelled: Callable[[], bool], told: Callable[[Indexing], None]) -> None:
        """Enter every text that is not in the index, in small bites; then it is exact and fast."""
        self.load_text()
        missing = self._missing()
        self.text.mark(missing)
        for _ in entered(self.text, missing, self._store, self.columns):
            told(self.indexing())
            if cancelled():
                return
        if self.text.stale:
            self._renew_text(cancelled)
            told(self.indexing())

    def save(self, *, text: bool) -> bool:
        """Keep the index for the next start; False if the disk refused a step meanwhile."""
        # One after the other: the copy of each takes memory until it is written.
        kept = self._save(self._copied_columns)
        return kept and (not (text and self._text_loaded) or self._save(self._copied_text))

    def _save(self, copied: Callable[[Head], Callable[[], None]]) -> bool:
        refused, position = self._refused, self._store.position()
        zone = cache.zone_name(self.columns.home)
        with self._lock:
            write = copied(Head(position=position, zone=zone, numbering=self._numbering))
        # What was copied may hold steps that the disk has yet to take: wait for its answer.
        self._store.position()
        if self._refused == refused:
            write()
        if self._refused != refused:
            self._drop_kept()
            return False
        return True

    def _copied_columns(self, head: Head) -> Callable[[], None]:
        from atom_desktop.core.index.keeping import sorted_ids  # noqa: PLC0415 -- imports numpy

        view = self.view(USUAL)
        first = [int(row) for row in view.rows[:FIRST_ROWS]]
        gone = self.columns.count - sum(1 for _ in self.columns.living())
        full = msgspec.structs.replace(head, first=first, total=len(view), gone=gone)
        kept, buffers = cache.columns_now(self.columns, self.names, full)
        folder = self._store.caches
        return lambda: cache.save_columns(folder, kept, buffers | sorted_ids(buffers["ids"]))

    def _copied_text(self, head: Head) -> Callable[[], None]:
        kept, buffers = cache.text_now(self.text, head)
        return lambda: cache.save_text(self._store.caches, kept, buffers)

    def note_refusal(self) -> None:
        """Note that the disk has refused a step: what is being kept may hold it."""
        self._refused += 1
        self._drop_kept()

    def close(self) -> None:
        """Let the full text go."""
        self.text.close()

    def _drop_kept(self) -> None:
        """Remove the caches; they are only missed at the next start."""
        with contextlib.suppress(OSError):
            for name in (cache.COLUMNS, cache.TEXT):
                self._store.caches.remove(name)

    def _new_text(self) -> TextIndex:
        return TextIndex(short=self.columns.count < VERY_MANY)

    def _missing(self) -> list[int]:
        marks, pending = self.columns.cells["marks"], self.text.pending
        missing = self.text.missing(self.columns.count)
        return [row for row in missing if row in pending or not marks[row] & int(Mark.GONE)]

    def _renew_text(self, cancelled: Callable[[], bool]) -> None:
        """Build the full text anew beside the old one, which answers until then."""
        fresh = self._new_text()
        with self._lock:
            self._text_to_be = fresh
            rows = list(self.columns.living())
            fresh.mark(rows)
        for _ in entered(fresh, rows, self._store, self.columns):
            if cancelled():
                break
        with self._lock:
            self._text_to_be = None
            if not cancelled():
                fresh, self.text = self.text, fresh
        fresh.close()

    def _judges(self, query: Query) -> tuple[Test, RowKey]:
        return row_test(query.where, self.ground()), row_key(self.columns, query.sort)

    def _ground_for(self, where: Node) -> Ground:
        """Return the ground of a condition; if it asks for words, with the full text if kept.

        Without one, the texts of a large vault are read in one go rather than task by task.
        """
        if not asks_for_words(where):
            return self.ground()
        self.load_text()
        ground = self.ground()
        entered = ground.indexed and len(self.text.pending) <= FEW_PENDING
        if entered or self.columns.count < MANY:
            return ground
        scanned = self._store.scan(TASK)
        texts = {self.columns.row_of(one.id): texts_of(one) for one in scanned}

        def looked_up(row: int) -> tuple[str, str] | None:
            return texts.get(row)

        return msgspec.structs.replace(ground, text_of=looked_up)

    def _read_all(self) -> None:
        self._numbering = self._store.caches.who.random_bytes(16).hex()
        for kind in NAMED:
            self.names.put(*self._store.scan(kind))
        records = self._store.scan(TASK)
        while some := list(islice(records, AT_ONCE)):
            self.columns.put_many(some)

    def _take(
        self, head: Head, columns: Columns, names: Directory, changed: set[tuple[str, str]]
    ) -> None:
        """Take over what was kept, with its first page, and what has changed since."""
        self.columns, self.names = columns, names
        self.orders, self._short_ids = Orders(columns), ShortIds(columns)
        self._numbering = head.numbering
        if not changed:
            self.first, self.first_total = head.first, head.total
            return
        before = self.rows_of(changed)
        left = sum(map(self._usual(), before))
        # Which rows follow the kept ones is not known, so the page ends where it ended.
        whole = head.total == len(head.first)
        end = None if whole else row_key(columns, ())(head.first[-1])
        self.follow(changed)
        rows = set(self.rows_of(changed))
        came = list(filter(self._usual(), rows))
        key = row_key(self.columns, ())
        shown = [row for row in came if end is None or key(row) < end]
        kept = [row for row in head.first if row not in rows]
        self.first = sorted(kept + shown, key=key)[:FIRST_ROWS]
        self.first_total = head.total - left + len(came)

    def _usual(self) -> Test:
        """Return a test that tells of any row whether the usual list shows it."""
        test, marks = row_test(USUAL.where, self.ground()), self.columns.cells["marks"]
        return lambda row: not marks[row] & int(Mark.GONE) and test(row)
