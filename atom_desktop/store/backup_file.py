"""The file of a backup: key slots of its day, then sealed blocks with a manifest at both ends.

The file may be renamed and copied freely. It is read from its beginning to its end, a block at a
time, and nothing of it counts until its last block has verified. See docs/format.md.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from atom_desktop.model.errors import Damaged, Denied
from atom_desktop.store.crypto import Keys
from atom_desktop.store.disk import Disk
from atom_desktop.store.sealed import (
    HEADER,
    FileKind,
    Header,
    Identity,
    SealedReader,
    SealedWriter,
    file_key,
    read_header,
)
from atom_desktop.store.slots import Secret, Slot, open_slots, read_slot
from atom_desktop.store.snapshot import UndoStacks

FORMAT: Final = 1
BLOCK_BYTES: Final = 1 << 20
MOST_SLOT_BYTES: Final = 1 << 22
MOST_BLOCK_BYTES: Final = 1 << 28
_LENGTH: Final = struct.Struct(">I")
_HINT: Final = "Use another copy of it, or an older backup. Nothing was changed."


class Part(StrEnum):
    """What a block holds, by its first byte."""

    MANIFEST = "M"
    RECORDS = "R"
    STEPS = "S"
    DOCUMENTS = "D"


_LINED: Final = (Part.RECORDS, Part.STEPS, Part.DOCUMENTS)
ORDER: Final = (*_LINED, Part.MANIFEST)


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds; the first one says what will follow, the last one what did.

    `vault` and `device` are hex, `created` is UTC, `slots` the SHA-256 of the slots before the
    blocks. `records` counts per collection, `living` those that are not erased. `lines` counts the
    lines of each part (a step above 1,000 changes has several), `sums` are the SHA-256 of the
    lines, each with its line feed.
    """

    format: int
    vault: str
    device: str
    created: str
    version: str
    hlc: str
    slots: str
    records: dict[str, int]
    living: dict[str, int]
    undo: dict[str, UndoStacks]
    complete: bool = False
    steps: int = 0
    lines: dict[str, int] = msgspec.field(default_factory=dict)
    sums: dict[str, str] = msgspec.field(default_factory=dict)
    problems: tuple[str, ...] = ()


class Document(msgspec.Struct, frozen=True):
    """One document of the settings of the device; `content` is base64."""

    name: str
    content: bytes


class _Slots(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands between the header and the blocks: each slot file as it was, by its name."""

    slots: dict[str, str]


encode = msgspec.json.Encoder().encode
_decode_manifest = msgspec.json.Decoder(Manifest).decode
decode_document = msgspec.json.Decoder(Document).decode


def damaged(path: Path, why: str) -> Damaged:
    """Return the error for a backup that does not verify."""
    return Damaged(f"The backup {path.name} does not verify: {why}.", _HINT)


@dataclass(slots=True)
class Tally:
    """Counts and sums the lines of each part as they pass."""

    lines: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_LINED, 0))
    _sums: dict[str, "hashlib._Hash"] = field(
        default_factory=lambda: {part: hashlib.sha256() for part in _LINED}
    )

    def take(self, part: Part, content: bytes) -> None:
        """Take note of the lines of one block."""
        self.lines[part] += content.count(b"\n") + 1
        self._sums[part].update(content)
        self._sums[part].update(b"\n")

    def sums(self) -> dict[str, str]:
        """Return the SHA-256 of the lines of each part, in hex."""
        return {part: held.hexdigest() for part, held in self._sums.items()}


def slots_text(slots: Iterable[tuple[str, bytes]]) -> bytes:
    """Return what stands between the header and the blocks."""
    return encode(_Slots({name: content.decode() for name, content in slots}))


class BackupWriter:
    """Writes one backup file from its header to its last manifest; used by one thread."""

    def __init__(self, disk: Disk, path: Path, keys: Keys, who: Identity, slots: bytes) -> None:
        """Make the file; nothing of it is durable before `finish`."""
        from zstandard import ZstdCompressor  # noqa: PLC0415 -- its import is paid only here

        header = Header(
            kind=FileKind.BACKUP,
            vault=who.vault,
            device=who.device,
            file=who.random_bytes(16),
            salt=who.random_bytes(32),
            epoch=keys.epoch,
        )
        begin = header.pack() + _LENGTH.pack(len(slots)) + slots
        aead = AESGCM(file_key(keys.backup, header))
        handle = disk.create(path)
        self._sealed = SealedWriter(disk, path, header, aead, who.random_bytes, handle, [begin])
        self._sealed.offset = len(begin)
        self._compress = ZstdCompressor(level=3).compress
        self._tally = Tally()

    def lines(self, part: Part, lines: Iterable[bytes]) -> None:
        """Write the lines of one part, about 1 MiB a block."""
        held: list[bytes] = []
        size = 0
        for line in lines:
            held.append(line)
            size += len(line) + 1
            if size >= BLOCK_BYTES:
                self._block(part, b"\n".join(held))
                held, size = [], 0
        if held:
            self._block(part, b"\n".join(held))

    def manifest(self, manifest: Manifest) -> None:
        """Write a manifest; the complete one is the last block, and durable when this returns."""
        content = Part.MANIFEST.encode() + encode(manifest)
        self._sealed.append(content, final=manifest.complete)
        if manifest.complete:
            self._sealed.sync()

    def completed(self, first: Manifest, *, steps: int, problems: tuple[str, ...]) -> Manifest:
        """Return the last manifest, for what was written after the first one."""
        return msgspec.structs.replace(
            first,
            complete=True,
            steps=steps,
            lines=self._tally.lines,
            sums=self._tally.sums(),
            problems=problems,
        )

    def close(self) -> None:
        """Close the file."""
        self._sealed.close()

    def _block(self, part: Part, content: bytes) -> None:
        self._tally.take(part, content)
        self._sealed.append(part.encode() + self._compress(content))
        self._sealed.flush()


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that was found, still closed; `head` and `packed` stand before its blocks."""

    disk: Disk
    path: Path
    header: Header
    head: bytes
    slots: tuple[Slot, ...]
    files: dict[str, str]
    packed: bytes

    @classmethod
    def find(cls, disk: Disk, path: Path) -> Self:
        """Read the header and the slots; raises `Damaged` for a file that is no backup."""
        head = disk.read_range(path, 0, HEADER.size)
        header = read_header(head, path.name)
        if header.kind is not FileKind.BACKUP:
            raise damaged(path, "it is another kind of file")
        start = HEADER.size + _LENGTH.size
        length = int.from_bytes(disk.read_range(path, HEADER.size, _LENGTH.size), "big")
        packed = disk.read_range(path, start, min(length, MOST_SLOT_BYTES))
        if len(packed) != length:
            raise damaged(path, "it is cut short")
        try:
            files = msgspec.json.decode(packed, type=_Slots).slots
        except (msgspec.DecodeError, UnicodeError) as error:
            raise damaged(path, "its key slots are overwritten") from error
        return cls(disk, path, header, head, tuple(_sound(files, header.vault)), files, packed)

    def open(self, by: Secret | Keys) -> "BackupReader":
        """Open it; raises `Denied` if the secret or the keys are not those of its day."""
        keys = by if isinstance(by, Keys) else self._keys(by)
        if (keys.vault, keys.epoch) != (self.header.vault, self.header.epoch):
            message = f"The backup {self.path.name} is one of another vault."
            raise Denied(
                message, "Give the passphrase or recovery code of that vault.", "other-vault"
            )
        start = HEADER.size + _LENGTH.size + len(self.packed)
        sealed = SealedReader(
            self.disk,
            self.path,
            self.header,
            self.disk.size(self.path),
            self.head,
            AESGCM(file_key(keys.backup, self.header)),
            end=start,
        )
        return BackupReader.start(self, keys, sealed)

    def _keys(self, secret: Secret) -> Keys:
        if not self.slots:
            raise damaged(self.path, "none of its key slots is sound")
        if not any(slot.body.kind is secret.kind for slot in self.slots):
            message = f"The backup {self.path.name} does not open with a {secret.kind}."
            kinds = " or ".join(sorted({slot.body.kind for slot in self.slots}))
            raise Denied(message, f"It opens with: {kinds}.", "no-such-slot")
        root = open_slots(self.slots, secret)
        return Keys.from_root(root.key, root.vault, root.epoch)


@dataclass(slots=True)
class BackupReader:
    """An open backup, read once from its beginning to its end.

    `manifest` is the first one, which says what the backup should hold, and the last one when
    `parts` has ended.
    """

    file: BackupFile
    keys: Keys
    manifest: Manifest
    _blocks: Iterator[tuple[Part, bytes]]

    @classmethod
    def start(cls, file: BackupFile, keys: Keys, sealed: SealedReader) -> Self:
        """Read the first manifest; raises `Damaged`."""
        blocks = _blocks(file.path, sealed)
        part, content = next(blocks)
        if part is not Part.MANIFEST:
            raise damaged(file.path, "it does not begin with a manifest")
        return cls(file, keys, _manifest(file.path, content), blocks)

    def parts(self) -> Iterator[tuple[Part, bytes]]:
        """Yield the lines of each block as it verifies; raises `Damaged`.

        What was yielded counts only once the end is reached: then the counts and sums of the
        last manifest are those of what was read.
        """
        tally = Tally()
        at = 0
        last: Manifest | None = None
        for part, content in self._blocks:
            place = ORDER.index(part)
            if place < at:
                raise self.damaged("its parts are out of order")
            at = place
            if part is Part.MANIFEST:
                last = _manifest(self.file.path, content)
            else:
                tally.take(part, content)
                yield part, content
        self._check(last, tally)

    def damaged(self, why: str) -> Damaged:
        """Return the error for this file."""
        return damaged(self.file.path, why)

    def _check(self, last: Manifest | None, tally: Tally) -> None:
        header = self.file.header
        expected = msgspec.structs.replace(
            self.manifest,
            vault=header.vault.hex(),
            device=header.device.hex(),
            slots=hashlib.sha256(self.file.packed).hexdigest(),
            complete=True,
            steps=last.steps if last else 0,
            lines=tally.lines,
            sums=tally.sums(),
            problems=last.problems if last else (),
        )
        records = sum(expected.records.values())
        if last != expected or records != tally.lines[Part.RECORDS]:
            raise self.damaged("it does not hold what its manifest says")
        self.manifest = expected


def _blocks(path: Path, reader: SealedReader) -> Iterator[tuple[Part, bytes]]:
    from zstandard import ZstdDecompressor, ZstdError  # noqa: PLC0415 -- see BackupWriter

    expand = ZstdDecompressor().decompress
    for _, sealed in reader.blocks(window=BLOCK_BYTES):
        try:
            part = Part(chr(sealed[0]))
            content = sealed[1:]
            if part is not Part.MANIFEST:
                content = expand(content, MOST_BLOCK_BYTES)
        except (ValueError, IndexError, ZstdError) as error:
            raise damaged(path, "a block cannot be read") from error
        yield part, content
    if reader.problem or not reader.finished:
        raise damaged(path, reader.problem or "its end is missing")


def _manifest(path: Path, content: bytes) -> Manifest:
    try:
        manifest = _decode_manifest(content)
    except msgspec.DecodeError as error:
        raise damaged(path, "its manifest cannot be read") from error
    if manifest.format != FORMAT:
        raise damaged(path, "it was written by a newer version of ATOM")
    return manifest


def _sound(files: dict[str, str], vault: bytes) -> Iterator[Slot]:
    """Yield the slots that are sound and of this vault; the others are their redundancy."""
    for name, text in files.items():
        try:
            slot = read_slot(name, text.encode())
        except Damaged:
            continue
        if slot.vault == vault:
            yield slot
