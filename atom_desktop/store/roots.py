"""Which snapshot holds: the newest whose parts are all there, or what is left of one."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from atom_desktop.model.errors import Damaged
from atom_desktop.model.ids import is_id
from atom_desktop.store.disk import Disk
from atom_desktop.store.problem import Gravity
from atom_desktop.store.sealed import FileKind, SealedReader
from atom_desktop.store.segment import Segment, SegmentName
from atom_desktop.store.snapshot import Snapshot, generation_of, read_snapshot

if TYPE_CHECKING:
    from atom_desktop.store.opening import State

_KEEP: Final = "Make a backup and keep it apart. A copy of the bytes is kept in quarantine."


class Root(msgspec.Struct, frozen=True, kw_only=True):
    """A snapshot that verifies, its open segments, and those that could not be opened."""

    name: str
    tag: str
    snapshot: Snapshot
    segments: list[Segment]
    lost: list[SegmentName]


def device_names(disk: Disk, devices: Path) -> list[str]:
    """Return the ids of the devices that have a folder."""
    return [name for name in disk.list(devices) if is_id(name)]


def root_names(disk: Disk, folder: Path) -> list[str]:
    """Return the names of the snapshots in a folder, the newest first."""
    names = [name for name in disk.list(folder) if generation_of(name) >= 0]
    return sorted(names, key=generation_of, reverse=True)


def find_root(state: "State", folder: Path) -> Root | None:
    """Return the newest whole snapshot of a device; without one, what is left of the newest.

    Only what is wrong in this device's own folder is reported: in another one it may not have
    arrived yet.
    """
    partial: Root | None = None
    for name in root_names(state.disk, folder):
        root = _read(state, folder, name)
        if root is None:
            continue
        if not root.lost:
            return root
        partial = partial or root
    return partial


def open_segment(state: "State", folder: Path, described: SegmentName) -> Segment:
    """Open a segment that a snapshot names; raises `Damaged` if it is not that one."""
    key, vault = state.keys.content, state.keys.vault
    path = folder / described.name
    segment = Segment(described, SealedReader.open(state.disk, path, FileKind.SEGMENT, key, vault))
    if segment.reader.size != described.bytes:
        message = f"The file {described.name} has another length than it was written with."
        raise Damaged(message, "Restore the newest backup.")
    segment.index()
    return segment


def _read(state: "State", folder: Path, name: str) -> Root | None:
    try:
        snapshot, tag = read_snapshot(
            state.disk, folder / name, state.keys.content, state.keys.vault
        )
    except (Damaged, OSError) as error:
        what = f"A snapshot of your tasks does not verify ({error})."
        _report(state, folder / name, what, "ATOM uses the one before it and the journal.", error)
        return None
    segments: list[Segment] = []
    lost: list[SegmentName] = []
    for described, found in _segments(state, folder, snapshot):
        if found is None:
            lost.append(described)
        else:
            segments.append(found)
    return Root(name=name, tag=tag, snapshot=snapshot, segments=segments, lost=lost)


def _segments(
    state: "State", folder: Path, snapshot: Snapshot
) -> Iterator[tuple[SegmentName, Segment | None]]:
    for described in snapshot.segments:
        try:
            yield described, open_segment(state, folder, described)
        except (Damaged, OSError) as error:
            what = f"A part of your tasks does not verify ({error})."
            hint = "ATOM uses an older copy of it and the journal."
            _report(state, folder / described.name, what, hint, error)
            yield described, None


def _report(state: "State", path: Path, what: str, hint: str, error: Damaged | OSError) -> None:
    if path.parent != state.own:
        return
    if isinstance(error, OSError):
        state.unread = True
    if all(problem.file != path.name for problem in state.problems):
        state.report(Gravity.DAMAGED, path.name, what, f"{hint} {_KEEP}")
