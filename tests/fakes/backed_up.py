"""A small vault with a bit of everything, its backup, and the secret that opens both."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from atom_desktop.model.change import Change, Op
from atom_desktop.model.record import Record
from atom_desktop.store.backup import BackupReport, RestoreReport, create_backup, restore_backup
from atom_desktop.store.backup_file import BackupFile, BackupWriter, Manifest, Part, slots_text
from atom_desktop.store.crypto import Cost
from atom_desktop.store.disk import Disk, RealDisk
from atom_desktop.store.sealed import Identity, RandomBytes
from atom_desktop.store.slots import Root, Secret, SlotKind, write_slot
from atom_desktop.store.store import Store
from tests.fakes.vault import (
    KEYS,
    VAULT,
    CountedBytes,
    HandClock,
    VaultInUse,
    folders_in,
    open_vault,
    surroundings,
)

SECRET = Secret(kind=SlotKind.RECOVERY, key=b"k" * 32)
OTHER = Secret(kind=SlotKind.RECOVERY, key=b"o" * 32)
MACHINE = f"machine {VAULT.hex()}"
NOW = "2026-11-24T09:30"
NAME = "monday.atombackup"


def put_slot(root: Path, disk: Disk | None = None, random_bytes: RandomBytes = os.urandom) -> None:
    """Give the vault under `root` the slot that `SECRET` opens."""
    write_slot(
        disk or RealDisk(),
        folders_in(root).data / "keys",
        Root(vault=VAULT, epoch=1, key=b"r" * 32),
        SECRET,
        cost=Cost(),
        random_bytes=random_bytes,
    )


def fill(vault: VaultInUse, tasks: int = 30) -> None:
    """Make tasks, compact, change and erase some, keep a setting: every kind of file is there."""
    ids = vault.add_many([{"title": f"Task {number}"} for number in range(tasks)])
    project = vault.create("project", {"name": "Garden"})
    vault.store.compact()
    first = vault.record("task", ids[0])
    vault.set(first, title="Other")
    vault.run(Change("task", first.id, Op.ADD, "labels", None, "red"))
    gone = vault.record("task", ids[1])
    vault.run(Change("task", gone.id, Op.ERASE, "", gone.fields, None))
    vault.add(title="Later", project=project.id)
    vault.store.settings.write("settings", [b'{"appearance.theme":"dark"}'])


@contextmanager
def filled(
    root: Path, disk: Disk | None = None, *, seed: str = "vault", tasks: int = 30
) -> Iterator[VaultInUse]:
    """Open a vault with a slot and a bit of everything."""
    put_slot(root, disk)
    with open_vault(root, disk=disk, seed=seed) as vault:
        fill(vault, tasks)
        yield vault


@contextmanager
def store_again(root: Path, disk: Disk | None = None, *, seed: str = "again") -> Iterator[Store]:
    """Open the store alone, as the device that `filled` was: nothing is read before it is asked."""
    around = msgspec.structs.replace(
        surroundings(HandClock(), disk, CountedBytes(seed)), machine=MACHINE
    )
    store = Store.open(folders_in(root).place(VAULT), KEYS, around)
    try:
        yield store
    finally:
        store.close()


def records_of(store: Store) -> dict[tuple[str, str], Record]:
    """Return every record, alive or erased."""
    kinds = ("task", "project", "label")
    return {(kind, record.id): record for kind in kinds for record in store.scan(kind)}


def back_up(store: Store, path: Path, *, force: bool = False) -> BackupReport:
    """Back up without telling anybody how far it is."""
    return create_backup(store, path, force=force)


def restore(root: Path, path: Path, disk: Disk | None = None, seed: str = "new") -> RestoreReport:
    """Restore into the folders under `root`, on the machine that `open_vault` is."""
    return restore_backup(
        disk or RealDisk(),
        path,
        SECRET,
        folders_in(root),
        now_text=NOW,
        random_bytes=CountedBytes(seed),
        machine=MACHINE,
    )


def slots_in(root: Path) -> bytes:
    """Return the slots of the vault under `root`, as a backup begins with them."""
    folder = folders_in(root).data / "keys"
    return slots_text((path.name, path.read_bytes()) for path in sorted(folder.iterdir()))


def backup_writer(root: Path, path: Path) -> BackupWriter:
    """Return a writer of a file with the slots under `root`, for tests that write strange ones."""
    who = Identity(vault=VAULT, device=b"d" * 16, random_bytes=os.urandom)
    return BackupWriter(RealDisk(), path, KEYS, who, slots_in(root))


def manifest_of(path: Path) -> Manifest:
    """Return the last manifest of a backup that is whole."""
    reader = BackupFile.find(RealDisk(), path).open(KEYS)
    for _ in reader.parts():
        pass
    return reader.manifest


def blocks_of(path: Path) -> list[tuple[Part, bytes]]:
    """Return the blocks of a backup between its manifests."""
    return list(BackupFile.find(RealDisk(), path).open(KEYS).parts())


def break_segment(root: Path, at: int = 200) -> None:
    """Flip a bit of the records on the disk."""
    segment = min(folders_in(root).data.glob("dev/*/seg-*"))
    content = bytearray(segment.read_bytes())
    content[at] ^= 1
    segment.write_bytes(content)
