"""How each operating system is asked to put bytes on the disk for good."""

import errno
import os
import sys
import threading
from pathlib import Path
from typing import Final

_NO_DRIVE_FLUSH: Final = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOTTY}
_NO_FOLDER_FLUSH: Final = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.EBADF}
_PAUSES: Final = (0.01, 0.03, 0.1, 0.3, 1.0)
"""Seconds between tries to rename a file that a virus guard or an indexer looks at."""

if sys.platform == "darwin":
    import fcntl

    def sync_data(handle: int) -> None:
        """Flush the drive as well: fsync alone leaves data in its cache (Apple's fsync(2)).

        Network volumes and some file systems know no such call: there fsync is all there is.
        """
        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in _NO_DRIVE_FLUSH:
                raise
            os.fsync(handle)

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
        """Flush the names in a folder; some network mounts have no way to, and keep them anyhow."""
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _NO_FOLDER_FLUSH:
                raise
        finally:
            os.close(handle)


if sys.platform == "win32":

    def give_name(old: Path, new: Path) -> None:
        """Rename, once more after a pause while another program holds one of the files open."""
        for seconds in _PAUSES:
            try:
                old.replace(new)
            except PermissionError:
                threading.Event().wait(seconds)
            else:
                return
        old.replace(new)

else:

    def give_name(old: Path, new: Path) -> None:
        """Rename, replacing a file that has the name."""
        old.replace(new)


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
