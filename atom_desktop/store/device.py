"""Which device this is: sixteen random bytes in the state folder, and a mark of the machine."""

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.model.ids import ID_BYTES
from atom_desktop.store.disk import Disk, make_folder, write_all

FILE: Final = "device.json"
_MACHINE_FILES: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


class DeviceFile(msgspec.Struct, frozen=True):
    """What the state folder says of this device; `id` is hex."""

    id: str
    machine: str


def machine_mark(vault: bytes) -> str:
    """Return a text that tells this machine from others and says nothing about it."""
    for path in _MACHINE_FILES:
        if path.is_file():
            return hashlib.sha256(vault + path.read_bytes().strip()).hexdigest()[:32]
    from uuid import getnode  # noqa: PLC0415 -- only where the system keeps no machine id

    return hashlib.sha256(vault + str(getnode()).encode()).hexdigest()[:32]


def known_device(disk: Disk, state: Path, machine: str) -> bytes | None:
    """Return the id kept in the state folder, or None if there is none of this machine.

    A file that cannot be read is an `OSError`, not another device.
    """
    path = state / FILE
    if not disk.exists(path):
        return None
    try:
        known = msgspec.json.decode(disk.read(path), type=DeviceFile)
        device = bytes.fromhex(known.id)
    except (msgspec.DecodeError, ValueError):
        return None
    return device if known.machine == machine and len(device) == ID_BYTES else None


def keep_device(disk: Disk, state: Path, device: bytes, machine: str) -> None:
    """Keep the id of this device, durably, before anything is written in its name."""
    make_folder(disk, state, state)
    unfinished = state / f"{FILE}.{device.hex()}.new"
    if disk.exists(unfinished):
        disk.unlink(unfinished)
    handle = disk.create(unfinished)
    try:
        write_all(disk, handle, msgspec.json.encode(DeviceFile(device.hex(), machine)))
        disk.sync(handle)
    finally:
        disk.close(handle)
    disk.rename(unfinished, state / FILE)
    disk.sync_dir(state)
