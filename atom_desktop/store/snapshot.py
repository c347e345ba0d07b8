"""Snapshots: the root that says where the state is and which logs it covers.

A snapshot is one sealed block, written under a temporary name and renamed when it is on the disk.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.model.errors import Damaged
from atom_desktop.store.disk import Disk
from atom_desktop.store.journal import LogPosition
from atom_desktop.store.sealed import FileKind, Identity, SealedReader, SealedWriter
from atom_desktop.store.segment import SegmentName

UNFINISHED: Final = ".new"
GENERATION_DIGITS: Final = 8


class UndoStacks(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The ids of the steps an actor can take back, and of the steps that took steps back."""

    done: list[str] = msgspec.field(default_factory=list)
    undone: list[str] = msgspec.field(default_factory=list)


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The root of a device's state.

    Later `segments` win over earlier ones. `covers` lists, for every device, the logs whose steps
    are in the segments, and how much of them. `hlc` is the highest clock reading in them.
    """

    generation: int
    hlc: str
    segments: tuple[SegmentName, ...]
    base: int
    """How many of the segments, from the first, do not overlap: the others are deltas."""
    covers: tuple[LogPosition, ...]
    histories: tuple[str, ...]
    undo: dict[str, UndoStacks]
    joined: dict[str, str] = msgspec.field(default_factory=dict)
    """The tag of the snapshot of another device, by its id, that this one holds as well."""


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Snapshot).decode


def generation_of(name: str) -> int:
    """Return the number in the name of a snapshot, -1 for another file."""
    if not name.startswith("snap-") or not name.endswith(".atom"):
        return -1
    digits = name.split("-")[1]
    return int(digits) if digits.isdigit() else -1


def write_snapshot(
    disk: Disk, folder: Path, snapshot: Snapshot, key: bytes, who: Identity
) -> tuple[str, str]:
    """Write a root so that it is there whole or not at all; return its name and its tag in hex."""
    number = f"{snapshot.generation:0{GENERATION_DIGITS}d}"
    name = f"snap-{number}-{who.random_bytes(16).hex()}.atom"
    unfinished = folder / (name + UNFINISHED)
    writer = SealedWriter.create(disk, unfinished, FileKind.SNAPSHOT, key, who)
    try:
        tag = writer.append(_encode(snapshot), final=True).tag
        writer.sync()
    finally:
        writer.close()
    disk.rename(unfinished, folder / name)
    disk.sync_dir(folder)
    return name, tag.hex()


def read_snapshot(disk: Disk, path: Path, key: bytes, vault: bytes) -> tuple[Snapshot, str]:
    """Read a root and its tag; raises `Damaged`."""
    reader = SealedReader.open(disk, path, FileKind.SNAPSHOT, key, vault)
    contents: Sequence[bytes] = [content for _, content in reader.blocks()]
    if len(contents) == 1 and reader.finished and not reader.problem:
        try:
            return _decode(contents[0]), reader.last_tag.hex()
        except msgspec.DecodeError:
            pass
    message = f"The snapshot {path.name} does not verify."
    raise Damaged(message, "The one before it is used where it can be.")
