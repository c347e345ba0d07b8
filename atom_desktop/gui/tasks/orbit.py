"""Lets the electron run once round the ring of a task that has been completed."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEasingCurve, QElapsedTimer, QObject, QTimer

LASTS: Final = 320
"""Milliseconds."""
FRAME: Final = 16


class Orbits(QObject):
    """Keeps the phase of each ring that turns; no timer runs while none does."""

    def __init__(self, phases: dict[int, float], moved: Callable[[int], None]) -> None:
        """Write into `phases` by row, and call `moved` with each row whose phase has changed."""
        super().__init__()
        self._phases = phases
        self._moved = moved
        self._clocks: dict[int, QElapsedTimer] = {}
        self._curve = QEasingCurve(QEasingCurve.Type.InOutCubic)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self._step)

    def begin(self, row: int) -> None:
        """Let the electron of a row run."""
        clock = QElapsedTimer()
        clock.start()
        self._clocks[row] = clock
        self._phases[row] = 0.0
        self._timer.start()

    def _step(self) -> None:
        for row, clock in tuple(self._clocks.items()):
            part = clock.elapsed() / LASTS
            if part >= 1.0:
                del self._clocks[row], self._phases[row]
            else:
                self._phases[row] = self._curve.valueForProgress(part)
            self._moved(row)
        if not self._clocks:
            self._timer.stop()
