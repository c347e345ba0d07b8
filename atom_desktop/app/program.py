"""What the command line may ask for, carried out with a vault on this computer."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from atom_desktop.app.backend import PATIENCE, VaultBackend, wait_a_moment
from atom_desktop.cli.line import Said
from atom_desktop.cli.passphrase import ask_passphrase, given_passphrase
from atom_desktop.cli.program import Backend
from atom_desktop.cli.terminal import Terminal
from atom_desktop.model.errors import Busy, Denied, Unavailable
from atom_desktop.model.json import JsonObject
from atom_desktop.store.light import vault_id
from atom_desktop.store.place import Folders, find_folders

if TYPE_CHECKING:
    from atom_desktop.app.build import Parts
    from atom_desktop.store.crypto import Keys
    from atom_desktop.store.slots import Secret


class VaultProgram:
    """Made for one command line.

    `damaged` tells whether something did not verify, `damaged_file` where, and `ran` holds the
    commands that were carried out.
    """

    def __init__(
        self,
        *,
        folders: Folders,
        terminal: Terminal,
        environ: Mapping[str, str],
        passphrase: str | None = None,
        find_passphrase: Callable[[], str | None] = lambda: None,
    ) -> None:
        """Take a `passphrase` that is known already; None takes what `find_passphrase` finds.

        That reads the file that was named, only when this process has to open the vault; where it
        finds None, the keyring is asked, then the person.
        """
        self.folders = folders
        self.terminal = terminal
        self.environ = environ
        self.passphrase = passphrase
        self.find_passphrase = find_passphrase
        self.damaged = False
        self.damaged_file = ""
        self.ran: set[str] = set()

    @classmethod
    def of(cls, said: Said, terminal: Terminal, environ: Mapping[str, str]) -> Self:
        """Take folders and passphrase from options and environment."""
        named = said.one("data")
        return cls(
            folders=find_folders(environ, Path(named) if named else None),
            terminal=terminal,
            environ=environ,
            find_passphrase=lambda: given_passphrase(said, environ),
        )

    @contextmanager
    def backend(self) -> Iterator[Backend]:
        """Let commands run on the vault, here or in the process that owns it."""
        backend = self._backend() or self._refuse()
        try:
            yield backend
        finally:
            self.damaged = self.damaged or backend.damaged
            self.damaged_file = self.damaged_file or backend.damaged_file
            self.ran |= backend.ran
            backend.close()

    def vault_status(self) -> JsonObject:
        """Return where the vault lies, what opens it, and who has it open."""
        backend = self._backend()
        if backend is not None and backend.owner() is not None:
            try:
                status = backend.run("vault.status", {})
            finally:
                backend.close()
            return status if isinstance(status, dict) else {}
        return {**self._build().ownership.status(), "owner": None}

    def vault_init(self, *, passphrase: str | None, keyring: bool, kdf: str) -> str:
        """Make a vault and return its recovery code."""
        from atom_desktop.store.slots import KdfChoice

        ownership = self._build().ownership
        try:
            return ownership.create(passphrase=passphrase, keyring=keyring, kdf=KdfChoice(kdf))
        finally:
            ownership.close()

    def vault_unlock(
        self, *, passphrase: str | None, recovery: str | None, minutes: int | None
    ) -> JsonObject:
        """Open the vault in the process that owns it, else in one that stays in the background."""
        until = time.monotonic() + PATIENCE
        while True:
            backend = self._backend() or self._refuse()
            if backend.owner() is not None:
                return _unlocked(backend, passphrase or "", recovery or "")
            try:
                return self._start_background(passphrase or "", recovery or "", minutes)
            except Busy:  # a process has just taken the vault and does not answer yet
                if time.monotonic() > until:
                    raise
            wait_a_moment()

    def vault_lock(self) -> bool:
        """Lock the vault wherever it is open; False if it was not."""
        backend = self._backend()
        if backend is None or backend.owner() is None:
            return False
        try:
            answer = backend.run("vault.lock", {})
        finally:
            backend.close()
        return isinstance(answer, dict) and answer.get("locked") is True

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
        from atom_desktop.core.ownership import Rekeying
        from atom_desktop.store.slots import KdfChoice

        self._backend() or self._refuse()
        wish = Rekeying(
            passphrase=passphrase or "",
            recovery=recovery or "",
            new_passphrase=new_passphrase or "",
            new_recovery=new_recovery,
            keyring=keyring,
            kdf=KdfChoice(kdf),
        )
        return self._build().ownership.rekey(wish)

    def backup_verify(
        self, path: Path, *, passphrase: str | None, recovery: str | None
    ) -> JsonObject:
        """Check a backup with its own passphrase or recovery code; writes nothing."""
        import msgspec

        from atom_desktop.store.backup import verify_backup
        from atom_desktop.store.disk import RealDisk

        report = verify_backup(RealDisk(), path, _secret(passphrase, recovery))
        result: JsonObject = msgspec.to_builtins(report)
        return result

    def backup_restore(
        self, path: Path, *, passphrase: str | None, recovery: str | None
    ) -> JsonObject:
        """Put a backup in the place of the vault, while no process has it open."""
        from atom_desktop.app.restoring import restore

        backend = self._backend()
        owner = backend.owner() if backend is not None else None
        if backend is not None and owner is not None:
            try:
                _let_go(backend, str(owner.get("kind")))
            finally:
                backend.close()
        return restore(self._build(), path, _secret(passphrase, recovery))

    def _backend(self) -> VaultBackend | None:
        found = vault_id(self.folders.data)
        if found is None:
            return None
        place = self.folders.place(found)
        return VaultBackend(place, self.folders, self.environ, self._keys)

    def _refuse(self) -> VaultBackend:
        """Raise what there is to say when there is nothing to open."""
        from atom_desktop.core.ownership import nothing_there

        raise nothing_there(self._build().ownership.found(), self.folders.data)

    def _build(self) -> "Parts":
        from atom_desktop.app.build import build
        from atom_desktop.core.ownership import Kind

        return build(self.folders, Kind.COMMAND, self.environ)

    def _keys(self, parts: "Parts") -> "Keys":
        """Return the keys by what was given, then the keyring, then by asking."""
        from atom_desktop.store.slots import SlotKind

        ownership = parts.ownership
        passphrase = self.find_passphrase() if self.passphrase is None else self.passphrase
        if passphrase is not None:
            return ownership.keys(passphrase=passphrase)
        if SlotKind.KEYRING in ownership.found().kinds:
            with suppress(Unavailable, Denied):  # a keyring may be locked or another computer's
                return ownership.keys()
        if self.terminal.interactive:
            return ownership.keys(passphrase=ask_passphrase(self.terminal))
        message = "The vault is locked."
        hint = "Unlock it with `atom vault unlock`, or name a file with --passphrase-file."
        raise Denied(message, hint)

    def _start_background(self, passphrase: str, recovery: str, minutes: int | None) -> JsonObject:
        from atom_desktop.core.background import Order, program_words, start, written_keys
        from atom_desktop.core.login import login_leader

        leader = login_leader(self.environ, sys.stdin.fileno() if sys.stdin.isatty() else None)
        parts = self._build()
        if passphrase or recovery:
            keys = parts.ownership.keys(passphrase=passphrase, recovery=recovery)
        else:
            keys = self._keys(parts)
        order = Order(
            data=str(self.folders.data),
            keys=written_keys(keys),
            minutes=minutes,
            leader=leader.written() if leader else "",
        )
        start(order, program_words(), self.environ)
        return self.vault_status()


def _unlocked(backend: VaultBackend, passphrase: str, recovery: str) -> JsonObject:
    """Have the process that owns the vault open it; return its status."""
    try:
        status = backend.run("vault.status", {})
        if not (isinstance(status, dict) and status.get("open")):
            secrets: JsonObject = {"passphrase": passphrase, "recovery": recovery}
            status = backend.run("vault.unlock", secrets)
    finally:
        backend.close()
    return status if isinstance(status, dict) else {}


def _secret(passphrase: str | None, recovery: str | None) -> "Secret":
    from atom_desktop.core.ownership import Rekeying

    return Rekeying(passphrase=passphrase or "", recovery=recovery or "").secret()


def _let_go(backend: VaultBackend, kind: str) -> None:
    """Have the process that owns the vault end, unless a person works with it."""
    if kind == "window":
        message = "ATOM's window has this vault open."
        raise Busy(message, "Quit it, then restore the backup.", "window-open")
    backend.run("app.quit", {})
