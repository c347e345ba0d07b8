"""Segments: immutable files of records sorted by collection and id, with a sparse index at the end.

One record is read by finding its block in the index, opening that block alone, and finding the
line.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from atom_desktop.model.errors import Damaged
from atom_desktop.model.record import Record
from atom_desktop.store.sealed import BlockRef, SealedReader, SealedWriter

FEW_WANTED: Final = 16
"""Up to this many records of a block are looked for one by one."""
BLOCK_BYTES: Final = 1 << 16
_encode = msgspec.json.Encoder().encode
_decode_record = msgspec.json.Decoder(Record).decode


class BlockPlace(msgspec.Struct, frozen=True, array_like=True):
    """Where a block stands in its file; tags are hex."""

    offset: int
    length: int
    sequence: int
    previous: str
    tag: str
    final: bool = False

    @classmethod
    def of(cls, ref: BlockRef) -> "BlockPlace":
        """Write a reference down."""
        previous, tag = ref.previous.hex(), ref.tag.hex()
        return cls(ref.offset, ref.length, ref.sequence, previous, tag, ref.final)

    def ref(self) -> BlockRef:
        """Return the reference that was written down."""
        previous, tag = bytes.fromhex(self.previous), bytes.fromhex(self.tag)
        return BlockRef(self.offset, self.length, self.sequence, previous, tag, self.final)


class IndexEntry(msgspec.Struct, frozen=True, array_like=True):
    """The first key of a block and where it stands."""

    key: str
    block: BlockPlace


class SegmentIndex(msgspec.Struct, frozen=True, kw_only=True):
    """The last block of a segment."""

    records: int
    blocks: tuple[IndexEntry, ...]


class SegmentName(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot says of a segment; `index` is its last block. Keys are `key_of` texts."""

    name: str
    first: str
    last: str
    records: int
    bytes: int
    index: BlockPlace


_decode_index = msgspec.json.Decoder(SegmentIndex).decode


def key_of(collection: str, record_id: str) -> str:
    """Return the text that records are sorted by."""
    return f"{collection}/{record_id}"


def line_of(record: Record) -> bytes:
    """Return the JSON line of a record; it begins with its collection and id."""
    return _encode(record)


def key_of_line(line: bytes) -> str:
    """Return the key of a line without decoding the rest of it."""
    collection, _, rest = line[15:].partition(b'","id":"')
    end = rest.index(b'"')
    return f"{collection.decode()}/{rest[:end].decode()}"


def record_of(line: bytes) -> Record:
    """Decode a line."""
    return _decode_record(line)


def write_segment(writer: SealedWriter, lines: Iterable[tuple[str, bytes]]) -> SegmentName:
    """Write sorted (key, line) pairs and the index, and sync."""
    entries: list[IndexEntry] = []
    held: list[bytes] = []
    size = records = 0
    first = last = start = ""
    for key, line in lines:
        if not held:
            start = key
        first = first or key
        last = key
        held.append(line)
        size += len(line)
        records += 1
        if size >= BLOCK_BYTES:
            entries.append(IndexEntry(start, BlockPlace.of(writer.append(b"\n".join(held)))))
            writer.flush()
            held, size = [], 0
    if held:
        entries.append(IndexEntry(start, BlockPlace.of(writer.append(b"\n".join(held)))))
    index = SegmentIndex(records=records, blocks=tuple(entries))
    place = BlockPlace.of(writer.append(_encode(index), final=True))
    writer.sync()
    length = place.offset + place.length
    return SegmentName(
        name=writer.path.name, first=first, last=last, records=records, bytes=length, index=place
    )


def merged_lines(
    segments: Sequence["Segment"], start: str = "", stop: str = ""
) -> Iterator[tuple[str, bytes]]:
    """Yield (key, line) of several segments in order; of the same key that of the latest one."""
    if len(segments) == 1:
        yield from segments[0].lines(start, stop)
        return
    latest = ""
    for key, _, line in heapq.merge(
        *(_aged(segments, age, start, stop) for age in range(len(segments)))
    ):
        if key != latest:
            latest = key
            yield key, line


def _aged(
    segments: Sequence["Segment"], age: int, start: str, stop: str
) -> Iterator[tuple[str, int, bytes]]:
    return ((key, -age, line) for key, line in segments[age].lines(start, stop))


class BrokenBlock(Damaged):
    """One block of a segment does not verify, or cannot be read (`unread`)."""

    def __init__(self, segment: "Segment", number: int, cause: Damaged | OSError) -> None:
        """Say which block of which segment."""
        message = f"A part of the file {segment.described.name} does not verify."
        super().__init__(message, "The rest is fine; the newest backup may have a good copy.")
        self.segment = segment
        self.number = number
        self.unread = isinstance(cause, OSError) and not isinstance(cause, FileNotFoundError)


class Segment(msgspec.Struct):
    """An open segment. Reading is thread-safe: nothing changes but two caches that only grow.

    Blocks in `broken` are left out: what was in them has been looked for elsewhere.
    """

    described: SegmentName
    reader: SealedReader
    broken: set[int] = set()
    rebuilt: int = 0
    """How many records of broken blocks were found elsewhere."""
    _index: SegmentIndex | None = None
    _keys: list[str] | None = None
    _recent: tuple[int, bytes] = (-1, b"")

    def line(self, key: str) -> bytes | None:
        """Return the line of a record, or None if it is not here; raises `BrokenBlock`."""
        if not self.described.first <= key <= self.described.last:
            return None
        at = bisect_right(self._loaded_keys(), key) - 1
        if at < 0:
            return None
        return _line_in(self._block(at), key)

    def lines(self, start: str = "", stop: str = "") -> Iterator[tuple[str, bytes]]:
        """Yield (key, line) from `start` to before `stop` (empty: no bound), in order.

        Raises `BrokenBlock`.
        """
        keys = self._loaded_keys()
        at = max(bisect_right(keys, start) - 1, 0) if start else 0
        for number in range(at, len(keys)):
            if stop and keys[number] >= stop:
                return
            content = self._block(number, keep=False)
            for line in content.split(b"\n") if content else ():
                key = key_of_line(line)
                if key >= start and not (stop and key >= stop):
                    yield key, line

    def lines_of(self, keys: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield (key, line) of those of these sorted keys that are here; raises `BrokenBlock`."""
        firsts = self._loaded_keys()
        at = bisect_left(keys, firsts[0]) if firsts else len(keys)
        while at < len(keys):
            number = bisect_right(firsts, keys[at]) - 1
            stop = self.span(number)[1]
            end = bisect_left(keys, stop, at) if stop else len(keys)
            content = self._block(number, keep=False)
            wanted, at = keys[at:end], end
            if len(wanted) > FEW_WANTED:
                held = {key_of_line(line): line for line in content.split(b"\n") if line}
                yield from ((key, held[key]) for key in wanted if key in held)
                continue
            found = ((key, _line_in(content, key)) for key in wanted)
            yield from ((key, line) for key, line in found if line is not None)

    def index(self) -> SegmentIndex:
        """Return the sparse index, read at first use; raises `Damaged`."""
        if self._index is None:
            content = self.reader.block(self.described.index.ref())
            try:
                self._index = _decode_index(content)
            except msgspec.DecodeError as error:
                message = f"The index of {self.described.name} cannot be read."
                raise Damaged(message, "Restore the newest backup.") from error
        return self._index

    def span(self, number: int) -> tuple[str, str]:
        """Return the first key of a block, and the first behind it ("" if there is none)."""
        keys = self._loaded_keys()
        return keys[number], keys[number + 1] if number + 1 < len(keys) else ""

    def _loaded_keys(self) -> list[str]:
        if self._keys is None:
            self._keys = [entry.key for entry in self.index().blocks]
        return self._keys

    def _block(self, number: int, *, keep: bool = True) -> bytes:
        held, content = self._recent
        if held == number:
            return content
        if number in self.broken:
            return b""
        try:
            content = self.reader.block(self.index().blocks[number].block.ref())
        except (Damaged, OSError) as error:
            raise BrokenBlock(self, number, error) from error
        if keep:
            self._recent = (number, content)
        return content


def _line_in(content: bytes, key: str) -> bytes | None:
    """Return the line of a record in a block, or None if it is not there."""
    collection, _, record_id = key.partition("/")
    head = b'{"collection":"%s","id":"%s"' % (collection.encode(), record_id.encode())
    start = 0 if content.startswith(head) else content.find(b"\n" + head) + 1
    if start == 0 and not content.startswith(head):
        return None
    end = content.find(b"\n", start)
    return content[start:] if end < 0 else content[start:end]
