"""`atom doctor`: looks at everything that can keep ATOM from working here."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from atom_desktop.cli import doctor
from atom_desktop.cli.doctor import Finding, State
from atom_desktop.cli.failure import Exit
from atom_desktop.cli.program import Call
from atom_desktop.model.errors import AtomError, Damaged, Unavailable
from atom_desktop.store.keyring import Keyring, SystemKeyring
from atom_desktop.store.place import find_folders

_PROBE: Final = "doctor"


def examine(call: Call, keyring: Keyring | None = None) -> Exit:
    """Print what works on this computer and what does not; failed if something is bad."""
    good = doctor.report(call.terminal, _findings(call, keyring or SystemKeyring()))
    return Exit.DONE if good else Exit.FAILED


def _findings(call: Call, keyring: Keyring) -> Iterator[Finding]:
    said = call.said.one("data")
    folders = find_folders(call.environ, Path(said) if said else None)
    yield from doctor.program()
    yield doctor.words(call.environ, sys.stdout.encoding)
    yield from doctor.window(call.environ)
    yield keyring_finding(keyring)
    yield vault_finding(call)
    named = [
        ("data", folders.data),
        ("backups", folders.backups),
        ("cache", folders.cache),
        ("state", folders.state),
        ("runtime", folders.runtime),
    ]
    yield from doctor.folders(named)
    yield Finding("log", State.GOOD, str(folders.state / "logs" / "atom.jsonl"))
    yield doctor.clock(time.time(), None)
    yield doctor.disk_speed(folders.data, time.perf_counter)


def keyring_finding(keyring: Keyring) -> Finding:
    """Look whether the system's keyring answers; the passphrase works without one."""
    try:
        keyring.get(_PROBE)
    except (Unavailable, Damaged) as error:
        return Finding("keyring", State.NOTE, error.message, error.hint)
    return Finding("keyring", State.GOOD, "answers")


def vault_finding(call: Call) -> Finding:
    """Look whether there is a vault, and whether it can be opened."""
    try:
        found = call.program.vault_status()
    except AtomError as error:
        return Finding("vault", State.BAD, error.message, error.hint)
    presence, folder = found.get("presence"), found.get("vault")
    if presence == "none":
        return Finding("vault", State.NOTE, f"none in {folder}", "Make one: atom vault init")
    if presence == "remains":
        hint = "Put the folder “keys” back from a backup, or restore a backup."
        return Finding("vault", State.BAD, f"{folder} has no key file that opens it", hint)
    kinds = found.get("unlocks_with")
    by = ", ".join(map(str, kinds)) if isinstance(kinds, list) else ""
    state = "open" if found.get("open") else "locked"
    return Finding("vault", State.GOOD, f"{state}; opens with {by}")
