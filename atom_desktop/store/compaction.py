"""Compaction: covered logs become segments and history, in passes that never hold up an edit.

The order of a pass is what keeps it safe. The log is sealed before a snapshot names it as covered:
a log that is covered must never grow again. The new files are read back before the snapshot is
named, and nothing is removed that the new snapshot or the one before it needs.
"""

import contextlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain, groupby
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop.model.errors import Damaged
from atom_desktop.model.record import Record
from atom_desktop.store.disk import make_folder
from atom_desktop.store.history import copy_steps, kept_histories
from atom_desktop.store.journal import Journal, LogPosition
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.opening import State
from atom_desktop.store.quarantine import is_safe, set_aside
from atom_desktop.store.roots import open_segment, root_names
from atom_desktop.store.sealed import FileKind, Identity, SealedWriter
from atom_desktop.store.segment import (
    BrokenBlock,
    Segment,
    SegmentName,
    line_of,
    merged_lines,
    write_segment,
)
from atom_desktop.store.snapshot import Snapshot, UndoStacks, generation_of, write_snapshot

SEGMENT_BYTES: Final = 48 << 20
DELTA_SHARE: Final = 4
"""A base segment is written anew when its deltas reach one part in this many of it."""
SMALL: Final = 4 << 20
REPORT_EVERY: Final = 1000
FOR_EVER: Final = 1_000_000
"""Days of history to keep, if nobody says."""
_DAY_MS: Final = 86_400_000
_MADE: Final = ("seg-", "hist-", "snap-")

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class _Captured(msgspec.Struct, kw_only=True):
    """What a pass covers: taken in one moment in which nothing was queued."""

    overlay: dict[str, Record]
    logs: list[LogPosition]
    hlc: str
    undo: dict[str, UndoStacks]
    joined: dict[str, str]


class Compaction(msgspec.Struct):
    """One run. `settled` holds the store while nothing is queued."""

    state: State
    who: Identity
    settled: Callable[[], AbstractContextManager[None]]
    journal: Journal
    keep_since: str = ""
    """A clock reading: history files that end before it go, but for what can be undone."""
    _made: list[Path] = []

    def run(self, progress: Progress, cancelled: Cancelled) -> bool:
        """Cover all that is written now; False (and nothing changed) if cancelled on the way.

        Raises `OSError`, or `Damaged` when something does not read back: then nothing has changed
        either, and `BrokenBlock` when an older segment has to be healed first.
        """
        disk, place = self.state.disk, self.state.place
        make_folder(disk, self.state.own, place.data)
        taken = self._capture()
        total = len(taken.overlay)
        try:
            segments, base = self._segments(taken, progress, cancelled)
            histories = self._histories(taken.logs, cancelled)
            snapshot = self._root(taken, segments, base, histories)
            disk.sync_dir(self.state.own)
        except _Cancelled:
            self._remove_made()
            return False
        except (OSError, Damaged):
            self._remove_made()
            raise
        before = self.state.snapshot
        self._switch(taken, segments, snapshot)
        progress(total, total)
        with contextlib.suppress(OSError):  # what is left over goes the next time
            self._clean(before)
        return True

    def _capture(self) -> _Captured:
        with self.settled():
            self.journal.seal()
            state = self.state
            undo = {
                actor: UndoStacks(done=list(stacks.done), undone=list(stacks.undone))
                for actor, stacks in state.undo.items()
            }
            logs = list(state.logs.values())
            return _Captured(
                overlay=dict(state.overlay),
                logs=logs,
                hlc=state.hlc,
                undo=undo,
                joined=dict(state.joined),
            )

    def _segments(
        self, taken: _Captured, progress: Progress, cancelled: Cancelled
    ) -> tuple[list[Segment], int]:
        """Write the changed records; return all segments, and how many of them are base.

        Deltas are cut where base segments begin. One base segment is written anew in a pass,
        together with its deltas: the one that has the most, once they are a large part of it.
        """
        state, held = self.state, list(self.state.segments)
        base = _base(state)
        borders = [segment.described.first for segment in base[1:]]
        lines = ((key, line_of(taken.overlay[key])) for key in sorted(taken.overlay))
        fresh = self._write(_counted(lines, len(taken.overlay), progress, cancelled), borders)
        if not held:
            return fresh, len(fresh)
        parts = _parts(held[len(base) :] + fresh, borders)
        broken = state.borrowed or any(segment.broken for segment in held)
        if parts is None or not base or broken:
            merged = self._write(_counted(merged_lines(held + fresh), 0, progress, cancelled))
            return merged, len(merged)
        due = [at for at, deltas in parts.items() if _is_due(base[at], deltas)]
        if due:
            at = max(due, key=lambda at: _bytes(parts[at]))
            part = merged_lines([base[at], *parts.pop(at)])
            base[at : at + 1] = self._write(_counted(part, 0, progress, cancelled))
        return base + list(chain.from_iterable(parts.values())), len(base)

    def _write(
        self, lines: Iterator[tuple[str, bytes]], borders: Sequence[str] = ()
    ) -> list[Segment]:
        """Write sorted lines into files that do not reach across a border."""
        parts = groupby(lines, key=lambda pair: bisect_right(borders, pair[0]))
        return [segment for _, part in parts for segment in self._write_part(part)]

    def _write_part(self, lines: Iterator[tuple[str, bytes]]) -> Iterator[Segment]:
        """Write sorted lines into files of a bounded size, and read each back."""
        for first in lines:
            writer = self._writer("seg", FileKind.SEGMENT, self.state.keys.content)
            try:
                described = write_segment(writer, _limited(chain([first], lines)))
            finally:
                writer.close()
            yield self._verified(described)

    def _verified(self, described: SegmentName) -> Segment:
        segment = open_segment(self.state, self.state.own, described)
        try:
            count = sum(1 for _ in segment.lines())
        except BrokenBlock:
            count = -1
        if count != described.records:
            message = f"The new file {described.name} does not read back as it was written."
            raise Damaged(message, "The disk may be failing. Nothing older was removed.")
        return segment

    def _histories(self, logs: list[LogPosition], cancelled: Cancelled) -> list[str]:
        """Copy the steps of own covered logs into one history file, and read it back."""
        own = [entry for entry in logs if entry.device == self.state.device and entry.count]
        if not own:
            return []
        writer = self._writer("hist", FileKind.HISTORY, self.state.keys.history)
        try:
            for entry in sorted(own, key=_name):
                if cancelled():
                    raise _Cancelled
                self._copy(entry, writer)
            writer.append(b"", final=True)
            writer.sync()
        finally:
            writer.close()
        copied = LogReader.open(self.state.disk, writer.path, self.state.keys)
        blocks = sum(1 for _ in copied.contents())
        if blocks != writer.count or copied.reader.problem:
            message = f"The new file {writer.path.name} does not read back as it was written."
            raise Damaged(message, "The disk may be failing. Nothing older was removed.")
        return [writer.path.name]

    def _copy(self, entry: LogPosition, writer: SealedWriter) -> None:
        before = writer.count
        path = self.state.own / entry.name
        log = LogReader.open(self.state.disk, path, self.state.keys, upto=entry.count)
        copy_steps(log, writer)
        if writer.count - before != entry.count:
            message = f"The journal {entry.name} reads shorter than it was written."
            raise Damaged(message, "The disk may be failing. Nothing older was removed.")

    def _writer(self, prefix: str, kind: FileKind, key: bytes) -> SealedWriter:
        name = f"{prefix}-{self.state.hlc}-{self.who.random_bytes(16).hex()}.atom"
        path = self.state.own / name
        self.state.disk.mkdir(self.state.own)
        writer = SealedWriter.create(self.state.disk, path, kind, key, self.who)
        self._made.append(path)
        return writer

    def _root(
        self, taken: _Captured, segments: list[Segment], base: int, histories: list[str]
    ) -> Snapshot:
        """Return the new root; its number is above every other one, also of those that failed."""
        disk, own, before = self.state.disk, self.state.own, self.state.snapshot
        names = root_names(disk, own)
        newest = max(generation_of(names[0]) if names else 0, before.generation if before else 0)
        return Snapshot(
            generation=newest + 1,
            hlc=taken.hlc,
            segments=tuple(segment.described for segment in segments),
            base=base,
            covers=_covers(self.state, taken.logs),
            histories=(*self._kept_histories(taken), *histories),
            undo=taken.undo,
            joined=taken.joined,
        )

    def _kept_histories(self, taken: _Captured) -> tuple[str, ...]:
        stacks = taken.undo.values()
        undoable = {step_id for held in stacks for step_id in (*held.done, *held.undone)}
        return kept_histories(self.state, self.keep_since, undoable)

    def _switch(self, taken: _Captured, segments: list[Segment], snapshot: Snapshot) -> None:
        """Name the new root on the disk, then use it in memory."""
        state = self.state
        key = state.keys.content
        name, tag = write_snapshot(state.disk, state.own, snapshot, key, self.who)
        with self.settled():
            state.snapshot, state.snapshot_name, state.snapshot_tag = snapshot, name, tag
            state.segments, state.borrowed = segments, False
            state.covers = {entry.name: entry for entry in snapshot.covers}
            state.histories = snapshot.histories
            for key_, record in taken.overlay.items():
                if state.overlay.get(key_) is record:
                    del state.overlay[key_]
            for entry in taken.logs:
                if state.logs[entry.name] == entry:
                    del state.logs[entry.name]
            state.touched.clear()
            state.read_lately.clear()

    def _remove_made(self) -> None:
        """Remove the files of a pass that came to nothing; nobody names them."""
        with contextlib.suppress(OSError):  # the next pass finds them
            for path in self._made:
                if self.state.disk.exists(path):
                    self.state.disk.unlink(path)

    def _clean(self, before: Snapshot | None) -> None:
        """Remove own files that neither this snapshot nor the one before it needs.

        Bytes that do not verify go only once there is a copy of them in quarantine.
        """
        state, disk, own = self.state, self.state.disk, self.state.own
        newest = state.snapshot
        if newest is None or state.unread:
            return
        set_aside(state)
        kept = {problem.file for problem in state.problems if not is_safe(state, problem.file)}
        for root in (newest, before) if before else (newest,):
            kept |= {entry.name for entry in root.segments} | set(root.histories)
        done = {entry.name for entry in before.covers} if before else set[str]()
        names = disk.list(own)
        roots = [
            name for name in root_names(disk, own) if generation_of(name) in _pair(newest, before)
        ]
        for name in names:
            log = name.startswith("log-") and (name in done or name in state.empty)
            made = name.startswith(_MADE) and name not in roots
            if (log or made) and name not in kept:
                disk.unlink(own / name)
        disk.sync_dir(own)


def days_before(now_ms: int, days: int) -> str:
    """Return the clock reading of some days ago."""
    return f"{max(now_ms - days * _DAY_MS, 0):012x}0000"


def _pair(newest: Snapshot, before: Snapshot | None) -> set[int]:
    return {newest.generation, before.generation if before else newest.generation}


class _Cancelled(Exception):  # noqa: N818 -- no error: somebody asked for it
    """The run is to stop."""


def _covers(state: State, logs: list[LogPosition]) -> tuple[LogPosition, ...]:
    """Return how much of each log is covered; own logs that are gone need not be named."""
    newest = {**state.covers, **{entry.name: entry for entry in logs}}
    there = set(state.disk.list(state.own))
    kept = (
        entry for entry in newest.values() if entry.device != state.device or entry.name in there
    )
    return tuple(sorted(kept, key=_name))


def _name(entry: LogPosition) -> str:
    return entry.name


def _base(state: State) -> list[Segment]:
    """Return the segments of the base that are there: one that is lost is not open."""
    root = state.snapshot
    names = {described.name for described in root.segments[: root.base]} if root else set[str]()
    return [segment for segment in state.segments if segment.described.name in names]


def _parts(deltas: list[Segment], borders: Sequence[str]) -> dict[int, list[Segment]] | None:
    """Return the deltas of each base segment, in their order; None if one lies across a border."""
    parts: dict[int, list[Segment]] = {}
    for delta in deltas:
        at = bisect_right(borders, delta.described.first)
        if at != bisect_right(borders, delta.described.last):
            return None
        parts.setdefault(at, []).append(delta)
    return parts


def _is_due(base: Segment, deltas: list[Segment]) -> bool:
    return _bytes(deltas) * DELTA_SHARE >= max(base.described.bytes, SMALL)


def _bytes(segments: Iterable[Segment]) -> int:
    return sum(segment.described.bytes for segment in segments)


def _limited(lines: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    size = 0
    for key, line in lines:
        yield key, line
        size += len(line)
        if size >= SEGMENT_BYTES:
            return


def _counted(
    lines: Iterator[tuple[str, bytes]], total: int, progress: Progress, cancelled: Cancelled
) -> Iterator[tuple[str, bytes]]:
    for number, pair in enumerate(lines):
        if number % REPORT_EVERY == 0:
            if cancelled():
                raise _Cancelled
            progress(number, max(total, number))
        yield pair
