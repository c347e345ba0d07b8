"""A list of tasks as a face shows it: the rows in order, and how a change moves them."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from atom_desktop.core.index.columns import Columns, Mark
from atom_desktop.core.index.filtering_plain import Test
from atom_desktop.core.index.sorting import RowKey

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Move(StrEnum):
    """What happened to one place of a view."""

    INSERTED = "inserted"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ViewChange:
    """One row that came, went or looks different, at a position valid once earlier ones are done.

    A row that moved is removed and inserted.
    """

    move: Move
    position: int
    row: int


@dataclass(slots=True)
class View:
    """Rows in order. Made on a worker thread, then read and changed on one thread alone."""

    columns: Columns
    rows: "NDArray[np.int32]"
    _test: Test
    _key: RowKey

    def __len__(self) -> int:
        """Return how many tasks are shown."""
        return len(self.rows)

    def row(self, position: int) -> int:
        """Return the row at a position."""
        return int(self.rows[position])

    def position(self, row: int) -> int:
        """Return where a row stands, -1 if it is not shown."""
        found = (self.rows == row).nonzero()[0]
        return int(found[0]) if len(found) else -1

    def steps(self, changed: Iterable[int]) -> Iterable[ViewChange]:
        """Yield what to do for each changed row, one step at a time.

        The view is as before until the step that was yielded is done: call `do` with it, between
        telling a Qt model that rows will change and that they have.
        """
        for row in changed:
            yield from self._steps_of(row)

    def do(self, change: ViewChange) -> None:
        """Carry out a step that `steps` has yielded."""
        import numpy as np  # noqa: PLC0415 -- a view has rows: numpy is there already

        if change.move is Move.INSERTED:
            self.rows = np.insert(self.rows, change.position, change.row)
        elif change.move is Move.REMOVED:
            self.rows = np.delete(self.rows, change.position)

    def _steps_of(self, row: int) -> Iterable[ViewChange]:
        position = self.position(row)
        gone = self.columns.cells["marks"][row] & int(Mark.GONE)
        wanted = not gone and self._test(row)
        if not wanted:
            if position >= 0:
                yield ViewChange(Move.REMOVED, position, row)
            return
        if position >= 0 and self._in_place(position, row):
            yield ViewChange(Move.CHANGED, position, row)
            return
        if position >= 0:
            yield ViewChange(Move.REMOVED, position, row)
        key = self._key
        place = bisect_left(self.rows, key(row), key=lambda held: key(int(held)))
        yield ViewChange(Move.INSERTED, place, row)

    def _in_place(self, position: int, row: int) -> bool:
        key = self._key(row)
        before = position == 0 or self._key(self.row(position - 1)) < key
        after = position + 1 == len(self.rows) or key < self._key(self.row(position + 1))
        return before and after
