"""Where the parts of a vault lie: its folder, and this computer's own folders for it."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROFILE_DIGITS: Final = 16
LONGEST_SOCKET: Final = 100
"""Unix socket paths are limited to 104 (BSD, macOS) or 108 (Linux) bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """The folders of a person, before it is known which vault is meant."""

    data: Path
    backups: Path
    cache: Path
    state: Path
    runtime: Path

    def place(self, vault: bytes) -> "Place":
        """Return the folders of one vault: two vaults never share anything but their backups."""
        where = str(self.data.resolve()).encode()
        profile = hashlib.sha256(b"atom profile\0" + vault + where).hexdigest()[:PROFILE_DIGITS]
        runtime = self.runtime / f"atom-{profile}"
        if len(str(runtime / "owner.sock").encode()) > LONGEST_SOCKET:
            runtime = Path(tempfile.gettempdir()) / f"atom-{_person()}-{profile}"
        return Place(
            vault=vault,
            profile=profile,
            data=self.data,
            backups=self.backups,
            cache=self.cache / profile,
            state=self.state / profile,
            runtime=runtime,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The folders of one vault on this computer."""

    vault: bytes
    profile: str
    data: Path
    backups: Path
    cache: Path
    state: Path
    runtime: Path

    @property
    def devices(self) -> Path:
        """The folder with one folder for each device."""
        return self.data / "dev"

    @property
    def keys(self) -> Path:
        """The folder of the key slots."""
        return self.data / "keys"

    @property
    def settings(self) -> Path:
        """The folder of the settings, one folder for each device."""
        return self.data / "settings"

    @property
    def secrets(self) -> Path:
        """The folder of API keys and tokens, one folder for each device."""
        return self.data / "secrets"

    @property
    def quarantine(self) -> Path:
        """Where copies of what did not verify are kept."""
        return self.state / "quarantine"

    @property
    def anchor(self) -> Path:
        """What this computer remembers of how far the vault reached."""
        return self.state / "anchor.json"

    @property
    def logs(self) -> Path:
        """Where the program writes its own log."""
        return self.state / "logs"


def find_folders(environment: Mapping[str, str], data: Path | None = None) -> Folders:
    """Return the folders the operating system sets aside, or those around an explicit `data`.

    `ATOM_DATA_DIR` in the environment is used when `data` is not given. Backups of an explicit
    folder lie beside it, under its name with ``-backups``.
    """
    from platformdirs import PlatformDirs  # noqa: PLC0415 -- its import is paid only here

    dirs = PlatformDirs("ATOM", appauthor=False)
    named = environment.get("ATOM_DATA_DIR", "")
    explicit = data or (Path(named) if named else None)
    folder = explicit.absolute() if explicit else Path(dirs.user_data_dir)
    return Folders(
        data=folder,
        backups=folder.with_name(f"{folder.name}-backups"),
        cache=Path(dirs.user_cache_dir),
        state=Path(dirs.user_state_dir),
        runtime=_runtime_root(environment),
    )


def _runtime_root(environment: Mapping[str, str]) -> Path:
    """Return the runtime folder, or where there is none a private one under the temporary folder.

    XDG_RUNTIME_DIR counts only while it exists: a session without a log-in manager may name one
    that nobody has made.
    """
    named = environment.get("XDG_RUNTIME_DIR", "")
    if named and Path(named).is_dir():
        return Path(named)
    return Path(tempfile.gettempdir()) / f"atom-{_person()}"


def _person() -> str:
    return str(os.getuid()) if sys.platform != "win32" else os.environ.get("USERNAME", "user")
