"""Opening a vault: which snapshot holds, which logs come after it, and what does not verify."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from atom_desktop.model.change import Step
from atom_desktop.model.errors import Damaged
from atom_desktop.model.ids import is_id
from atom_desktop.model.record import Record, apply
from atom_desktop.model.stamp import make_stamp
from atom_desktop.store.crypto import Keys
from atom_desktop.store.disk import Disk
from atom_desktop.store.journal import LogPosition
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.place import Place
from atom_desktop.store.problem import Gravity, Problem
from atom_desktop.store.sealed import FileKind, SealedReader
from atom_desktop.store.segment import Segment, SegmentName, key_of, record_of
from atom_desktop.store.snapshot import Snapshot, UndoStacks, generation_of, read_snapshot

UNDO_DEPTH = 200
READ_LATELY = 256
KEPT_CHANGES = 50
"""A recent step above this many changes is read from its log again when it is asked for."""


@dataclass(slots=True, kw_only=True)
class State:
    """What an open vault holds in memory: the records changed since the snapshot.

    The others are in its segments. Whoever uses it holds the lock of the store.
    """

    disk: Disk
    place: Place
    keys: Keys
    device: str
    snapshot: Snapshot | None = None
    snapshot_tag: str = ""
    segments: list[Segment] = field(default_factory=list)
    overlay: dict[str, Record] = field(default_factory=dict)
    logs: dict[str, LogPosition] = field(default_factory=dict)
    touched: list[tuple[str, int, str]] = field(default_factory=list)
    """(log, number of the block, key) of each change replayed at the opening."""
    read_lately: dict[str, Record] = field(default_factory=dict)
    """Records of the segments that were just read: whoever changes one reads it twice."""
    undo: dict[str, UndoStacks] = field(default_factory=dict)
    recent: dict[str, Step] = field(default_factory=dict)
    hlc: str = "0" * 16
    problems: list[Problem] = field(default_factory=list)

    @property
    def own(self) -> Path:
        """The folder that this device writes to."""
        return self.place.devices / self.device

    def read(self, collection: str, record_id: str) -> Record | None:
        """Return a record, alive or erased, or None if nothing is known of it."""
        key = key_of(collection, record_id)
        record = self.overlay.get(key) or self.read_lately.get(key)
        if record is None and (record := self._on_disk(key)) is not None:
            if len(self.read_lately) >= READ_LATELY:
                self.read_lately.clear()
            self.read_lately[key] = record
        return record

    def _on_disk(self, key: str) -> Record | None:
        for segment in reversed(self.segments):
            line = segment.line(key)
            if line is not None:
                return record_of(line)
        return None

    def merge(self, step: Step) -> list[tuple[str, Record | None]]:
        """Merge a step; return each touched key with what the overlay held for it before."""
        stamp = make_stamp(step.hlc, step.device)
        before: list[tuple[str, Record | None]] = []
        overlay = self.overlay
        for change in step.changes:
            key = key_of(change.collection, change.id)
            held = overlay.get(key)
            before.append((key, held))
            record = held or self.read(change.collection, change.id)
            overlay[key] = apply(record, change, stamp)
        self.hlc = max(self.hlc, step.hlc)
        return before

    def note(self, step: Step) -> None:
        """Keep the undo stacks of the step's actor."""
        stacks = self.undo.setdefault(step.actor, UndoStacks())
        if step.undoes:
            _drop(stacks.done, step.undoes)
            stacks.undone.append(step.id)
        elif step.redoes:
            _drop(stacks.undone, step.redoes)
            stacks.done.append(step.id)
        else:
            stacks.done.append(step.id)
            stacks.undone.clear()
        del stacks.done[:-UNDO_DEPTH], stacks.undone[:-UNDO_DEPTH]
        if len(step.changes) <= KEPT_CHANGES:
            self.recent[step.id] = step
            while len(self.recent) > UNDO_DEPTH:
                del self.recent[next(iter(self.recent))]

    def report(self, gravity: Gravity, file: str, message: str, hint: str, lost: int = 0) -> None:
        """Take note of a finding."""
        found = Problem(gravity=gravity, file=file, message=message, hint=hint, lost=lost)
        self.problems.append(found)


def open_state(disk: Disk, place: Place, keys: Keys, device: str) -> State:
    """Read what is there; whatever does not verify becomes a problem, never an exception."""
    state = State(disk=disk, place=place, keys=keys, device=device)
    _open_snapshot(state)
    for name in _devices(state):
        for log in _logs(disk, place.devices / name):
            _replay(state, log)
    return state


def _devices(state: State) -> Iterator[str]:
    return (name for name in state.disk.list(state.place.devices) if is_id(name))


def _logs(disk: Disk, folder: Path) -> Iterator[Path]:
    names = disk.list(folder)
    return (folder / name for name in names if name.startswith("log-") and name.endswith(".atom"))


def _open_snapshot(state: State) -> None:
    names = [name for name in state.disk.list(state.own) if generation_of(name) >= 0]
    for name in sorted(names, key=generation_of, reverse=True):
        try:
            snapshot, tag = read_snapshot(
                state.disk, state.own / name, state.keys.content, state.keys.vault
            )
            segments = [open_segment(state, entry) for entry in snapshot.segments]
        except (Damaged, OSError) as error:
            state.report(
                Gravity.DAMAGED,
                name,
                f"A snapshot of your tasks does not verify ({error}).",
                "ATOM uses the one before it and the journal. Make a backup and keep it apart.",
            )
            continue
        state.snapshot, state.snapshot_tag, state.segments = snapshot, tag, segments
        state.hlc = snapshot.hlc
        state.undo = {
            actor: UndoStacks(done=list(stacks.done), undone=list(stacks.undone))
            for actor, stacks in snapshot.undo.items()
        }
        return


def open_segment(state: State, described: SegmentName) -> Segment:
    """Open a segment that a snapshot names; raises `Damaged` if it is not that one."""
    path = state.own / described.name
    key, vault = state.keys.content, state.keys.vault
    segment = Segment(described, SealedReader.open(state.disk, path, FileKind.SEGMENT, key, vault))
    if segment.reader.size != described.bytes:
        message = f"The file {described.name} has another length than it was written with."
        raise Damaged(message, "Restore the newest backup.")
    segment.index()
    return segment


def _replay(state: State, path: Path) -> None:
    covers = state.snapshot.covers if state.snapshot else ()
    after = next((entry for entry in covers if entry.name == path.name), None)
    own = path.parent.name == state.device
    if after is not None and own:
        return
    try:
        log = LogReader.open(state.disk, path, state.keys, after=after)
        for group in log.groups():
            for step in group:
                _merge_replayed(state, log, step)
    except (Damaged, OSError) as error:
        if own:
            _report_log(state, path.name, str(error), whole=True)
        return
    state.logs[path.name] = log.position
    if log.problem and own:
        _report_log(state, path.name, log.problem, whole=False)


def _merge_replayed(state: State, log: LogReader, step: Step) -> None:
    number = log.reader.count
    state.touched += [(log.name, number, key) for key, _ in state.merge(step)]
    if log.device == state.device:
        state.note(step)


def _report_log(state: State, name: str, reason: str, *, whole: bool) -> None:
    part = "A part of the journal" if whole else "The end of a part of the journal"
    state.report(
        Gravity.DAMAGED if whole else Gravity.UNFINISHED,
        name,
        f"{part} does not verify: {reason}.",
        "All that verifies is open. A copy of the bytes is kept in quarantine.",
    )


def _drop(ids: list[str], wanted: str) -> None:
    if wanted in ids:
        ids.remove(wanted)
