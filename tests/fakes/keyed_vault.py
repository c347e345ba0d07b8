"""Vaults with real key slots in a temporary folder, and a disk that fails at a chosen call."""

import os
from pathlib import Path

from atom_desktop.store.disk import Handle, RealDisk
from atom_desktop.store.keyring import Keyring
from atom_desktop.store.recovery_code import read_code
from atom_desktop.store.slots import KdfChoice, Secret, SlotKind
from atom_desktop.store.vault import NewVault, VaultFound, create_vault, find_vault, rekey
from tests.fakes.vault import folders_in

PHRASE = "correct horse"


class FailingDisk(RealDisk):
    """A disk that fails for good at the n-th call that writes. `error` says how."""

    def __init__(self, calls: int = -1, error: int = 28) -> None:
        self.left = calls
        self.error = error
        self.failed = False

    def _count(self) -> None:
        self.failed = self.failed or self.left == 0
        self.left -= 1
        if self.failed:
            raise OSError(self.error, os.strerror(self.error))

    def create(self, path: Path) -> Handle:
        self._count()
        return super().create(path)

    def append(self, handle: Handle, content: bytes | memoryview) -> int:
        self._count()
        return super().append(handle, content)

    def sync(self, handle: Handle) -> None:
        self._count()
        super().sync(handle)

    def sync_dir(self, path: Path) -> None:
        self._count()
        super().sync_dir(path)

    def rename(self, old: Path, new: Path) -> None:
        self._count()
        super().rename(old, new)

    def unlink(self, path: Path) -> None:
        self._count()
        super().unlink(path)

    def mkdir(self, path: Path) -> None:
        self._count()
        super().mkdir(path)


def create(
    root: Path,
    *,
    passphrase: str | None = None,
    keyring: Keyring | None = None,
    disk: RealDisk | None = None,
) -> NewVault:
    return create_vault(
        disk or RealDisk(),
        folders_in(root),
        passphrase=passphrase,
        keyring=keyring,
        kdf=KdfChoice.FLOOR,
        random_bytes=os.urandom,
    )


def change(
    root: Path,
    by: Secret,
    *,
    phrase: str | None = None,
    recovery: bool = False,
    keyring: Keyring | None = None,
    disk: RealDisk | None = None,
) -> str | None:
    return rekey(
        disk or RealDisk(),
        folders_in(root),
        by,
        new_passphrase=phrase,
        new_recovery=recovery,
        add_keyring=keyring,
        kdf=KdfChoice.FLOOR,
        random_bytes=os.urandom,
    )


def by_code(made: NewVault) -> Secret:
    return Secret(kind=SlotKind.RECOVERY, key=read_code(made.recovery_code))


def found(root: Path) -> VaultFound:
    return find_vault(RealDisk(), folders_in(root))


def keys_folder(root: Path) -> Path:
    return folders_in(root).data / "keys"


def slot_files(root: Path, kind: SlotKind) -> list[Path]:
    return sorted(keys_folder(root).glob(f"{kind}-*"))
