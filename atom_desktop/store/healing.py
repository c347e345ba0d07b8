"""Putting records together again from the journal and its history, where a copy is damaged."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from atom_desktop.model.change import Step
from atom_desktop.model.errors import Damaged
from atom_desktop.model.record import Record, apply
from atom_desktop.model.stamp import make_stamp
from atom_desktop.store.faults import explained
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.problem import Gravity
from atom_desktop.store.roots import device_names
from atom_desktop.store.sealed import MOST_BLOCKS
from atom_desktop.store.segment import BrokenBlock, Segment, SegmentName, key_of

if TYPE_CHECKING:
    from atom_desktop.store.opening import State

_HINT = "Make a backup and keep it apart. A copy of the damaged file is kept in quarantine."


def heal_block(state: "State", broken: BrokenBlock) -> dict[str, Record]:
    """Rebuild the records of a block into the overlay, and return them by key.

    Raises `Unavailable` where the disk does not even say which journals there are.
    """
    segment, number = broken.segment, broken.number
    if number in segment.broken:
        return {}
    segment.broken.add(number)
    if broken.unread:
        state.unread = True
    first, behind = segment.span(number)
    last = segment.described.last
    try:
        healed = _rebuild(state, lambda key: first <= key <= last and (not behind or key < behind))
    except OSError as error:
        segment.broken.discard(number)
        raise explained(error, state.place.devices) from error
    segment.rebuilt += len(healed)
    _report(state, segment.described, _missing(segment))
    return healed


def heal_segments(state: "State", lost: list[SegmentName]) -> None:
    """Rebuild the records of whole segments into the overlay."""
    spans = [(described.first, described.last) for described in lost]
    healed = _rebuild(state, lambda key: any(first <= key <= last for first, last in spans))
    for described in lost:
        found = sum(1 for key in healed if described.first <= key <= described.last)
        _report(state, described, max(described.records - found, 0))


def replay_histories(state: "State", names: tuple[str, ...]) -> None:
    """Merge histories that only a lost snapshot names: its logs may be gone, or damaged as well."""
    state.histories += names
    state.snapshot_tag += "".join(f"+{name}" for name in names)
    for name in names:
        for step in _steps(state, state.own / name):
            state.merge(step)
            state.note(step)
            state.in_history.add(step.id)


def _rebuild(state: "State", wanted: Callable[[str], bool]) -> dict[str, Record]:
    """Merge every change of the wanted keys again: that gives the same in any order."""
    healed: dict[str, Record] = {}
    for step in _every_step(state):
        stamp = make_stamp(step.hlc, step.device)
        for change in step.changes:
            key = key_of(change.collection, change.id)
            if wanted(key):
                record = healed.get(key) or state.read(change.collection, change.id)
                healed[key] = apply(record, change, stamp)
    state.overlay.update(healed)
    return healed


def _every_step(state: "State") -> Iterator[Step]:
    for device in device_names(state.disk, state.place.devices):
        folder = state.place.devices / device
        for name in state.disk.list(folder):
            if name.startswith(("hist-", "log-")) and name.endswith(".atom"):
                yield from _steps(state, folder / name)


def _steps(state: "State", path: Path) -> Iterator[Step]:
    """Yield the steps of one file, as far as it verifies and counts."""
    known = state.logs.get(path.name) or state.covers.get(path.name)
    try:
        log = LogReader.open(
            state.disk, path, state.keys, upto=known.count if known else MOST_BLOCKS
        )
        for group in log.groups():
            yield from group
    except (Damaged, FileNotFoundError):
        return  # the opening of the vault has reported it
    except OSError:
        state.unread = True


def _missing(segment: Segment) -> int:
    """Return how many records of a segment are in none of its sound blocks nor anywhere else."""
    try:
        held = sum(1 for _ in segment.lines())
    except BrokenBlock:
        return 0  # that block is healed when it is read, and counted then
    return max(segment.described.records - held - segment.rebuilt, 0)


def _report(state: "State", described: SegmentName, lost: int) -> None:
    state.problems = [problem for problem in state.problems if problem.file != described.name]
    rebuilt = "it was rebuilt from the journal" if lost == 0 else f"{lost} records are missing"
    message = f"A part of the file {described.name} does not verify: {rebuilt}."
    state.report(Gravity.DAMAGED, described.name, message, _HINT, lost)
