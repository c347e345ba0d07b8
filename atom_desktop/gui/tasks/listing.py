"""What the model shows: a whole view of the core, or the first page of one still being made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from atom_desktop.core.index.view import View

UNREAD: Final = -1
"""Stands for a row of which nothing is known yet."""


class Listing(Protocol):
    """Rows in order."""

    def __len__(self) -> int:
        """Return how many tasks are shown."""

    def row(self, position: int) -> int:
        """Return the row at a position, `UNREAD` while it is not known."""

    def position(self, row: int) -> int:
        """Return where a row stands, -1 if it is not shown."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The rows that were kept from the last time; `total` includes those that are to come."""

    rows: Sequence[int]
    total: int

    def __len__(self) -> int:
        """Return the total."""
        return max(self.total, len(self.rows))

    def row(self, position: int) -> int:
        """Return the row at a position."""
        return self.rows[position] if position < len(self.rows) else UNREAD

    def position(self, row: int) -> int:
        """Return where a row stands."""
        return self.rows.index(row) if row in self.rows else -1


NOTHING: Final = FirstPage((), 0)


def same_start(old: Listing, new: Listing) -> bool:
    """Whether one of the two begins with the other; rows not known yet are taken for the same."""
    if isinstance(old, View) and isinstance(new, View):
        shorter = min(len(old), len(new))
        return bool((old.rows[:shorter] == new.rows[:shorter]).all())
    pages = [one for one in (old, new) if isinstance(one, FirstPage)]
    known = min(len(page.rows) for page in pages)
    shorter = min(known, len(old), len(new))
    return all(old.row(position) == new.row(position) for position in range(shorter))
