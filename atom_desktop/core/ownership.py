"""This process and its vault: takes it over, opens it, answers the others, locks it, lets go."""

import threading
import time
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.core.instance import Instance, busy, private_folder
from atom_desktop.core.owner import Answers, Owner
from atom_desktop.core.owner_line import address_in, listen
from atom_desktop.core.patience import Patience
from atom_desktop.core.session import OpenVault, Session
from atom_desktop.model.errors import AtomError, Busy, Damaged, Denied, NotFound, Unavailable
from atom_desktop.model.json import JsonObject
from atom_desktop.store.crypto import Keys
from atom_desktop.store.faults import explained
from atom_desktop.store.keyring import Keyring
from atom_desktop.store.place import Place
from atom_desktop.store.problem import Gravity, Problem
from atom_desktop.store.recovery_code import read_code
from atom_desktop.store.slots import KdfChoice, Secret, SlotKind, passphrase_secret
from atom_desktop.store.vault import (
    Presence,
    VaultFound,
    create_vault,
    find_vault,
    rekey,
    unlock_with_keyring,
    unlock_with_passphrase,
    unlock_with_recovery,
)

LOOK_SECONDS: Final = 0.05


class Kind(StrEnum):
    """What sort of process holds a vault."""

    WINDOW = "window"
    HEADLESS = "headless"
    BACKGROUND = "background"
    COMMAND = "command"


class Rekeying(msgspec.Struct, frozen=True, kw_only=True):
    """What is to open the vault from now on, and the `passphrase` or `recovery` code of today."""

    passphrase: str = ""
    recovery: str = ""
    new_passphrase: str = ""
    new_recovery: bool = False
    keyring: bool = False
    kdf: KdfChoice = KdfChoice.CALIBRATED

    def __repr__(self) -> str:
        """Show nothing that is secret."""
        return "Rekeying(...)"

    def secret(self) -> Secret:
        """Return what opens the vault today."""
        if self.recovery:
            return Secret(kind=SlotKind.RECOVERY, key=read_code(self.recovery))
        return passphrase_secret(self.passphrase)


class Ownership(msgspec.Struct, kw_only=True):
    """The vault in `session.folders`, in the hands of this process. For any thread but Qt's.

    `quit` asks the process to end. Every method that opens takes the lock of the vault first and
    raises `Busy` while another process has it.
    """

    session: Session
    kind: Kind
    answers: Answers
    opener: Callable[[Keys], OpenVault]
    keyring: Keyring
    patience: Patience
    version: str
    quit: Callable[[], None]
    minutes: int | None = None
    """Without use until a background process ends; None: as the setting says, 0: never."""
    _instance: Instance | None = None
    _owner: Owner | None = None
    _closing: bool = False
    _lock: threading.RLock = msgspec.field(default_factory=threading.RLock)

    @property
    def owns(self) -> bool:
        """Whether this process owns a vault, open or locked."""
        return self._instance is not None and self._owner is not None

    def found(self) -> VaultFound:
        """Look what lies in the folder; reads nothing but key slots."""
        return find_vault(self.session.around.disk, self.session.folders)

    def take_over(self, patience: float = 0.0) -> None:
        """Become the one process that owns the vault, and answer the others from now on.

        Waits up to `patience` seconds for a process that is just ending; then raises `Busy`.
        """
        until = time.monotonic() + patience
        while not self._taken_over():
            if time.monotonic() >= until:
                raise busy()
            threading.Event().wait(LOOK_SECONDS)

    def create(self, *, passphrase: str | None, keyring: bool, kdf: KdfChoice) -> str:
        """Make a vault, open it, and return its recovery code.

        A vault that was made and cannot be opened yet is told as a notice.
        """
        around = self.session.around
        made = create_vault(
            around.disk,
            self.session.folders,
            passphrase=passphrase,
            keyring=self.keyring if keyring else None,
            kdf=kdf,
            random_bytes=around.random_bytes,
        )
        try:
            self.open(made.keys)
        except AtomError as error:  # the code is told all the same: it is never told again
            self.session.notices.tell_error(error)
        return made.recovery_code

    def unlock(self, *, passphrase: str = "", recovery: str = "") -> None:
        """Open the vault with a passphrase, a recovery code, or what the keyring holds."""
        self.open(self.keys(passphrase=passphrase, recovery=recovery))

    def keys(self, *, passphrase: str = "", recovery: str = "") -> Keys:
        """Return the keys of the vault; wrong attempts make the next one wait."""
        self.patience.check()
        disk, folders = self.session.around.disk, self.session.folders
        try:
            if recovery:
                keys = unlock_with_recovery(disk, folders, recovery)
            elif passphrase:
                keys = unlock_with_passphrase(disk, folders, passphrase)
            else:
                keys = unlock_with_keyring(disk, folders, self.keyring)
        except Denied:
            self.patience.note_wrong()
            raise
        self.patience.note_right()
        return keys

    def open(self, keys: Keys) -> None:
        """Open the vault with its keys, then answer the others."""
        with self._lock:
            if not self.session.locked:
                return
            if self._closing:
                raise Busy("ATOM is just ending.", "Start it again in a moment.")
            place = self.session.folders.place(keys.vault)
            self._take(place)
            self.session.take(self.opener(keys))
            self._listen(place)

    def rekey(self, wish: Rekeying) -> str | None:
        """Change what opens the vault; return the new recovery code if one was wished for."""
        self.patience.check()
        around = self.session.around
        try:
            code = rekey(
                around.disk,
                self.session.folders,
                wish.secret(),
                new_passphrase=wish.new_passphrase or None,
                new_recovery=wish.new_recovery,
                add_keyring=self.keyring if wish.keyring else None,
                kdf=wish.kdf,
                random_bytes=around.random_bytes,
            )
        except Denied:
            self.patience.note_wrong()
            raise
        self.patience.note_right()
        return code

    def lock(self) -> None:
        """Close the vault and forget its keys; a process in the background ends with that."""
        with self._lock:
            self.session.give_up()
        if self.kind is Kind.BACKGROUND:
            self.quit()

    def status(self) -> JsonObject:
        """Return what `atom vault status` shows."""
        found = self.found()
        return {
            "vault": str(self.session.folders.data),
            "presence": str(found.presence),
            "open": not self.session.locked,
            "owner": str(self.kind),
            "unlocks_with": [str(kind) for kind in found.kinds],
            "locks_in_minutes": self._locks_after(found),
            "problems": [_told(one) for one in found.problems if serious(one)],
        }

    def close(self) -> None:
        """Answer nobody any more, close the vault and let another process have it.

        Jobs are cancelled and waited for first, because one of them may be about to open the vault:
        not to be called from a job of the session. Raises `Busy` if a command does not end.
        """
        self._closing = True
        owner, self._owner = self._owner, None
        if owner is not None:
            owner.close()
        self.session.jobs.close()
        with self._lock:
            self.session.give_up()
            if self._instance is not None:
                self._instance.release()
                self._instance = None

    def _taken_over(self) -> bool:
        """Take the vault over and listen; False while another process has it."""
        with self._lock:
            place = self._place()
            try:
                self._take(place)
            except Busy:
                return False
            self._listen(place)
            return True

    def _place(self) -> Place:
        found = self.found()
        if found.vault is None or found.presence is not Presence.PRESENT:
            raise nothing_there(found, self.session.folders.data)
        return self.session.folders.place(found.vault)

    def _take(self, place: Place) -> None:
        if self._instance is not None:
            return
        try:
            self._instance = Instance.take(place.state)
        except OSError as error:
            raise explained(error, place.state) from error

    def _listen(self, place: Place) -> None:
        if self._owner is not None:
            return
        try:
            private_folder(place.runtime)
            listener = listen(address_in(place.runtime, place.profile), place.runtime)
        except OSError as error:
            if self.kind is Kind.COMMAND:
                return  # one command does without being reached by others
            raise unreachable(place.runtime, error) from error
        self._owner = Owner(listener, self.answers, self._about)

    def _locks_after(self, found: VaultFound) -> int | None:
        """Return the minutes without use after which this process locks, None for never."""
        vault = self.session.vault
        if vault is None or self.kind is Kind.COMMAND:
            return None
        if self.kind is not Kind.BACKGROUND and SlotKind.KEYRING in found.kinds:
            return None
        chosen = self.minutes
        if chosen is None:
            chosen = int(vault.settings.get("lock.idle_minutes"))
        return chosen or None

    def _about(self) -> JsonObject:
        """Return what greets each caller."""
        vault = self.session.vault
        file = first_affected(vault.store.problems) if vault else None
        damaged, named = file is not None, file or ""
        return {
            "version": self.version,
            "kind": self.kind,
            "damaged": damaged,
            "damaged_file": named,
        }


def _told(problem: Problem) -> JsonObject:
    return {"file": problem.file, "message": problem.message, "hint": problem.hint}


def nothing_there(found: VaultFound, data: Path) -> NotFound | Damaged:
    """Return what to say when there is no vault to open."""
    if found.presence is Presence.REMAINS:
        return Damaged(
            f"There is data of a vault in {data}, but no key file that can open it.",
            "Put the folder “keys” back from a backup, or restore a backup of the vault.",
            "no-keys",
        )
    return NotFound(f"There is no vault in {data}.", "Make one with `atom vault init`.", "no-vault")


def unreachable(runtime: Path, error: OSError) -> Unavailable:
    """Return what to say when other processes cannot reach this one."""
    return Unavailable(
        f"The folder {runtime} for talking to other programs cannot be used: {error.strerror}.",
        "Set XDG_RUNTIME_DIR to a folder of your own, or unset it.",
        "no-runtime",
    )


def first_affected(problems: Iterable[Problem]) -> str | None:
    """Return the file of the first finding that means a loss, None if there is no such finding."""
    return next((problem.file for problem in problems if serious(problem)), None)


def serious(problem: Problem) -> bool:
    """Tell whether a finding means that something is lost: bytes cut off by a kill are not."""
    return problem.gravity is not Gravity.UNFINISHED
