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
        self.unreadable = ""
        """Files whose names begin with this are not given back."""
        self._may_write = threading.Event()
        self._may_write.set()
        self.waiting = threading.Event()

    def fill(self) -> None:
        self.error = errno.ENOSPC

    def mend(self) -> None:
        self.error = None

    def hold(self) -> None:
        """Let every write wait until `let_go`."""
        self.waiting.clear()
        self._may_write.clear()

    def let_go(self) -> None:
        self._may_write.set()

    def append(self, handle: Handle, content: bytes | memoryview) -> int:
        self.waiting.set()
        assert self._may_write.wait(PATIENCE), "nobody let the disk go"
        if self.error is not None:
            raise OSError(self.error, "the disk refuses")
        return super().append(handle, content)

    def read_range(self, path: Path, offset: int, length: int) -> bytes:
        if self.unreadable and path.name.startswith(self.unreadable):
            raise OSError(errno.EIO, "Input/output error", str(path))
        return super().read_range(path, offset, length)


class QuickDisk(RealDisk):
    """A real disk that promises nothing: for tests that are about something else, many times."""

    def sync(self, handle: Handle) -> None:
        pass

    def sync_dir(self, path: Path) -> None:
        pass
