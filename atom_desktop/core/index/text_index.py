"""Full text: which tasks hold which words, in an SQLite FTS5 table that never touches the disk.

A text is never changed in the table: a new version is entered as a new document, and the number of
the newest one is kept for each row. So an update needs no knowledge of the old text.
"""

import threading
from array import array
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Final, Protocol

from atom_desktop.core.index.words import words_of

if TYPE_CHECKING:
    import sqlite3

    import numpy as np
    from numpy.typing import NDArray

NO_DOCUMENT: Final = 0
# The tokenizer takes ASCII apart as `words_of` does, and every other letter as part of a word: what
# is entered has been taken apart before, so that table and `words_of` never disagree.
_CREATE: Final = (
    "CREATE VIRTUAL TABLE t USING fts5("
    "title, notes, content='', columnsize=0, detail=column, tokenize=ascii{})"
)
_SHORT: Final = ", prefix='1 2'"
"""Looks the first two letters of a word up at once; costs a fifth more memory."""
MOST_STALE: Final = 4
"""The table is built anew when one document in this many is out of date."""
FEW_STALE: Final = 1000

Texts = tuple[str, str]
Buffer = bytes | bytearray | memoryview


class TextOf(Protocol):
    """Where the text of a row comes from."""

    def __call__(self, row: int) -> Texts | None:
        """Return title and notes, or None if the row has no task."""


class TextIndex:
    """The table, and which rows are not in it yet. For any thread; one query or bite at a time."""

    def __init__(self, *, short: bool = True) -> None:
        """Begin empty: every row is still to be entered.

        Without `short`, one or two letters are slow to look up, and the table is smaller.
        """
        self._lock = threading.Lock()
        self._create = _CREATE.format(_SHORT if short else "")
        self._made: sqlite3.Connection | None = None
        self._row_of = array("I", [0])
        self._document_of = array("I")
        self._current = 0
        self._reading: set[int] = set()
        self.pending: set[int] = set()

    @property
    def documents(self) -> int:
        """How many documents were entered, the outdated ones included."""
        return len(self._row_of) - 1

    @property
    def stale(self) -> bool:
        """Whether so much is out of date that building anew pays."""
        return self.documents - self._current > max(self._current // MOST_STALE, FEW_STALE)

    def entered(self, row: int) -> bool:
        """Whether the newest text of a row is in the table."""
        known = row < len(self._document_of) and self._document_of[row] != NO_DOCUMENT
        return known and row not in self.pending

    def missing(self, count: int) -> list[int]:
        """Return which of the first `count` rows were never entered, or have changed since."""
        with self._lock:
            documents = self._document_of
            absent = list(range(len(documents), count))
            if documents.count(NO_DOCUMENT):
                absent += [row for row, number in enumerate(documents) if number == NO_DOCUMENT]
            return sorted(self.pending.union(absent))

    def mark(self, rows: Iterable[int]) -> None:
        """Note rows whose text has changed; queries look at them one by one until `enter`."""
        with self._lock:
            self.pending.update(rows)
            self._reading.difference_update(rows)

    def begin(self, rows: Iterable[int]) -> None:
        """Note that the texts of some rows are about to be read, to be given to `put`."""
        with self._lock:
            self._reading.update(rows)

    def put(self, texts: Iterable[tuple[int, Texts | None]]) -> None:
        """Enter texts that were read since `begin`, but for rows that were marked meanwhile."""
        with self._lock:
            read = [(row, text) for row, text in texts if row in self._reading]
            self._grow(max((row for row, _ in read), default=-1) + 1)
            entries = []
            for row, text in read:
                self._reading.discard(row)
                self.pending.discard(row)
                self._current -= self._document_of[row] != NO_DOCUMENT
                self._document_of[row] = NO_DOCUMENT
                if text is not None:
                    entries.append((len(self._row_of), _plain(text[0]), _plain(text[1])))
                    self._document_of[row] = len(self._row_of)
                    self._row_of.append(row)
            self._current += len(entries)
            table = self._table()
            table.execute("BEGIN")
            table.executemany("INSERT INTO t(rowid, title, notes) VALUES(?,?,?)", entries)
            table.execute("COMMIT")

    def enter(self, rows: Sequence[int], text_of: TextOf) -> None:
        """Enter the text of some rows: a bite of a few hundred."""
        self.begin(rows)
        self.put([(row, text_of(row)) for row in rows])

    def rows_with(self, prefixes: Sequence[str], column: str = "") -> list[int]:
        """Return the entered rows that hold a word for each prefix; pending rows are left out.

        `column` is "title", "notes", or "" for both. Words are looked up as `words_of` cuts them.
        """
        return self.found(prefixes, column)[0]

    def found(self, prefixes: Sequence[str], column: str = "") -> tuple[list[int], list[int]]:
        """Return `rows_with` and, of the same moment, the rows that are pending."""
        with self._lock:
            pending = self.pending
            numbers = list(map(int, filter(None, self._numbers(prefixes, column).split(","))))
            row_of, document_of = self._row_of, self._document_of
            rows = [row_of[number] for number in numbers]
            newest = [document_of[row] == number for row, number in zip(rows, numbers, strict=True)]
            found = compress(rows, newest)
            return [row for row in found if row not in pending], list(pending)

    def mask(
        self, prefixes: Sequence[str], column: str, count: int
    ) -> "tuple[NDArray[np.bool_], list[int]]":
        """Return `found` as a mask over the first `count` rows: for answers of many thousands."""
        import numpy as np  # noqa: PLC0415 -- only lists ask for masks

        with self._lock:
            numbers = np.fromstring(self._numbers(prefixes, column), dtype=np.int64, sep=",")
            rows = np.frombuffer(self._row_of, dtype=np.uint32)[numbers]
            newest = np.frombuffer(self._document_of, dtype=np.uint32)[rows] == numbers
            pending = [row for row in self.pending if row < count]
        mask = np.zeros(count, dtype=np.bool_)
        rows = rows[newest]
        mask[rows[rows < count]] = True
        mask[pending] = False
        return mask, pending

    def kept(self) -> tuple[bytes, bytes, bytes, list[int]]:
        """Return the table, both directions of numbers, and what is pending, for a cache."""
        with self._lock:
            image = self._table().serialize()
            numbers = self._row_of.tobytes(), self._document_of.tobytes()
            return image, *numbers, list(self.pending)

    def adopt(self, image: Buffer, row_of: Buffer, document_of: Buffer) -> None:
        """Take over a kept table."""
        with self._lock:
            self._table().deserialize(image)
            self._row_of, self._document_of = array("I"), array("I")
            self._row_of.frombytes(row_of)
            self._document_of.frombytes(document_of)
            self._current = len(self._document_of) - self._document_of.count(NO_DOCUMENT)

    def close(self) -> None:
        """Let the table go."""
        with self._lock:
            if self._made is not None:
                self._made.close()

    def _table(self) -> "sqlite3.Connection":
        """Return the table, made when it is first needed: few terminal commands need it."""
        if self._made is None:
            import sqlite3  # noqa: PLC0415 -- see above

            made = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
            made.execute("PRAGMA temp_store=MEMORY")
            made.execute(self._create)
            self._made = made
        return self._made

    def _numbers(self, prefixes: Sequence[str], column: str) -> str:
        """Return the numbers of the documents that hold the words, joined by commas."""
        words = {word: None for prefix in prefixes for word in words_of(prefix)}
        if not words:
            return ""
        # One long text is made and read far faster than a row of the answer for each number.
        asked = "SELECT group_concat(rowid) FROM t WHERE t MATCH ?"
        ((numbers,),) = self._table().execute(asked, (_match(words, column),))
        return str(numbers or "")

    def _grow(self, rows: int) -> None:
        missing = rows - len(self._document_of)
        if missing > 0:
            self._document_of.frombytes(bytes(missing * self._document_of.itemsize))


def _plain(text: str) -> str:
    return text if text.isascii() else " ".join(words_of(text))


def _match(words: Iterable[str], column: str) -> str:
    match = " AND ".join(f'"{word}" *' for word in words)
    return f"{{{column}}} : ({match})" if column else match
