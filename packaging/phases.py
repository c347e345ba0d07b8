"""Shows how far the set-up is: a moving line on a terminal, plain lines in a log."""

import time
from collections.abc import Callable
from typing import TextIO

PLAIN_STEP = 25  # per cent between two lines of a log


class Phases:
    """One line for each phase, with its share done and at the end the seconds it took."""

    def __init__(
        self, stream: TextIO, *, moving: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._moving = moving
        self._clock = clock
        self._title = ""
        self._began = 0.0
        self._shown = 0
        self._width = 0

    def begin(self, title: str) -> None:
        """Start a phase."""
        self._title = title
        self._began = self._clock()
        self._shown = 0
        self._show(f"{title} ...", lasting=False)

    def step(self, done: int, total: int, detail: str) -> None:
        """Tell how much of the phase is done, and with what it is busy."""
        share = 100 * done // total if total else 0
        if self._moving:
            self._show(f"{self._title} ... {share:3d} %  {detail}", lasting=False)
        elif share >= self._shown + PLAIN_STEP:
            self._shown = share - share % PLAIN_STEP
            self._show(f"{self._title} ... {share:3d} %", lasting=True)

    def end(self, remark: str = "") -> None:
        """Close the phase with the time it took."""
        seconds = self._clock() - self._began
        tail = f", {remark}" if remark else ""
        self._show(f"{self._title}: done in {seconds:.1f} s{tail}", lasting=True)

    def say(self, text: str) -> None:
        """Write a line of its own."""
        self._show(text, lasting=True)

    def _show(self, text: str, *, lasting: bool) -> None:
        if not self._moving:
            self._stream.write(f"{text}\n")
        else:
            text = text if lasting else text[:78]
            self._stream.write("\r" + text.ljust(self._width) + ("\n" if lasting else ""))
            self._width = 0 if lasting else len(text)
        self._stream.flush()
