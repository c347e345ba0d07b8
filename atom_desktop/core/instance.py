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
_ROOT: Final = 0
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
    """Make a folder for its owner alone, and refuse one that others hold or could exchange."""
    for folder in reversed((path, *path.parents)):  # `parents=True` ignores the mode
        if not folder.is_dir():
            folder.mkdir(mode=PRIVATE, exist_ok=True)
    if sys.platform == "win32":
        return
    _check_above(path.parent)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise _stranger(path)
    if found.st_mode & 0o077:
        path.chmod(PRIVATE)


def _check_above(folder: Path) -> None:
    """Refuse a folder in which somebody else could put another one in place of ours.

    It belongs to this user or to the system, and is no link of somebody else's. What others can
    write to must be sticky, as the temporary folder is.
    """
    own, found = os.getuid(), folder.stat()
    if {found.st_uid, folder.lstat().st_uid} - {own, _ROOT}:
        raise _stranger(folder)
    shared = found.st_mode & 0o022 and not found.st_mode & stat.S_ISVTX
    named = folder.name.startswith("atom-") and found.st_mode & 0o077
    if found.st_uid == own and (shared or named):
        folder.chmod(PRIVATE)
    elif shared:
        raise _stranger(folder)


def _stranger(path: Path) -> Unavailable:
    return Unavailable(
        f"The folder {path} belongs to another user.",
        "Remove it, or set XDG_RUNTIME_DIR to a folder of your own.",
        "stranger",
    )


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
