"""Putting a restored vault in the place of the old one, so that a kill at any moment loses neither.

A marker beside the data folder is durable before the first rename and goes after the last one.
Whoever finds it finishes what was begun, or undoes it. The old folder is always kept.
"""

import contextlib
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.model.errors import Conflict
from atom_desktop.store.disk import Disk
from atom_desktop.store.problem import Gravity, Problem
from atom_desktop.store.slots import put_file

_RESTORING: Final = ".restoring"
_MARKER: Final = ".restore.json"
_BEFORE: Final = ".before-restore-"


class _Marker(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the marker says: the name that the old folder gets."""

    before: str


class Swap(msgspec.Struct, frozen=True):
    """The folders of one restore, all beside each other."""

    disk: Disk
    data: Path
    before: Path

    @property
    def fresh(self) -> Path:
        """Where the restored vault is built."""
        return fresh_folder(self.data)

    @property
    def marker(self) -> Path:
        """The file that says that a swap is under way."""
        return marker_file(self.data)

    def run(self) -> None:
        """Put the new folder in place; raises `OSError`, with the old one back in its place."""
        put_file(self.disk, self.marker, msgspec.json.encode(_Marker(before=self.before.name)))
        try:
            self.forward()
        except OSError:
            if self._finished() and not self.disk.exists(self.marker):
                return  # another process has looked for the vault, and was faster
            with contextlib.suppress(OSError):  # the next start reads the marker and goes on
                self.back()
            raise

    def forward(self) -> None:
        """Do what is left to do."""
        if self.disk.exists(self.data):
            self._move(self.data, self.before)
        self._move(self.fresh, self.data)
        self.drop_marker()

    def back(self) -> None:
        """Take back what was moved."""
        if self._finished():
            self._move(self.data, self.fresh)
        if self.disk.exists(self.before) and not self.disk.exists(self.data):
            self._move(self.before, self.data)
        self.drop_marker()

    def drop_marker(self) -> None:
        """Say that there is nothing left to do."""
        self.disk.unlink(self.marker)
        self.disk.sync_dir(self.data.parent)

    def _finished(self) -> bool:
        return self.disk.exists(self.data) and not self.disk.exists(self.fresh)

    def _move(self, old: Path, new: Path) -> None:
        self.disk.rename(old, new)
        self.disk.sync_dir(self.data.parent)


def fresh_folder(data: Path) -> Path:
    """Return where a restored vault is built before it takes the place of `data`."""
    return data.with_name(data.name + _RESTORING)


def marker_file(data: Path) -> Path:
    """Return the file that is there while a swap is under way."""
    return data.with_name(data.name + _MARKER)


def begin_swap(disk: Disk, data: Path, now_text: str) -> Swap:
    """Return a swap whose old folder gets a name that nothing has yet.

    A link to the data folder stays where it is: what it leads to is swapped.
    """
    data = data.resolve()
    if disk.exists(marker_file(data)):
        message = "An earlier restore was interrupted, and ATOM cannot tell which folder is meant."
        raise Conflict(message, f"Look at the folders beside {data}; then remove the marker.")
    name = data.name + _BEFORE + "".join(c if c.isalnum() else "-" for c in now_text)
    taken = set(disk.list(data.parent))
    names = (name if number < 2 else f"{name}-{number}" for number in range(1, len(taken) + 3))
    return Swap(disk, data, data.with_name(next(n for n in names if n not in taken)))


def settle_swap(disk: Disk, data: Path) -> Problem | None:
    """Finish or undo a swap that was interrupted, and say so; None if there was none.

    Nobody may have the vault open. Raises `OSError`.
    """
    data = data.resolve()
    marker = marker_file(data)
    if not disk.exists(marker):
        return None
    try:
        return _settled(disk, data)
    except OSError:
        if disk.exists(marker):
            raise
        return None  # the process that swaps was faster, and has nothing to tell


def _settled(disk: Disk, data: Path) -> Problem | None:
    swap = Swap(disk, data, _before(disk, data))
    fresh, present, before = (disk.exists(p) for p in (swap.fresh, data, swap.before))
    if fresh and present and before:
        return _told(swap, "was interrupted, and it is unclear which folder is meant")
    if fresh:
        swap.forward()
        return _told(swap, "was interrupted, and is finished now")
    if before and not present:
        swap.back()
        return _told(swap, "was interrupted, and is undone now")
    swap.drop_marker()
    return _told(swap, "is complete") if present else None


def _before(disk: Disk, data: Path) -> Path:
    """Return the name of the old folder; one that is made up if the marker cannot be read."""
    try:
        name = msgspec.json.decode(disk.read(marker_file(data)), type=_Marker).before
    except msgspec.DecodeError:
        name = ""
    sound = name.startswith(data.name + _BEFORE) and name == Path(name).name
    return data.with_name(name if sound else data.name + _BEFORE + "unknown")


def _told(swap: Swap, what: str) -> Problem:
    return Problem(
        gravity=Gravity.UNFINISHED,
        file=swap.marker.name,
        message=f"The restore of a backup {what}.",
        hint=f"The vault of before is kept in {swap.before}.",
    )
