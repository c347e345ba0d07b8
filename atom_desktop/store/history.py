"""Steps that were: read back from the journal and from the history files that compaction fills."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from atom_desktop.model.change import Step
from atom_desktop.model.errors import Damaged
from atom_desktop.store.faults import explained
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.opening import State
from atom_desktop.store.roots import device_names
from atom_desktop.store.sealed import MOST_BLOCKS, SealedWriter
from atom_desktop.store.snapshot import Snapshot


def steps_of_record(state: State, record_id: str) -> Iterator[Step]:
    """Yield the steps that changed a record, the newest first, with its changes alone.

    Like the others here it raises `Unavailable` where the disk gives a file not back.
    """
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


def copy_steps(log: LogReader, writer: SealedWriter) -> None:
    """Copy the blocks of a log that count into a history file: one sealed block for each."""
    for content in log.contents():
        writer.append(content)
        writer.flush()


def _order(step: Step) -> str:
    return step.hlc


def _files(state: State) -> list[Path]:
    """Return the files that hold steps, the newest first."""
    try:
        return _found(state)
    except OSError as error:
        raise explained(error, state.place.devices) from error


def _found(state: State) -> list[Path]:
    """Return the logs that no history holds yet, then the history files."""
    logs = [state.own / name for name, entry in state.logs.items() if entry.device == state.device]
    histories = [state.own / name for name in state.histories]
    for device, root in _others(state):
        folder = state.place.devices / device
        held = {entry.name for entry in root.covers} if root else set()
        names = state.disk.list(folder)
        logs += [folder / name for name in names if name.startswith("log-") and name not in held]
        histories += [folder / name for name in (root.histories if root else ())]
    logs.sort(key=_name, reverse=True)
    histories.sort(key=_name, reverse=True)
    return logs + histories


def _others(state: State) -> Iterator[tuple[str, Snapshot | None]]:
    for device in device_names(state.disk, state.place.devices):
        if device != state.device:
            yield device, state.others.get(device)


def _name(path: Path) -> str:
    return path.name


def _open(state: State, path: Path) -> LogReader:
    upto = state.logs[path.name].count if path.name in state.logs else MOST_BLOCKS
    return LogReader.open(state.disk, path, state.keys, upto=upto)


def _parts(state: State, path: Path, wanted: bytes) -> list[Step]:
    try:
        return list(_open(state, path).parts_with(wanted))
    except (Damaged, FileNotFoundError):
        return []  # the opening of the vault has reported it
    except OSError as error:
        raise explained(error, path) from error


def _steps(state: State, path: Path) -> list[Step]:
    try:
        return [step for group in _open(state, path).groups() for step in group]
    except (Damaged, FileNotFoundError):
        return []  # the opening of the vault has reported it
    except OSError as error:
        raise explained(error, path) from error
