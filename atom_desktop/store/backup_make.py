"""Writing a backup of an open vault, while work with it goes on."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from atom_desktop import __version__
from atom_desktop.model.change import Step
from atom_desktop.model.errors import Conflict, Damaged, Denied, Unavailable
from atom_desktop.store.backup_file import (
    FORMAT,
    BackupFile,
    BackupWriter,
    Document,
    Manifest,
    Part,
    encode,
    slots_text,
)
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.moment import Moment
from atom_desktop.store.pace import Pace
from atom_desktop.store.sealed_folder import SealedFolder
from atom_desktop.store.segment import record_of
from atom_desktop.store.slots import find_slots

KEPT_SHARE: Final = 0.9
"""A backup with less than this share of the records of the one it replaces asks first."""
_PASSES: Final = 3
"""Counting, writing, reading back."""
decode_step = msgspec.json.Decoder(Step).decode


@dataclass(slots=True)
class Making:
    """One backup of one moment; `settings` are those of this device."""

    moment: Moment
    settings: SealedFolder
    pace: Pace
    records: Counter[str] = field(default_factory=Counter)
    living: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    problems: list[str] = field(default_factory=list)

    def count(self) -> None:
        """Count what there is; raises `Damaged` where a record cannot be read."""
        segments = sum(segment.described.records for segment in self.moment.segments)
        self.pace.total = _PASSES * (segments + len(self.moment.overlay))
        for key, line in self.pace.watched(self.moment.lines()):
            collection = key.partition("/")[0]
            self.records[collection] += 1
            self.living[collection] += alive(line)
        self.pace.total = _PASSES * self.records.total()

    def check_successor(self, path: Path) -> None:
        """Raise `Conflict` if the file there should rather not be replaced by this backup."""
        try:
            before = BackupFile.find(self.moment.disk, path).open(self.moment.keys).manifest
        except (Damaged, Denied) as error:
            message = f"There is a file {path} that is no backup of this vault, or a damaged one."
            raise Conflict(message, "Choose another name, or force it.", "exists") from error
        then, now = sum(before.living.values()), self.living.total()
        if now < KEPT_SHARE * then:
            message = f"The backup {path.name} holds {then} records, but the vault only {now}."
            hint = "Look what is missing. Choose another name to keep both, or force it."
            raise Conflict(message, hint, "fewer-records")

    def write(self, path: Path) -> Manifest:
        """Write the file, durably but for its name; return its last manifest."""
        moment = self.moment
        slots = self._slots()
        writer = BackupWriter(moment.disk, path, moment.keys, moment.who, slots)
        try:
            first = self._manifest(slots)
            writer.manifest(first)
            lines = self.pace.watched(moment.lines())
            writer.lines(Part.RECORDS, (line for _, line in lines))
            writer.lines(Part.STEPS, self._steps())
            writer.lines(Part.DOCUMENTS, self._documents())
            last = writer.completed(first, steps=self.steps, problems=tuple(self.problems))
            writer.manifest(last)
        finally:
            writer.close()
        return last

    def _slots(self) -> bytes:
        """Return copies of the key slots, without which nobody could open the backup."""
        folder, disk = self.moment.place.keys, self.moment.disk
        found = find_slots(disk, folder)
        own = [slot for slot in found.slots if slot.vault == self.moment.keys.vault]
        if not own:
            message = "There is no sound key file, so that nobody could open this backup."
            raise Damaged(message, "Make a new one with `atom vault rekey`, then back up.")
        return slots_text((slot.name, disk.read(folder / slot.name)) for slot in own)

    def _manifest(self, slots: bytes) -> Manifest:
        moment = self.moment
        created = datetime.fromtimestamp(moment.now_ms / 1000, UTC)
        return Manifest(
            format=FORMAT,
            vault=moment.keys.vault.hex(),
            device=moment.who.device.hex(),
            created=created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            version=__version__,
            hlc=moment.hlc,
            slots=hashlib.sha256(slots).hexdigest(),
            records=dict(self.records),
            living=dict(self.living),
            undo=moment.undo,
        )

    def _steps(self) -> Iterator[bytes]:
        """Yield the steps of this device, the oldest first; a file that fails is told of."""
        for name in self.moment.histories:
            yield from self._steps_of(name, 0)
        for log in (log for log in self.moment.logs if log.count):
            yield from self._steps_of(log.name, log.count)

    def _steps_of(self, name: str, count: int) -> Iterator[bytes]:
        """Yield the lines of one file, of its first `count` blocks (0: all)."""
        try:
            path = self.moment.own / name
            reader = LogReader.open(self.moment.disk, path, self.moment.keys).reader
            for block, content in reader.blocks():
                for line in () if block.final else content.split(b"\n"):
                    self.steps += ends_step(line)
                    yield line
                if block.sequence + 1 == count:
                    return
            why = reader.problem or ("" if reader.finished else "its end is missing")
        except (Damaged, OSError) as error:
            why = str(error)
        if why:
            self.problems.append(f"The history is not complete: {name}: {why}")

    def _documents(self) -> Iterator[bytes]:
        for name in self.settings.names():
            try:
                content = self.settings.read(name)
            except Unavailable as error:
                self.problems.append(f"The settings “{name}” cannot be read: {error.message}")
                continue
            if content is None:
                self.problems.append(f"The settings “{name}” do not verify.")
            else:
                yield encode(Document(name, bytes(content)))


def alive(line: bytes) -> bool:
    """Tell whether the record of a line is not erased; few lines have to be decoded for that."""
    return b'"erased":"' not in line or record_of(line).alive


def ends_step(line: bytes) -> bool:
    """Tell whether a line is the last one of a step: few lines have to be decoded for that."""
    return b'"last":false' not in line or decode_step(line).last
