"""One process at a time owns a vault on this computer: a lock that ends with its process.

The lock lies in the state folder, beside the device id, because what must not happen is two
processes writing in the name of one device. The socket lies in the runtime folder, which may differ
between a desktop and a cron job of the same person; the second one is then told to wait.
"""

import os
import stat
import sys
from pathlib import Path
from typing import Final, Self

from atom_desktop.model.errors import Busy, Unavailable

LOCK_NAME: Final = "instance.lock"
PRIVATE: Final = 0o700
_READ_ONLY: Final = {1, 13, 30}  # EPERM, EACCES, EROFS


class Instance:
    """The lock, held from `take` to `release` or to the end of the process."""

    def __init__(self, handle: int) -> None:
        """Use `take`."""
        self._handle = handle

    @classmethod
    def take(cls, state: Path) -> Self:
        """Take the lock of the vault whose state folder this is; raises `Busy` or `OSError`."""
        handle = _opened(state / LOCK_NAME)
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            raise busy() from error
        return cls(handle)

    def release(self) -> None:
        """Let another process own the vault."""
        os.close(self._handle)


def busy() -> Busy:
    """Return what to say while another process owns the vault."""
    return Busy("Another ATOM process is at work on this vault.", "Try again in a moment.")


def private_folder(path: Path) -> None:
    """Make a folder for its owner alone, and refuse one that belongs to somebody else."""
    path.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    if sys.platform == "win32":
        return
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise Unavailable(
            f"The folder {path} belongs to another user.",
            "Remove it, or set XDG_RUNTIME_DIR to a folder of your own.",
            "stranger",
        )
    if found.st_mode & 0o077:
        path.chmod(PRIVATE)


def _opened(path: Path) -> int:
    flags = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)
    try:
        path.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o600)
    except OSError as error:
        if error.errno not in _READ_ONLY or not path.exists():
            raise
        return os.open(path, os.O_RDONLY | flags)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 -- Windows only

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        return
    import fcntl  # noqa: PLC0415 -- not on Windows

    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
