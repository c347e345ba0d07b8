"""What the command line needs from the rest of ATOM, and one call of it with all that belongs."""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from atom_desktop.cli.line import Said
from atom_desktop.cli.terminal import Terminal
from atom_desktop.model.json import Json, JsonObject

OnProgress = Callable[[JsonObject], None]


class Backend(Protocol):
    """One open vault, in this process or in the one that owns it."""

    def run(self, command: str, params: JsonObject, on_progress: OnProgress | None = None) -> Json:
        """Carry a command of the registry out; it is durable when this returns."""


class Program(Protocol):
    """ATOM as the command line sees it; `app` is the real one."""

    def backend(self) -> AbstractContextManager[Backend]:
        """Call the process that owns the vault, or open the vault here."""

    def vault_status(self) -> JsonObject:
        """Tell where the vault lies, whether it is there, whether it is open and what opens it.

        `{"vault", "presence": "none|present|remains", "open", "owner": null or the kind of process
        that has it, "unlocks_with": [kinds], "problems": [{"file", "message", "hint"}],
        "locks_in_minutes"?: minutes or null}`.
        """

    def vault_init(self, *, passphrase: str | None, keyring: bool, kdf: str) -> str:
        """Make a vault and return its recovery code."""

    def vault_unlock(
        self, *, passphrase: str | None, recovery: str | None, minutes: int | None
    ) -> JsonObject:
        """Open the vault in the process that owns it, else in the background; return the status.

        Without a secret the keyring opens it.
        """

    def vault_lock(self) -> bool:
        """Lock the vault wherever it is open; False if it was not."""

    def vault_rekey(
        self,
        *,
        passphrase: str | None,
        recovery: str | None,
        new_passphrase: str | None,
        new_recovery: bool,
        keyring: bool,
        kdf: str,
    ) -> str | None:
        """Change what opens the vault; return the new recovery code if one was asked for."""

    def backup_verify(
        self, path: Path, *, passphrase: str | None, recovery: str | None
    ) -> JsonObject:
        """Check a backup with its own secret; writes nothing."""

    def backup_restore(
        self, path: Path, *, passphrase: str | None, recovery: str | None
    ) -> JsonObject:
        """Put a backup in the place of the vault; what was there is kept beside it."""


class Call(NamedTuple):
    """One call of `atom`: what was said, where it prints, what carries it out, and when."""

    said: Said
    terminal: Terminal
    program: Program
    environ: Mapping[str, str]
    now: Callable[[], dt.datetime]
    """The wall time here, with its zone."""

    def ask(self, backend: Backend, command: str, params: JsonObject) -> JsonObject:
        """Run a command, with its progress on the terminal, and return the object it answers."""
        answer = backend.run(command, params, self.terminal.progress)
        self.terminal.clear_progress()
        if not isinstance(answer, dict):
            message = f"{command} answered {type(answer).__name__}, not an object"
            raise TypeError(message)
        return answer

    def ask_once(self, command: str, params: JsonObject) -> JsonObject:
        """Open the vault for one command."""
        with self.program.backend() as backend:
            return self.ask(backend, command, params)
