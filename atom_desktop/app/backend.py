"""Where a terminal command is carried out: by the owner of the vault, or here if there is none."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from atom_desktop.core.owner_client import NobodyThereError, OnProgress, OwnerClient
from atom_desktop.core.owner_line import address_in
from atom_desktop.model.errors import Busy, Denied
from atom_desktop.model.json import Json, JsonObject
from atom_desktop.store.place import Folders, Place

if TYPE_CHECKING:
    from atom_desktop.app.build import Parts
    from atom_desktop.store.crypto import Keys

PATIENCE: Final = 10.0
"""Seconds that a command waits for another one to let go of the vault."""
LOOK: Final = 0.02
_BRIEF: Final = frozenset({"background", "command"})
"""Kinds of processes that end when the vault is locked."""

FindKeys = Callable[["Parts"], "Keys"]


class Reporting:
    """The caller of a command that runs in this process."""

    def __init__(self, on_progress: OnProgress | None) -> None:
        """Give reports to `on_progress`."""
        self._on_progress = on_progress

    def progress(self, report: JsonObject) -> None:
        """Show how far the command is."""
        if self._on_progress is not None:
            self._on_progress(report)

    def cancelled(self) -> bool:
        """Never: an interrupt ends the process."""
        return False


class VaultBackend:
    """Runs commands for one terminal.

    `damaged` tells whether something did not verify, `damaged_file` where, and `ran` holds the
    commands that were carried out.
    """

    def __init__(
        self,
        place: Place,
        folders: Folders,
        environ: Mapping[str, str],
        find_keys: FindKeys,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin without a vault; `find_keys` is asked only if this process has to open it."""
        self.damaged = False
        self.damaged_file = ""
        self.ran: set[str] = set()
        self._place = place
        self._folders = folders
        self._environ = environ
        self._find_keys = find_keys
        self._clock = clock
        self._client: OwnerClient | None = None
        self._parts: Parts | None = None

    def run(self, command: str, params: JsonObject, on_progress: OnProgress | None = None) -> Json:
        """Run a command, wherever the vault is open."""
        result = self._run(command, params, on_progress)
        if not params.get("dry_run"):
            self.ran.add(command)
        return result

    def _run(self, command: str, params: JsonObject, on_progress: OnProgress | None) -> Json:
        while True:
            self._connect()
            if self._parts is not None:
                return self._run_here(self._parts, command, params, on_progress)
            if self._client is not None:
                with suppress(NobodyThereError):
                    return self._run_there(self._client, command, params, on_progress)
                self._hang_up()

    def owner(self) -> JsonObject | None:
        """Return the greeting of another process that owns the vault, None if there is none."""
        if self._parts is not None or not self._call():
            return None
        return self._client.greeting if self._client else None

    def close(self) -> None:
        """Let go of the vault, whoever has it."""
        self._hang_up()
        parts, self._parts = self._parts, None
        if parts is not None:
            parts.ownership.close()

    def _connect(self) -> None:
        """Find an owner, or become it; raises `Busy` when neither works in time."""
        if self._parts is not None or self._call():
            return
        from atom_desktop.app.build import build
        from atom_desktop.core.ownership import Kind, first_affected

        parts = build(self._folders, Kind.COMMAND, self._environ)
        keys = self._find_keys(parts)
        until = self._clock() + PATIENCE
        while True:
            try:
                parts.ownership.open(keys)
            except Busy:
                if self._clock() > until:
                    raise
            else:
                self._parts = parts
                self._note_damage(first_affected(parts.session.store.problems))
                return
            if self._call():
                return
            wait_a_moment()

    def _call(self) -> bool:
        """Call the owner, if there is one."""
        if self._client is None:
            address = address_in(self._place.runtime, self._place.profile)
            with suppress(NobodyThereError):
                self._client = OwnerClient.call_at(address, self._place.runtime)
                greeting = self._client.greeting
                file = str(greeting.get("damaged_file") or "")
                self._note_damage(file if greeting.get("damaged") else None)
        return self._client is not None

    def _note_damage(self, file: str | None) -> None:
        self.damaged, self.damaged_file = file is not None, file or ""

    def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    @staticmethod
    def _run_there(
        client: OwnerClient, command: str, params: JsonObject, on_progress: OnProgress | None
    ) -> Json:
        """Ask the owner; one that lives for an open vault alone and has locked it is leaving."""
        try:
            return client.run(command, params, on_progress)
        except Denied as error:
            leaving = client.greeting.get("kind") in _BRIEF and error.code == Denied.default_code
            if not leaving:
                raise
        wait_a_moment()
        raise NobodyThereError

    @staticmethod
    def _run_here(
        parts: "Parts", command: str, params: JsonObject, on_progress: OnProgress | None
    ) -> Json:
        from atom_desktop.core.commands import Context
        from atom_desktop.core.serving import ACTOR

        context = Context(parts.session, ACTOR, Reporting(on_progress))
        return parts.commands.run(command, params, context)


def wait_a_moment() -> None:
    """Give another process a moment to end or to begin."""
    import threading

    threading.Event().wait(LOOK)
