"""Carries calls from any thread to the Qt thread, with one wake-up for many of them."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from atom_desktop.core.bus import Report

BITE: Final = 0.006
"""Seconds of calls run in one go; then the window may paint before the rest."""


class Bridge(QObject):
    """`post` is the `Post` of the Qt thread on which this was made; calls keep their order.

    After `close` nothing is run any more: what was posted meant widgets that are gone.
    """

    _wake = Signal()

    def __init__(self, report: Report, seconds: Callable[[], float] = time.perf_counter) -> None:
        """Give what a call raises to `report`."""
        super().__init__()
        self._report = report
        self._seconds = seconds
        self._calls: deque[Callable[[], None]] = deque()
        self._awake = False
        self._closed = False
        self._wake.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Run a call on the Qt thread, soon; for any thread."""
        if self._closed:
            return
        self._calls.append(call)
        if not self._awake:
            self._awake = True
            self._wake.emit()

    def close(self) -> None:
        """Drop what has not run yet, and everything that is posted from now on."""
        self._closed = True
        self._calls.clear()

    def _run(self) -> None:
        # Cleared before the first look, so that a call posted from now on wakes again.
        self._awake = False
        end = self._seconds() + BITE
        while self._calls:
            self._one(self._calls.popleft())
            if self._calls and self._seconds() >= end:
                self._awake = True
                self._wake.emit()
                return

    def _one(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception as error:  # noqa: BLE001 -- reported; the calls behind it still run
            self._report(error)
