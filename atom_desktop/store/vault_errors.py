"""What is said where a vault cannot be made or opened: the errors of its key files and folders."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from atom_desktop.model.errors import Conflict, Damaged, Denied, Unavailable
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


def there_already(data: Path) -> Conflict:
    """Return what to say when a vault was to be made where one is."""
    message = f"There is a vault in {data} already."
    return Conflict(message, "Unlock it, or choose another folder for a new one.", "exists")


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
