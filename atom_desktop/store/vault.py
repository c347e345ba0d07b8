"""A vault as a whole: whether there is one, making one, and what opens it.

A new vault appears in one rename: its key slots are written and checked in a folder beside their
place. So it is there with every slot, or not there at all. Data without a slot that is sound is
never taken for an empty folder.
"""

import contextlib
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.model.errors import AtomError, Damaged, Unavailable, UserError
from atom_desktop.store.backup_swap import marker_file, settle_swap
from atom_desktop.store.crypto import KEY_BYTES, Cost, Keys
from atom_desktop.store.disk import Disk, make_folder
from atom_desktop.store.faults import explained
from atom_desktop.store.keyring import Keyring
from atom_desktop.store.place import Folders
from atom_desktop.store.problem import Problem
from atom_desktop.store.recovery_code import read_code, write_code
from atom_desktop.store.sealed import HEADER, RandomBytes, read_header
from atom_desktop.store.slots import (
    KdfChoice,
    Root,
    Secret,
    Slot,
    SlotKind,
    find_slots,
    open_slots,
    passphrase_secret,
    write_slot,
)
from atom_desktop.store.vault_errors import (
    KEYS,
    keys_lost,
    no_keyring_key,
    no_slot,
    nothing_there,
    nothing_to_open_it,
    remains_there,
    stranger,
    there_already,
    unreadable,
)

_UNFINISHED: Final = "keys.new-"
_ASIDE: Final = "keys.empty-"
_DATA: Final = ("dev", "settings", "secrets")


class Presence(StrEnum):
    """What lies in the data folder."""

    NONE = "none"
    PRESENT = "present"
    REMAINS = "remains"
    """Data without a sound key slot."""


class VaultFound(msgspec.Struct, frozen=True, kw_only=True):
    """What was found: the id of the vault, and the kinds of slots that may open it."""

    presence: Presence
    vault: bytes | None
    kinds: tuple[SlotKind, ...]
    problems: tuple[Problem, ...]


class NewVault(msgspec.Struct, frozen=True, kw_only=True):
    """A vault that was just made."""

    keys: Keys
    recovery_code: str

    def __repr__(self) -> str:
        """Show nothing that is secret."""
        return f"NewVault(keys={self.keys!r})"


class _Writing(msgspec.Struct, frozen=True):
    """Where slots are written, and with what."""

    disk: Disk
    folder: Path
    root: Root
    cost: Cost
    random: RandomBytes

    def slot(self, secret: Secret) -> Slot:
        """Write a slot and open it again from the disk; raises `Damaged`."""
        written = write_slot(
            self.disk, self.folder, self.root, secret, cost=self.cost, random_bytes=self.random
        )
        kept = [s for s in find_slots(self.disk, self.folder).slots if s.name == written.name]
        if not kept or open_slots(kept, secret) != self.root:
            message = f"The key file {written.name} does not read back as it was written."
            raise Damaged(message, "The disk may be failing. Nothing older was removed.")
        return written

    def recovery(self) -> str:
        """Write a recovery slot and return its code."""
        key = self.random(KEY_BYTES)
        self.slot(Secret(kind=SlotKind.RECOVERY, key=key))
        return write_code(key)

    def keyring(self, keyring: Keyring) -> Slot:
        """Write a slot whose key the keyring keeps."""
        key, name = self.random(KEY_BYTES), self.random(16).hex()
        secret = Secret(kind=SlotKind.KEYRING, key=key, slot=name)
        keyring.put(secret.slot, secret.key)
        try:
            return self.slot(secret)
        except (OSError, Damaged):
            _forget(keyring, [secret.slot])
            raise


def find_vault(disk: Disk, folders: Folders) -> VaultFound:
    """Look what lies in the data folder, after settling a restore that was interrupted.

    Writes nothing but the renames of such a restore; raises `Unavailable`.
    """
    return _look(disk, folders)[0]


def create_vault(
    disk: Disk,
    folders: Folders,
    *,
    passphrase: str | None,
    keyring: Keyring | None,
    kdf: KdfChoice,
    random_bytes: RandomBytes,
) -> NewVault:
    """Make a vault that opens with what is given and with a recovery code.

    Raises `Conflict` if there is anything of a vault already, and `Unavailable`; nothing is there
    then that was not there before.
    """
    if passphrase is None and keyring is None:
        raise nothing_to_open_it()
    typed = None if passphrase is None else passphrase_secret(passphrase)
    _check_free(find_vault(disk, folders), folders.data)
    root = Root(vault=random_bytes(16), epoch=1, key=random_bytes(KEY_BYTES))
    cost = Cost() if typed is None else kdf.cost()
    made = folders.data / f"{_UNFINISHED}{random_bytes(4).hex()}"
    writing = _Writing(disk, made, root, cost, random_bytes)
    try:
        code = _make(writing, folders.data, typed, keyring)
    except (OSError, AtomError) as error:
        _empty(disk, made)
        _check_not_overtaken(disk, folders, root.vault)
        if isinstance(error, OSError):
            raise explained(error, folders.data) from error
        raise
    return NewVault(keys=_keys(root), recovery_code=code)


def _make(writing: _Writing, data: Path, typed: Secret | None, keyring: Keyring | None) -> str:
    """Write the slots of a new vault and publish them; return the recovery code.

    The keyring comes first: one that does not answer leaves nothing behind.
    """
    make_folder(writing.disk, data, data)
    kept = [] if keyring is None else [writing.keyring(keyring).body.id]
    try:
        code = writing.recovery()
        if typed is not None:
            writing.slot(typed)
        _publish(writing.disk, data, writing.folder)
    except (OSError, AtomError):
        if keyring is not None and writing.disk.exists(writing.folder):
            _forget(keyring, kept)
        raise
    _tidy(writing.disk, data)
    return code


def _check_not_overtaken(disk: Disk, folders: Folders, mine: bytes) -> None:
    """Raise `Conflict` if another process has made a vault here in the meantime."""
    with contextlib.suppress(Unavailable):
        if find_vault(disk, folders).vault not in {None, mine}:
            raise there_already(folders.data)


def unlock_with_passphrase(disk: Disk, folders: Folders, passphrase: str) -> Keys:
    """Open a vault; raises `Denied` (wrong-passphrase, no-such-slot), `Damaged`, `NotFound`."""
    return _keys(_opened(*_present(disk, folders), passphrase_secret(passphrase)))


def unlock_with_recovery(disk: Disk, folders: Folders, code: str) -> Keys:
    """Open a vault; raises `UserError` for a typing error, and what the others raise."""
    secret = Secret(kind=SlotKind.RECOVERY, key=read_code(code))
    return _keys(_opened(*_present(disk, folders), secret))


def unlock_with_keyring(disk: Disk, folders: Folders, keyring: Keyring) -> Keys:
    """Open a vault; raises `Unavailable` when the keyring does not answer, else as the others."""
    found, slots = _present(disk, folders)
    return _keys(open_slots(slots, _keyring_secret(found, slots, keyring)))


def _keyring_secret(found: VaultFound, slots: Iterable[Slot], keyring: Keyring) -> Secret:
    """Return what the keyring holds for one of these slots; raises `Denied` if it has nothing."""
    offered = [slot.body.id for slot in slots if slot.body.kind is SlotKind.KEYRING]
    for slot_id in offered:
        key = keyring.get(slot_id)
        if key is not None:
            return Secret(kind=SlotKind.KEYRING, key=key, slot=slot_id)
    if not offered:
        raise no_slot(SlotKind.KEYRING, found.problems)
    raise no_keyring_key()


def rekey(
    disk: Disk,
    folders: Folders,
    by: Secret,
    *,
    new_passphrase: str | None,
    new_recovery: bool,
    add_keyring: Keyring | None,
    kdf: KdfChoice,
    random_bytes: RandomBytes,
) -> str | None:
    """Change what opens the vault; return the new recovery code if one was wished for.

    Everything new is written and checked before anything older goes. Raises as unlocking does.
    """
    if new_passphrase is None and not new_recovery and add_keyring is None:
        message = "Nothing was said to change."
        raise UserError(message, "Ask for a new passphrase, a new recovery code or the keyring.")
    typed = None if new_passphrase is None else passphrase_secret(new_passphrase)
    found, slots = _present(disk, folders)
    root = _opened(found, slots, by)
    cost = Cost() if typed is None else kdf.cost()
    folder = folders.data / KEYS
    writing = _Writing(disk, folder, root, cost, random_bytes)
    mine = [slot for slot in slots if add_keyring and _holds(add_keyring, slot)]
    replaced = ((SlotKind.PASSPHRASE, typed), (SlotKind.RECOVERY, new_recovery))
    older = [name for kind, new in replaced if new for name in _files(disk, folder, kind)]
    older += [slot.name for slot in mine]
    try:
        code = _write_slots(writing, typed, add_keyring, new_recovery=new_recovery)
        # Recovery files go last: after that nothing may fail, or nobody would be told the new code.
        for name in sorted(older, key=lambda name: name.startswith(SlotKind.RECOVERY)):
            disk.unlink(folder / name)
    except OSError as error:
        raise explained(error, folder) from error
    with contextlib.suppress(OSError):  # at worst a power cut brings an older slot back
        disk.sync_dir(folder)
    if add_keyring is not None:
        _forget(add_keyring, [slot.body.id for slot in mine])
    return code


def _write_slots(
    writing: _Writing, typed: Secret | None, keyring: Keyring | None, *, new_recovery: bool
) -> str | None:
    """Write the slots that were wished for; return the recovery code if one was among them."""
    if typed is not None:
        writing.slot(typed)
    code = writing.recovery() if new_recovery else None
    if keyring is not None:
        writing.keyring(keyring)
    return code


def _look(disk: Disk, folders: Folders) -> tuple[VaultFound, tuple[Slot, ...]]:
    """Return what was found, and the sound slots of that vault."""
    data = folders.data
    try:
        swapped = settle_swap(disk, data)
        found = find_slots(disk, data / KEYS)
        files = _data_files(disk, data)
        unsettled = disk.exists(marker_file(data.resolve()))
        vault = _vault_of(disk, found.slots, files)
    except OSError as error:
        raise unreadable(error, data) from error
    slots = tuple(slot for slot in found.slots if slot.vault == vault)
    strangers = (stranger(slot) for slot in found.slots if slot.vault != vault)
    remains = bool(found.problems or files or unsettled)
    without = Presence.REMAINS if remains else Presence.NONE
    presence = Presence.PRESENT if slots else without
    problems = (*((swapped,) if swapped else ()), *found.problems, *strangers)
    kinds = tuple(kind for kind in SlotKind if any(s.body.kind is kind for s in slots))
    return VaultFound(presence=presence, vault=vault, kinds=kinds, problems=problems), slots


def _data_files(disk: Disk, data: Path) -> list[Path]:
    """Return every file that devices have written, as far as their folders can be listed."""
    folders = [data / part / device for part in _DATA for device in disk.list(data / part)]
    return [file for folder in folders if folder.name[0] != "." for file in _inside(disk, folder)]


def _inside(disk: Disk, folder: Path) -> list[Path]:
    try:
        return [folder / name for name in disk.list(folder)]
    except NotADirectoryError:
        return [folder]


def _vault_of(disk: Disk, slots: tuple[Slot, ...], files: list[Path]) -> bytes | None:
    """Return the id of the vault: one that a file names, rather one that slots know."""
    counted = Counter(slot.vault for slot in slots)
    first: bytes | None = None
    for path in files:
        named = _named_in(disk, path)
        if named in counted:
            return named
        first = first or named
    if first is not None or not counted:
        return first
    return counted.most_common(1)[0][0]


def _named_in(disk: Disk, path: Path) -> bytes | None:
    try:
        return read_header(disk.read_range(path, 0, HEADER.size), path.name).vault
    except Damaged:
        return None


def _present(disk: Disk, folders: Folders) -> tuple[VaultFound, tuple[Slot, ...]]:
    """Return what `_look` does; raises `NotFound` or `Damaged` where no slot can be opened."""
    found, slots = _look(disk, folders)
    if found.presence is Presence.NONE:
        raise nothing_there(folders.data)
    if found.presence is Presence.REMAINS:
        raise keys_lost(folders.data)
    return found, slots


def _opened(found: VaultFound, slots: tuple[Slot, ...], secret: Secret) -> Root:
    if not any(slot.body.kind is secret.kind for slot in slots):
        raise no_slot(secret.kind, found.problems)
    return open_slots(slots, secret)


def _keys(root: Root) -> Keys:
    return Keys.from_root(root.key, root.vault, root.epoch)


def _check_free(found: VaultFound, data: Path) -> None:
    if found.presence is Presence.PRESENT:
        raise there_already(data)
    if found.presence is Presence.REMAINS:
        raise remains_there(data)


def _publish(disk: Disk, data: Path, made: Path) -> None:
    """Give the folder of the slots its name: from here on there is a vault."""
    place = data / KEYS
    try:
        disk.rename(made, place)
    except OSError:
        names = disk.list(place)
        if any(name.endswith(".json") for name in names) or not disk.exists(place):
            raise  # another process was faster
        disk.rename(place, made.with_name(made.name.replace(_UNFINISHED, _ASIDE)))
        disk.rename(made, place)
    disk.sync_dir(data)


def _tidy(disk: Disk, data: Path) -> None:
    """Empty the folders of vaults that were never finished: their slots open nothing."""
    with contextlib.suppress(OSError):
        for path in (data / name for name in disk.list(data) if name.startswith(_UNFINISHED)):
            _empty(disk, path)


def _empty(disk: Disk, folder: Path) -> None:
    with contextlib.suppress(OSError):
        for name in disk.list(folder):
            disk.unlink(folder / name)


def _files(disk: Disk, folder: Path, kind: SlotKind) -> list[str]:
    """Return every slot file of a kind, sound or not, finished or not."""
    return [name for name in disk.list(folder) if name.startswith(f"{kind}-")]


def _holds(keyring: Keyring, slot: Slot) -> bool:
    """Tell whether a slot is one of this computer's keyring."""
    try:
        return slot.body.kind is SlotKind.KEYRING and keyring.get(slot.body.id) is not None
    except Damaged:
        return True


def _forget(keyring: Keyring, slot_ids: Iterable[str]) -> None:
    """Remove keys that open nothing any more; one that stays does no harm."""
    with contextlib.suppress(Unavailable):
        for slot_id in slot_ids:
            keyring.remove(slot_id)
