"""How long a process without a window keeps the vault open, and why it stops."""

import threading
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

LOOK_SECONDS: Final = 5.0


class Reason(StrEnum):
    """Why the vault is closed."""

    ASKED = "asked"
    IDLE = "idle"
    LOGGED_OUT = "logged-out"
    FOLDER_GONE = "folder-gone"


Check = Callable[[], Reason | None]


class Activity:
    """When the vault was last used, by a clock that also runs while the computer sleeps."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Count from now; `clock` gives seconds."""
        self._clock = clock
        self._last = clock()

    def note(self) -> None:
        """Somebody used the vault."""
        self._last = self._clock()

    def idle_longer_than(self, seconds: Callable[[], float | None]) -> Check:
        """Return a check that ends the stay after `seconds` without use (None: never)."""

        def check() -> Reason | None:
            limit = seconds()
            over = limit is not None and self._clock() - self._last >= limit
            return Reason.IDLE if over else None

        return check


def sleeping_clock() -> float:
    """Return seconds that pass while the computer sleeps, too, where the system counts them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def stay(stop: threading.Event, checks: Sequence[Check], seconds: float = LOOK_SECONDS) -> Reason:
    """Wait until `stop` is set or a check, made every `seconds`, finds a reason to end."""
    while not stop.wait(seconds):
        for check in checks:
            reason = check()
            if reason is not None:
                return reason
    return Reason.ASKED
