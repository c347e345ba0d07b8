"""Steps that were: read back from the journal and from the history files that compaction fills."""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path

import msgspec

from atom_desktop.model.change import Step
from atom_desktop.model.errors import Damaged
from atom_desktop.store.faults import explained
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.opening import State
from atom_desktop.store.roots import device_names
from atom_desktop.store.sealed import MOST_BLOCKS, SealedWriter


class StepFile(msgspec.Struct, frozen=True):
    """A log or a history file, and how many of its blocks count."""

    path: Path
    upto: int = MOST_BLOCKS

    def age(self) -> tuple[str, bool]:
        """Return what sorts the files of a device: a log was begun when its history ended."""
        kind, _, rest = self.path.name.partition("-")
        return rest, kind == "log"


def steps_of_record(state: State, record_id: str) -> Iterator[Step]:
    """Return the steps that changed a record, the newest first, with its changes alone.

    Like the others here it is called with the store locked, looks at the files later, and raises
    `Unavailable` where the disk does not give one back.
    """
    wanted = f'"{record_id}"'.encode()

    def read(file: StepFile) -> Iterable[Step]:
        for step in _parts(state, file, wanted):
            own = tuple(change for change in step.changes if change.id == record_id)
            if own:
                yield msgspec.structs.replace(step, changes=own)

    return _merged(files_of_steps(state), read)


def steps_newest_first(state: State) -> Iterator[Step]:
    """Return every step from the newest to the oldest. Of each device one file is in memory."""
    return _merged(files_of_steps(state), lambda file: _steps(state, file))


def find_step(state: State, files: list[list[StepFile]], step_id: str) -> Step | None:
    """Return a step by its id, put together from its parts; needs no lock any more."""
    wanted = f'"id":"{step_id}","hlc"'.encode()
    for file in chain.from_iterable(files):
        parts = [step for step in _parts(state, file, wanted) if step.id == step_id]
        if parts and parts[-1].last:
            changes = tuple(change for part in parts for change in part.changes)
            return msgspec.structs.replace(parts[0], changes=changes, last=True)
    return None


def copy_steps(log: LogReader, writer: SealedWriter) -> None:
    """Copy the blocks of a log that count into a history file: one sealed block for each."""
    for content in log.contents():
        writer.append(content)
        writer.flush()


def kept_histories(state: State, since: str, undoable: Collection[str]) -> tuple[str, ...]:
    """Return the history files of this device with a step since then, or one to undo or repeat.

    One that does not verify is kept: what can be read of it is looked at until somebody has seen
    the report.
    """
    return tuple(
        name
        for name in state.histories
        if name.split("-")[1] >= since or _holds(state, name, undoable)
    )


def _holds(state: State, name: str, wanted: Collection[str]) -> bool:
    try:
        log = _open(state, StepFile(state.own / name))
        found = any(step.id in wanted for group in log.groups() for step in group)
    except (Damaged, FileNotFoundError):
        return True
    return found or bool(log.problem)


def _merged(
    devices: list[list[StepFile]], read: Callable[[StepFile], Iterable[Step]]
) -> Iterator[Step]:
    """Yield the steps of several devices in one order."""

    def newest_first(files: list[StepFile]) -> Iterator[Step]:
        for file in files:
            yield from sorted(read(file), key=_order, reverse=True)

    return heapq.merge(*map(newest_first, devices), key=_order, reverse=True)


def _order(step: Step) -> str:
    return step.hlc


def files_of_steps(state: State) -> list[list[StepFile]]:
    """Return for each device the files that hold its steps, the newest first."""
    try:
        found = [_own(state), *_others(state)]
    except OSError as error:
        raise explained(error, state.place.devices) from error
    return [sorted(files, key=StepFile.age, reverse=True) for files in found]


def _own(state: State) -> list[StepFile]:
    logs = [
        StepFile(state.own / name, entry.count)
        for name, entry in state.logs.items()
        if entry.device == state.device
    ]
    return logs + [StepFile(state.own / name) for name in state.histories]


def _others(state: State) -> Iterator[list[StepFile]]:
    for device in device_names(state.disk, state.place.devices):
        if device == state.device:
            continue
        folder, root = state.place.devices / device, state.others.get(device)
        held = {entry.name for entry in root.covers} if root else set()
        logs = (name for name in state.disk.list(folder) if name.startswith("log-"))
        histories = root.histories if root else ()
        names = (*(name for name in logs if name not in held), *histories)
        yield [StepFile(folder / name) for name in names]


def _open(state: State, file: StepFile) -> LogReader:
    return LogReader.open(state.disk, file.path, state.keys, upto=file.upto)


def _parts(state: State, file: StepFile, wanted: bytes) -> list[Step]:
    try:
        return list(_open(state, file).parts_with(wanted))
    except (Damaged, FileNotFoundError):
        return []  # the opening of the vault has reported it
    except OSError as error:
        raise explained(error, file.path) from error


def _steps(state: State, file: StepFile) -> list[Step]:
    try:
        return [step for group in _open(state, file).groups() for step in group]
    except (Damaged, FileNotFoundError):
        return []  # the opening of the vault has reported it
    except OSError as error:
        raise explained(error, file.path) from error
