"""The order of a list: as a key of one row, and as an array of all rows that is kept up to date."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from atom_desktop.core.index.columns import NONE, Columns
from atom_desktop.model.query.nodes import Sort, SortKey

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Key = tuple[object, ...]
RowKey = Callable[[int], Key]

DEFAULT: Final = (Sort(SortKey.DUE), Sort(SortKey.PRIORITY))
"""Then by the order given by hand, then by age of the row."""
LAST: Final = (1 << 63) - 1
"""Above every order: the letters of one are below 128."""
MOST_ORDERS: Final = 8
FEW: Final = 2000
"""Up to this many changed rows are put in place one by one."""


def row_key(columns: Columns, sort: Sequence[Sort]) -> RowKey:
    """Return the key by which one row is sorted; no two rows have the same."""
    parts = [_part(columns, one) for one in (sort or DEFAULT)]
    order = columns.cells["order"]

    def key(row: int) -> Key:
        return (*(part(row) for part in parts), order[row] or LAST, row)

    return key


def _part(columns: Columns, sort: Sort) -> Callable[[int], object]:
    if sort.key is SortKey.TITLE:
        if sort.descending:
            return lambda row: [-ord(one) for one in columns.title(row).casefold()] + [1]
        return lambda row: columns.title(row).casefold()
    cells = columns.cells[str(sort.key)]
    sign = -1 if sort.descending else 1
    if sort.key is SortKey.ORDER:
        return lambda row: sign * cells[row] if cells[row] else LAST
    return lambda row: sign * cells[row] if cells[row] > NONE else LAST


class _Kept(msgspec.Struct):
    """An order, and the rows that were put since; None once they are too many to follow."""

    rows: "NDArray[np.int32]"
    changed: set[int] | None = set()


class Orders(msgspec.Struct):
    """All rows in each order that was asked for lately, kept up to date by the rows that change.

    Used under the lock of the index. Needs numpy but to `note`.
    """

    columns: Columns
    _kept: dict[tuple[Sort, ...], _Kept] = {}

    def note(self, rows: Iterable[int]) -> None:
        """Note rows that were put."""
        for kept in self._kept.values():
            if kept.changed is not None:
                kept.changed.update(rows)
                if len(kept.changed) > FEW:
                    kept.changed = None

    def rows(self, sort: tuple[Sort, ...]) -> "NDArray[np.int32]":
        """Return all rows, also those without a task, in this order."""
        kept = self._kept.pop(sort, None)
        if kept is None or kept.changed is None:
            kept = _Kept(self._sorted(sort))
        elif kept.changed:
            kept = _Kept(self._moved(kept.rows, kept.changed, sort))
        self._kept[sort] = kept
        while len(self._kept) > MOST_ORDERS:
            del self._kept[next(iter(self._kept))]
        return kept.rows

    def _sorted(self, sort: tuple[Sort, ...]) -> "NDArray[np.int32]":
        import numpy as np  # noqa: PLC0415 -- a quarter of a second, paid by lists alone

        keys = [self._array(one) for one in (sort or DEFAULT)]
        by_hand = self._array(Sort(SortKey.ORDER))
        return np.lexsort((by_hand, *reversed(keys))).astype(np.int32)

    def _array(self, sort: Sort) -> "NDArray[np.int64]":
        import numpy as np  # noqa: PLC0415 -- see above

        from atom_desktop.core.index.filtering import column  # noqa: PLC0415 -- imports numpy

        count = self.columns.count
        if sort.key is SortKey.TITLE:
            titles = [self.columns.title(row).casefold() for row in range(count)]
            ranked = {title: rank for rank, title in enumerate(sorted(set(titles)))}
            values = np.fromiter((ranked[title] for title in titles), np.int64, count)
            missing = np.zeros(count, dtype=np.bool_)
        else:
            held = column(self.columns, str(sort.key), count)
            values = held.astype(np.int64)
            missing = held == 0 if sort.key is SortKey.ORDER else values <= NONE
        return np.where(missing, LAST, -values if sort.descending else values)

    def _moved(
        self, rows: "NDArray[np.int32]", changed: set[int], sort: tuple[Sort, ...]
    ) -> "NDArray[np.int32]":
        import numpy as np  # noqa: PLC0415 -- see above

        out = np.zeros(self.columns.count, dtype=np.bool_)
        out[list(changed)] = True
        left = rows[~out[rows]]
        key = row_key(self.columns, sort)
        moved = sorted(changed, key=key)
        places = [bisect_left(left, key(row), key=lambda held: key(int(held))) for row in moved]
        return np.insert(left, places, np.array(moved, dtype=np.int32))
