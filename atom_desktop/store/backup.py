"""Backups: everything in one sealed file, made, checked, and put back in the place of a vault."""

import contextlib
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.model.errors import NotFound, Unavailable
from atom_desktop.model.ids import encode_id
from atom_desktop.store.backup_check import Looking
from atom_desktop.store.backup_file import BackupFile, BackupReader, Manifest, Part
from atom_desktop.store.backup_make import Making
from atom_desktop.store.backup_restore import Building
from atom_desktop.store.backup_swap import Swap, begin_swap
from atom_desktop.store.crypto import Keys
from atom_desktop.store.device import keep_device, known_device, machine_mark
from atom_desktop.store.disk import Disk, make_folder
from atom_desktop.store.faults import explained
from atom_desktop.store.pace import Cancelled, Pace, Progress, uncancelled, untold
from atom_desktop.store.place import Folders, Place
from atom_desktop.store.sealed import Identity, RandomBytes
from atom_desktop.store.segment import BrokenBlock
from atom_desktop.store.slots import Secret
from atom_desktop.store.store import Store

UNFINISHED: Final = ".new"


class BackupReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `created` is UTC; `living` counts the records that are not erased."""

    path: str
    created: str
    version: str
    vault: str
    device: str
    records: dict[str, int]
    living: dict[str, int]
    steps: int
    documents: int
    bytes: int
    problems: tuple[str, ...] = ()
    """What of the history or the settings could not be read when it was made."""


class RestoreReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was put where; `before` is the folder that keeps what was there ("" if nothing was)."""

    data: str
    before: str
    created: str
    records: dict[str, int]
    living: dict[str, int]
    steps: int
    documents: int
    problems: tuple[str, ...] = ()


def create_backup(
    store: Store,
    path: Path,
    *,
    progress: Progress = untold,
    cancelled: Cancelled = uncancelled,
    force: bool = False,
    replaces: Sequence[Path] = (),
) -> BackupReport:
    """Back an open vault up to a file, which is read back before it gets its name.

    `replaces` names older backups that go because of this one. Raises `Conflict` (fewer-records,
    exists) where one of them, or the file that is there, should rather be kept.
    """
    pace = Pace(progress, cancelled)
    try:
        making = _counted(store, pace)
        disk = making.moment.disk
        for older in () if force else (path, *replaces):
            if disk.exists(older):
                making.check_successor(older)
        make_folder(disk, path.parent, path.parent)
        unfinished = path.with_name(path.name + UNFINISHED)
        with _fresh(disk, unfinished):
            written = making.write(unfinished)
            reader = BackupFile.find(disk, unfinished).open(making.moment.keys)
            if Looking(reader, pace).through() != written:
                raise reader.damaged("it does not read back as it was written")
            disk.rename(unfinished, path)
        disk.sync_dir(path.parent)
        return _report(disk, path, written)
    except OSError as error:
        raise explained(error, path) from error


def verify_backup(
    disk: Disk,
    path: Path,
    secret: Secret | Keys,
    *,
    progress: Progress = untold,
    cancelled: Cancelled = uncancelled,
) -> BackupReport:
    """Read every byte of a backup and tell what it holds; writes nothing.

    Raises `Damaged`, `Denied` for another secret than one of its day, and `NotFound`.
    """
    try:
        reader = BackupFile.find(disk, path).open(secret)
        pace = Pace(progress, cancelled, total=sum(reader.manifest.records.values()))
        return _report(disk, path, Looking(reader, pace).through())
    except OSError as error:
        raise _unreadable(error, path) from error


def restore_backup(
    disk: Disk,
    path: Path,
    secret: Secret,
    folders: Folders,
    *,
    now_text: str,
    random_bytes: RandomBytes,
    machine: str | None = None,
    progress: Progress = untold,
    cancelled: Cancelled = uncancelled,
) -> RestoreReport:
    """Put a backup in the place of the vault in `folders.data`, which is kept beside it.

    Nobody may have that vault open. The new folder is complete, and was opened, before anything is
    renamed; a kill at any moment leaves one of the two vaults, and the next `find_vault` goes on.
    `machine` is what the store will be opened with (`machine_mark` of the vault if not given).
    """
    try:
        backup = BackupFile.find(disk, path).open(secret)
    except OSError as error:
        raise _unreadable(error, path) from error
    pace = Pace(progress, cancelled, total=sum(backup.manifest.records.values()))
    place = folders.place(backup.keys.vault)
    try:
        swap = begin_swap(disk, folders.data, now_text)
        device = _device(disk, place, machine or machine_mark(place.vault), random_bytes)
        who = _identity(backup, device, random_bytes)
        building = Building(disk, place._replace(data=swap.fresh), backup, who, pace.took)
        with _cleared(building):
            manifest = building.run()
        _forget_anchor(disk, place)
        kept = disk.exists(swap.data)
        _put_in_place(swap, building)
    except OSError as error:
        raise explained(error, folders.data) from error
    return _restored(manifest, folders.data, swap.before if kept else None)


def _identity(backup: BackupReader, device: bytes, random_bytes: RandomBytes) -> Identity:
    keys = backup.keys
    return Identity(vault=keys.vault, device=device, random_bytes=random_bytes, epoch=keys.epoch)


def _counted(store: Store, pace: Pace) -> Making:
    """Return a backup of now; what can be put together again from the journal is, and told of."""
    while True:
        making = Making(store.moment(), store.settings, pace)
        try:
            making.count()
        except BrokenBlock as broken:
            _heal(store, broken)
            continue
        making.problems += [problem.message for problem in store.problems if problem.lost]
        return making


def _heal(store: Store, broken: BrokenBlock) -> None:
    """Have the store go through what the block holds, which mends it as far as that is possible."""
    if broken.unread:
        raise broken  # the disk may give it back later
    keys = broken.segment.span(broken.number)
    for collection in dict.fromkeys(key.partition("/")[0] for key in keys if key):
        deque(store.scan(collection), maxlen=0)


@contextlib.contextmanager
def _fresh(disk: Disk, path: Path) -> Iterator[None]:
    """Remove an unfinished file before, and again if it comes to nothing."""
    if disk.exists(path):
        disk.unlink(path)
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            disk.unlink(path)
        raise


@contextlib.contextmanager
def _cleared(building: Building) -> Iterator[None]:
    """Remove what was built if it comes to nothing; the folders themselves may stay, empty."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            building.clear()
        raise


def _put_in_place(swap: Swap, building: Building) -> None:
    """Swap the folders; what was built goes if that failed, unless the next start will go on."""
    try:
        swap.run()
    except OSError:
        with contextlib.suppress(OSError):
            if not swap.disk.exists(swap.marker):
                building.clear()
        raise


def _device(disk: Disk, place: Place, machine: str, random_bytes: RandomBytes) -> bytes:
    """Return the device that this computer is in the vault, now and after the swap."""
    known = known_device(disk, place.state, machine)
    if known is None:
        known = random_bytes(16)
        keep_device(disk, place.state, known, machine)
    return known


def _forget_anchor(disk: Disk, place: Place) -> None:
    """Forget how far the vault reached: from here on it is meant to reach less far."""
    anchor = place.anchor
    if disk.exists(anchor):
        disk.unlink(anchor)
        disk.sync_dir(place.state)


def _report(disk: Disk, path: Path, manifest: Manifest) -> BackupReport:
    return BackupReport(
        path=str(path),
        created=manifest.created,
        version=manifest.version,
        vault=encode_id(bytes.fromhex(manifest.vault)),
        device=encode_id(bytes.fromhex(manifest.device)),
        records=manifest.records,
        living=manifest.living,
        steps=manifest.steps,
        documents=manifest.lines[Part.DOCUMENTS],
        bytes=disk.size(path),
        problems=manifest.problems,
    )


def _restored(manifest: Manifest, data: Path, before: Path | None) -> RestoreReport:
    return RestoreReport(
        data=str(data),
        before=str(before or ""),
        created=manifest.created,
        records=manifest.records,
        living=manifest.living,
        steps=manifest.steps,
        documents=manifest.lines[Part.DOCUMENTS],
        problems=manifest.problems,
    )


def _unreadable(error: OSError, path: Path) -> NotFound | Unavailable:
    if isinstance(error, FileNotFoundError):
        return NotFound(f"There is no file {path}.", "Check its name.")
    message = f"The file {path} cannot be read: {error.strerror or error}."
    return Unavailable(message, "Nothing was changed. Check the disk that holds it.", "io-error")
