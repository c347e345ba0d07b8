"""The few things the store asks of a disk, so that a test can stand in for a failing one."""

import os
import sys
from pathlib import Path
from typing import Protocol

from atom_desktop.store.disk_native import give_name, set_aside, sync_data, sync_folder

Handle = int
FILE_MODE = 0o600
FOLDER_MODE = 0o700
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Disk(Protocol):
    """All file access of the store. Every call may raise `OSError`; `append` may be short."""

    def create(self, path: Path) -> Handle:
        """Make a new file, readable by its owner alone, and open it for appending."""

    def append(self, handle: Handle, content: bytes | memoryview) -> int:
        """Append, and return how many bytes were taken."""

    def allocate(self, handle: Handle, size: int) -> None:
        """Set room aside on the disk for an empty file."""

    def sync(self, handle: Handle) -> None:
        """Return when the content of the file will survive a power cut."""

    def truncate(self, handle: Handle, size: int) -> None:
        """Cut what stands behind the first `size` bytes off an open file."""

    def close(self, handle: Handle) -> None:
        """Close the file; says nothing about durability."""

    def sync_dir(self, path: Path) -> None:
        """Return when the names in the folder will survive a power cut."""

    def rename(self, old: Path, new: Path) -> None:
        """Give a file or folder another name, replacing a file that has it."""

    def unlink(self, path: Path) -> None:
        """Remove a file."""

    def mkdir(self, path: Path) -> None:
        """Make a folder and its parents, for its owner alone; it may exist."""

    def read(self, path: Path) -> bytes:
        """Return the whole content."""

    def read_range(self, path: Path, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset`, fewer at the end of the file."""

    def size(self, path: Path) -> int:
        """Return the length of the file in bytes."""

    def list(self, path: Path) -> list[str]:
        """Return the sorted names in a folder; none if it does not exist."""

    def exists(self, path: Path) -> bool:
        """Tell whether there is a file or folder of that name."""

    def modified(self, path: Path) -> float:
        """Return when the content was last changed, in Unix seconds."""

    def free(self, path: Path) -> int:
        """Return how many bytes may still be written to the disk that holds `path`."""


class RealDisk:
    """The disk of this computer."""

    def create(self, path: Path) -> Handle:
        """See `Disk`."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | _BINARY
        return os.open(path, flags, FILE_MODE)

    def append(self, handle: Handle, content: bytes | memoryview) -> int:
        """See `Disk`."""
        return os.write(handle, content)

    def allocate(self, handle: Handle, size: int) -> None:
        """See `Disk`."""
        set_aside(handle, size)

    def sync(self, handle: Handle) -> None:
        """See `Disk`."""
        sync_data(handle)

    def truncate(self, handle: Handle, size: int) -> None:
        """See `Disk`."""
        os.ftruncate(handle, size)

    def close(self, handle: Handle) -> None:
        """See `Disk`."""
        os.close(handle)

    def sync_dir(self, path: Path) -> None:
        """See `Disk`."""
        sync_folder(path)

    def rename(self, old: Path, new: Path) -> None:
        """See `Disk`."""
        give_name(old, new)

    def unlink(self, path: Path) -> None:
        """See `Disk`."""
        path.unlink()

    def mkdir(self, path: Path) -> None:
        """See `Disk`."""
        for folder in reversed((path, *path.parents)):  # `parents=True` ignores the mode
            if not folder.is_dir():
                folder.mkdir(mode=FOLDER_MODE, exist_ok=True)

    def read(self, path: Path) -> bytes:
        """See `Disk`."""
        return path.read_bytes()

    def read_range(self, path: Path, offset: int, length: int) -> bytes:
        """See `Disk`."""
        with path.open("rb", buffering=0) as file:
            file.seek(offset)
            return file.read(length) or b""

    def size(self, path: Path) -> int:
        """See `Disk`."""
        return path.stat().st_size

    def list(self, path: Path) -> list[str]:
        """See `Disk`."""
        try:
            return sorted(os.listdir(path))  # noqa: PTH208 -- names alone are wanted
        except FileNotFoundError:
            return []

    def exists(self, path: Path) -> bool:
        """See `Disk`."""
        return path.exists()

    def modified(self, path: Path) -> float:
        """See `Disk`."""
        return path.stat().st_mtime

    def free(self, path: Path) -> int:
        """See `Disk`."""
        if sys.platform == "win32":
            import shutil  # noqa: PLC0415 -- wanted on this system alone

            return shutil.disk_usage(path).free
        found = os.statvfs(path)
        return found.f_bavail * found.f_frsize


def make_folder(disk: Disk, path: Path, top: Path) -> None:
    """Make a folder and its parents, and return when their names will survive a power cut.

    The names between `top` and `path` are flushed even if they are there: whoever made them may
    have been stopped before it could.
    """
    lineage = (path, *path.parents)
    flushed = {folder.parent for folder in lineage if not disk.exists(folder)}
    flushed |= {folder for folder in path.parents if folder.is_relative_to(top)}
    disk.mkdir(path)
    for folder in sorted(flushed):
        disk.sync_dir(folder)


def write_all(disk: Disk, handle: Handle, content: bytes | memoryview) -> None:
    """Append the whole of `content`: a disk may take less than it was given."""
    view = memoryview(content)
    while view:
        taken = disk.append(handle, view)
        if taken <= 0:
            raise OSError(28, "the disk took no bytes")
        view = view[taken:]
