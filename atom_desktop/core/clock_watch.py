"""Notices a wall clock that has jumped, before it decides which of two changes is the newer one."""

from collections.abc import Callable
from typing import Final

from atom_desktop.model.errors import Conflict
from atom_desktop.model.stamp import DAY_MS, hlc_milliseconds

LONG_AGO_MS: Final = 5 * 365 * DAY_MS
"""A clock that stands this far after the last change is wrong rather than the person away."""
_HINT: Final = (
    "Nothing was changed. Set the clock, or accept it: "
    "`atom run vault.accept-clock`, or “Use this clock” in the window."
)


class ClockWatch:
    """Compares the wall clock with the last change, and with the time that has really passed.

    `elapsed` gives seconds that nobody can set and that also pass while the computer sleeps.
    """

    def __init__(self, now_ms: Callable[[], int], elapsed: Callable[[], float]) -> None:
        """Take the clock to be right as it stands now."""
        self._now_ms = now_ms
        self._elapsed = elapsed
        self.accept()

    def accept(self) -> None:
        """Take the clock to be right from now on."""
        self._began = self._now_ms(), self._elapsed()

    def check(self, last: str, excused: Callable[[], bool] = lambda: False) -> None:
        """Raise `Conflict` if the clock has jumped; `last` is the reading of the last change.

        `excused` tells whether somebody has accepted how far the two are apart.
        """
        now = self._now_ms()
        behind = hlc_milliseconds(last) - now
        if behind > DAY_MS and not excused():
            raise _jumped(f"stands {_days(behind)} before the last change")
        if -behind > LONG_AGO_MS and not excused():
            raise _jumped(f"stands {_days(-behind)} after the last change")
        wall, elapsed = self._began
        drift = now - wall - int((self._elapsed() - elapsed) * 1000)
        if drift > DAY_MS:
            raise _jumped(f"has jumped {_days(drift)} ahead")


def _days(milliseconds: int) -> str:
    return f"{milliseconds // DAY_MS:,} days"


def _jumped(how: str) -> Conflict:
    return Conflict(f"The clock of this computer {how}.", _HINT, "clock-jump")
