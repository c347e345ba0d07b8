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
