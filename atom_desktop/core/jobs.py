"""Work that takes a while, off the threads that must not wait, with progress and an end."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from atom_desktop.core.bus import Post, Report, inline

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Result = TypeVar("Result")
WORKERS: Final = 2


class Progress:
    """How far a job is; the job writes it, anybody reads it."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self._stop = threading.Event()
        self.done = 0
        self.total = 0

    def __call__(self, done: int, total: int) -> None:
        """Note how much is done."""
        self.done, self.total = done, total

    def cancel(self) -> None:
        """Ask the job to stop at the next good place."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether somebody asked the job to stop."""
        return self._stop.is_set()


class Job(Generic[Result]):
    """One piece of work under way. `result` raises what the work raised."""

    def __init__(
        self, name: str, future: "Future[Result]", progress: Progress, report: Report
    ) -> None:
        """Made by `Jobs`; `report` hears of a call of `when_done` that fails."""
        self.name = name
        self.progress = progress
        self._future = future
        self._report = report

    @property
    def finished(self) -> bool:
        """Whether the work has ended, well or not."""
        return self._future.done()

    def result(self, timeout: float | None = None) -> Result:
        """Wait for the outcome; never on the Qt thread."""
        return self._future.result(timeout)

    def when_done(self, call: Callable[["Job[Result]"], None], post: Post = inline) -> None:
        """Call when the work has ended, through `post`."""

        def told() -> None:
            try:
                call(self)
            except Exception as error:  # noqa: BLE001 -- reported, as nobody waits for this call
                self._report(error)

        self._future.add_done_callback(lambda _: post(told))


class Jobs:
    """A few worker threads. A job that nobody waits for and that fails is reported."""

    def __init__(self, report: Report) -> None:
        """Give the failures of unwatched jobs to `report`."""
        self._report = report
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False
        self._running: set[Progress] = set()
        self._lock = threading.Lock()

    def start(self, name: str, work: Callable[[Progress], Result]) -> Job[Result]:
        """Begin `work`; it is given its progress, and asks it now and then whether to stop."""
        progress = Progress()
        with self._lock:
            job = Job(name, self._workers().submit(work, progress), progress, self._report)
            self._running.add(progress)
        job.when_done(self._ended)
        return job

    def close(self) -> None:
        """Ask every job to stop, and wait for them."""
        with self._lock:
            self._closed = True
            running, pool = tuple(self._running), self._pool
        for progress in running:
            progress.cancel()
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def start_quietly(self, name: str, work: Callable[[Progress], object]) -> Job[None]:
        """Begin work whose outcome nobody reads; a failure is reported."""

        def watched(progress: Progress) -> None:
            try:
                work(progress)
            except Exception as error:  # noqa: BLE001 -- reported, as nobody waits for this job
                self._report(error)

        return self.start(name, watched)

    def _workers(self) -> "ThreadPoolExecutor":
        """Return the threads, made for the first job: a terminal command has none."""
        if self._closed:
            message = "there are no jobs after the end"
            raise RuntimeError(message)
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- see above

            self._pool = ThreadPoolExecutor(WORKERS, "atom-job")
        return self._pool

    def _ended(self, job: Job[Result]) -> None:
        with self._lock:
            self._running.discard(job.progress)
