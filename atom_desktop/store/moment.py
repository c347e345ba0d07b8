"""An open vault as it was at one moment: what a backup and a check read while work goes on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

import msgspec

from atom_desktop.model.record import Record
from atom_desktop.store.crypto import Keys
from atom_desktop.store.disk import Disk
from atom_desktop.store.journal import LogPosition
from atom_desktop.store.opening import State
from atom_desktop.store.place import Place
from atom_desktop.store.sealed import Identity
from atom_desktop.store.segment import Segment, line_of, merged_lines
from atom_desktop.store.snapshot import UndoStacks


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one moment. `now_ms` is when, in Unix milliseconds.

    The files that it names stay until the second compaction after it.
    """

    disk: Disk
    place: Place
    keys: Keys
    who: Identity
    now_ms: int
    own: Path
    hlc: str
    histories: tuple[str, ...]
    """The files with older steps of this device, the oldest first."""
    segments: tuple[Segment, ...]
    overlay: dict[str, Record]
    logs: tuple[LogPosition, ...]
    """How far each log of this device reaches, the oldest first."""
    covers: dict[str, LogPosition]
    """How far logs reach that the segments hold already."""
    undo: dict[str, UndoStacks]

    @classmethod
    def of(cls, state: State, who: Identity, now_ms: int) -> Self:
        """Copy what changes; the caller holds the lock of the store."""
        logs = (entry for entry in state.logs.values() if entry.device == state.device)
        return cls(
            disk=state.disk,
            place=state.place,
            keys=state.keys,
            who=who,
            now_ms=now_ms,
            own=state.own,
            hlc=state.hlc,
            histories=state.histories,
            segments=tuple(state.segments),
            overlay=dict(state.overlay),
            logs=tuple(sorted(logs, key=lambda entry: entry.name)),
            covers=dict(state.covers),
            undo={
                actor: UndoStacks(done=list(stacks.done), undone=list(stacks.undone))
                for actor, stacks in state.undo.items()
            },
        )

    def lines(self) -> Iterator[tuple[str, bytes]]:
        """Yield (key, line) of every record, alive or erased, in order; raises `Damaged`."""
        waiting = sorted(self.overlay, reverse=True)
        for key, line in merged_lines(self.segments):
            while waiting and waiting[-1] <= key:
                yield self._changed(waiting.pop())
            if key not in self.overlay:
                yield key, line
        while waiting:
            yield self._changed(waiting.pop())

    def _changed(self, key: str) -> tuple[str, bytes]:
        return key, line_of(self.overlay[key])
