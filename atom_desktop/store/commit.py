"""A step on its way to the disk, and the promise that it arrives."""

import threading
from collections.abc import Callable

from atom_desktop.model.change import Step
from atom_desktop.model.errors import AtomError, Busy


class Commit:
    """Done when its step will survive a power cut, or when it cannot be saved.

    Made by the store; `wait` and `when_done` may be called from any thread.
    """

    __slots__ = ("_calls", "_done", "_lock", "error", "step")

    def __init__(self, step: Step) -> None:
        """Begin as not done."""
        self.step = step
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
        """Tell everybody; called once, by the writer, in commit order."""
        with self._lock:
            self.error = error
            self._done.set()
            calls, self._calls = self._calls, []
        for call in calls:
            call(self)
