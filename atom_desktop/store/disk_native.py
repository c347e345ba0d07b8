"""How each operating system is asked to put bytes on the disk for good."""

import os
import sys
from pathlib import Path

if sys.platform == "darwin":
    import fcntl

    def sync_data(handle: int) -> None:
        """Flush the drive as well: fsync alone leaves data in its cache (Apple's fsync(2))."""
        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)

elif sys.platform == "win32":

    def sync_data(handle: int) -> None:
        """Call FlushFileBuffers."""
        os.fsync(handle)

else:

    def sync_data(handle: int) -> None:
        """Flush the content and the length of the file."""
        os.fdatasync(handle)


if sys.platform == "win32":

    def sync_folder(path: Path) -> None:
        """Do nothing but check that the folder is there: NTFS journals names by itself."""
        path.stat()

else:

    def sync_folder(path: Path) -> None:
        """Flush the names in a folder."""
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


if sys.platform == "linux":

    def set_aside(handle: int, size: int) -> None:
        """Reserve blocks without writing them."""
        os.posix_fallocate(handle, 0, size)

else:

    def set_aside(handle: int, size: int) -> None:
        """Write zeros: the other systems have no call that works on every file system."""
        step = bytes(1 << 20)
        while size > 0:
            size -= os.write(handle, step[:size])
