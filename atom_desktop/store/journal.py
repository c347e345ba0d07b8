"""The journal: steps are sealed, appended and flushed by one thread, a group at a time.

Everything that is queued while one flush runs goes into the next, so a burst costs few flushes and
a single edit waits for one. Nothing is retried on a file that failed: what a failed flush left on
the disk is unknown, so what was refused is cut off, and the next step opens a fresh log.
"""

import contextlib
import errno
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from atom_desktop.model.errors import Unavailable
from atom_desktop.store.commit import Commit
from atom_desktop.store.sealed import HEADER, SealedWriter

BLOCK_BYTES: Final = 1 << 18


class LogPosition(msgspec.Struct, frozen=True, kw_only=True):
    """How far a log is known: `count` blocks, the bytes they end at, the tag of the last one."""

    device: str
    name: str
    count: int
    end: int
    tag: str
    steps: int = 0


def blocks_of(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the contents of the blocks that hold these lines, about `BLOCK_BYTES` each."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= BLOCK_BYTES:
            yield b"\n".join(held)
            held, size = [], 0
    if held:
        yield b"\n".join(held)


class Journal:
    """The writer thread and its queue.

    `open_log` makes a fresh log that is durably named in its folder. `written` is called on the
    writer thread with the commits of a group and the error that stopped them, or None.
    """

    def __init__(
        self,
        open_log: Callable[[], SealedWriter],
        written: Callable[[list[Commit], OSError | None], None],
    ) -> None:
        """Start nothing yet: the thread begins with the first step."""
        self._open_log = open_log
        self._written = written
        self._queue: list[Commit] = []
        self._changed = threading.Condition()
        self._busy = False
        self._closing = False
        self._thread: threading.Thread | None = None
        self._log: SealedWriter | None = None
        self._steps = 0
        self._end = HEADER.size

    @property
    def log(self) -> SealedWriter | None:
        """The log that is written to now, if any."""
        return self._log

    def reached(self, device: str) -> LogPosition | None:
        """Return how far the present log of this device reaches, if there is one."""
        log = self._log
        if log is None:
            return None
        return LogPosition(
            device=device,
            name=log.path.name,
            count=log.count,
            end=log.offset,
            tag=log.last_tag.hex(),
            steps=self._steps,
        )

    def put(self, commit: Commit) -> None:
        """Queue a step; it is on its way when this returns, and durable when it is done."""
        with self._changed:
            self.check_open()
            self._queue.append(commit)
            self._start()
            self._changed.notify_all()

    def check_open(self) -> None:
        """Raise `Unavailable` once the journal is closed: nobody would write the step."""
        if self._closing:
            message = "The vault is being closed. The change was not made."
            raise Unavailable(message, "Unlock the vault, then repeat it.", "closed")

    def take_queued(self) -> list[Commit]:
        """Take back what is queued, after a failure: a step never overtakes the one before it."""
        with self._changed:
            queued, self._queue = self._queue, []
            return queued

    def drain(self) -> None:
        """Return when nothing is queued or being written; the caller lets nothing new in."""
        with self._changed:
            while self._queue or self._busy:
                self._changed.wait()

    def seal(self) -> None:
        """Stop writing to the present log for ever; call only after `drain`."""
        log, self._log = self._log, None
        self._steps, self._end = 0, HEADER.size
        if log is not None:
            with contextlib.suppress(OSError):  # what it holds is synced, or was never promised
                log.close()

    def close(self) -> None:
        """Write what is queued and end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        self.seal()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="atom-writer", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            self._work()
        except BaseException:  # a bug: it is reported, and another thread goes on
            with self._changed:
                self._thread = None
                if self._queue:
                    self._start()
            raise

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._queue and not self._closing:
                    self._changed.wait()
                if not self._queue:
                    return
                group, self._queue = self._queue, []
                self._busy = True
            try:
                self._written(group, self._write(group))
            finally:
                with self._changed:
                    self._busy = False
                    self._changed.notify_all()

    def _write(self, group: list[Commit]) -> OSError | None:
        try:
            log = self._log = self._log or self._open_log()
            for content in blocks_of(line for commit in group for line in commit.lines):
                log.append(content)
                log.flush()
            self._make_durable(log)
        except OSError as error:
            self._drop()
            return error
        except BaseException:
            self._drop()
            self._written(group, OSError(errno.EIO, "the writer stumbled"))
            raise
        self._steps += len(group)
        self._end = log.offset
        return None

    def _drop(self) -> None:
        """Give the log up, without the blocks of the refused steps: a restart would read them.

        Where even that fails, such a step is found whole at the next start, or not at all.
        """
        if self._log is not None:
            with contextlib.suppress(OSError):
                self._log.cut_back(self._end)
        self.seal()

    def _make_durable(self, log: SealedWriter) -> None:
        log.sync()
