"""Puts a backup in the place of the vault, under the lock that keeps every other process out."""

import threading
import time
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.app.build import Parts
from atom_desktop.core.instance import Instance
from atom_desktop.model.errors import Busy
from atom_desktop.model.json import JsonObject
from atom_desktop.store.backup import restore_backup
from atom_desktop.store.slots import Secret

PATIENCE: Final = 15.0
_LOOK: Final = 0.05


def restore(parts: Parts, path: Path, secret: Secret) -> JsonObject:
    """Restore, and return the report; what was there is kept beside it."""
    session = parts.session
    found = parts.ownership.found()
    instance = None if found.vault is None else _locked(session.folders.place(found.vault).state)
    try:
        report = restore_backup(
            session.around.disk,
            path,
            secret,
            session.folders,
            now_text=session.clock.now().strftime("%Y%m%dT%H%M%S"),
            random_bytes=session.around.random_bytes,
        )
    finally:
        if instance is not None:
            instance.release()
    result: JsonObject = msgspec.to_builtins(report)
    return result


def _locked(state: Path) -> Instance:
    """Take the lock of the vault that is there, when the process that had it has ended."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return Instance.take(state)
        except Busy:
            if time.monotonic() > until:
                raise
        threading.Event().wait(_LOOK)
