"""The one asyncio loop, on a thread of its own, for everything that waits for the network."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from atom_desktop.model.errors import Unavailable

Result = TypeVar("Result")


class Loop:
    """The loop thread. `submit` is the only way onto it, and reports a failure nobody reads."""

    def __init__(self, report: Callable[[BaseException], None]) -> None:
        """Give lost failures to `report`, which is called on the loop thread."""
        self._report = report
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(self._lost)
        self._lock = threading.Lock()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="atom-loop", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def submit(self, work: Coroutine[Any, Any, Result], *, watched: bool = False) -> Future[Result]:
        """Run a coroutine on the loop; unless it is `watched`, a failure is reported.

        Raises `Unavailable` once `stop` was called: nothing would ever run it.
        """
        with self._lock:
            if self._stopping:
                work.close()
                message = "ATOM is closing."
                raise Unavailable(message, "Start it again, then repeat what you wanted.")
            future = asyncio.run_coroutine_threadsafe(work, self._loop)
        if not watched:
            future.add_done_callback(self._look)
        return future

    def post(self, call: Callable[[], None]) -> None:
        """Run a call on the loop thread."""
        self._loop.call_soon_threadsafe(call)

    def stop(self) -> None:
        """Cancel what runs, end the thread and close the loop."""
        with self._lock:
            self._stopping = True
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._cancel_all)
            self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _cancel_all(self) -> None:
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        ended = asyncio.gather(*tasks, return_exceptions=True)
        ended.add_done_callback(lambda _: self._loop.stop())

    def _look(self, future: Future[Result]) -> None:
        if not future.cancelled() and (error := future.exception()) is not None:
            self._report(error)

    def _lost(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._report(context.get("exception") or RuntimeError(str(context.get("message"))))
