"""Disks that are full, slow or broken when a test says so."""

import errno
import threading
from pathlib import Path

from atom_desktop.store.disk import Handle, RealDisk
from tests.fakes.beside import PATIENCE


class MoodyDisk(RealDisk):
    """A real disk that refuses to write while `error` is set, and waits while it is held."""

    def __init__(self) -> None:
        self.error: int | None = None
        self._may_sync = threading.Event()
        self._may_sync.set()
        self.waiting = threading.Event()

    def fill(self) -> None:
        self.error = errno.ENOSPC

    def mend(self) -> None:
        self.error = None

    def hold(self) -> None:
        """Let every flush wait until `let_go`."""
        self.waiting.clear()
        self._may_sync.clear()

    def let_go(self) -> None:
        self._may_sync.set()

    def append(self, handle: Handle, content: bytes | memoryview) -> int:
        if self.error is not None:
            raise OSError(self.error, "the disk refuses")
        return super().append(handle, content)

    def sync(self, handle: Handle) -> None:
        self.waiting.set()
        assert self._may_sync.wait(PATIENCE), "nobody let the disk go"
        if self.error is not None:
            raise OSError(self.error, "the disk refuses")
        super().sync(handle)


class QuickDisk(RealDisk):
    """A real disk that promises nothing: for tests that are about something else, many times."""

    def sync(self, handle: Handle) -> None:
        pass

    def sync_dir(self, path: Path) -> None:
        pass
