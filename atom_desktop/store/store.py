"""An open vault: reads records, makes steps durable, and keeps its folder small and whole."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Self

import msgspec

from atom_desktop.model.change import Step
from atom_desktop.model.errors import Damaged, Unavailable
from atom_desktop.model.ids import encode_id
from atom_desktop.model.record import Record
from atom_desktop.store.anchor import Anchor, AnchorFile
from atom_desktop.store.commit import Commit
from atom_desktop.store.compaction import FOR_EVER, Cancelled, Compaction, Progress, days_before
from atom_desktop.store.crypto import Keys
from atom_desktop.store.device import keep_device, known_device
from atom_desktop.store.disk import Disk, make_folder
from atom_desktop.store.faults import explained
from atom_desktop.store.history import (
    files_of_steps,
    find_step,
    steps_newest_first,
    steps_of_record,
)
from atom_desktop.store.journal import Journal, LogPosition
from atom_desktop.store.moment import Moment
from atom_desktop.store.opening import State, open_state
from atom_desktop.store.place import Place
from atom_desktop.store.problem import Problem
from atom_desktop.store.quarantine import check_anchor, set_aside, set_document_aside
from atom_desktop.store.reserve import Reserve
from atom_desktop.store.runs import SHORT, sorted_runs
from atom_desktop.store.scanning import scan
from atom_desktop.store.sealed import FileKind, Identity, RandomBytes, SealedWriter
from atom_desktop.store.sealed_folder import SealedFolder
from atom_desktop.store.segment import BrokenBlock, key_of
from atom_desktop.store.snapshot import UndoStacks

MOST_LOGS: Final = 64
MOST_OVERLAY: Final = 20_000
MOST_LOG_BYTES: Final = 32 << 20
ANCHOR_SECONDS: Final = 1.0


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """How far a cache was built: the snapshot by its tag, and each log after it."""

    snapshot: str
    logs: dict[str, LogPosition]


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What the store takes from the outside: a disk, two clocks, randomness, the machine's mark."""

    disk: Disk
    now_ms: Callable[[], int]
    monotonic: Callable[[], float]
    random_bytes: RandomBytes
    machine: str


class Store:
    """An open vault. Every method may be called from any thread.

    `commit` merges a step at once and makes it durable on the writer thread; if that fails, the
    records are put back as they were and every step queued behind it fails as well.
    """

    def __init__(self, state: State, who: Identity, around: Surroundings, *, known: bool) -> None:
        """Use `Store.open`."""
        self._state = state
        self._who = who
        self._around = around
        self._known = known
        self._lock = threading.RLock()
        self._gate = threading.Lock()
        self._tidying = threading.Lock()
        self._anchoring = threading.Lock()
        self._inverse: dict[int, list[tuple[str, Record | None]]] = {}
        self._journal = Journal(self._open_log, self._written)
        self._reserve = Reserve(around.disk, state.place.state / "reserve")
        self._anchor = AnchorFile(around.disk, state.place.anchor, state.keys.anchor)
        self._anchored = 0.0
        self.caches = self._folder(state.place.cache, FileKind.CACHE, state.keys.index)
        self.drafts = self._folder(state.place.state / "drafts", FileKind.DRAFT, state.keys.index)
        own = state.place.settings / state.device
        settings = self._folder(own, FileKind.SETTINGS, state.keys.settings)
        self.settings = msgspec.structs.replace(settings, before=self._keep_device)

    @classmethod
    def open(cls, place: Place, keys: Keys, around: Surroundings) -> Self:
        """Open the folder with keys that fit; what does not verify ends in `problems`.

        Raises `Unavailable` where the disk does not even say what is there.
        """
        try:
            known = known_device(around.disk, place.state, around.machine)
            device = known or around.random_bytes(16)
            state = open_state(around.disk, place, keys, encode_id(device))
            check_anchor(state, AnchorFile(around.disk, place.anchor, keys.anchor).read())
        except OSError as error:
            raise explained(error, place.data) from error
        who = Identity(
            vault=keys.vault, device=device, random_bytes=around.random_bytes, epoch=keys.epoch
        )
        store = cls(state, who, around, known=known is not None)
        set_aside(state)
        return store

    @property
    def vault_id(self) -> str:
        """The id of the vault."""
        return encode_id(self._state.keys.vault)

    @property
    def device_id(self) -> str:
        """The id of this device."""
        return self._state.device

    @property
    def keys(self) -> Keys:
        """The sub-keys of the open vault."""
        return self._state.keys

    @property
    def place(self) -> Place:
        """The folders of the vault."""
        return self._state.place

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found not to verify."""
        return tuple(self._state.problems)

    @property
    def last_hlc(self) -> str:
        """The highest clock reading in the vault."""
        return self._state.hlc

    def read(self, collection: str, record_id: str) -> Record | None:
        """Return a record, alive or erased, or None.

        A record that is not in memory costs the opening of one 64 KiB block.
        """
        with self._lock:
            return self._state.read(collection, record_id)

    def read_many(self, names: Sequence[tuple[str, str]]) -> list[Record | None]:
        """Return the records of these (collection, id), alive or erased: each block opened once.

        Other threads get their turn every few milliseconds.
        """
        keys = [key_of(*name) for name in names]
        found: dict[str, Record] = {}
        for start in range(0, len(keys), SHORT):
            with self._lock:
                found |= self._state.in_memory(keys[start : start + SHORT])
        missing = {*keys} - found.keys() if self._state.segments else ()
        for run in sorted_runs(missing, str):
            with self._lock:
                found |= self._state.read_many(run)
        return [found.get(key) for key in keys]

    def scan(self, collection: str) -> Iterator[Record]:
        """Yield every record of a collection, alive or erased, in no particular order.

        The state is that of the moment of the call; nothing is locked meanwhile.
        """
        return scan(self._state, self._lock, f"{collection}/", f"{collection}0")

    def ids_with_prefix(self, collection: str, prefix: str, limit: int = 20) -> list[str]:
        """Return the ids of living records that begin with `prefix`, at most `limit`."""
        start = f"{collection}/{prefix}"
        stop = f"{collection}/{prefix}\x7f"
        found: list[str] = []
        for record in scan(self._state, self._lock, start, stop):
            if record.alive:
                found.append(record.id)
                if len(found) == limit:
                    break
        return sorted(found)

    def commit(self, step: Step) -> Commit:
        """Merge a step and queue it; `step.device` and a reading above `last_hlc` are the caller's.

        Raises `UserError` for a text that cannot be written, `Unavailable` after `close`.
        Steps are made durable in the order of the calls. Not to be called from `when_done`.
        """
        commit = Commit(step)
        with self._gate, self._lock:
            self._journal.check_open()
            self._inverse[id(commit)] = self._state.merge(step)
            self._journal.put(commit)
        return commit

    def position(self) -> Position:
        """Return how far the state reaches that `read` and `scan` show, once nothing is queued."""
        with self._settled():
            return Position(snapshot=self._state.snapshot_tag, logs=dict(self._state.logs))

    def changed_since(self, position: Position) -> set[tuple[str, str]] | None:
        """Return the (collection, id) of what changed after a cache was built.

        None if that cannot be told: the cache must be rebuilt. Valid for caches of earlier
        processes, asked before this one has written anything.
        """
        state = self._state
        if position.snapshot != state.snapshot_tag or not position.logs.keys() <= state.logs.keys():
            return None
        for name, then in position.logs.items():
            now = state.logs[name]
            if now.count < then.count or (now.count == then.count and now.tag != then.tag):
                return None
        seen = {name: then.count for name, then in position.logs.items()}
        keys = {key for log, block, key in state.touched if block > seen.get(log, 0)}
        pairs = (key.partition("/") for key in keys)
        return {(collection, record_id) for collection, _, record_id in pairs}

    def undo_stacks(self, actor: str) -> UndoStacks:
        """Return copies of what an actor can take back and repeat, the newest last."""
        with self._lock:
            held = self._state.undo.get(actor, UndoStacks())
            return UndoStacks(done=list(held.done), undone=list(held.undone))

    def step(self, step_id: str) -> Step | None:
        """Return a step by its id, from memory or from the journal and its history."""
        with self._lock:
            recent = self._state.recent.get(step_id)
        if recent is not None:
            return recent
        with self._settled():
            files = files_of_steps(self._state)
        return find_step(self._state, files, step_id)

    def history(self, record_id: str = "") -> Iterator[Step]:
        """Yield the steps, the newest first, of one record (with its changes alone) or of all."""
        with self._settled():
            if record_id:
                return steps_of_record(self._state, record_id)
            return steps_newest_first(self._state)

    def needs_compaction(self) -> bool:
        """Whether enough was written since the snapshot to make a new one worth it."""
        state = self._state
        with self._lock:
            sizes = state.uncovered()
            many = len(sizes) > MOST_LOGS or len(state.overlay) > MOST_OVERLAY
            return not state.unread and (many or sum(sizes) > MOST_LOG_BYTES)

    def compact(
        self,
        progress: Progress = lambda _done, _total: None,
        cancelled: Cancelled = lambda: False,
        *,
        keep_days: int = FOR_EVER,
    ) -> bool:
        """Write a new snapshot and move covered steps to the history; False if cancelled.

        History older than `keep_days` goes, but for what can still be undone or repeated.
        Runs on the caller's thread; commits go on meanwhile. Raises the error of a failing disk,
        or `Damaged` if something does not read back, and then everything is as before.
        """
        self._check_read()
        with self._tidying:
            try:
                self._keep_device()
                since = days_before(self._around.now_ms(), keep_days)
                done = self._compacted(progress, cancelled, since)
            except OSError as error:
                raise explained(error, self._state.own) from error
        if done:
            self._write_anchor()
        return done

    def moment(self) -> Moment:
        """Return the vault as it is once nothing is queued; later steps do not show in it."""
        with self._settled():
            return Moment.of(self._state, self._who, self._around.now_ms())

    def close(self) -> None:
        """Make everything durable and end the writer thread; who wrote nothing, changes nothing."""
        self._journal.close()
        if self._known and self._anchored:
            self._write_anchor()

    def _compacted(self, progress: Progress, cancelled: Cancelled, since: str) -> bool:
        """Run a pass, once more for each older block that has to be healed first."""
        while True:
            run = Compaction(self._state, self._who, self._settled, self._journal, since)
            try:
                return run.run(progress, cancelled)
            except BrokenBlock as broken:
                self._heal(broken)

    def _heal(self, broken: BrokenBlock) -> None:
        with self._lock:
            self._state.heal(broken)
            self._check_read()

    def _check_read(self) -> None:
        """Refuse to tidy up while the disk holds something back: it may give it back later."""
        if self._state.unread:
            message = "The disk did not give back a part of the vault, so it is not tidied up."
            raise Unavailable(message, "Check the disk, then start ATOM again.", "io-error")

    @contextlib.contextmanager
    def _settled(self) -> Iterator[None]:
        """Hold the store while nothing is queued: what is in memory is what is on the disk."""
        with self._gate:
            self._journal.drain()
            with self._lock:
                yield

    def _folder(self, path: Path, kind: FileKind, key: bytes) -> SealedFolder:
        disk, who = self._around.disk, self._who
        folder = SealedFolder(disk=disk, path=path, kind=kind, key=key, who=who, durable=False)
        if kind is FileKind.CACHE:
            return folder
        return msgspec.structs.replace(folder, durable=True, aside=self._set_document_aside)

    def _set_document_aside(self, path: Path, why: Damaged) -> None:
        with self._lock:
            set_document_aside(self._state, path, why)

    def _open_log(self) -> SealedWriter:
        """Make a log whose name is durable; runs on the writer thread."""
        disk, state = self._around.disk, self._state
        self._keep_device()
        make_folder(disk, state.own, state.place.data)
        self._reserve.keep()
        path = state.own / f"log-{state.hlc}-{self._who.random_bytes(16).hex()}.atom"
        log = SealedWriter.create(disk, path, FileKind.LOG, state.keys.content, self._who)
        try:
            log.sync()  # the header first: a log without a sound header never held a step
            disk.sync_dir(state.own)
        except OSError:
            with contextlib.suppress(OSError):
                log.close()
                disk.unlink(path)
            raise
        return log

    def _keep_device(self) -> None:
        """Keep the id of this device before anything is written in its name."""
        with self._lock:
            if not self._known:
                place, around = self._state.place, self._around
                keep_device(around.disk, place.state, self._who.device, around.machine)
                self._known = True

    def _written(self, group: list[Commit], error: OSError | None) -> None:
        """Bring the state in line with what the disk has answered; runs on the writer thread."""
        if error is None:
            self._accept(group)
            for commit in group:
                commit.finish()
            return
        failed = explained(error, self._state.own)
        with self._lock:
            refused = group + self._journal.take_queued()
            self._put_back(refused)
        if failed.code == "full-disk":
            self._reserve.free()
        for commit in refused:
            commit.finish(failed)

    def _accept(self, group: list[Commit]) -> None:
        with self._lock:
            for commit in group:
                del self._inverse[id(commit)]
                self._state.note(commit.step)
            reached = self._journal.reached(self._state.device)
            if reached is not None:
                self._state.logs[reached.name] = reached
        if self._around.monotonic() - self._anchored >= ANCHOR_SECONDS:
            self._write_anchor()

    def _put_back(self, refused: list[Commit]) -> None:
        overlay = self._state.overlay
        for commit in reversed(refused):
            for key, record in reversed(self._inverse.pop(id(commit))):
                if record is None:
                    overlay.pop(key, None)
                else:
                    overlay[key] = record

    def _write_anchor(self) -> None:
        """Remember how far the vault reaches; failing only makes a later alarm less sharp."""
        state = self._state
        with self._anchoring, contextlib.suppress(OSError):
            with self._lock:
                generation = state.snapshot.generation if state.snapshot else 0
                own = tuple(entry for entry in state.logs.values() if entry.device == state.device)
                anchor = Anchor(generation=generation, hlc=state.hlc, device=state.device, logs=own)
                self._anchored = self._around.monotonic()
            self._anchor.write(anchor)
