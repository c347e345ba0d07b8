"""The beginning of an id that names one task alone: what a list prints and a person types."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import Final

from atom_desktop.core.index.columns import Columns
from atom_desktop.model.ids import ID_LENGTH

SHORTEST: Final = 4
HEAD_BITS: Final = 64
FEW: Final = 500
"""Up to this many new ids are put in place one by one."""


class ShortIds:
    """The first 8 bytes of every id in order, also of tasks that are gone.

    The caller holds the lock of the index.
    """

    def __init__(self, columns: Columns) -> None:
        """Look at what was kept with the columns; ids that came since are sorted when needed."""
        self._columns = columns
        self._kept = columns.sorted_heads
        self._new: list[int] = []
        self._count = len(self._kept)

    def shortest(self, task_id: str) -> str:
        """Return the shortest prefix of at least four letters that no other task has."""
        self._catch_up()
        head = self._columns.head_of(self._columns.row_of(task_id))
        shared = max((_shared_bits(head, other) for other in self._beside(head)), default=0)
        # The first letter carries 3 bits, each other one 5: see model/ids.py.
        letters = (shared + 2) // 5 + 1 if shared < HEAD_BITS else ID_LENGTH
        return task_id[: max(letters, SHORTEST)]

    def _beside(self, head: int) -> Iterator[int]:
        """Yield the heads next to this one on both sides, with another of the same if there is."""
        own = 0
        for heads in (self._kept, self._new):
            place = bisect_left(heads, head)
            yield from heads[max(place - 1, 0) : place]
            while place < len(heads) and heads[place] == head:
                own += 1
                place += 1
            yield from heads[place : place + 1]
        if own > 1:
            yield head

    def _catch_up(self) -> None:
        columns = self._columns
        new = range(self._count, columns.count)
        self._count = columns.count
        if len(new) > FEW:
            self._new = sorted([*self._new, *map(columns.head_of, new)])
            return
        for row in new:
            insort(self._new, columns.head_of(row))


def _shared_bits(one: int, other: int) -> int:
    """Return how many bits two heads have in common from the front."""
    return HEAD_BITS - (one ^ other).bit_length()
