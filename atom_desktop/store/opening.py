"""Opening a vault: which snapshot holds, which logs come after it, and what does not verify."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from atom_desktop.model.change import Step
from atom_desktop.model.errors import Damaged
from atom_desktop.model.record import Record, apply
from atom_desktop.model.stamp import make_stamp
from atom_desktop.store.crypto import Keys
from atom_desktop.store.disk import Disk
from atom_desktop.store.healing import heal_block, heal_segments, replay_histories
from atom_desktop.store.joining import joined
from atom_desktop.store.journal import LogPosition
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.place import Place
from atom_desktop.store.problem import Gravity, Problem
from atom_desktop.store.roots import Root, device_names, find_root, root_names
from atom_desktop.store.runs import sorted_runs
from atom_desktop.store.sealed import HEADER
from atom_desktop.store.segment import BrokenBlock, Segment, key_of, merged_lines, record_of
from atom_desktop.store.snapshot import Snapshot, UndoStacks

UNDO_DEPTH = 200
READ_LATELY = 256
FEW = 16
"""Up to this many changes, the records are looked up one by one."""
AT_ONCE = 5000
"""How many steps of a log are merged together at the opening."""
KEPT_CHANGES = 50
"""A recent step above this many changes is read from its log again when it is asked for."""
_KEPT = "All that verifies is open. A copy of the bytes is kept in quarantine."


class State(msgspec.Struct, kw_only=True):
    """What an open vault holds in memory: the records changed since the snapshot.

    The others are in its segments. Whoever uses it holds the lock of the store.
    """

    disk: Disk
    place: Place
    keys: Keys
    device: str
    snapshot: Snapshot | None = None
    snapshot_name: str = ""
    snapshot_tag: str = ""
    """Tells the state of the segments from any other one."""
    segments: list[Segment] = []
    borrowed: bool = False
    """Whether the segments are another device's: the next snapshot takes all of them over."""
    joined: dict[str, str] = {}
    """The tag of the newest snapshot of each other device that is taken in."""
    others: dict[str, Snapshot] = {}
    """The newest snapshot of each other device that has one."""
    histories: tuple[str, ...] = ()
    """The names of the files with the steps of this device that its logs do not hold any more."""
    in_history: set[str] = set()
    """The steps in those files, if it had to be looked for."""
    covers: dict[str, LogPosition] = {}
    """How much of each log the snapshots hold."""
    overlay: dict[str, Record] = {}
    logs: dict[str, LogPosition] = {}
    empty: set[str] = set()
    """Own logs that were stopped before their first block: there is nothing in them."""
    unread: bool = False
    """Whether the disk refused to give something back: nothing may be tidied up then."""
    touched: list[tuple[str, int, str]] = []
    """(log, number of the block, key) of each change replayed at the opening."""
    read_lately: dict[str, Record] = {}
    """Records of the segments that were just read: whoever changes one reads it twice."""
    undo: dict[str, UndoStacks] = {}
    recent: dict[str, Step] = {}
    hlc: str = "0" * 16
    problems: list[Problem] = []

    @property
    def own(self) -> Path:
        """The folder that this device writes to."""
        return self.place.devices / self.device

    def read(self, collection: str, record_id: str) -> Record | None:
        """Return a record, alive or erased, or None if nothing is known of it."""
        return self._known(key_of(collection, record_id))

    def _known(self, key: str) -> Record | None:
        record = self.overlay.get(key) or self.read_lately.get(key)
        if record is None and (record := self._on_disk(key)) is not None:
            if len(self.read_lately) >= READ_LATELY:
                self.read_lately.clear()
            self.read_lately[key] = record
        return record

    def read_many(self, keys: Sequence[str]) -> dict[str, Record]:
        """Return the records of these sorted keys that are known: each block is opened once."""
        found = self.in_memory(keys)
        missing = [key for key in keys if key not in found] if self.segments else []
        try:
            lines = {k: line for one in self.segments for k, line in one.lines_of(missing)}
        except BrokenBlock:
            read = ((key, self._known(key)) for key in missing)
            return found | {key: record for key, record in read if record is not None}
        return found | {key: record_of(line) for key, line in lines.items()}

    def all_known(self, keys: Collection[str]) -> dict[str, Record]:
        """Return the records of these keys that are known: each block is opened once."""
        found = self.in_memory(keys)
        missing = {*keys} - found.keys() if self.segments else ()
        for run in sorted_runs(missing, str):
            found |= self.read_many(run)
        return found

    def in_memory(self, keys: Iterable[str]) -> dict[str, Record]:
        """Return those of the records that have changed since the snapshot."""
        overlay = self.overlay
        return {key: overlay[key] for key in keys if key in overlay}

    def heal(self, broken: BrokenBlock) -> dict[str, Record]:
        """Rebuild a block that does not verify from the journal; return its records by key."""
        healed = heal_block(self, broken)
        for key in healed:
            self.read_lately.pop(key, None)
        return healed

    def _on_disk(self, key: str) -> Record | None:
        for segment in reversed(self.segments):
            try:
                line = segment.line(key)
            except BrokenBlock as broken:
                self.heal(broken)
                if key in self.overlay:
                    return self.overlay[key]
                continue
            if line is not None:
                return record_of(line)
        return None

    def merge(
        self, step: Step, read: Mapping[str, Record] | None = None
    ) -> list[tuple[str, Record | None]]:
        """Merge a step, wholly or not at all; return what the overlay held for each key before.

        `read` are all records on the disk that it touches, if somebody has read them already.
        """
        stamp = make_stamp(step.hlc, step.device)
        overlay = self.overlay
        keys = [key_of(change.collection, change.id) for change in step.changes]
        if read is None and len(keys) > FEW:
            read = self.all_known(keys)
        known = self._known if read is None else read.get
        merged: dict[str, Record] = {}
        for key, change in zip(keys, step.changes, strict=True):
            held = merged.get(key) or overlay.get(key) or known(key)
            merged[key] = apply(held, change, stamp)
        before = [(key, overlay.get(key)) for key in merged]
        overlay.update(merged)
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

    def uncovered(self) -> list[int]:
        """Return for each log with more than the snapshots hold of it, how many bytes that is."""
        held = self.covers
        fresh = (entry for entry in self.logs.values() if entry != held.get(entry.name))
        return [entry.end - (held[entry.name].end if entry.name in held else 0) for entry in fresh]

    def report(self, gravity: Gravity, file: str, message: str, hint: str, lost: int = 0) -> None:
        """Take note of a finding."""
        found = Problem(gravity=gravity, file=file, message=message, hint=hint, lost=lost)
        self.problems.append(found)


def open_state(disk: Disk, place: Place, keys: Keys, device: str) -> State:
    """Read what is there; whatever does not verify becomes a problem.

    Raises `OSError` only where it cannot be told what is there.
    """
    state = State(disk=disk, place=place, keys=keys, device=device)
    devices = device_names(disk, place.devices)
    own = find_root(state, state.own)
    if own is not None:
        _take(state, own)
    for name in devices:
        if name != device:
            _join(state, name)
    if own is not None and own.lost:
        heal_segments(state, own.lost)
    if lost := _lost_histories(state):
        replay_histories(state, lost)
    for name in devices:
        for log in _logs(disk, place.devices / name):
            _replay(state, log)
    return state


def _logs(disk: Disk, folder: Path) -> Iterator[Path]:
    names = disk.list(folder)
    return (folder / name for name in names if name.startswith("log-") and name.endswith(".atom"))


def _take(state: State, root: Root) -> None:
    """Use a snapshot of this device."""
    state.snapshot, state.snapshot_name, state.snapshot_tag = root.snapshot, root.name, root.tag
    state.segments, state.hlc = root.segments, root.snapshot.hlc
    state.covers = {entry.name: entry for entry in root.snapshot.covers}
    state.histories = root.snapshot.histories
    state.joined = dict(root.snapshot.joined)
    state.undo = {
        actor: UndoStacks(done=list(stacks.done), undone=list(stacks.undone))
        for actor, stacks in root.snapshot.undo.items()
    }


def _lost_histories(state: State) -> tuple[str, ...]:
    """Return the histories that the newest snapshot of this device names, if it is not used."""
    newest = root_names(state.disk, state.own)[:1]
    if newest == [state.snapshot_name]:
        return ()
    names = state.disk.list(state.own)
    return tuple(n for n in names if n.startswith("hist-") and n not in state.histories)


def _join(state: State, device: str) -> None:
    """Take in what another device has put together, unless the own snapshot holds it already."""
    root = find_root(state, state.place.devices / device)
    if root is None:
        return
    state.others[device] = root.snapshot
    if state.joined.get(device) == root.tag:
        return
    if state.snapshot is None and not state.segments and not root.lost:
        state.segments, state.borrowed = root.segments, True
    elif not _merge_records(state, root):
        return
    for entry in root.snapshot.covers:
        held = state.covers.get(entry.name)
        if held is None or held.count < entry.count:
            state.covers[entry.name] = entry
    state.hlc = max(state.hlc, root.snapshot.hlc)
    state.joined[device] = root.tag
    state.snapshot_tag += f"+{root.tag}"


def _merge_records(state: State, root: Root) -> bool:
    """Merge every record of another device's snapshot; False if not all of it is there yet."""
    try:
        for key, line in merged_lines(root.segments):
            record = record_of(line)
            held = state.read(record.collection, record.id)
            both = joined(held, record)
            if both != held:
                state.overlay[key] = both
    except BrokenBlock:
        return False
    return not root.lost


def _replay(state: State, path: Path) -> None:
    own = path.parent.name == state.device
    if own and state.snapshot and any(path.name == log.name for log in state.snapshot.covers):
        return
    try:
        after = None if own else state.covers.get(path.name)
        log, seen = LogReader.open(state.disk, path, state.keys, after=after), set[str]()
        for steps in _many(log):
            seen.update(step.id for _, step in steps)
            _merge_replayed(state, log, steps)
    except (Damaged, OSError) as error:
        if own:
            _report_unopened(state, path, error)
        else:
            _report_foreign(state, path, str(error))
        return
    if own and seen and seen <= state.in_history:
        state.covers[path.name] = log.position  # a snapshot that is lost has covered it
        return
    state.logs[path.name] = log.position
    if log.problem and own:
        message = f"The end of a part of the journal does not verify: {log.problem}."
        state.report(Gravity.UNFINISHED, path.name, message, _KEPT)
    elif log.problem:
        _report_foreign(state, path, log.problem)


def _many(log: LogReader) -> Iterator[list[tuple[int, Step]]]:
    """Yield the steps of a log with the number of their block, some thousand at a time."""
    held: list[tuple[int, Step]] = []
    try:
        for group in log.groups():
            held += [(log.reader.count, step) for step in group]
            if len(held) >= AT_ONCE:
                yield held
                held = []
    except OSError:
        yield held  # what comes before the trouble counts
        raise
    yield held


def _merge_replayed(state: State, log: LogReader, steps: list[tuple[int, Step]]) -> None:
    """Merge steps of a log; of all that they touch, each block on the disk is opened once."""
    changes = (change for _, step in steps for change in step.changes)
    read = state.all_known({key_of(change.collection, change.id) for change in changes})
    for number, step in steps:
        state.touched += [(log.name, number, key) for key, _ in state.merge(step, read)]
        if log.device == state.device and step.id not in state.in_history:
            state.note(step)


def _report_foreign(state: State, path: Path, why: str) -> None:
    """Report a damaged log of another device; what is cut short has not arrived yet, as a rule."""
    if "cut short" not in why and state.disk.size(path) > HEADER.size:
        message = f"A part of the journal of another device does not verify: {why.rstrip('.')}."
        state.report(Gravity.DAMAGED, path.name, message, _KEPT)


def _report_unopened(state: State, path: Path, error: Damaged | OSError) -> None:
    """Report a log of this device that cannot be read at all.

    The header of a log is on the disk before its first block is written: a file that is no longer
    than that never held a step.
    """
    if isinstance(error, OSError):
        state.unread = True
    elif state.disk.size(path) <= HEADER.size:
        state.empty.add(path.name)
        message = "A part of the journal was stopped before anything was written to it."
        state.report(Gravity.UNFINISHED, path.name, message, _KEPT)
        return
    message = f"A part of the journal does not verify: {error}."
    state.report(Gravity.DAMAGED, path.name, message, _KEPT)


def _drop(ids: list[str], wanted: str) -> None:
    if wanted in ids:
        ids.remove(wanted)
