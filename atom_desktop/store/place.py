"""Where the parts of a vault lie: its folder, and this computer's own folders for it."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from atom_desktop.model.errors import UserError

PROFILE_DIGITS: Final = 16
LONGEST_SOCKET: Final = 100
"""Unix socket paths are limited to 104 (BSD, macOS) or 108 (Linux) bytes."""

_USUAL: Final = "/tmp"  # noqa: S108 -- only folders of our own are made in it


class Folders(NamedTuple):
    """The folders of a person, before it is known which vault is meant."""

    data: Path
    backups: Path
    cache: Path
    state: Path
    runtime: Path

    def place(self, vault: bytes) -> "Place":
        """Return the folders of one vault: two vaults never share anything but their backups."""
        import hashlib  # noqa: PLC0415 -- its import costs 3 ms, which a help page has no use for

        where = str(self.data.resolve()).encode()
        profile = hashlib.sha256(b"atom profile\0" + vault + where).hexdigest()[:PROFILE_DIGITS]
        runtime = self.runtime / f"atom-{profile}"
        if len(str(runtime / "owner.sock").encode()) > LONGEST_SOCKET:
            runtime = _temporary() / f"atom-{_person()}-{profile}"
        return Place(
            vault=vault,
            profile=profile,
            data=self.data,
            backups=self.backups,
            cache=self.cache / profile,
            state=self.state / profile,
            runtime=runtime,
        )


class Place(NamedTuple):
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


def find_folders(environment: Mapping[str, str], data: Path | None = None) -> Folders:
    """Return the folders the operating system sets aside, or those around an explicit `data`.

    `ATOM_DATA_DIR` in the environment is used when `data` is not given. Backups of an explicit
    folder lie beside it, under its name with ``-backups``; raises `UserError` where that cannot be.
    """
    named = environment.get("ATOM_DATA_DIR", "")
    explicit = data or (Path(named) if named else None)
    user_data, cache, state = _user_folders(environment)
    folder = explicit.absolute() if explicit else user_data
    if not folder.name:
        message = f"The folder {folder} cannot be a vault folder."
        raise UserError(message, "Name a folder inside it, such as one called ATOM.")
    return Folders(
        data=folder,
        backups=folder.with_name(f"{folder.name}-backups"),
        cache=cache,
        state=state,
        runtime=_runtime_root(environment),
    )


def _user_folders(environment: Mapping[str, str]) -> tuple[Path, Path, Path]:
    """Return this person's own folders for data, caches and state.

    On Linux they are named by the XDG specification, in three lines; `platformdirs`, which knows
    the other systems as well, costs every command 3 ms.
    """
    as_xdg_says = sys.platform == "linux"
    if as_xdg_says:
        return (
            _xdg_folder(environment, "XDG_DATA_HOME", ".local/share"),
            _xdg_folder(environment, "XDG_CACHE_HOME", ".cache"),
            _xdg_folder(environment, "XDG_STATE_HOME", ".local/state"),
        )
    from platformdirs import PlatformDirs  # noqa: PLC0415 -- see above

    dirs = PlatformDirs("ATOM", appauthor=False)
    return Path(dirs.user_data_dir), Path(dirs.user_cache_dir), Path(dirs.user_state_dir)


def _xdg_folder(environment: Mapping[str, str], name: str, usual: str) -> Path:
    named = environment.get(name, "").strip()
    return (Path(named) if named else Path("~").expanduser() / usual) / "ATOM"


def _runtime_root(environment: Mapping[str, str]) -> Path:
    """Return the runtime folder, or where there is none a private one under the temporary folder.

    XDG_RUNTIME_DIR counts only while it exists: a session without a log-in manager may name one
    that nobody has made.
    """
    named = environment.get("XDG_RUNTIME_DIR", "")
    if named and Path(named).is_dir():
        return Path(named)
    return _temporary() / f"atom-{_person()}"


def _temporary() -> Path:
    """Return the folder that `tempfile` would find, whose import costs 5 ms."""
    named = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    if sys.platform == "linux" and not named and os.access(_USUAL, os.W_OK | os.X_OK):
        return Path(_USUAL)
    import tempfile  # noqa: PLC0415 -- see above

    return Path(tempfile.gettempdir())


def _person() -> str:
    return str(os.getuid()) if sys.platform != "win32" else os.environ.get("USERNAME", "user")
