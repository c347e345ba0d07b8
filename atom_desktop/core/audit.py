"""Who had which command carried out, and when: a sealed list in which no entry can be missing.

Each entry carries the hash of the one before, through all files. It names commands, actors and
steps, never what was in them. One file per process life, made at the first entry; many small files
are merged into one that begins by naming them, and they are removed when it is complete.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

import msgspec

from atom_desktop.model.errors import Damaged
from atom_desktop.store.crypto import Keys
from atom_desktop.store.disk import Disk
from atom_desktop.store.sealed import HEADER, FileKind, Identity, SealedReader, SealedWriter

MOST_FILES: Final = 32
KEPT_MS: Final = 366 * 86_400_000
_PREFIX: Final = "audit-"
_ENDING: Final = ".atom"
_START: Final = ""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One command. `at` is Unix milliseconds, `outcome` the code of its error ("" if it worked).

    `lost` counts the entries before this one that could not be written.
    """

    at: int
    actor: str
    command: str
    step: str = ""
    outcome: str = ""
    lost: int = 0
    previous: str = _START


class _Merged(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first block of a merged file: the files that it stands for."""

    merges: tuple[str, ...]


_encode = msgspec.json.Encoder().encode
_decode_entry = msgspec.json.Decoder(Entry).decode
_decode_merged = msgspec.json.Decoder(_Merged).decode


class _File(msgspec.Struct, frozen=True):
    """What verifies of one file."""

    path: Path
    blocks: list[bytes]
    merges: frozenset[str]
    finished: bool
    problem: str

    @property
    def cut(self) -> bool:
        """Whether the process that wrote it was killed while it did."""
        return "cut short" in self.problem


class Audit(msgspec.Struct):
    """The list of one vault on this device; used under the lock of whoever runs commands."""

    disk: Disk
    folder: Path
    keys: Keys
    who: Identity
    now_ms: Callable[[], int]
    _last: str = _START
    _number: int = 0
    _writer: SealedWriter | None = None
    lost: int = 0
    """Entries that could not be written since the last one that could."""

    @classmethod
    def open(
        cls, disk: Disk, folder: Path, *, keys: Keys, who: Identity, now_ms: Callable[[], int]
    ) -> Self:
        """Find where the list ends."""
        audit = cls(disk, folder, keys, who, now_ms)
        files = audit._names()
        if files:
            audit._number = _number(files[-1])
        for name in reversed(files):
            found = audit._read(name)
            if found.blocks and (found.finished or not found.merges):
                audit._last = _hash(found.blocks[-1])
                break
        return audit

    def note(self, actor: str, command: str, step: str = "", outcome: str = "") -> None:
        """Add an entry; one that cannot be written is counted, and leaves a gap that is told."""
        entry = Entry(
            at=self.now_ms(),
            actor=actor,
            command=command,
            step=step,
            outcome=outcome,
            lost=self.lost,
            previous=self._last,
        )
        block = _encode(entry)
        try:
            writer = self._writer or self._begin()
            writer.append(block)
            writer.flush()
        except OSError:
            self.lost += 1
            self._drop()
        else:
            self.lost = 0
            self._last = _hash(block)

    def close(self) -> None:
        """Let the entries reach the disk."""
        if self._writer is not None:
            try:
                self._writer.sync()
            except OSError:
                self.lost += 1
            self._drop()

    def entries(self) -> Iterator[Entry]:
        """Yield every entry that verifies, oldest first."""
        for file in self._files():
            for block in file.blocks:
                yield _decode_entry(block)

    def verify(self) -> list[str]:
        """Return what is wrong with the list, in words; nothing if all is well.

        A file that was cut short by a kill is well, as long as the next one continues where it
        ends. What was cut off the very end cannot be told from never written.
        """
        problems: list[str] = []
        last: str | None = None
        files = self._files()
        for file in files:
            if file.problem and not file.cut:
                problems.append(f"{file.path.name}: {file.problem}.")
            for block in file.blocks:
                if last is not None and _decode_entry(block).previous != last:
                    problems.append(f"{file.path.name}: entries before this file are missing.")
                last = _hash(block)
        return problems

    def merge(self, most_files: int | None = None) -> bool:
        """Put many small files into one, without what is older than a year; tell if it was done.

        Raises `OSError`; the files are as they were then.
        """
        names = self._names()
        most = MOST_FILES if most_files is None else most_files
        if len(names) <= most or self._writer is not None:
            return False
        files = self._files()
        blocks = [block for file in files for block in file.blocks]
        if not blocks or any(file.problem and not file.cut for file in files):
            return False
        oldest = self.now_ms() - KEPT_MS
        kept = [block for block in blocks[:-1] if _decode_entry(block).at >= oldest]
        writer = self._new_file()
        writer.append(_encode(_Merged(merges=tuple(names))))
        for block in kept:
            writer.append(block)
        writer.append(blocks[-1], final=True)
        writer.sync()
        writer.close()
        self.disk.sync_dir(self.folder)
        for name in names:
            self.disk.unlink(self.folder / name)
        return True

    def _begin(self) -> SealedWriter:
        self.disk.mkdir(self.folder)
        self._writer = self._new_file()
        return self._writer

    def _new_file(self) -> SealedWriter:
        self._number += 1
        name = f"{_PREFIX}{self._number:08d}-{self.who.random_bytes(16).hex()}{_ENDING}"
        path = self.folder / name
        return SealedWriter.create(self.disk, path, FileKind.AUDIT, self.keys.history, self.who)

    def _drop(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with suppress(OSError):
                writer.close()

    def _names(self) -> list[str]:
        names = self.disk.list(self.folder)
        return [name for name in names if name.startswith(_PREFIX) and name.endswith(_ENDING)]

    def _files(self) -> list[_File]:
        """Return the files in their order, without those that a complete merged one stands for."""
        files = [self._read(name) for name in self._names()]
        complete = [file for file in files if not file.merges or file.finished]
        replaced = {name for file in complete for name in file.merges}
        return [file for file in complete if file.path.name not in replaced]

    def _read(self, name: str) -> _File:
        path = self.folder / name
        try:
            reader = SealedReader.open(
                self.disk, path, FileKind.AUDIT, self.keys.history, self.keys.vault
            )
            blocks = [block for _, block in reader.blocks()]
        except Damaged:
            begun = self.disk.size(path) < HEADER.size
            problem = "its header is cut short" if begun else "it does not verify"
            return _File(path, [], frozenset(), finished=False, problem=problem)
        except OSError as error:
            problem = f"it cannot be read ({error.strerror})"
            return _File(path, [], frozenset(), finished=False, problem=problem)
        merges: frozenset[str] = frozenset()
        if blocks and blocks[0].startswith(b'{"merges"'):
            merges = frozenset(_decode_merged(blocks.pop(0)).merges)
        return _File(path, blocks, merges, finished=reader.finished, problem=reader.problem)


def _hash(block: bytes) -> str:
    return hashlib.sha256(block).hexdigest()


def _number(name: str) -> int:
    digits = name[len(_PREFIX) :].partition("-")[0]
    return int(digits) if digits.isdigit() else 0
