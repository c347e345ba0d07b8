"""Sealed files: a header that says what the file is, and blocks that only verify in their place.

A file is a 96-byte header and blocks. Every block is AES-256-GCM under a key made for this one
file, with the whole header, the number of the block, whether it is the last one, and the tag of the
block before it as associated data. A block that is swapped, moved, repeated or cut out does not
verify, nor does a file under another name or in another vault. See docs/format.md.
"""

import struct
from collections.abc import Callable, Iterator
from enum import IntEnum
from pathlib import Path
from typing import Final, Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from atom_desktop.model.errors import Damaged
from atom_desktop.store.crypto import derive
from atom_desktop.store.disk import Disk, Handle, write_all

MAGIC: Final = b"ATOM"
FORMAT: Final = 1
HEADER: Final = struct.Struct(">4sHH16s16s16s32sI4x")
FRAME: Final = struct.Struct(">IB12s")
AAD_TAIL: Final = struct.Struct(">QB16s")
TAG: Final = 16
NO_TAG: Final = bytes(TAG)
FINAL: Final = 1
MOST_BLOCKS: Final = 1 << 20
MOST_BYTES: Final = 1 << 28
"""A block above 256 MiB is damage, not data."""

RandomBytes = Callable[[int], bytes]


class FileKind(IntEnum):
    """What a file holds; part of what is authenticated."""

    LOG = 1
    SNAPSHOT = 2
    SEGMENT = 3
    HISTORY = 4
    CACHE = 5
    SETTINGS = 6
    DRAFT = 7
    ANCHOR = 8
    BLOB = 9
    SECRETS = 10
    BACKUP = 11
    AUDIT = 12
    RESERVED_INBOX = 13


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Whose file this is. `vault`, `device` and `file` are 16 bytes, `salt` 32."""

    kind: FileKind
    vault: bytes
    device: bytes
    file: bytes
    salt: bytes
    epoch: int = 1

    def pack(self) -> bytes:
        """Return the 96 bytes that begin the file."""
        ids = (self.vault, self.device, self.file, self.salt)
        return HEADER.pack(MAGIC, FORMAT, self.kind, *ids, self.epoch)


class BlockRef(msgspec.Struct, frozen=True):
    """Where a block stands and what its place is: enough to open it alone."""

    offset: int
    length: int
    sequence: int
    previous: bytes
    tag: bytes
    final: bool


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What all files of one device in one vault share."""

    vault: bytes
    device: bytes
    random_bytes: RandomBytes
    epoch: int = 1


class SealedWriter(msgspec.Struct):
    """Writes one file from its header to its last block; never opens a file again.

    After any `OSError` the writer is poisoned and refuses everything: what reached the disk is
    unknown then. One thread at a time.
    """

    disk: Disk
    path: Path
    header: Header
    _aead: AESGCM
    _random: RandomBytes
    _handle: Handle
    _pending: list[bytes]
    offset: int = HEADER.size
    count: int = 0
    last_tag: bytes = NO_TAG
    poisoned: bool = False
    _finished: bool = False

    @classmethod
    def create(cls, disk: Disk, path: Path, kind: FileKind, key: bytes, who: Identity) -> Self:
        """Make the file; its name ends in the 32 hex digits of its id: see `file_id_of`."""
        header = Header(
            kind=kind,
            vault=who.vault,
            device=who.device,
            file=file_id_of(path.name),
            salt=who.random_bytes(32),
            epoch=who.epoch,
        )
        handle = disk.create(path)
        aead = AESGCM(file_key(key, header))
        return cls(disk, path, header, aead, who.random_bytes, handle, [header.pack()])

    def append(self, content: bytes | bytearray | memoryview, *, final: bool = False) -> BlockRef:
        """Seal one block; it is written at the next `flush`."""
        if self.poisoned or self._finished or self.count >= MOST_BLOCKS:
            raise OSError(5, f"{self.path.name} takes no more blocks")
        flags = FINAL if final else 0
        nonce = self._random(12)
        place = AAD_TAIL.pack(self.count, flags, self.last_tag)
        sealed = self._aead.encrypt(nonce, content, self.header.pack() + place)
        self._pending += (FRAME.pack(len(sealed), flags, nonce), sealed)
        length = FRAME.size + len(sealed)
        tag = sealed[-TAG:]
        ref = BlockRef(self.offset, length, self.count, self.last_tag, tag, final)
        self.offset += length
        self.count += 1
        self.last_tag = tag
        self._finished = final
        return ref

    def flush(self) -> None:
        """Hand what is sealed to the operating system."""
        if self.poisoned:
            raise OSError(5, f"{self.path.name} failed before")
        pending, self._pending = self._pending, []
        if not pending:
            return
        try:
            write_all(self.disk, self._handle, b"".join(pending))
        except OSError:
            self.poisoned = True
            raise

    def sync(self) -> None:
        """Return when everything appended will survive a power cut."""
        self.flush()
        try:
            self.disk.sync(self._handle)
        except OSError:
            self.poisoned = True
            raise

    def cut_back(self, end: int) -> None:
        """Take off for good what stands behind `end`; nothing can be written any more."""
        self.poisoned = True
        self.disk.truncate(self._handle, end)
        self.disk.sync(self._handle)

    def close(self) -> None:
        """Close the file; what was not synced may be lost."""
        self.poisoned = True
        self.disk.close(self._handle)


class SealedReader(msgspec.Struct):
    """Reads one file, checking every block in its place. `problem` says why reading stopped."""

    disk: Disk
    path: Path
    header: Header
    size: int
    _packed: bytes
    _aead: AESGCM
    count: int = 0
    last_tag: bytes = NO_TAG
    end: int = HEADER.size
    finished: bool = False
    problem: str = ""

    @classmethod
    def open(cls, disk: Disk, path: Path, kind: FileKind, key: bytes, vault: bytes) -> Self:
        """Read the header; raises `Damaged` if the file is not what its place says."""
        packed = disk.read_range(path, 0, HEADER.size)
        header = read_header(packed, path.name)
        if header.kind != kind or header.vault != vault or header.file != file_id_of(path.name):
            message = f"The file {path.name} is not what its name says."
            raise Damaged(message, "It was renamed or belongs elsewhere; restore it from a backup.")
        aead = AESGCM(file_key(key, header))
        return cls(disk, path, header, disk.size(path), packed, aead)

    def blocks(self, window: int = 1 << 22) -> Iterator[tuple[BlockRef, bytes]]:
        """Yield each verified block with its place, reading about `window` bytes at a time."""
        held, start = b"", self.end
        while self.end < self.size and not self.finished and not self.problem:
            need = self._framed_length(held, self.end - start)
            if need < 0:
                self.problem = "a block has an impossible length"
                return
            if self.end - start + need > len(held):
                start = self.end
                held = self.disk.read_range(self.path, start, max(window, need))
                if need > len(held) or (need == FRAME.size and len(held) < FRAME.size):
                    self.problem = "the last block is cut short"
                    return
                if need == FRAME.size:
                    continue
            found = self._next(held, self.end - start)
            if found is None:
                return
            yield found
        if self.finished and self.end < self.size and not self.problem:
            self.problem = "something stands behind the last block"

    def block(self, ref: BlockRef) -> bytes:
        """Return one block whose place is known; raises `Damaged` if it does not verify."""
        framed = self.disk.read_range(self.path, ref.offset, ref.length)
        try:
            if len(framed) == ref.length > FRAME.size and framed[-TAG:] == ref.tag:
                length, flags, nonce = FRAME.unpack_from(framed)
                if length == ref.length - FRAME.size and flags == (FINAL if ref.final else 0):
                    place = AAD_TAIL.pack(ref.sequence, flags, ref.previous)
                    sealed = memoryview(framed)[FRAME.size :]
                    return self._aead.decrypt(nonce, sealed, self._packed + place)
        except InvalidTag:
            pass
        message = f"A part of the file {self.path.name} does not verify."
        raise Damaged(message, "The rest is fine; the newest backup may have a good copy.")

    def _framed_length(self, held: bytes, at: int) -> int:
        """Return how many bytes the next block needs, those of its frame if that is not held."""
        if at + FRAME.size > len(held):
            return FRAME.size
        length = int.from_bytes(held[at : at + 4], "big")
        return FRAME.size + length if TAG <= length <= MOST_BYTES else -1

    def _next(self, held: bytes, at: int) -> tuple[BlockRef, bytes] | None:
        length, flags, nonce = FRAME.unpack_from(held, at)
        place = AAD_TAIL.pack(self.count, flags, self.last_tag)
        sealed = memoryview(held)[at + FRAME.size : at + FRAME.size + length]
        try:
            content = self._aead.decrypt(nonce, sealed, self._packed + place)
        except InvalidTag:
            self.problem = f"block {self.count + 1} does not verify"
            return None
        tag = bytes(sealed[-TAG:])
        final = flags == FINAL
        ref = BlockRef(self.end, FRAME.size + length, self.count, self.last_tag, tag, final)
        self.end += ref.length
        self.count += 1
        self.last_tag = tag
        self.finished = final
        return ref, content


def file_id_of(name: str) -> bytes:
    """Return the id that stands at the end of a file's name, before its ending: 32 hex digits."""
    stem = name.partition(".")[0]
    try:
        raw = bytes.fromhex(stem[-32:])
    except ValueError:
        raw = b""
    if len(raw) != HEADER.size // 6:
        message = f"The file {name} does not have a name of ATOM's."
        raise Damaged(message, "Another program may have made a copy; look at it and remove it.")
    return raw


def file_key(key: bytes, header: Header) -> bytes:
    """Return the key of one file."""
    return derive(key, b"atom file " + str(int(header.kind)).encode(), salt=header.salt)


def read_header(packed: bytes, name: str) -> Header:
    """Take the header apart; raises `Damaged` if it is not one."""
    if len(packed) == HEADER.size:
        magic, version, kind, vault, device, file, salt, epoch = HEADER.unpack(packed)
        if magic == MAGIC and version == FORMAT and kind in set(FileKind):
            return Header(
                kind=FileKind(kind), vault=vault, device=device, file=file, salt=salt, epoch=epoch
            )
    message = f"The file {name} does not begin like a file of ATOM's."
    raise Damaged(message, "It is cut short, overwritten, or from a newer version.")
