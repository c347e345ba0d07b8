"""How far a long reading is, and an end to it when somebody asks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from atom_desktop.model.errors import UserError

REPORT_EVERY: Final = 1000

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def untold(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def uncancelled() -> bool:
    """Never ask to stop."""
    return False


@dataclass(slots=True)
class Pace:
    """Tells how far a long reading is, and stops it when somebody asks; `total` may be a guess."""

    progress: Progress
    cancelled: Cancelled
    total: int = 0
    done: int = 0

    def took(self, count: int) -> None:
        """Note that so many records were read; raises `UserError` (cancelled)."""
        if self.cancelled():
            message = "Stopped, as you asked."
            raise UserError(message, "Nothing was changed.", "cancelled")
        self.done += count
        self.progress(self.done, max(self.total, self.done))

    def watched(self, lines: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """Pass lines on, taking note of them now and then."""
        held = 0
        for held, pair in enumerate(lines, 1):
            if held % REPORT_EVERY == 0:
                self.took(REPORT_EVERY)
            yield pair
        self.took(held % REPORT_EVERY)
