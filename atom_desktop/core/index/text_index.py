"""Full text: which tasks hold which words, in an SQLite FTS5 table that never touches the disk.

A text is never changed in the table: a new version is entered as a new document, and the number of
the newest one is kept for each row. So an update needs no knowledge of the old text.
"""

import sqlite3
import threading
from array import array
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from atom_desktop.core.index.words import spaced, words_of

NO_DOCUMENT: Final = 0
_CREATE: Final = (
    "CREATE VIRTUAL TABLE t USING fts5(title, notes, content='', columnsize=0, detail=column, "
    'tokenize="unicode61 remove_diacritics 2")'
)
MOST_STALE: Final = 4
"""The table is built anew when one document in this many is out of date."""


class TextOf(Protocol):
    """Where the text of a row comes from."""

    def __call__(self, row: int) -> tuple[str, str] | None:
        """Return title and notes, or None if the row has no task."""


class TextIndex:
    """The table, and which rows are not in it yet. For any thread; one query or bite at a time."""

    def __init__(self) -> None:
        """Begin empty: every row is still to be entered."""
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA temp_store=MEMORY")
        self._database.execute(_CREATE)
        self._row_of = array("I", [0])
        self._document_of = array("I")
        self.pending: set[int] = set()

    @property
    def documents(self) -> int:
        """How many documents were entered, the outdated ones included."""
        return len(self._row_of) - 1

    @property
    def stale(self) -> bool:
        """Whether so much is out of date that building anew pays."""
        current = sum(1 for number in self._document_of if number)
        return self.documents - current > max(current // MOST_STALE, 1000)

    def entered(self, row: int) -> bool:
        """Whether the newest text of a row is in the table."""
        known = row < len(self._document_of) and self._document_of[row] != NO_DOCUMENT
        return known and row not in self.pending

    def mark(self, rows: Iterable[int]) -> None:
        """Note rows whose text has changed; queries look at them one by one until `enter`."""
        with self._lock:
            self.pending.update(rows)

    def enter(self, rows: Sequence[int], text_of: TextOf) -> None:
        """Enter the text of some rows: a bite of a few hundred."""
        texts = [(row, text_of(row)) for row in rows]
        with self._lock:
            self._grow(max(rows, default=-1) + 1)
            first = len(self._row_of)
            entries = []
            for row, text in texts:
                self.pending.discard(row)
                if text is None:
                    self._document_of[row] = NO_DOCUMENT
                    continue
                entries.append((first + len(entries), spaced(text[0]), spaced(text[1])))
                self._row_of.append(row)
                self._document_of[row] = first + len(entries) - 1
            self._database.execute("BEGIN")
            self._database.executemany("INSERT INTO t(rowid, title, notes) VALUES(?,?,?)", entries)
            self._database.execute("COMMIT")

    def rows_with(self, prefixes: Sequence[str], column: str = "") -> list[int]:
        """Return the entered rows that hold a word for each prefix; pending rows are left out.

        `column` is "title", "notes", or "" for both. Words are looked up as `words_of` cuts them.
        """
        words = [word for prefix in prefixes for word in words_of(prefix)]
        if not words:
            return []
        match = " AND ".join(f'"{word}" *' for word in words)
        if column:
            match = f"{{{column}}} : ({match})"
        with self._lock:
            cursor = self._database.execute("SELECT rowid FROM t WHERE t MATCH ?", (match,))
            cursor.row_factory = None
            found = [number for (number,) in cursor.fetchall()]
            row_of, document_of, pending = self._row_of, self._document_of, self.pending
            rows = [row_of[number] for number in found]
            return [
                row
                for row, number in zip(rows, found, strict=True)
                if document_of[row] == number and row not in pending
            ]

    def kept(self) -> tuple[bytes, bytes, bytes]:
        """Return the table and both directions of numbers for a cache; nothing must be pending."""
        with self._lock:
            image = self._database.serialize()
            return image, self._row_of.tobytes(), self._document_of.tobytes()

    def adopt(self, image: bytes, row_of: bytes, document_of: bytes) -> None:
        """Take over a kept table."""
        with self._lock:
            self._database.deserialize(image)
            self._row_of = array("I", row_of)
            self._document_of = array("I", document_of)

    def close(self) -> None:
        """Let the table go."""
        with self._lock:
            self._database.close()

    def _grow(self, rows: int) -> None:
        missing = rows - len(self._document_of)
        if missing > 0:
            self._document_of.frombytes(bytes(missing * self._document_of.itemsize))
