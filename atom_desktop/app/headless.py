"""ATOM without a window: the vault and its socket, in the foreground or in the background."""

import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from atom_desktop.app.build import Parts, build
from atom_desktop.app.hooks import reporting
from atom_desktop.cli.failure import Exit
from atom_desktop.cli.terminal import Terminal
from atom_desktop.core.background import read_keys, read_order, tell_failed, tell_ready
from atom_desktop.core.login import read_leader
from atom_desktop.core.logs import Event
from atom_desktop.core.owner import bug_error
from atom_desktop.core.ownership import Kind
from atom_desktop.core.staying import Check, Reason, stay
from atom_desktop.model.errors import AtomError, Busy
from atom_desktop.store.place import Folders, find_folders
from atom_desktop.store.slots import SlotKind

LOOK_SECONDS: Final = 1.0


def run_headless(
    folders: Folders, terminal: Terminal, environ: Mapping[str, str], passphrase: str | None
) -> Exit:
    """Serve the vault in the foreground until a signal; without a passphrase it begins locked."""
    parts = build(folders, Kind.HEADLESS, environ)
    _end_on_signals(parts.stop, (signal.SIGINT, signal.SIGTERM))
    found = parts.ownership.found()
    if found.vault is None:
        terminal.note(f"There is no vault in {folders.data} yet.")
        terminal.note("Make one with `atom vault init`; this process will serve it.")
    elif passphrase is not None:
        parts.ownership.unlock(passphrase=passphrase)
        terminal.note(f"The vault in {folders.data} is open; the terminal works beside this.")
    else:
        parts.ownership.take_over()
        terminal.note(f"The vault in {folders.data} is locked: `atom vault unlock` opens it.")
    parts.log.write(Event.STARTED, face="headless")
    terminal.note("Ctrl+C ends ATOM.")
    with reporting(parts.report):
        stay(parts.stop, [_taking_over(parts), _locking_when_idle(parts)], LOOK_SECONDS)
        parts.ownership.close()
    return Exit.DONE


def run_background(environ: Mapping[str, str]) -> Exit:
    """Be the background owner that another process has started with an order on stdin."""
    order = read_order(sys.stdin.buffer)
    folders = find_folders(environ, Path(order.data))
    parts = build(folders, Kind.BACKGROUND, environ)
    _end_on_signals(parts.stop, (signal.SIGTERM,))
    parts.ownership.minutes = order.minutes
    keys = read_keys(order.keys)
    try:
        parts.ownership.open(keys)
    except AtomError as error:
        tell_failed(sys.stdout.buffer, error)
        return Exit.FAILED
    except Exception as error:  # noqa: BLE001 -- logged, and told to the process that waits
        parts.log.bug(error)
        tell_failed(sys.stdout.buffer, bug_error(error))
        return Exit.FAILED
    del keys
    tell_ready(sys.stdout.buffer)
    _let_go_of_streams()
    parts.log.write(Event.OPENED, face="background")
    with reporting(parts.report):
        reason = stay(parts.stop, _checks(parts, order.minutes, order.leader), LOOK_SECONDS)
        parts.log.write(Event.CLOSED, code=reason)
        parts.ownership.close()
    return Exit.DONE


def _checks(parts: Parts, minutes: int | None, leader: str) -> Sequence[Check]:
    """Return what ends a background owner: no use, a log-out, a lock, a folder that is gone."""
    session = parts.session

    def idle_seconds() -> float | None:
        if minutes is None and session.vault is None:
            return None
        chosen = minutes if minutes is not None else session.settings.get("lock.idle_minutes")
        return int(chosen) * 60.0 or None

    known = read_leader(leader)

    def logged_out() -> Reason | None:
        return Reason.LOGGED_OUT if known is not None and not known.lives() else None

    def locked() -> Reason | None:
        return Reason.ASKED if session.locked else None

    def gone() -> Reason | None:
        return None if session.folders.data.exists() else Reason.FOLDER_GONE

    return (parts.serving.activity.idle_longer_than(idle_seconds), logged_out, locked, gone)


def _taking_over(parts: Parts) -> Check:
    """Return a check that ends nothing: it takes a vault over that was made in the meantime."""

    def check() -> Reason | None:
        if not parts.ownership.owns:
            # Nothing there yet, in other hands, or just being copied: it is looked for again.
            with suppress(AtomError):
                parts.ownership.take_over()
        return None

    return check


def _locking_when_idle(parts: Parts) -> Check:
    """Return a check that ends nothing: it locks a vault of a passphrase that nobody uses."""
    session = parts.session

    def minutes() -> float | None:
        chosen = session.settings.get("lock.idle_minutes") if session.vault else 0
        return int(chosen) * 60.0 or None

    idle = parts.serving.activity.idle_longer_than(minutes)

    def check() -> Reason | None:
        if idle() is not None and SlotKind.KEYRING not in parts.ownership.found().kinds:
            with suppress(Busy):
                parts.ownership.lock()
        return None

    return check


def _end_on_signals(stop: threading.Event, signals: Sequence[signal.Signals]) -> None:
    for number in signals:
        signal.signal(number, lambda _number, _frame: stop.set())


def _let_go_of_streams() -> None:
    """Leave the pipes of the starter, which waits for their end."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
