"""Copies of what does not verify, and the comparison with what this computer remembers."""

import contextlib
from pathlib import Path

from atom_desktop.model.errors import Damaged
from atom_desktop.store.anchor import Anchor
from atom_desktop.store.disk import Disk, write_all
from atom_desktop.store.opening import State
from atom_desktop.store.problem import Gravity, Problem
from atom_desktop.store.roots import root_names
from atom_desktop.store.snapshot import generation_of

UNFINISHED = ".new"
_DOCUMENT = (
    "Older settings, or the defaults, are used in its place; look through them. A copy of the bytes"
    " is kept in quarantine."
)


def set_aside(state: State) -> None:
    """Copy every file that a problem names to the quarantine, as it is; once each.

    Where there is no room for a copy the bytes stay where they are: see `is_safe`.
    """
    for problem in state.problems:
        with contextlib.suppress(OSError):
            if not is_safe(state, problem.file):
                source = _source(state, problem.file)
                _copy(state.disk, source, _target(state, source))


def is_safe(state: State, name: str) -> bool:
    """Tell whether the file of a problem is in quarantine, or not there at all."""
    source = _source(state, name)
    if not state.disk.exists(source):
        return True
    return state.disk.exists(_target(state, source))


def _source(state: State, name: str) -> Path:
    """Return where a file lies: in the folder of this device, or in that of another one."""
    devices = state.place.devices
    folders = (devices / device for device in state.disk.list(devices))
    others = (folder / name for folder in folders if folder != state.own)
    own = state.own / name
    return own if state.disk.exists(own) else next(filter(state.disk.exists, others), own)


def _target(state: State, source: Path) -> Path:
    return state.place.quarantine / f"{source.name}.{state.disk.size(source)}"


def set_document_aside(state: State, path: Path, why: Damaged) -> None:
    """Report a document that does not verify, and copy it to the quarantine; once each.

    Raises `OSError` where there is no room for a copy.
    """
    if all(problem.file != path.name for problem in state.problems):
        message = f"What this device keeps for itself is not complete. {why.message}"
        state.report(Gravity.DAMAGED, path.name, message, _DOCUMENT)
    target = state.place.quarantine / f"{path.name}.{state.disk.size(path)}"
    if not state.disk.exists(target):
        _copy(state.disk, path, target)


def _copy(disk: Disk, source: Path, target: Path) -> None:
    disk.mkdir(target.parent)
    unfinished = target.with_name(target.name + UNFINISHED)
    if disk.exists(unfinished):
        disk.unlink(unfinished)
    handle = disk.create(unfinished)
    try:
        write_all(disk, handle, disk.read(source))
        disk.sync(handle)
    finally:
        disk.close(handle)
    disk.rename(unfinished, target)
    disk.sync_dir(target.parent)


def check_anchor(state: State, anchor: Anchor | None) -> None:
    """Add a problem for every change that this computer remembers and the folder lacks."""
    if anchor is None:
        return
    folder = state.place.devices / (anchor.device or state.device)
    names = root_names(state.disk, folder)
    generation = generation_of(names[0]) if names else 0
    if generation < anchor.generation:
        state.report(
            Gravity.MISSING,
            state.device,
            "This folder is older than what this computer has seen.",
            "A backup may have been put back, or a synchroniser brought an old copy.",
        )
    for then in anchor.logs:
        held, now = state.covers.get(then.name), state.logs.get(then.name)
        # A snapshot of two generations later need not name the log any more.
        forgotten = now is None and generation > anchor.generation + 1
        if forgotten or (held is not None and held.count >= then.count):
            continue
        lost = then.steps - (now.steps if now else 0)
        if now is None or now.count < then.count:
            _escalate(state, then.name, lost)


def _escalate(state: State, name: str, lost: int) -> None:
    changes = "1 change is" if lost == 1 else f"{lost} changes are"
    found = Problem(
        gravity=Gravity.MISSING,
        file=name,
        message=f"{changes} missing: a part of the journal is cut, damaged or gone.",
        hint="All that verifies is open. Restore the newest backup to look for the rest.",
        lost=lost,
    )
    state.problems = [problem for problem in state.problems if problem.file != name]
    state.problems.append(found)
