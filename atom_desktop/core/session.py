"""One vault in use: what commands and faces work with, open or locked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

import msgspec

from atom_desktop.core.bus import Bus
from atom_desktop.core.index.index import Index, Indexing
from atom_desktop.core.jobs import Jobs
from atom_desktop.core.notices import Notices
from atom_desktop.core.settings import Settings
from atom_desktop.core.trail import Trail
from atom_desktop.core.workspace import Workspace
from atom_desktop.model.errors import Busy, Denied
from atom_desktop.model.ids import NewId
from atom_desktop.model.json import JsonObject
from atom_desktop.store.place import Folders
from atom_desktop.store.store import Store, Surroundings

LOCK_PATIENCE: Final = 30.0
"""Seconds that locking waits for commands that are still at work."""


class VaultState(StrEnum):
    """What has become of the vault."""

    OPENED = "opened"
    LOCKED = "locked"


class Clock(Protocol):
    """What time it is; tests bring their own."""

    def now_ms(self) -> int:
        """Return Unix milliseconds."""

    def now(self) -> datetime:
        """Return the wall time here, with its zone."""

    def zone(self) -> ZoneInfo:
        """Return the time zone of this computer."""


class Control(Protocol):
    """What a command may ask of the process that holds the vault."""

    def status(self) -> JsonObject:
        """Return where the vault lies, whether it is open, and who holds it."""

    def unlock(self, *, passphrase: str, recovery: str) -> None:
        """Open the vault with one of the two, or the keyring where both are empty."""

    def lock(self) -> None:
        """Lock the vault; a process that exists for it alone ends."""

    def quit(self) -> None:
        """End the process."""


class OpenVault(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of an open vault; `close` makes everything durable and takes them down.

    `indexing` tells how far the full text is while it is being built.
    """

    store: Store
    index: Index
    workspace: Workspace
    settings: Settings
    indexing: Bus[Indexing]
    trail: Trail
    close: Callable[[], None]


class Session(msgspec.Struct, kw_only=True):
    """The vault that this process owns. `vault` is None while it is locked. For any thread."""

    folders: Folders
    around: Surroundings
    clock: Clock
    jobs: Jobs
    notices: Notices
    new_id: NewId
    bus: Bus[VaultState]
    control: Control | None = None
    vault: OpenVault | None = None
    _users: int = 0
    _closing: bool = False
    _changed: threading.Condition = msgspec.field(default_factory=threading.Condition)

    @property
    def locked(self) -> bool:
        """Whether there is nothing to work with until somebody unlocks."""
        return self.vault is None

    @property
    def opened(self) -> OpenVault:
        """The open vault; raises `Denied` while it is locked."""
        if self.vault is None:
            raise _locked()
        return self.vault

    @contextmanager
    def using(self) -> Iterator[OpenVault]:
        """Hold the vault open while a command works with it; raises `Denied` if it is locked."""
        with self._changed:
            if self._closing:
                raise _locked()
            vault = self.opened
            self._users += 1
        try:
            yield vault
        finally:
            with self._changed:
                self._users -= 1
                self._changed.notify_all()

    def take(self, vault: OpenVault) -> None:
        """Put an opened vault to use, and tell everybody."""
        with self._changed:
            self.vault = vault
        self.bus.publish(VaultState.OPENED)

    def give_up(self, patience: float = LOCK_PATIENCE) -> None:
        """Let no command begin any more, wait for those at work, close the vault, tell everybody.

        Raises `Busy`, with the vault as open as before, if they take longer than `patience`.
        """
        with self._changed:
            if self.vault is None or self._closing:
                return
            self._closing = True
            free = self._changed.wait_for(lambda: self._users == 0, patience)
            self._closing = False
            if not free:
                message = "A command is still at work in the vault."
                raise Busy(message, "Wait until it has ended, or cancel it, then lock again.")
            vault, self.vault = self.vault, None
        self.bus.publish(VaultState.LOCKED)
        vault.close()

    @property
    def store(self) -> Store:
        """The store of the open vault."""
        return self.opened.store

    @property
    def index(self) -> Index:
        """The index of the open vault."""
        return self.opened.index

    @property
    def workspace(self) -> Workspace:
        """The door through which records change."""
        return self.opened.workspace

    @property
    def settings(self) -> Settings:
        """The settings, with their present values."""
        return self.opened.settings


def _locked() -> Denied:
    message = "The vault is locked."
    return Denied(message, "Unlock it in the window or with `atom vault unlock`.")
