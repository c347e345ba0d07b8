"""The growing wait after wrong passphrases: a slip costs nothing, guessing becomes slow."""

from collections.abc import Callable
from typing import Final

from atom_desktop.model.errors import Busy

FREE_SLIPS: Final = 3
LONGEST_SECONDS: Final = 60.0


class Patience:
    """Counts wrong attempts. `clock` gives seconds and never goes back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin without a slip."""
        self._clock = clock
        self._wrong = 0
        self._until = 0.0

    def seconds_left(self) -> float:
        """Return how long the next attempt has to wait."""
        return max(0.0, self._until - self._clock())

    def check(self) -> None:
        """Raise `Busy` while there is a wait."""
        left = self.seconds_left()
        if left > 0:
            message = f"Too many wrong attempts. The next one is possible in {left:.0f} seconds."
            raise Busy(message, "Wait, then try again; the vault is fine.", "wait")

    def note_wrong(self) -> None:
        """Count a wrong attempt: from the fourth on each doubles the wait, up to a minute."""
        self._wrong += 1
        if self._wrong > FREE_SLIPS:
            seconds = min(2.0 ** (self._wrong - FREE_SLIPS - 1), LONGEST_SECONDS)
            self._until = self._clock() + seconds

    def note_right(self) -> None:
        """Forget the slips."""
        self._wrong = 0
        self._until = 0.0
