"""Looking through a backup: every line is decoded and counted, and nothing is written."""

from collections import Counter
from dataclasses import dataclass, field

import msgspec

from atom_desktop.store.backup_file import BackupReader, Manifest, Part, decode_document
from atom_desktop.store.backup_make import alive, decode_step
from atom_desktop.store.pace import Pace
from atom_desktop.store.segment import key_of_line, record_of


@dataclass(slots=True)
class Looking:
    """One reading of a backup from its beginning to its end."""

    reader: BackupReader
    pace: Pace
    _records: Counter[str] = field(default_factory=Counter)
    _living: Counter[str] = field(default_factory=Counter)
    _steps: int = 0
    _last: str = ""

    def through(self) -> Manifest:
        """Return the last manifest; raises `Damaged` unless all is as it says."""
        reader = self.reader
        for part, content in reader.parts():
            lines = content.split(b"\n")
            try:
                for line in lines:
                    self._line(part, line)
            except (msgspec.DecodeError, ValueError) as error:
                raise reader.damaged("a line cannot be read") from error
            self.pace.took(len(lines) if part is Part.RECORDS else 0)
        manifest = reader.manifest
        counted = (self._records, self._living, self._steps)
        if counted != (manifest.records, manifest.living, manifest.steps):
            raise reader.damaged("it does not hold what its manifest counts")
        return manifest

    def _line(self, part: Part, line: bytes) -> None:
        if part is Part.STEPS:
            self._steps += decode_step(line).last
        elif part is Part.DOCUMENTS:
            decode_document(line)
        else:
            self._record(line)

    def _record(self, line: bytes) -> None:
        key = key_of_line(line)
        if key <= self._last:
            raise self.reader.damaged("its records are out of order")
        self._last = key
        collection = record_of(line).collection
        self._records[collection] += 1
        self._living[collection] += alive(line)
