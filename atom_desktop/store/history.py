"""Steps that were: read back from the journal and from the history files that compaction fills."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from atom_desktop.model.change import Step
from atom_desktop.model.errors import Damaged
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.opening import State
from atom_desktop.store.sealed import SealedReader, SealedWriter


def steps_of_record(state: State, record_id: str) -> Iterator[Step]:
    """Yield the steps that changed a record, the newest first, with its changes alone."""
    wanted = f'"{record_id}"'.encode()
    for path in _files(state):
        found = [
            msgspec.structs.replace(step, changes=own)
            for step in _parts(state, path, wanted)
            if (own := tuple(change for change in step.changes if change.id == record_id))
        ]
        yield from sorted(found, key=_order, reverse=True)


def steps_newest_first(state: State) -> Iterator[Step]:
    """Yield every step from the newest to the oldest. One file is held in memory at a time."""
    for path in _files(state):
        yield from sorted(_steps(state, path), key=_order, reverse=True)


def find_step(state: State, step_id: str) -> Step | None:
    """Return a step by its id, put together from its parts."""
    wanted = f'"id":"{step_id}","hlc"'.encode()
    for path in _files(state):
        parts = [step for step in _parts(state, path, wanted) if step.id == step_id]
        if parts and parts[-1].last:
            changes = tuple(change for part in parts for change in part.changes)
            return msgspec.structs.replace(parts[0], changes=changes, last=True)
    return None


def copy_steps(reader: SealedReader, writer: SealedWriter) -> None:
    """Copy the blocks of a log into a history file: one sealed block for each."""
    for _, content in reader.blocks():
        writer.append(content)
        writer.flush()


def _order(step: Step) -> str:
    return step.hlc


def _files(state: State) -> list[Path]:
    """Return uncovered logs, then history files, the newest first."""
    logs = [state.place.devices / entry.device / entry.name for entry in state.logs.values()]
    logs.sort(key=lambda path: path.name, reverse=True)
    histories = state.snapshot.histories if state.snapshot else ()
    return logs + [state.own / name for name in reversed(histories)]


def _open(state: State, path: Path) -> LogReader | None:
    try:
        return LogReader.open(state.disk, path, state.keys)
    except (Damaged, OSError):
        return None  # the opening of the vault has reported it


def _parts(state: State, path: Path, wanted: bytes) -> list[Step]:
    log = _open(state, path)
    return list(log.parts_with(wanted)) if log else []


def _steps(state: State, path: Path) -> list[Step]:
    log = _open(state, path)
    return [step for group in log.groups() for step in group] if log else []
