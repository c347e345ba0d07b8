"""A list of tasks as a face shows it: the rows in order, and how a change moves them."""

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

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


class ViewChange(msgspec.Struct, frozen=True):
    """One row that came, went or looks different, at a position valid once earlier ones are done.

    A row that moved is removed and inserted.
    """

    move: Move
    position: int
    row: int


Judges = Callable[[], tuple[Test, RowKey]]
"""Returns what tells whether a row is wanted and where it stands, as of this moment."""


class View(msgspec.Struct):
    """Rows in order. Made on a worker thread, then read and changed on one thread alone."""

    columns: Columns
    rows: "NDArray[np.int32]"
    _judges: Judges

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
        """Yield what to do for all rows that have changed, one step at a time.

        The view is as before until the step that was yielded is done: call `do` with it, between
        telling a Qt model that rows will change and that they have.
        """
        # Asked for anew: new rows lie in new buffers, and new labels and hours count as well.
        test, key = self._judges()
        rows = dict.fromkeys(changed)
        wanted = {row for row in rows if not self._gone(row) and test(row)}
        homeless = {row for row in wanted if self.position(row) < 0}
        suspects = deque(rows)
        while suspects:
            row = suspects.popleft()
            position = self.position(row)
            stays = row in wanted or row not in rows
            if position < 0 or (stays and self._in_place(position, key)):
                continue
            if stays:
                homeless.add(row)
            yield ViewChange(Move.REMOVED, position, row)
            # A row that was put beside this one while this one stood wrong may stand wrong too.
            suspects.extend(self.rows[max(position - 1, 0) : position + 1].tolist())
        # All that is left is in order, so that the place of each of the others can be found.
        for row in sorted(homeless):
            place = bisect_left(self.rows, key(row), key=lambda held: key(int(held)))
            yield ViewChange(Move.INSERTED, place, row)
        for row in sorted(wanted - homeless):
            yield ViewChange(Move.CHANGED, self.position(row), row)

    def do(self, change: ViewChange) -> None:
        """Carry out a step that `steps` has yielded."""
        import numpy as np  # noqa: PLC0415 -- a view has rows: numpy is there already

        if change.move is Move.INSERTED:
            self.rows = np.insert(self.rows, change.position, change.row)
        elif change.move is Move.REMOVED:
            self.rows = np.delete(self.rows, change.position)

    def _gone(self, row: int) -> bool:
        return bool(self.columns.cells["marks"][row] & int(Mark.GONE))

    def _in_place(self, position: int, key: RowKey) -> bool:
        """Tell whether a row still stands between its neighbours."""
        own = key(self.row(position))
        last = position + 1 == len(self.rows)
        before = position == 0 or key(self.row(position - 1)) < own
        return before and (last or own < key(self.row(position + 1)))
