"""Tells everybody who listens what has happened, each on the thread it asked for."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Event = TypeVar("Event")
Listener = Callable[[Event], None]
Post = Callable[[Callable[[], None]], None]
"""Runs a call on some thread, later: a Qt bridge, the loop, a worker."""
Report = Callable[[BaseException], None]


def inline(call: Callable[[], None]) -> None:
    """Run a call at once, on the thread that publishes: for listeners that take microseconds."""
    call()


class Bus(Generic[Event]):
    """Hands every event to every listener, in the order of publication.

    `publish` may be called from any thread, never while a lock is held that a listener takes. A
    listener that fails is reported and does not keep the event from the others.
    """

    def __init__(self, report: Report) -> None:
        """Give failures of listeners to `report`."""
        self._report = report
        self._listeners: tuple[tuple[Listener[Event], Post], ...] = ()
        self._lock = threading.Lock()

    def listen(self, listener: Listener[Event], post: Post = inline) -> Callable[[], None]:
        """Call `listener` for each event from now on; return what stops it."""
        entry = (listener, post)
        with self._lock:
            self._listeners = (*self._listeners, entry)

        def stop() -> None:
            with self._lock:
                self._listeners = tuple(held for held in self._listeners if held is not entry)

        return stop

    def publish(self, event: Event) -> None:
        """Tell everybody."""
        for listener, post in self._listeners:
            self._tell(listener, post, event)

    def _tell(self, listener: Listener[Event], post: Post, event: Event) -> None:
        def call() -> None:
            try:
                listener(event)
            except Exception as error:  # noqa: BLE001 -- reported; the other listeners still hear it
                self._report(error)

        post(call)
