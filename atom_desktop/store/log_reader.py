"""Reading a log: the steps of its verified blocks, and how far they reach."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import msgspec

from atom_desktop.model.change import Step
from atom_desktop.model.errors import Damaged
from atom_desktop.model.ids import encode_id
from atom_desktop.store.crypto import Keys
from atom_desktop.store.disk import Disk
from atom_desktop.store.journal import LogPosition
from atom_desktop.store.sealed import MOST_BLOCKS, FileKind, SealedReader

_decode = msgspec.json.Decoder(Step).decode


class LogReader(msgspec.Struct):
    """One log, read from its beginning or from a place that is known.

    After `groups` has ended, `position` says how far the log verifies, and `problem` is empty if
    that is its whole length.
    """

    reader: SealedReader
    device: str
    name: str
    steps: int = 0
    problem: str = ""
    upto: int = MOST_BLOCKS
    """How many blocks count: what stands behind them was refused."""
    _parts: list[Step] = []
    _whole: LogPosition | None = None

    @classmethod
    def open(
        cls,
        disk: Disk,
        path: Path,
        keys: Keys,
        *,
        after: LogPosition | None = None,
        upto: int = MOST_BLOCKS,
    ) -> "LogReader":
        """Open a log or a history of the device whose folder it is in; raises `Damaged`."""
        kind = FileKind.HISTORY if path.name.startswith("hist-") else FileKind.LOG
        key = keys.history if kind is FileKind.HISTORY else keys.content
        reader = SealedReader.open(disk, path, kind, key, keys.vault)
        device = encode_id(reader.header.device)
        if device != path.parent.name:
            message = f"The log {path.name} lies in the folder of another device."
            raise Damaged(message, "It was moved; put it back or restore a backup.")
        if after is not None:
            reader.count, reader.end = after.count, after.end
            reader.last_tag = bytes.fromhex(after.tag)
        log = cls(reader, device, path.name, after.steps if after else 0, upto=upto)
        log._whole = log._reached()
        return log

    @property
    def position(self) -> LogPosition:
        """How far the log verifies, to the end of its last whole step."""
        return self._whole or self._reached()

    def _reached(self) -> LogPosition:
        return LogPosition(
            device=self.device,
            name=self.name,
            count=self.reader.count,
            end=self.reader.end,
            tag=self.reader.last_tag.hex(),
            steps=self.steps,
        )

    def parts_with(self, wanted: bytes) -> Iterator[Step]:
        """Yield the steps, or parts of steps, in the blocks that hold the bytes `wanted`."""
        found = (content for content in self.contents() if wanted in content)
        for line in chain.from_iterable(content.split(b"\n") for content in found):
            if wanted in line:
                yield msgspec.structs.replace(_decode(line), device=self.device)

    def contents(self) -> Iterator[bytes]:
        """Yield the blocks that count."""
        if self.reader.count >= self.upto:
            return
        for _, content in self.reader.blocks():
            yield content
            if self.reader.count >= self.upto:
                return

    def groups(self) -> Iterator[list[Step]]:
        """Yield the steps that each block completes, with their device filled in."""
        for content in filter(None, self.contents()):  # a history ends with an empty block
            try:
                found = [_decode(line) for line in content.split(b"\n")]
            except msgspec.DecodeError:
                self.problem = "a block holds something that is not a step"
                return
            whole = [step for step in map(self._completed, found) if step is not None]
            self.steps += len(whole)
            if not self._parts:
                self._whole = self._reached()
            yield whole
        self.problem = self.reader.problem

    def _completed(self, step: Step) -> Step | None:
        """Return a step once all its parts are there; parts of another step before are void."""
        if step.part == 0 and step.last:
            self._parts = []
            return msgspec.structs.replace(step, device=self.device)
        if step.part == 0:
            self._parts = []
        elif not self._parts or (self._parts[-1].id, len(self._parts)) != (step.id, step.part):
            self._parts = []
            return None
        self._parts.append(step)
        if not step.last:
            return None
        changes = tuple(change for part in self._parts for change in part.changes)
        self._parts = []
        return msgspec.structs.replace(step, changes=changes, part=0, last=True, device=self.device)
