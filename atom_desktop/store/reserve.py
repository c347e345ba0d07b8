"""A file that holds room on the disk, to be given up when the disk is full."""

import contextlib
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.store.disk import Disk

SIZE: Final = 32 << 20
ENOUGH_FREE: Final = 16 * SIZE


class Reserve(msgspec.Struct, frozen=True):
    """Room for closing cleanly: the anchor, the caches, one more log."""

    disk: Disk
    path: Path
    size: int = SIZE

    def keep(self) -> None:
        """Make the file where it is missing and there is plenty of room.

        A disk that refuses is no reason to refuse an edit: there is no reserve then.
        """
        with contextlib.suppress(OSError):
            plenty = self.disk.free(self.path.parent) >= ENOUGH_FREE
            if plenty and not self.disk.exists(self.path):
                self._make()

    def free(self) -> None:
        """Give the room back; a disk that refuses even that is reported by whoever writes next."""
        with contextlib.suppress(OSError):
            if self.disk.exists(self.path):
                self.disk.unlink(self.path)

    def _make(self) -> None:
        handle = self.disk.create(self.path)
        try:
            self.disk.allocate(handle, self.size)
        except OSError:
            self.free()
            raise
        finally:
            self.disk.close(handle)
