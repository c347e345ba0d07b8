"""Key slots: small files that each hold the root of a vault, wrapped under another secret.

A slot is immutable. Its sum tells a damaged file from a wrong passphrase; its commitment makes sure
that it opens under one key alone. See docs/format.md.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from atom_desktop.model.errors import Damaged, Denied, UserError
from atom_desktop.store.crypto import (
    FLOOR,
    KEY_BYTES,
    Cost,
    calibrated,
    commitment,
    derive,
    stretch,
)
from atom_desktop.store.disk import Disk, make_folder, write_all
from atom_desktop.store.problem import Gravity, Problem
from atom_desktop.store.sealed import RandomBytes

FORMAT: Final = 1
UNFINISHED: Final = ".new"
MOST_BYTES: Final = 1 << 14
_OTHERS: Final = "Another key slot, the recovery code or a backup still opens the vault."


class SlotKind(StrEnum):
    """What a slot is opened with."""

    PASSPHRASE = "passphrase"  # noqa: S105 -- the name of a kind of slot
    KEYRING = "keyring"
    RECOVERY = "recovery"


class KdfChoice(StrEnum):
    """How dear a guess at the passphrase is made."""

    FLOOR = "floor"
    CALIBRATED = "calibrated"

    def cost(self) -> Cost:
        """Return the cost; measuring this computer takes about a fifth of a second."""
        return FLOOR if self is KdfChoice.FLOOR else calibrated()


class SlotBody(msgspec.Struct, frozen=True, kw_only=True):
    """All that a slot says besides the wrapped root; binary values are hex."""

    format: int
    kind: SlotKind
    id: str
    vault: str
    epoch: int
    salt: str
    commitment: str
    nonce: str
    cost: Cost | None = None


class _SlotFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    slot: msgspec.Raw
    wrapped: str
    sum: str


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A slot file whose sum is right; `packed` are the bytes that the wrapping authenticates."""

    name: str
    body: SlotBody
    packed: bytes
    wrapped: bytes

    @property
    def vault(self) -> bytes:
        """The id of the vault it belongs to."""
        return bytes.fromhex(self.body.vault)


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """What opens slots of one kind: the bytes of a passphrase, or a key of 32 bytes."""

    kind: SlotKind
    key: bytes
    slot: str = ""
    """The id of the one slot it is for, empty for any of its kind."""

    def __repr__(self) -> str:
        """Show nothing that is secret."""
        return f"Secret(kind={self.kind!r}, slot={self.slot!r})"


class Root(msgspec.Struct, frozen=True, kw_only=True):
    """The root of a vault, held only while slots are opened or written."""

    vault: bytes
    epoch: int
    key: bytes

    def __repr__(self) -> str:
        """Show nothing that is secret."""
        return f"Root(vault={self.vault!r}, epoch={self.epoch})"


class SlotsFound(msgspec.Struct, frozen=True, kw_only=True):
    """The slot files of a folder: those that are sound, and what was wrong with the others."""

    slots: tuple[Slot, ...]
    problems: tuple[Problem, ...]

    def kinds(self) -> tuple[SlotKind, ...]:
        """Return the kinds of the sound slots."""
        return tuple(kind for kind in SlotKind if any(s.body.kind == kind for s in self.slots))


def passphrase_secret(passphrase: str) -> Secret:
    """Return the secret of a passphrase: NFKC, so that every keyboard types the same one."""
    key = unicodedata.normalize("NFKC", passphrase).encode()
    if not key:
        raise UserError("The passphrase is empty.", "Type at least one character.")
    return Secret(kind=SlotKind.PASSPHRASE, key=key)


def find_slots(disk: Disk, folder: Path) -> SlotsFound:
    """Read every slot file in `folder`."""
    slots: list[Slot] = []
    problems: list[Problem] = []
    for name in disk.list(folder):
        if name.endswith(UNFINISHED) or name.startswith("."):
            continue
        try:
            slots.append(read_slot(name, disk.read_range(folder / name, 0, MOST_BYTES)))
        except Damaged as error:
            problems.append(_problem(folder, name, error.message, error.hint))
        except OSError as error:
            message = f"The key file {name} cannot be read: {error.strerror or error}."
            problems.append(_problem(folder, name, message, _OTHERS))
    return SlotsFound(slots=tuple(slots), problems=tuple(problems))


def _problem(folder: Path, name: str, message: str, hint: str) -> Problem:
    file = f"{folder.name}/{name}"
    return Problem(gravity=Gravity.DAMAGED, file=file, message=message, hint=hint)


def read_slot(name: str, content: bytes) -> Slot:
    """Take a slot file apart; raises `Damaged` unless every byte is as it was written."""
    try:
        file = msgspec.json.decode(content, type=_SlotFile)
        packed = bytes(file.slot)
        if not hmac.compare_digest(_sum(packed, file.wrapped), file.sum.encode()):
            raise Damaged(f"The key file {name} is damaged.", _OTHERS)
        body = msgspec.json.decode(packed, type=SlotBody)
        wrapped = bytes.fromhex(file.wrapped)
        _check_lengths(body)
    except (msgspec.DecodeError, UnicodeError, ValueError) as error:
        raise Damaged(f"The key file {name} is damaged.", _OTHERS) from error
    if body.format != FORMAT:
        message = f"The key file {name} was written by a newer version."
        raise Damaged(message, "Install that version of ATOM, or use another key slot.")
    if name != _name(body):
        raise Damaged(f"The key file {name} was renamed.", f"Its name was {_name(body)}.")
    if body.cost is not None:
        body.cost.check()
    if (body.cost is None) == (body.kind is SlotKind.PASSPHRASE):
        raise Damaged(f"The key file {name} is damaged.", _OTHERS)
    return Slot(name=name, body=body, packed=packed, wrapped=wrapped)


def write_slot(
    disk: Disk, folder: Path, root: Root, secret: Secret, *, cost: Cost, random_bytes: RandomBytes
) -> Slot:
    """Wrap the root under a secret in a new file, which is durable when this returns."""
    salt, slot_id = random_bytes(KEY_BYTES), secret.slot or random_bytes(16).hex()
    used = cost if secret.kind is SlotKind.PASSPHRASE else None
    key = _kek(secret, salt, used)
    body = SlotBody(
        format=FORMAT,
        kind=secret.kind,
        id=slot_id,
        vault=root.vault.hex(),
        epoch=root.epoch,
        salt=salt.hex(),
        commitment=commitment(key).hex(),
        nonce=random_bytes(12).hex(),
        cost=used,
    )
    packed = msgspec.json.encode(body)
    wrapped = _wrapping(key).encrypt(bytes.fromhex(body.nonce), root.key, packed)
    total = _sum(packed, wrapped.hex()).decode()
    file = _SlotFile(slot=msgspec.Raw(packed), wrapped=wrapped.hex(), sum=total)
    put_file(disk, folder / _name(body), msgspec.json.encode(file))
    return Slot(name=_name(body), body=body, packed=packed, wrapped=wrapped)


def put_file(disk: Disk, path: Path, content: bytes) -> None:
    """Write a small file so that it is there whole or not at all, and stays."""
    make_folder(disk, path.parent, path.parent)
    unfinished = path.with_name(path.name + UNFINISHED)
    if disk.exists(unfinished):
        disk.unlink(unfinished)
    handle = disk.create(unfinished)
    try:
        write_all(disk, handle, content)
        disk.sync(handle)
    finally:
        disk.close(handle)
    disk.rename(unfinished, path)
    disk.sync_dir(path.parent)


def open_slots(slots: Iterable[Slot], secret: Secret) -> Root:
    """Return the root from the first slot that the secret opens; raises `Denied` if none does."""
    refused: Damaged | None = None
    for slot in slots:
        if slot.body.kind is not secret.kind or secret.slot not in {"", slot.body.id}:
            continue
        try:
            root = _open(slot, secret)
        except Damaged as error:
            refused = error
            continue
        if root is not None:
            return root
    if refused is not None:
        raise refused
    raise _denied(secret.kind)


def remove_slots(disk: Disk, folder: Path, slots: Sequence[Slot]) -> None:
    """Remove slot files."""
    for slot in slots:
        disk.unlink(folder / slot.name)
    disk.sync_dir(folder)


def _open(slot: Slot, secret: Secret) -> Root | None:
    body = slot.body
    key = _kek(secret, bytes.fromhex(body.salt), body.cost)
    if not hmac.compare_digest(commitment(key), bytes.fromhex(body.commitment)):
        return None
    try:
        root = _wrapping(key).decrypt(bytes.fromhex(body.nonce), slot.wrapped, slot.packed)
    except InvalidTag as error:
        raise Damaged(f"The key file {slot.name} is damaged.", _OTHERS) from error
    return Root(vault=slot.vault, epoch=body.epoch, key=root)


def _kek(secret: Secret, salt: bytes, cost: Cost | None) -> bytes:
    """Return the key that wraps the root: stretched from a passphrase, derived from a key."""
    if cost is not None:
        return stretch(secret.key, salt, cost)
    return derive(secret.key, b"atom slot " + secret.kind.encode(), salt=salt)


def _wrapping(key: bytes) -> AESGCM:
    return AESGCM(derive(key, b"atom wrap"))


def _sum(packed: bytes, wrapped: str) -> bytes:
    return hashlib.sha256(packed + b"\0" + wrapped.encode()).hexdigest().encode()


def _name(body: SlotBody) -> str:
    return f"{body.kind}-{body.id}.json"


def _check_lengths(body: SlotBody) -> None:
    """Raise `ValueError` unless each hex text is as long as it was written."""
    wanted = (body.id, 16), (body.vault, 16), (body.salt, 32), (body.commitment, 32)
    for text, length in (*wanted, (body.nonce, 12)):
        if re.fullmatch(f"[0-9a-f]{{{2 * length}}}", text) is None:
            raise ValueError(text)


def _denied(kind: SlotKind) -> Denied:
    if kind is SlotKind.PASSPHRASE:
        return Denied(
            "Wrong passphrase: it does not open the vault. The vault file is fine.",
            "Check the keyboard layout and Caps Lock, or use the recovery code.",
            "wrong-passphrase",
        )
    if kind is SlotKind.RECOVERY:
        return Denied(
            "This recovery code does not open the vault. The vault file is fine.",
            "It is the code of another vault, or a newer code has replaced it.",
            "wrong-recovery-code",
        )
    return Denied(
        "The key in this computer's keyring does not open the vault. The vault file is fine.",
        "Unlock with your passphrase or recovery code, then set the keyring up again.",
        "wrong-keyring-key",
    )
