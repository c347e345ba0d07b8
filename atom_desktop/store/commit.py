"""A step on its way to the disk, and the promise that it arrives."""

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from atom_desktop.model.change import Step
from atom_desktop.model.errors import AtomError, Busy, UserError

PART_CHANGES: Final = 1000
_encode = msgspec.json.Encoder().encode


def step_lines(step: Step) -> Iterator[bytes]:
    """Yield the JSON lines of a step: one, or a part for every thousand changes."""
    if len(step.changes) <= PART_CHANGES:
        yield _encode(step)
        return
    starts = range(0, len(step.changes), PART_CHANGES)
    for part, start in enumerate(starts):
        changes = step.changes[start : start + PART_CHANGES]
        last = start + PART_CHANGES >= len(step.changes)
        yield _encode(msgspec.structs.replace(step, changes=changes, part=part, last=last))


class Commit:
    """Done when its step will survive a power cut, or when it cannot be saved.

    Made by the store; `wait` and `when_done` may be called from any thread. `lines` is the step as
    it is written: what cannot be written is refused before anything is changed.
    """

    __slots__ = ("_calls", "_done", "_lock", "error", "lines", "step")

    def __init__(self, step: Step) -> None:
        """Begin as not done; raises `UserError` for a text that no file can hold."""
        self.step = step
        try:
            self.lines = tuple(step_lines(step))
        except UnicodeEncodeError as error:
            message = "A text holds half a character, which cannot be saved."
            raise UserError(message, "Type it again; it was cut in the middle.") from error
        self.error: AtomError | None = None
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._calls: list[Callable[[Commit], None]] = []

    @property
    def done(self) -> bool:
        """Whether the disk has answered."""
        return self._done.is_set()

    def wait(self, timeout: float | None = None) -> None:
        """Return when the step is durable; raise what kept it from being saved."""
        if not self._done.wait(timeout):
            message = "The disk has not answered yet."
            raise Busy(message, "Wait a moment; the change is saved as soon as the disk answers.")
        if self.error is not None:
            raise self.error

    def when_done(self, call: Callable[["Commit"], None]) -> None:
        """Call once the disk has answered, on the writer thread (at once if it has already)."""
        with self._lock:
            if not self._done.is_set():
                self._calls.append(call)
                return
        call(self)

    def finish(self, error: AtomError | None = None) -> None:
        """Tell everybody; called once, by the writer, in commit order.

        A listener that fails is reported as a bug and keeps nothing from the others.
        """
        with self._lock:
            self.error = error
            self._done.set()
            calls, self._calls = self._calls, []
        for call in calls:
            try:
                call(self)
            except Exception:  # noqa: BLE001 -- an edge: a listener never stops the writer
                failed = (*sys.exc_info(), threading.current_thread())
                threading.excepthook(threading.ExceptHookArgs(failed))
