"""What is said where a vault cannot be made or opened: the errors of its key files and folders."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from atom_desktop.model.errors import Conflict, Damaged, Denied, NotFound, Unavailable, UserError
from atom_desktop.store.problem import Gravity, Problem
from atom_desktop.store.slots import Slot, SlotKind

KEYS: Final = "keys"
"""The folder of the key files inside that of the vault."""
_NAMES: Final = {
    SlotKind.PASSPHRASE: "a passphrase",
    SlotKind.KEYRING: "the keyring of a computer",
    SlotKind.RECOVERY: "a recovery code",
}
_STILL: Final = {
    SlotKind.PASSPHRASE: "The recovery code still opens the vault: `atom vault unlock --recovery`.",
    SlotKind.KEYRING: "Your passphrase or the recovery code still opens the vault.",
    SlotKind.RECOVERY: "Your passphrase or the keyring still opens the vault.",
}


def no_slot(kind: SlotKind, problems: Iterable[Problem]) -> Denied | Damaged:
    """Return what to say when no sound key file is of a kind: one may be there and be damaged."""
    for problem in problems:
        if problem.file.startswith(f"{KEYS}/{kind}-"):
            return Damaged(problem.message, _STILL[kind], "damaged-key-file")
    message = f"This vault has no key file that opens with {_NAMES[kind]}."
    return Denied(message, "`atom vault status` says what opens it.", "no-such-slot")


def no_keyring_key() -> Denied:
    """Return what to say when the keyring does not hold what it should."""
    return Denied(
        "The keyring of this computer has no key for this vault. The vault file is fine.",
        "Unlock with your passphrase or recovery code, then set the keyring up again.",
        "no-keyring-key",
    )


def there_already(data: Path) -> Conflict:
    """Return what to say when a vault was to be made where one is."""
    message = f"There is a vault in {data} already."
    return Conflict(message, "Unlock it, or choose another folder for a new one.", "exists")


def remains_there(data: Path) -> Conflict:
    """Return what to say when a vault was to be made over the data of one."""
    message = f"The folder {data} holds the data of a vault whose key files are missing."
    hint = "Put its “keys” folder back, restore a backup, or choose another folder."
    return Conflict(message, hint, "remains")


def nothing_to_open_it() -> UserError:
    """Return what to say when a vault was to be made that nothing would open."""
    message = "A vault needs something that opens it."
    return UserError(message, "Give a passphrase, or let the keyring of this computer keep it.")


def nothing_there(data: Path) -> NotFound:
    """Return what to say when a vault was to be opened where none is."""
    message = f"There is no vault in {data}."
    return NotFound(message, "Make one with `atom vault init`, or name its folder.")


def keys_lost(data: Path) -> Damaged:
    """Return what to say when there is data of a vault and nothing sound that opens it."""
    message = f"The key files of the vault in {data} are missing or damaged."
    hint = "Put its “keys” folder back from a copy, or restore a backup. Nothing was changed."
    return Damaged(message, hint)


def stranger(slot: Slot) -> Problem:
    """Return the problem of a key file that is another vault's."""
    return Problem(
        gravity=Gravity.DAMAGED,
        file=f"{KEYS}/{slot.name}",
        message=f"The key file {slot.name} belongs to another vault.",
        hint="Two vaults were mixed into one folder; move it back to where it came from.",
    )


def unreadable(error: OSError, data: Path) -> Unavailable:
    """Return what to say when the folder of a vault cannot be read."""
    return Unavailable(
        f"The folder {data} cannot be read: {error.strerror or error}.",
        "Nothing was changed. Check that the disk is there and that the folder belongs to you.",
        "io-error",
    )
