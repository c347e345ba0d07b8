"""Copies of what does not verify, and the comparison with what this computer remembers."""

from atom_desktop.store.anchor import Anchor
from atom_desktop.store.disk import write_all
from atom_desktop.store.opening import State
from atom_desktop.store.problem import Gravity, Problem


def set_aside(state: State) -> None:
    """Copy every file that a problem names to the quarantine, as it is; once each."""
    disk, folder = state.disk, state.place.quarantine
    for problem in state.problems:
        source = state.own / problem.file
        if not disk.exists(source):
            continue
        target = folder / f"{problem.file}.{disk.size(source)}"
        if disk.exists(target):
            continue
        disk.mkdir(folder)
        handle = disk.create(target)
        try:
            write_all(disk, handle, disk.read(source))
            disk.sync(handle)
        finally:
            disk.close(handle)


def check_anchor(state: State, anchor: Anchor | None) -> None:
    """Add a problem for every change that this computer remembers and the folder lacks."""
    if anchor is None:
        return
    generation = state.snapshot.generation if state.snapshot else 0
    if generation < anchor.generation:
        state.report(
            Gravity.MISSING,
            str(state.own),
            "This folder is older than what this computer has seen.",
            "A backup may have been put back, or a synchroniser brought an old copy.",
        )
    covers = state.snapshot.covers if state.snapshot else ()
    covered = {entry.name for entry in covers}
    for then in anchor.logs:
        if then.name in covered:
            continue
        now = state.logs.get(then.name)
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
