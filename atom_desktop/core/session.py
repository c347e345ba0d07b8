"""One vault in use: what commands and faces work with, open or locked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from atom_desktop.core.index.index import Index
from atom_desktop.core.jobs import Jobs
from atom_desktop.core.notices import Notices
from atom_desktop.core.settings import Settings
from atom_desktop.core.workspace import Workspace
from atom_desktop.model.errors import Denied
from atom_desktop.model.ids import NewId
from atom_desktop.store.place import Folders
from atom_desktop.store.store import Store, Surroundings


class Clock(Protocol):
    """What time it is; tests bring their own."""

    def now_ms(self) -> int:
        """Unix milliseconds."""

    def now(self) -> datetime:
        """The wall time here, with its zone."""

    def zone(self) -> ZoneInfo:
        """The time zone of this computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVault:
    """The parts of an open vault, built and taken down by `app.py`."""

    store: Store
    index: Index
    workspace: Workspace
    settings: Settings


@dataclass(slots=True, kw_only=True)
class Session:
    """The vault that this process owns. `vault` is None while it is locked."""

    folders: Folders
    around: Surroundings
    clock: Clock
    jobs: Jobs
    notices: Notices
    new_id: NewId
    lock: Callable[[], None]
    vault: OpenVault | None = None

    @property
    def locked(self) -> bool:
        """Whether there is nothing to work with until somebody unlocks."""
        return self.vault is None

    @property
    def opened(self) -> OpenVault:
        """The open vault; raises `Denied` while it is locked."""
        if self.vault is None:
            message = "The vault is locked."
            raise Denied(message, "Unlock it in the window or with `atom vault unlock`.")
        return self.vault

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
