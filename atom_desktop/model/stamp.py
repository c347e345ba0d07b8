"""When a change happened, in an order that all devices agree on: hybrid logical clock stamps.

A stamp is ``<hlc>.<device>``: 16 hex digits (48-bit Unix milliseconds, 16-bit counter) and the
26-letter id of the device that wrote the change. Comparing two stamps as text gives the order of
the changes. The clock is that of Kulkarni et al., "Logical Physical Clocks" (2014).
"""

from collections.abc import Callable
from typing import Final

Stamp = str
COUNTER_BITS: Final = 16
HLC_DIGITS: Final = 16
DAY_MS: Final = 86_400_000


def make_stamp(hlc: str, device: str) -> Stamp:
    """Join a clock reading and the device that made it."""
    return f"{hlc}.{device}"


def hlc_milliseconds(hlc: str) -> int:
    """Return the wall-clock part of a reading, in Unix milliseconds."""
    return int(hlc[:HLC_DIGITS], 16) >> COUNTER_BITS


class HybridClock:
    """Gives readings that never go back, whatever the wall clock does.

    `now_ms` returns Unix milliseconds. Not thread-safe: the caller holds the lock of the workspace.
    """

    def __init__(self, now_ms: Callable[[], int], last: str = "0" * HLC_DIGITS) -> None:
        """Start after `last`, the highest reading that is on disk."""
        self._now_ms = now_ms
        self._last = int(last, 16)

    @property
    def last(self) -> str:
        """The highest reading given or seen."""
        return f"{self._last:016x}"

    def tick(self) -> str:
        """Return a reading above every earlier one."""
        wall = self._now_ms() << COUNTER_BITS
        self._last = max(wall, self._last + 1)
        return self.last

    def witness(self, hlc: str) -> None:
        """Take note of another device's reading, so that later ones here stand above it."""
        self._last = max(self._last, int(hlc, 16))

    def jump_ms(self) -> int:
        """How far the wall clock stands behind (negative) or ahead of the last reading, in ms."""
        return self._now_ms() - (self._last >> COUNTER_BITS)
