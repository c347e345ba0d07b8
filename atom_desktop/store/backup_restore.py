"""Building a whole vault folder from a backup, beside the place where it will stand."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path
from typing import Final

from atom_desktop.model.errors import Damaged
from atom_desktop.model.ids import encode_id
from atom_desktop.store.backup_file import BackupReader, Manifest, Part, decode_document
from atom_desktop.store.compaction import SEGMENT_BYTES
from atom_desktop.store.disk import Disk, make_folder
from atom_desktop.store.log_reader import LogReader
from atom_desktop.store.opening import State, open_state
from atom_desktop.store.place import Place
from atom_desktop.store.sealed import FileKind, Identity, SealedWriter
from atom_desktop.store.sealed_folder import SealedFolder
from atom_desktop.store.segment import SegmentName, key_of_line, merged_lines, write_segment
from atom_desktop.store.slots import put_file
from atom_desktop.store.snapshot import Snapshot, write_snapshot

GENERATION: Final = 1
Pass = Callable[[int], None]
"""Called with the number of records that were just taken over; raises to stop."""


@dataclass(slots=True)
class Building:
    """One folder under construction: `place` is that of the vault, but for its data folder."""

    disk: Disk
    place: Place
    backup: BackupReader
    who: Identity
    took: Pass
    _segments: list[SegmentName] = field(default_factory=list)
    _histories: list[str] = field(default_factory=list)

    @property
    def own(self) -> Path:
        """The folder of this device in the new vault."""
        return self.place.devices / encode_id(self.who.device)

    def run(self) -> Manifest:
        """Build the folder and read it back; raises `Damaged` unless all of the backup is there."""
        self.clear()
        for slot in self.backup.file.slots:
            content = self.backup.file.files[slot.name].encode()
            put_file(self.disk, self.place.keys / slot.name, content)
        make_folder(self.disk, self.own, self.place.data)
        for part, blocks in groupby(self.backup.parts(), key=lambda block: block[0]):
            contents = (content for _, content in blocks)
            if part is Part.RECORDS:
                self._write_records(self._lines(contents))
            elif part is Part.STEPS:
                self._write_steps(contents)
            else:
                self._write_documents(contents)
        self._write_root(self.backup.manifest)
        self._check(self.backup.manifest)
        return self.backup.manifest

    def clear(self) -> None:
        """Remove what an earlier restore has left where this one builds."""
        place, disk = self.place, self.disk
        by_device = (place.devices, place.settings, place.secrets)
        owned = [folder / name for folder in by_device for name in disk.list(folder)]
        for folder in (place.keys, *owned):
            for name in disk.list(folder):
                disk.unlink(folder / name)

    def _lines(self, contents: Iterator[bytes]) -> Iterator[tuple[str, bytes]]:
        before = ""
        for content in contents:
            lines = content.split(b"\n")
            for line in lines:
                key = key_of_line(line)
                if key <= before:
                    raise self.backup.damaged("its records are out of order")
                before = key
                yield key, line
            self.took(len(lines))

    def _write_records(self, lines: Iterator[tuple[str, bytes]]) -> None:
        for first in lines:
            writer = self._writer("seg", FileKind.SEGMENT, self.backup.keys.content)
            try:
                self._segments.append(write_segment(writer, _limited(chain([first], lines))))
            finally:
                writer.close()

    def _write_steps(self, contents: Iterator[bytes]) -> None:
        writer = self._writer("hist", FileKind.HISTORY, self.backup.keys.history)
        try:
            for content in contents:
                writer.append(content)
                writer.flush()
            writer.append(b"", final=True)
            writer.sync()
        finally:
            writer.close()
        self._histories.append(writer.path.name)

    def _write_documents(self, contents: Iterator[bytes]) -> None:
        path = self.place.settings / encode_id(self.who.device)
        make_folder(self.disk, path, self.place.data)
        folder = SealedFolder(
            disk=self.disk,
            path=path,
            kind=FileKind.SETTINGS,
            key=self.backup.keys.settings,
            who=self.who,
            durable=True,
        )
        for line in chain.from_iterable(content.split(b"\n") for content in contents):
            document = decode_document(line)
            folder.write(document.name, [document.content])

    def _writer(self, prefix: str, kind: FileKind, key: bytes) -> SealedWriter:
        hlc = self.backup.manifest.hlc
        name = f"{prefix}-{hlc}-{self.who.random_bytes(16).hex()}.atom"
        return SealedWriter.create(self.disk, self.own / name, kind, key, self.who)

    def _write_root(self, manifest: Manifest) -> None:
        root = Snapshot(
            generation=GENERATION,
            hlc=manifest.hlc,
            segments=tuple(self._segments),
            base=len(self._segments),
            covers=(),
            histories=tuple(self._histories),
            undo=manifest.undo,
        )
        self.disk.sync_dir(self.own)
        write_snapshot(self.disk, self.own, root, self.backup.keys.content, self.who)

    def _check(self, manifest: Manifest) -> None:
        """Open the folder as a start would, and compare every line with the backup."""
        state = open_state(self.disk, self.place, self.backup.keys, self.own.name)
        records = hashlib.sha256()
        for _, line in merged_lines(state.segments):
            records.update(line + b"\n")
        found = {Part.RECORDS: records.hexdigest(), Part.STEPS: self._steps_sum(state)}
        if state.problems or any(manifest.sums[part] != found[part] for part in found):
            message = "The restored vault does not read back as it was written."
            raise Damaged(message, "The disk may be failing. Your old vault is where it was.")

    def _steps_sum(self, state: State) -> str:
        steps = hashlib.sha256()
        for name in self._histories:
            log = LogReader.open(self.disk, state.own / name, self.backup.keys)
            for block, content in log.reader.blocks():
                if not block.final:
                    steps.update(content + b"\n")
        return steps.hexdigest()


def _limited(lines: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    size = 0
    for key, line in lines:
        yield key, line
        size += len(line)
        if size >= SEGMENT_BYTES:
            return
