"""Where errors go that nobody caught: into the log and to the person, never into silence."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

Report = Callable[[BaseException], None]


@contextmanager
def reporting(report: Report) -> Iterator[None]:
    """Give what no code catches, on any thread and in any destructor, to `report` meanwhile.

    An interrupt from the keyboard goes its usual way.
    """
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, Exception):
            report(error)
        else:
            before[0](kind, error, trace)

    def in_thread(found: threading.ExceptHookArgs) -> None:
        if isinstance(found.exc_value, Exception):
            report(found.exc_value)

    def unraisable(found: "sys.UnraisableHookArgs") -> None:
        if isinstance(found.exc_value, Exception):
            report(found.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = uncaught, in_thread, unraisable
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before
